using System.Globalization;
using ScoringAudit.Explanation;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Benchmarks;

/// <summary><c>quick shapley</c>: exact attributions of LightGBM 100 × 31 leaves of depth 8 on 20 features, in rows per CPU-second.</summary>
internal sealed class ShapleyQuick : IBenchmarkCommand
{
    private const int PeerRows = 10_000;

    public string Summary => "Exact Shapley values on LightGBM 100 x 31, depth 8; --rows 100000 --background 100 --threads 1.";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        var rows = options.Int("rows", 100_000);
        var size = options.Int("background", 100);
        var threads = options.Int("threads", 1);
        var c = FastTreeCase.LightGbm(rows);
        var schema = new FeatureSchema([.. Enumerable.Range(0, FastTreeCase.Features).Select(f =>
            new Feature("f" + f.ToString(CultureInfo.InvariantCulture), FeatureKind.Number, (Origin)(f % 8), OnMove.Keep, [], float.NaN, false, f))]);
        var scorer = new EncodedScorer(schema, new BitVectorScorer(c.Ensemble), ScoreScale.AdverseLogOdds);
        var matrix = new FeatureMatrix(schema, c.Columns);
        var background = new Background(new FeatureMatrix(schema, [.. c.Columns.Select(column => column[..size])]));
        var settings = new TreeShapleyOptions { Threads = threads };
        Attributions? path = null;
        var speeds = new Dictionary<string, double>();
        Measure("interventional", "640", () => TreeShapley.Interventional(scorer, background, options: settings));
        Measure("path-dependent", "3,121", () => TreeShapley.PathDependent(scorer, new Background(matrix), options: settings));
        Measure("origins as 8 players", "640", () => TreeShapley.Interventional(scorer, background, PlayerSet.Origins(schema), options: settings));
        Measure("own and everything else", "640", () => TreeShapley.Interventional(scorer, background, PlayerSet.OwnAndOthers(schema), options: settings));
        var many = new FeatureMatrix(schema, [.. c.Columns.Select(column => Enumerable.Repeat(column, 5).SelectMany(v => v).ToArray())]);
        TwoThreads.Write(output, string.Create(CultureInfo.InvariantCulture, $"shapley interventional {many.Rows} rows, tables included,"), n => TreeShapley.Interventional(scorer, background, options: new TreeShapleyOptions { Threads = n }).Explain(many));
        path = TreeShapley.PathDependent(scorer, new Background(matrix), options: settings).Explain(new FeatureBlock(c.Columns, 0, Math.Min(rows, PeerRows)));
        try
        {
            Peer();
        }
        catch (DllNotFoundException)
        {
            output.WriteLine("shapley peer LightGBM pred_contrib is missing: its native library lib_lightgbm does not load");
        }

        return 0;

        // The peer's attributions are on its raw score; ours on log-odds.
        void Peer()
        {
            var few = path!.Predictions.Length;
            var (values, seconds) = LightGbmPeer.Contributions(LightGbmPeer.Text(c.Ensemble, c.Columns), c.Columns, few);
            var gap = 0.0;
            for (var row = 0; row < few; row++)
            {
                for (var f = 0; f < FastTreeCase.Features; f++)
                {
                    gap = Math.Max(gap, Math.Abs((-c.Ensemble.Slope * values[(row * (FastTreeCase.Features + 1)) + f]) - path.Values[f][row]));
                }
            }

            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"shapley peer LightGBM pred_contrib (path-dependent): {few / seconds:F0} rows per CPU-s on {few} rows; largest difference from ours {gap:E1} log-odds"));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"shapley ratio path-dependent {speeds["path-dependent"] * seconds / few:F1} times the rows per CPU-s"));
        }

        void Measure(string name, string peer, Func<TreeShapley> build)
        {
            TreeShapley? shap = null;
            var buildSeconds = CpuClock.Best(10, () => shap = build());
            var few = new FeatureBlock(c.Columns, 0, Math.Min(rows, 20_000));
            for (var i = 0; i < 5; i++)
            {
                // The just-in-time compiler finishes before the clock starts.
                shap!.Explain(few);
            }

            Attributions? result = null;
            var seconds = CpuClock.Best(3, () => result = shap!.Explain(matrix));
            speeds[name] = rows / seconds;
            var (tables, direct) = shap!.Leaves;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"shapley ours {name}: {rows / seconds:F0} rows per CPU-s ({seconds:F3} CPU-s for {rows} rows, {threads} thread(s)); build {buildSeconds:F3} CPU-s for {tables} tables and {direct} direct leaves; additivity error {result!.MaxAdditivityError:E1}; SHAP's C++ was measured at {peer} rows per CPU-s on such a model elsewhere, not in this run"));
        }
    }
}
