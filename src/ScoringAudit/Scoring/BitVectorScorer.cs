namespace ScoringAudit.Scoring;

/// <summary>Scores a tree ensemble, with the same bits as <see cref="TreeEnsemble"/>.</summary>
public sealed class BitVectorScorer : ISlotModel
{
    /// <summary>A scorer of an ensemble.</summary>
    public BitVectorScorer(TreeEnsemble ensemble) => Ensemble = ensemble;

    /// <summary>The ensemble.</summary>
    public TreeEnsemble Ensemble { get; }

    /// <inheritdoc/>
    public int Slots => Ensemble.Slots;

    /// <summary>Raw scores of a block.</summary>
    public void RawScore(SlotBlock columns, Span<float> raw) => Ensemble.RawScore(columns, raw);

    /// <inheritdoc/>
    public void Score(SlotBlock columns, Span<double> logOdds) => Ensemble.Score(columns, logOdds);
}
