namespace ScoringAudit.Worlds.Firms;

/// <summary>How agencies list firms and let them go.</summary>
/// <param name="Periods">Quarters that pass; 0: the lists that the world starts with.</param>
/// <param name="Spread">Chance in a quarter that an agency of co-operation 1 lists a firm that another has listed.</param>
/// <param name="Hazard">Chance in a quarter that a firm goes from the irregularity list to the blacklist after three years there.</param>
/// <param name="Red">How much rarer inspections of a redlisted firm are: rate × e^−Red.</param>
/// <param name="Stay">Multiplier of the time on a blacklist.</param>
/// <param name="Exempt">Share of violations that are masked in the year of exemption.</param>
/// <param name="Removal">Shortest and longest stay in quarters by severity: minor, general, serious.</param>
internal sealed record ListRules(int Periods, double Spread, double Hazard, double Red, double Stay, double Exempt, (int Least, int Most)[] Removal)
{
    // One array each, so that equal rules are equal records.
    private static readonly (int, int)[] Article2022Stays = [(8, 20), (8, 20), (8, 20)];
    private static readonly (int, int)[] Cn2026Stays = [(1, 1), (1, 4), (4, 12)];
    private static readonly (int, int)[] De2026Stays = [(6, 12), (6, 12), (6, 12)];

    public const string Article2022 = "article2022", Cn2026 = "cn2026", De2026 = "de2026";

    /// <summary>The rules of a spec with channels on or off. A scenario without one of the channels follows the plain rule: no spread, hazard 1, no red list, full stay.</summary>
    public static ListRules Of(FirmDials dials)
    {
        var scenario = Catalogue.ScenarioCatalogue.Require(dials.Spec.Scenario);
        bool has(string channel) => scenario.Channels.Any(c => c.Name == channel);
        double plain(string channel, double otherwise) => has(channel) ? dials[channel] : otherwise;
        return new ListRules(
            scenario.Dials.Any(d => d.Name == "periods") ? (int)dials.Spec.Dial("periods") : 0,
            dials["agency-spread"],
            plain("irregularity", 1),
            dials["redlist"],
            plain("removal", 1),
            dials["exemption"],
            StaysOf(scenario.Preset(dials.Spec.Preset)?.Name));
    }

    // Article: 2 to 5 years. Guobanfa 2025/22 and NDRC Order 36: to 3 months, 3 to 12 months, 1 to 3 years. BGH I ZR 97/25: 18 months to 3 years.
    private static (int, int)[] StaysOf(string? preset) => preset switch
    {
        Cn2026 => Cn2026Stays,
        De2026 => De2026Stays,
        _ => Article2022Stays,
    };
}
