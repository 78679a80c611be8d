using System.Globalization;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Models;

/// <summary>Reads LightGBM's own text format (<c>model.txt</c>, Booster.save_model), for two classes. Trusted only behind a comparison with LightGBM's library.</summary>
/// <remarks>
/// Numeric split: left iff x ≤ threshold; a missing value goes the default way (missing type NaN), or counts as 0 (type None). Thresholds are
/// doubles there and floats here: rounded down to the float below, which decides every float alike. Categorical split: left iff the code is in
/// the set; a missing, negative or unseen code goes right. Leaf values are summed, or averaged where the file says average_output, and
/// p = 1 / (1 + exp(−sigmoid · raw)). Source: LightGBM 4, include/LightGBM/tree.h.
/// </remarks>
public static class LightGbmText
{
    private const double Tolerance = 1e-6;

    /// <summary>Reads a model and compares it with LightGBM's library on rows at and beside every threshold.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="source">What the file is called in messages.</param>
    /// <param name="hasReference">Whether the caller will compare with a file of reference scores, so that the library may be missing.</param>
    /// <param name="loadNative">How to load a native library, for tests; null: as ML.NET does.</param>
    /// <exception cref="AuditDataException">The text is damaged, of another objective, uses what cannot be read, or scores differ.</exception>
    public static EncodedScorer Read(string text, string source, bool hasReference = false, Func<string, bool>? loadNative = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var scorer = Parse(text, source);
        if (TrainerAvailability.LightGbm(out var why, loadNative))
        {
            Compare(scorer, text, source);
        }
        else if (!hasReference)
        {
            throw new AuditDataException($"{source}: the model cannot be compared with LightGBM's library: lib_lightgbm does not load, usually because the system package libgomp1 is missing. Expected the library, or scores that the model gave where it was. Install libgomp1, or name a file of rows and their raw_score: model: {{ file: {source}, referenceScores: reference.csv }}.");
        }

        return scorer;
    }

    /// <summary>Reads a model without the comparison.</summary>
    internal static EncodedScorer Parse(string text, string source)
    {
        var sections = Sections(text, source);
        var head = sections[0];
        if (Int(head, "num_class", source) != 1 || Int(head, "num_tree_per_iteration", source) != 1)
        {
            throw Refuse(source, "a model of several classes", "two classes, objective=binary");
        }

        var objective = head.GetValueOrDefault("objective", "none").Split(' ');
        var sigmoid = objective[0] switch
        {
            "binary" => objective.Select(o => o.Split(':')).FirstOrDefault(o => o[0] == "sigmoid") is { Length: 2 } s ? Number(s[1], "objective", source) : 1,
            "cross_entropy" or "xentropy" => 1,
            _ => throw Refuse(source, $"the objective '{objective[0]}'", "binary or cross_entropy"),
        };
        if (!(sigmoid > 0) || !double.IsFinite(sigmoid))
        {
            throw Refuse(source, string.Create(CultureInfo.InvariantCulture, $"sigmoid:{sigmoid}"), "a sigmoid above 0");
        }

        var trees = sections.Skip(1).ToList();
        if (head.TryGetValue("tree_sizes", out var sizes) && sizes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length is var listed && listed != trees.Count)
        {
            throw Refuse(source, string.Create(CultureInfo.InvariantCulture, $"{trees.Count} trees where tree_sizes lists {listed}"), "the whole file");
        }

        var features = Features(head, trees, source);
        var weight = head.ContainsKey("average_output") && trees.Count > 0 ? 1.0 / trees.Count : 1;
        var ensemble = new TreeEnsemble(features.Slots, [.. trees.Select(t => Tree(t, features, weight, source))], slope: -sigmoid);
        return new EncodedScorer(features, new BitVectorScorer(ensemble), ScoreScale.AdverseLogOdds);
    }

    private static List<Dictionary<string, string>> Sections(string text, string source)
    {
        var lines = text.Split('\n').Select(l => l.TrimEnd('\r')).ToList();
        if (lines[0] != "tree")
        {
            throw Refuse(source, "another first line than 'tree'", "LightGBM's text format, as Booster.save_model writes it");
        }

        var sections = new List<Dictionary<string, string>> { new(StringComparer.Ordinal) };
        var ended = false;
        foreach (var line in lines.Skip(1))
        {
            if (line == "end of trees")
            {
                ended = true;
                break;
            }

            var at = line.IndexOf('=', StringComparison.Ordinal);
            if (line.StartsWith("Tree=", StringComparison.Ordinal))
            {
                if (line["Tree=".Length..] != (sections.Count - 1).ToString(CultureInfo.InvariantCulture))
                {
                    throw Refuse(source, $"'{line}' as tree {sections.Count - 1}", "trees in their order, counted from 0; one may be lost");
                }

                sections.Add(new(StringComparer.Ordinal));
            }
            else if (line.Length > 0)
            {
                var key = at < 0 ? line : line[..at];
                if (!sections[^1].TryAdd(key, at < 0 ? string.Empty : line[(at + 1)..]))
                {
                    throw Refuse(source, $"the line '{key}=' twice in one tree", "an undamaged file; a line 'Tree=' may be lost");
                }
            }
        }

        return ended ? sections : throw Refuse(source, "no line 'end of trees'", "the whole file; it may be cut off");
    }

    // A feature with a categorical split is a category whose levels are the codes of its sets; every other code is "other" and goes right.
    private static FeatureSchema Features(Dictionary<string, string> head, List<Dictionary<string, string>> trees, string source)
    {
        var names = Text(head, "feature_names", source).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw Refuse(source, $"two features with the name '{twice.Key}'", "names that tell features apart");
        }

        var codes = new SortedSet<int>?[names.Length];
        foreach (var tree in trees.Where(t => Int(t, "num_leaves", source) > 1))
        {
            int[] features = Ints(tree, "split_feature", source), kinds = Ints(tree, "decision_type", source);
            if (features.Any(f => f < 0 || f >= names.Length) || kinds.Length != features.Length)
            {
                throw Refuse(source, "a split on a feature that feature_names does not list", "an undamaged file");
            }

            for (var node = 0; node < features.Length; node++)
            {
                if ((kinds[node] & 1) != 0)
                {
                    (codes[features[node]] ??= []).UnionWith(Set(tree, node, source));
                }
            }
        }

        var list = new List<Feature>();
        var slot = 0;
        for (var f = 0; f < names.Length; f++)
        {
            list.Add(codes[f] is { } levels
                ? new Feature(names[f], FeatureKind.Category, Origin.Own, OnMove.Keep, [.. levels.Select(l => l.ToString(CultureInfo.InvariantCulture))], 0, false, slot)
                : new Feature(names[f], FeatureKind.Number, Origin.Own, OnMove.Keep, [], float.NaN, false, slot));
            slot += list[^1].Slots;
        }

        return new FeatureSchema(list);
    }

    private static DecisionTree Tree(Dictionary<string, string> tree, FeatureSchema schema, double weight, string source)
    {
        if (tree.GetValueOrDefault("is_linear", "0") != "0")
        {
            throw Refuse(source, "linear models in the leaves", "linear_tree=false");
        }

        var values = Numbers(tree, "leaf_value", source);
        var leaves = Int(tree, "num_leaves", source);
        if (leaves < 1 || values.Length != leaves || values.Any(v => !double.IsFinite(v)))
        {
            throw Refuse(source, string.Create(CultureInfo.InvariantCulture, $"{values.Length} leaf values for {leaves} leaves, or one that is no number"), "an undamaged file");
        }

        if (leaves == 1)
        {
            return new DecisionTree([], [], [], [], values, weight: weight);
        }

        int[] features = Ints(tree, "split_feature", source), kinds = Ints(tree, "decision_type", source), left = Ints(tree, "left_child", source), right = Ints(tree, "right_child", source);
        var thresholds = Numbers(tree, "threshold", source);
        var nodes = leaves - 1;
        if (new[] { features.Length, kinds.Length, left.Length, right.Length, thresholds.Length }.Any(n => n != nodes))
        {
            throw Refuse(source, string.Create(CultureInfo.InvariantCulture, $"a tree of {leaves} leaves whose splits are not {nodes} each"), "an undamaged file");
        }

        var (slots, floats, missingLeft, sets) = (new int[nodes], new float[nodes], new bool[nodes], new int[]?[nodes]);
        for (var node = 0; node < nodes; node++)
        {
            var feature = schema.Features[features[node]];
            if ((kinds[node] & 1) != 0)
            {
                // Here a row goes right iff a slot of the set is on: the children change places.
                sets[node] = [.. Set(tree, node, source).Select(c => feature.FirstSlot + ((List<string>)[.. feature.Levels]).IndexOf(c.ToString(CultureInfo.InvariantCulture)))];
                (left[node], right[node]) = (right[node], left[node]);
                continue;
            }

            slots[node] = feature.Kind == FeatureKind.Number ? feature.FirstSlot : throw Refuse(source, $"numeric and categorical splits on the feature '{feature.Name}'", "one kind of split for each feature");
            floats[node] = Below(thresholds[node]);
            var zeroLeft = 0 <= thresholds[node];
            var defaultLeft = (kinds[node] & 2) != 0;
            missingLeft[node] = (kinds[node] >> 2 & 3) switch
            {
                0 => zeroLeft,
                2 => defaultLeft,
                1 when defaultLeft == zeroLeft => zeroLeft,
                _ => throw Refuse(source, $"a split on '{feature.Name}' that sends 0 the other way than its neighbours (zero_as_missing)", "zero_as_missing=false"),
            };
        }

        try
        {
            return new DecisionTree(slots, floats, left, right, values, missingLeft, sets, weight);
        }
        catch (ArgumentException e)
        {
            throw new AuditDataException($"{source}: a tree does not fit together: {e.Message} Expected an undamaged file. Save the model again.", e);
        }
    }

    /// <summary>The largest float that is not above a double: x ≤ it decides every float x as x ≤ the double does.</summary>
    internal static float Below(double threshold)
    {
        var near = (float)threshold;
        return near > threshold ? MathF.BitDecrement(near) : near;
    }

    private static List<int> Set(Dictionary<string, string> tree, int node, string source)
    {
        int[] bounds = Ints(tree, "cat_boundaries", source);
        var words = Text(tree, "cat_threshold", source).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(w => uint.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out var word) ? word : throw Refuse(source, $"'{w}' after 'cat_threshold='", "whole numbers of 32 bits")).ToArray();
        var thresholds = Numbers(tree, "threshold", source);
        var at = node < thresholds.Length ? (int)thresholds[node] : -1;
        if (at < 0 || at + 1 >= bounds.Length || bounds[at] < 0 || bounds[at + 1] <= bounds[at] || bounds[at + 1] > words.Length)
        {
            throw Refuse(source, "a category set that does not exist", "an undamaged file");
        }

        var codes = new List<int>();
        for (var word = bounds[at]; word < bounds[at + 1]; word++)
        {
            for (var bit = 0; bit < 32; bit++)
            {
                if ((words[word] >> bit & 1) != 0)
                {
                    codes.Add(((word - bounds[at]) * 32) + bit);
                }
            }
        }

        return codes;
    }

    private static void Compare(EncodedScorer scorer, string text, string source)
    {
        var features = scorer.Features;
        var probes = ProbeRows.Make(features, scorer.Model);
        var ours = new double[probes.Rows];
        scorer.Score(probes, ours);
        var values = new float[probes.Rows * features.Count];
        for (var f = 0; f < features.Count; f++)
        {
            var feature = features.Features[f];
            var unseen = feature.Kind == FeatureKind.Category ? feature.Levels.Select(l => int.Parse(l, CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max() + 1 : 0;
            for (var row = 0; row < probes.Rows; row++)
            {
                var value = probes[f][row];
                values[(row * features.Count) + f] = feature.Kind == FeatureKind.Number || float.IsNaN(value) ? value
                    : value < feature.Levels.Count ? float.Parse(feature.Levels[(int)value], CultureInfo.InvariantCulture) : unseen;
            }
        }

        var theirs = LightGbmNative.Predict(text, values, features.Count, source);
        for (var row = 0; row < ours.Length; row++)
        {
            var probability = 1 / (1 + Math.Exp(-ours[row]));
            if (!(Math.Abs(probability - theirs[row]) <= Tolerance))
            {
                throw new AuditDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{source}: the model is refused: LightGBM's probability of test row {row + 1} of {ours.Length} is {theirs[row]:R}, the import's is {probability:R}; they must agree. The file is damaged, or uses what this version does not read. Save the model again, or audit its scores from a column."));
            }
        }
    }

    private static string Text(Dictionary<string, string> section, string key, string source) =>
        section.TryGetValue(key, out var text) ? text : throw Refuse(source, $"no line '{key}='", "the whole file as Booster.save_model writes it");

    private static int Int(Dictionary<string, string> section, string key, string source) =>
        int.TryParse(Text(section, key, source), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : throw Refuse(source, $"no whole number after '{key}='", "an undamaged file");

    private static int[] Ints(Dictionary<string, string> section, string key, string source) =>
        [.. Numbers(section, key, source).Select(v => v == Math.Floor(v) && Math.Abs(v) < int.MaxValue ? (int)v : throw Refuse(source, string.Create(CultureInfo.InvariantCulture, $"'{v}' after '{key}='"), "whole numbers"))];

    private static double[] Numbers(Dictionary<string, string> section, string key, string source) =>
        [.. Text(section, key, source).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => Number(word, key, source))];

    private static double Number(string word, string key, string source) => word switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw Refuse(source, $"'{word}' after '{key}='", "numbers"),
    };

    private static AuditDataException Refuse(string source, string found, string expected) =>
        new($"{source}: found {found}. Expected {expected}. Save the model so, or audit its scores from a column.");
}
