using BenchmarkDotNet.Attributes;
using ScoringAudit.Metrics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Benchmarks;

/// <summary>AUC of 100,000 scores.</summary>
[MemoryDiagnoser]
public class AucBench
{
    private readonly double[] _scores = new double[100_000];
    private readonly byte[] _adverse = new byte[100_000];
    private readonly AucScratch _scratch = new();

    /// <summary>Draws scores.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var stream = Streams.FromSeed(1).Derive("auc");
        for (var i = 0; i < _scores.Length; i++)
        {
            _scores[i] = stream.Uniform((ulong)i, 0);
            _adverse[i] = (byte)(stream.Uniform((ulong)i, 1) < _scores[i] ? 1 : 0);
        }
    }

    /// <summary>Radix sort, reused buffers.</summary>
    [Benchmark(Baseline = true)]
    public double Radix() => RocAuc.Of(_scores, _adverse, _scratch).Value;

    /// <summary>The library's sort, then ranks.</summary>
    [Benchmark]
    public double SortAndRank()
    {
        var keys = (double[])_scores.Clone();
        var labels = (byte[])_adverse.Clone();
        Array.Sort(keys, labels);
        double ranks = 0, ones = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            ranks += labels[i] * (i + 1.0);
            ones += labels[i];
        }

        return (ranks - (ones * (ones + 1) / 2)) / (ones * (labels.Length - ones));
    }
}
