namespace ScoringAudit.Primitives;

/// <summary>A number, or the reason why there is none. Undefined is not 0 and not NaN: it is a reason.</summary>
public readonly record struct Estimate
{
    private readonly double _value;

    private Estimate(double value, string? reason)
    {
        _value = value;
        Reason = reason;
    }

    /// <summary>Why the value is undefined, as a sentence fragment; null when it is defined.</summary>
    public string? Reason { get; }

    /// <summary>Whether there is a value.</summary>
    public bool IsDefined => Reason is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">The estimate is undefined.</exception>
    public double Value => Reason is null ? _value : throw new InvalidOperationException("Undefined: " + Reason);

    /// <summary>The value, or the given one when undefined.</summary>
    public double Or(double fallback) => Reason is null ? _value : fallback;

    /// <summary>A defined estimate; a value that is not finite becomes undefined with a reason.</summary>
    public static Estimate Of(double value) => double.IsFinite(value)
        ? new Estimate(value, null)
        : new Estimate(0, "the value is not finite");

    /// <summary>An undefined estimate.</summary>
    /// <param name="reason">Sentence fragment, for example "the reference group has no favourable decision".</param>
    public static Estimate Undefined(string reason) => new(0, reason);

    /// <summary>The value in invariant culture, or "undefined: " and the reason.</summary>
    public override string ToString() => Reason is null
        ? _value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)
        : "undefined: " + Reason;

    /// <summary>Applies a function to a defined value; an undefined estimate stays as it is.</summary>
    public Estimate Map(Func<double, double> function) => IsDefined ? Of(function(_value)) : this;
}
