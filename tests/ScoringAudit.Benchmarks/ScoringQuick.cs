using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using ScoringAudit.Scoring;

namespace ScoringAudit.Benchmarks;

/// <summary><c>quick scoring</c>: scoring a FastTree model of 100 × 20 leaves by bit vectors, against ML.NET's Transform on the same rows.</summary>
internal sealed class ScoringQuick : IBenchmarkCommand
{
    public string Summary => "Scoring by bit vectors against ML.NET's Transform.";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        const int rows = 100_000;
        var c = FastTreeCase.Of(rows);
        var block = SlotBlock.Lasting(c.Columns.Length, rows);
        for (var slot = 0; slot < c.Columns.Length; slot++)
        {
            c.Columns[slot].CopyTo(block[slot]);
        }

        var ours = new float[rows];
        var peer = new float[rows];
        var scorer = new BitVectorScorer(c.Ensemble);

        void Ours(int times)
        {
            for (var i = 0; i < times; i++)
            {
                scorer.RawScore(block, ours);
            }
        }

        void Peer()
        {
            var row = 0;
            foreach (var score in ((ITransformer)c.Model).Transform(c.Data).GetColumn<float>("Score"))
            {
                peer[row++] = score;
            }
        }

        Ours(30);
        Peer();
        const int times = 20;
        var ourSeconds = CpuClock.Best(3, () => Ours(times)) / times;
        var peerSeconds = CpuClock.Best(2, Peer);
        var different = Enumerable.Range(0, rows).Count(i => ours[i] != peer[i]);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"scoring ours BitVectorScorer {ourSeconds:F4} CPU-s, {rows / ourSeconds / 1e6:F2} M rows/CPU-s, {different} of {rows} scores differ from the peer's"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"scoring peer ML.NET Transform {peerSeconds:F4} CPU-s, {rows / peerSeconds / 1e6:F2} M rows/CPU-s"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"scoring ratio {peerSeconds / ourSeconds:F1} times less CPU"));
        var schema = new FeatureSchema([.. Enumerable.Range(0, FastTreeCase.Features).Select(f =>
            new Feature("f" + f.ToString(CultureInfo.InvariantCulture), FeatureKind.Number, Portfolios.Origin.Own, Portfolios.OnMove.Keep, [], float.NaN, false, f))]);
        var whole = new EncodedScorer(schema, scorer, Primitives.ScoreScale.AdverseLogOdds);
        float[][] many = [.. c.Columns.Select(column => Enumerable.Repeat(column, 10).SelectMany(v => v).ToArray())];
        var logOdds = new double[10 * rows];
        TwoThreads.Write(output, "scoring 1,000,000 rows", n => ParallelScoring.Score(whole, new FeatureBlock(many, 0, logOdds.Length), logOdds, n, default));
        return different == 0 ? 0 : 2;
    }
}
