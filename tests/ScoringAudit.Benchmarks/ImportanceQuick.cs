using System.Globalization;
using Microsoft.ML;
using ScoringAudit.Explanation;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Benchmarks;

/// <summary><c>quick importance</c>: permutation importance (AUC, one permutation) of a FastTree model of 100 × 20 leaves on 100,000 × 20 rows, against ML.NET's own on the same model and rows.</summary>
internal sealed class ImportanceQuick : IBenchmarkCommand
{
    public string Summary => "Permutation importance against ML.NET's; --rows 100000 --repeats 1 --threads 1.";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        var rows = options.Int("rows", 100_000);
        var repeats = options.Int("repeats", 1);
        var threads = options.Int("threads", 1);
        var c = FastTreeCase.Of(rows);
        var schema = new FeatureSchema([.. Enumerable.Range(0, FastTreeCase.Features).Select(f =>
            new Feature("f" + f.ToString(CultureInfo.InvariantCulture), FeatureKind.Number, Origin.Own, OnMove.Keep, [], 0, false, f))]);
        var scorer = new EncodedScorer(schema, new BitVectorScorer(c.Ensemble), ScoreScale.AdverseLogOdds);
        var matrix = new FeatureMatrix(schema, c.Columns);
        var settings = new PermutationImportanceOptions { Repeats = repeats, Threads = threads };

        PermutationImportanceResult Ours() =>
            PermutationImportance.Measure(scorer, matrix, new RocAucMetric(c.Adverse), Streams.FromSeed(7), settings);

        for (var i = 0; i < 5; i++)
        {
            // The just-in-time compiler finishes before the clock starts.
            Ours();
        }

        PermutationImportanceResult? ours = null;
        var ourSeconds = CpuClock.Best(3, () => ours = Ours());

        var peer = new double[FastTreeCase.Features];
        var peerSeconds = CpuClock.Seconds(() =>
        {
            var result = c.Ml.BinaryClassification.PermutationFeatureImportance(c.Model, c.Data, permutationCount: repeats);
            peer = [.. result.Select(r => -r.AreaUnderRocCurve.Mean)];
        });

        var gap = Enumerable.Range(0, peer.Length).Max(f => Math.Abs(peer[f] - ours!.Features[f].Mean.Value));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"importance ours {ourSeconds:F3} CPU-s for {repeats} repeat(s) of {rows} × {FastTreeCase.Features}, largest difference from the peer {gap:F4} of AUC"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"importance peer ML.NET PermutationFeatureImportance {peerSeconds:F3} CPU-s (8 metrics where ours is AUC)"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"importance ratio {peerSeconds / ourSeconds:F1} times less CPU"));
        return 0;
    }
}
