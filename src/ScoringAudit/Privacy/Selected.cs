namespace ScoringAudit.Privacy;

/// <summary>A public candidate that a mechanism chose for a charge. Only mechanisms make it.</summary>
public sealed class Selected
{
    internal Selected(double value, int index, PrivacyUnit unit, Rational rho, string label)
    {
        Value = value;
        Index = index;
        Unit = unit;
        Rho = rho;
        Label = label;
    }

    /// <summary>The candidate.</summary>
    public double Value { get; }

    /// <summary>Its position among the candidates.</summary>
    public int Index { get; }

    /// <summary>Whose presence or record it hides.</summary>
    public PrivacyUnit Unit { get; }

    /// <summary>What it cost.</summary>
    public Rational Rho { get; }

    /// <summary>Its name in the ledger and the report.</summary>
    public string Label { get; }
}
