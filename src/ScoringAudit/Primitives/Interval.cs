namespace ScoringAudit.Primitives;

/// <summary>A confidence interval: two limits and the level that they claim.</summary>
/// <param name="Low">Lower limit; −∞ where the method gives none.</param>
/// <param name="High">Upper limit; +∞ where the method gives none.</param>
/// <param name="Level">Nominal coverage, in (0, 1); 0.95 by default everywhere.</param>
public readonly record struct Interval(double Low, double High, double Level)
{
    /// <summary>Whether the value lies between the limits, limits included.</summary>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>High minus low.</summary>
    public double Width => High - Low;

    /// <summary>The interval of a transformed quantity under a decreasing or increasing monotone map.</summary>
    public Interval Map(Func<double, double> monotone)
    {
        double a = monotone(Low), b = monotone(High);
        return new Interval(Math.Min(a, b), Math.Max(a, b), Level);
    }
}
