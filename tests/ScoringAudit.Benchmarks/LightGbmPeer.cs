using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ScoringAudit.Scoring;

namespace ScoringAudit.Benchmarks;

/// <summary>LightGBM's own attributions (<c>pred_contrib</c>, path-dependent) through its native library, on an ensemble of numeric splits written as its text model.</summary>
internal static class LightGbmPeer
{
    /// <summary>The ensemble in LightGBM's text format; node counts are those of the rows.</summary>
    public static string Text(TreeEnsemble ensemble, float[][] columns)
    {
        var text = new StringBuilder("tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\n");
        text.Append(CultureInfo.InvariantCulture, $"max_feature_idx={ensemble.Slots - 1}\nobjective=binary sigmoid:{-ensemble.Slope:R}\n");
        text.Append(CultureInfo.InvariantCulture, $"feature_names={string.Join(' ', Enumerable.Range(0, ensemble.Slots).Select(f => "f" + f))}\nfeature_infos={string.Join(' ', Enumerable.Repeat("[-9:9]", ensemble.Slots))}\n\n");
        for (var t = 0; t < ensemble.Trees.Count; t++)
        {
            var tree = ensemble.Trees[t];
            var (nodes, leaves) = Counts(tree, columns);
            text.Append(CultureInfo.InvariantCulture, $"Tree={t}\nnum_leaves={tree.Leaves}\nnum_cat=0\n");
            Line(text, "split_feature", tree.SplitSlots.ToArray());
            Line(text, "split_gain", nodes);
            Line(text, "threshold", tree.Thresholds.ToArray().Select(v => (double)v));
            Line(text, "decision_type", Enumerable.Repeat(8, tree.Nodes));
            Line(text, "left_child", tree.Left.ToArray());
            Line(text, "right_child", tree.Right.ToArray());
            Line(text, "leaf_value", tree.LeafValues.ToArray().Select(v => v * tree.Weight));
            Line(text, "leaf_weight", leaves);
            Line(text, "leaf_count", leaves);
            Line(text, "internal_value", nodes.Select(_ => 0));
            Line(text, "internal_weight", nodes);
            Line(text, "internal_count", nodes);
            text.Append("is_linear=0\nshrinkage=1\n\n\n");
        }

        return text.Append("end of trees\n\nfeature_importances:\n\n").ToString();
    }

    /// <summary>Attributions of rows, row by row, the base value last in each; with the CPU seconds of the prediction alone.</summary>
    public static (double[] Values, double Seconds) Contributions(string model, float[][] columns, int rows)
    {
        Check(LGBM_BoosterLoadModelFromString([.. Encoding.UTF8.GetBytes(model), 0], out _, out var booster));
        var data = new float[rows * columns.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var f = 0; f < columns.Length; f++)
            {
                data[(row * columns.Length) + f] = columns[f][row];
            }
        }

        var values = new double[rows * (columns.Length + 1)];
        var seconds = CpuClock.Seconds(() => Check(LGBM_BoosterPredictForMat(booster, data, 0, rows, columns.Length, 1, 3, 0, -1, [.. "num_threads=1"u8, 0], out _, values)));
        _ = LGBM_BoosterFree(booster);
        return (values, seconds);
    }

    private static (int[] Nodes, int[] Leaves) Counts(DecisionTree tree, float[][] columns)
    {
        int[] nodes = new int[tree.Nodes], leaves = new int[tree.Leaves];
        for (var row = 0; row < columns[0].Length; row++)
        {
            var node = 0;
            while (node >= 0)
            {
                nodes[node]++;
                node = columns[tree.SplitSlots[node]][row] <= tree.Thresholds[node] ? tree.Left[node] : tree.Right[node];
            }

            leaves[~node]++;
        }

        return (nodes, leaves);
    }

    private static void Line<T>(StringBuilder text, string name, IEnumerable<T> values) =>
        text.Append(name).Append('=').AppendJoin(' ', values.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v:R}"))).Append('\n');

    private static void Line(StringBuilder text, string name, IEnumerable<int> values) =>
        text.Append(name).Append('=').AppendJoin(' ', values).Append('\n');

    private static void Check(int code)
    {
        if (code != 0)
        {
            throw new InvalidOperationException("LightGBM: " + Marshal.PtrToStringUTF8(LGBM_GetLastError()));
        }
    }

    [DllImport("lib_lightgbm")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int LGBM_BoosterLoadModelFromString(byte[] model, out int iterations, out nint booster);

    [DllImport("lib_lightgbm")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int LGBM_BoosterPredictForMat(
        nint booster, float[] data, int dataType, int rows, int columns, int isRowMajor, int predictType, int startIteration, int iterations, byte[] parameters, out long length, double[] result);

    [DllImport("lib_lightgbm")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int LGBM_BoosterFree(nint booster);

    [DllImport("lib_lightgbm")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint LGBM_GetLastError();
}
