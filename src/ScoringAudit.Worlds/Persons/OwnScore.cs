namespace ScoringAudit.Worlds.Persons;

/// <summary>The own part of the score: an additive scorecard over the person's own record. The points are invented.</summary>
internal static class OwnScore
{
    /// <summary>The score around which neighbours' scores are read.</summary>
    public const double Centre = 600;

    private static readonly int[] ByEmployment = [24, 6, 10, -8, -14, -44];

    /// <summary>Standard deviation, in points, of what the score takes from own records that no column shows; independent between people.</summary>
    private const double Unseen = 8;

    private const double Arrears = 46, Utilisation = 105, Inquiries = 9;

    /// <summary>Points before channels, to 0.01, as a whole number of hundredths. Time at the address is not among them: that is a channel.</summary>
    /// <remarks>Linear in the columns, so that least squares on the own features leaves the unseen part alone: curvature would look like clustering.</remarks>
    /// <param name="c">The people.</param>
    /// <param name="i">The person.</param>
    /// <param name="unseen">A standard normal number.</param>
    public static int Hundredths(PersonColumns c, int i, double unseen)
    {
        var points = 599
            - (Arrears * c.Arrears[i])
            - (Utilisation * (c.Utilisation[i] - 0.4))
            - (Inquiries * (c.Inquiries[i] - 1.0))
            + ByEmployment[c.Employment[i]]
            + (14 * ((c.Income[i] / 1000.0) - 2.2))
            + (0.06 * c.MonthsEmployed[i])
            + (0.5 * (c.Age[i] - 45.0))
            + (float.IsNaN(c.OldestAccount[i]) ? -30 : 0.08 * c.OldestAccount[i])
            + (Unseen * unseen);
        return (int)Math.Floor((points * 100) + 0.5);
    }

    /// <summary>What a person could gain with a record without arrears, without use of credit lines and without inquiries, in hundredths; at least 0.</summary>
    public static int Mendable(PersonColumns c, int i) =>
        PersonGenerator.Hundredths((Arrears * c.Arrears[i]) + (Utilisation * c.Utilisation[i]) + (Inquiries * c.Inquiries[i]));
}
