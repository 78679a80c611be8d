namespace ScoringAudit.Worlds.Persons;

/// <summary>The own part of the score: an additive scorecard over the person's own record. The points are invented.</summary>
internal static class OwnScore
{
    /// <summary>The score around which neighbours' scores are read.</summary>
    public const double Centre = 600;

    private static readonly int[] ByEmployment = [24, 6, 10, -8, -14, -44];

    /// <summary>Points before channels, to 0.01, as a whole number of hundredths. Time at the address is not among them: that is a channel.</summary>
    public static int Hundredths(PersonColumns c, int i, double logIncome)
    {
        var points = 598
            - (46.0 * Math.Min(c.Arrears[i], 4))
            - (105 * (c.Utilisation[i] - 0.4))
            - (9 * (Math.Min(c.Inquiries[i], 8) - 1.0))
            + ByEmployment[c.Employment[i]]
            + (42 * (logIncome - 7.7))
            + (18 * Math.Min(c.MonthsEmployed[i], 120) / 120.0)
            + (0.6 * (c.Age[i] - 45.0))
            + (float.IsNaN(c.OldestAccount[i]) ? -30 : 34 * Math.Min(c.OldestAccount[i], 240) / 240);
        return (int)Math.Floor((points * 100) + 0.5);
    }
}
