namespace ScoringAudit.Portfolios;

/// <summary>Regenerates a portfolio from a catalogue id, dials and a seed, so that "synthetic" can be proven.</summary>
public interface ISyntheticProof
{
    /// <summary>Catalogue id, spec version, dials and seed, in one line.</summary>
    string Statement { get; }

    /// <summary>Generates every row and column again, in the same order.</summary>
    IPortfolio Regenerate(CancellationToken cancel);
}
