using BenchmarkDotNet.Attributes;
using Microsoft.ML;
using Microsoft.ML.Data;
using ScoringAudit.Scoring;

namespace ScoringAudit.Benchmarks;

/// <summary>Scoring 100,000 rows by a FastTree model of 100 trees × 20 leaves.</summary>
[MemoryDiagnoser]
public class ScoringBench
{
    private readonly float[] _scores = new float[100_000];
    private FastTreeCase _case = null!;
    private BitVectorScorer _scorer = null!;

    /// <summary>Trains the model.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _case = FastTreeCase.Of(_scores.Length);
        _scorer = new BitVectorScorer(_case.Ensemble);
    }

    /// <summary>Ours.</summary>
    [Benchmark(Baseline = true)]
    public void BitVectors() => _scorer.RawScore(new SlotBlock(_case.Columns, 0, _scores.Length), _scores);

    /// <summary>The peer.</summary>
    [Benchmark]
    public float MlNetTransform() => ((ITransformer)_case.Model).Transform(_case.Data).GetColumn<float>("Score").Sum();
}
