namespace ScoringAudit.Privacy;

/// <summary>A value that a mechanism released for a charge: it may be published, with the law of its noise. Only mechanisms make it.</summary>
/// <typeparam name="T">The noisy value.</typeparam>
public sealed class Released<T>
{
    internal Released(T value, NoiseLaw law, PrivacyUnit unit, Rational rho, string label)
    {
        Value = value;
        Law = law;
        Unit = unit;
        Rho = rho;
        Label = label;
    }

    /// <summary>The noisy value.</summary>
    public T Value { get; }

    /// <summary>Law of the noise in each count; its draws were never stored and have no seed.</summary>
    public NoiseLaw Law { get; }

    /// <summary>Whose presence or record it hides.</summary>
    public PrivacyUnit Unit { get; }

    /// <summary>What it cost.</summary>
    public Rational Rho { get; }

    /// <summary>Its name in the ledger and the report.</summary>
    public string Label { get; }
}
