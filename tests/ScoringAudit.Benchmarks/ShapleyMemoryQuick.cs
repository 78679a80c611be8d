using System.Globalization;
using ScoringAudit.Explanation;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Benchmarks;

/// <summary><c>quick shapley-memory</c>: memory of explaining a million rows of 20 features, beyond the data and the model, as the system counts it.</summary>
internal sealed class ShapleyMemoryQuick : IBenchmarkCommand
{
    public string Summary => "Peak memory of explaining 1,000,000 rows beyond the data; --rows 1000000 --threads 2.";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        var rows = options.Int("rows", 1_000_000);
        var threads = options.Int("threads", 2);
        var c = FastTreeCase.LightGbm(50_000);
        var schema = new FeatureSchema([.. Enumerable.Range(0, FastTreeCase.Features).Select(f =>
            new Feature("f" + f.ToString(CultureInfo.InvariantCulture), FeatureKind.Number, (Origin)(f % 8), OnMove.Keep, [], float.NaN, false, f))]);
        var scorer = new EncodedScorer(schema, new BitVectorScorer(c.Ensemble), ScoreScale.AdverseLogOdds);
        var background = new Background(new FeatureMatrix(schema, [.. c.Columns.Select(column => column[..1000])]));
        var build = ColumnPortfolio.Build("rows");
        var draw = Streams.FromSeed(9).Derive("memory").Sequence();
        for (var f = 0; f < FastTreeCase.Features; f++)
        {
            var column = new float[rows];
            for (var row = 0; row < rows; row++)
            {
                column[row] = (float)(draw.NextUniform() + draw.NextUniform() - 1);
            }

            build = build.Number("f" + f.ToString(CultureInfo.InvariantCulture), column);
        }

        var portfolio = build.Build();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        if (!Forget())
        {
            output.WriteLine("shapley-memory is not measured: the system does not tell a process's peak (/proc/self/clear_refs)");
            return 0;
        }

        var before = Peak();
        var sums = new double[FastTreeCase.Features];
        long seen = 0;
        var seconds = CpuClock.Seconds(() =>
        {
            var shap = TreeShapley.Interventional(scorer, background, options: new TreeShapleyOptions { Threads = threads });
            foreach (var (_, part) in shap.Stream(portfolio))
            {
                seen += part.Predictions.Length;
                for (var f = 0; f < sums.Length; f++)
                {
                    foreach (var value in part.Values[f])
                    {
                        sums[f] += Math.Abs(value);
                    }
                }
            }
        });
        var peak = Peak() - before;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"shapley-memory ours {seen} rows, background {background.Size}, mean |attribution| {sums.Sum() / seen:F4}: peak {peak / 1024.0:F0} MB beyond data and model ({before / 1024.0:F0} MB), {seconds:F1} CPU-s; limit 500 MB"));
        return peak < 500 * 1024 ? 0 : 2;
    }

    // The kernel's peak of resident memory begins anew.
    private static bool Forget()
    {
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static long Peak() => long.Parse(
        File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal))["VmHWM:".Length..].Replace("kB", string.Empty, StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
}
