namespace ScoringAudit.Worlds.Firms;

/// <summary>The scale of a firm scenario's score, its grades, and what lists cost. Points and cuts are invented where no rule is named.</summary>
/// <param name="Most">Largest score; the smallest is 0.</param>
/// <param name="Divisor">The five-factor points (0 to 1000) are divided by this.</param>
/// <param name="Cuts">Least score of grades A, B, C.</param>
/// <param name="Black">Points that each agency's blacklist costs.</param>
/// <param name="Irregular">Points that each agency's irregularity list costs.</param>
internal sealed record FirmRule(double Most, int Divisor, double[] Cuts, double Black, double Irregular)
{
    /// <summary>More blacklists than this cost no more points.</summary>
    public const int MostBlacklists = 3;

    public static readonly string[] Grades = ["A", "B", "C", "D", "M"];

    /// <summary>1000 points with grades A to D.</summary>
    public static FirmRule Thousand { get; } = new(1000, 1, [850, 750, 600], 150, 25);

    /// <summary>The tax credit grades of STA Announcement 2025 no. 12: A from 90, B from 70, C from 40, D below; M for a firm in its first year.</summary>
    public static FirmRule Tax { get; } = new(100, 10, [90, 70, 40], 15, 2.5);

    public static FirmRule Of(string scenario) => scenario == "founder-to-firm" ? Tax : Thousand;

    /// <summary>Centre at which partners' scores neither give nor take.</summary>
    public double Centre => 0.8 * Most;

    /// <summary>Partners below this are bad partners.</summary>
    public double BadPartner => 0.7 * Most;

    public int Grade(double score, int months) =>
        score >= Cuts[0] ? 0 : ReferenceEquals(this, Tax) && months < 12 && score >= Cuts[2] ? 4 : score >= Cuts[1] ? 1 : score >= Cuts[2] ? 2 : 3;
}
