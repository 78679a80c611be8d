using ScoringAudit.Portfolios;
using static ScoringAudit.Worlds.Catalogue.Says;

namespace ScoringAudit.Worlds.Catalogue;

/// <summary>The scenarios about firms.</summary>
internal static class FirmScenarios
{
    private const string China = "Chinese corporate ratings (attributed)";

    private static readonly ScenarioDial Mixing = new("sector-mixing", 0.5, 0, 1, "chance that a partner is taken from the firm's own sector; else any sector by size");

    private static readonly ScenarioPreset[] Removal =
    [
        new("article2022", "2 to 5 years on a list, as the article of 2022 says; earlier once cured"),
        new("cn2026", "up to 3 months for minor, 3 to 12 months for general, 1 to 3 years for serious matters (Guobanfa 2025/22; NDRC Order 36, from 1 April 2026, whose wording was not read)"),
        new("de2026", "settled arrears: 18 months to 3 years (BGH, 18 December 2025, I ZR 97/25)"),
    ];

    private static readonly PublicRecordEntry NoMetaScore = Against("Ratings are given by single agencies; no comprehensive score above them was found.", "msadvisory 2019; CMS FAQ 2024");

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new(
            "corporate-partners",
            "A firm's score that reads its partners' scores and lists",
            [China],
            MechanismLabel.Claimed,
            "Says flatly, in two places, that a business's score may fall with what its partners do, and that dealing with low-scored or blacklisted companies can lower one's own.",
            [
                For("A chamber of commerce with a consultancy wrote that choosing and watching partners becomes part of doing business.", "European Chamber and Sinolytics, 28 August 2019"),
                For("The trade press repeats the claim.", "scandicsourcing"),
                NoMetaScore,
                Against("No national rule was found that deducts points for partners.", "search of this project, November 2026"),
            ],
            "s = clip(0..1000, f(own) + partner-level·(P s − 800) − partner-listed·P B), P = share of trade, B = 1 for a blacklisted firm; solved to the fixpoint",
            [Level(0.3), Listed(40)])
        {
            Kind = WorldKind.Firms,
            Dials = [Mixing, ListBelow(0)],
        },
        new(
            "worst-partner",
            "A firm's score that reads its worst partner",
            [China],
            MechanismLabel.Claimed,
            "As for corporate-partners; the article does not say how several partners count.",
            [NoMetaScore, Against("No national rule was found that deducts points for partners.", "search of this project, November 2026")],
            "s = clip(0..1000, f(own) − worst-partner·max over partners of (700 − s)⁺); solved to the fixpoint",
            [new("worst-partner", Origin.Partner, 0.3, 0, 0.95, "points per point that the worst partner lies below 700")])
        {
            Kind = WorldKind.Firms,
            Dials = [Mixing],
        },
        new(
            "founder-to-firm",
            "A new firm that starts with its founder's record",
            ["Chinese tax credit rating"],
            MechanismLabel.Codified,
            "Says that a business opened by an individual with a poor rating may automatically begin with a low one.",
            [
                Law("Tax credit: entities registered or run by those directly responsible for a D-rated taxpayer, after that rating, are rated D directly; grades A from 90, B from 70, C from 40, D below, M for new firms or firms without income. In force since 1 July 2025; before, any firm that they ran.", "STA Announcement 2025 no. 12, Art. 18, reported by huashui.com, xiaoweikuaiche.com, kuaiji.com; ljz001.cn, kaizencpa for the earlier rule"),
                Context("The soft channel is not in the rule; it is an illustration.", "this project"),
            ],
            "s = clip(0..100, f(own) − founder-soft·(600 − founder's score)⁺/10 − founder-direct-d·(s − 39)⁺ for a firm founded after its founder was rated D)",
            [
                new("founder-soft", Origin.Founder, 0.3, 0, 2, "points for 10 points that the founder's score lies below 600"),
                new("founder-direct-d", Origin.Founder, 1, 0, 1, "share of the way down to 39 points that a direct D takes; 1: as in the rule"),
            ])
        {
            Kind = WorldKind.Firms,
            Dials = [Mixing],
        },
        new(
            "officers",
            "Debtor lists that reach officers, and through them their other firms",
            ["Chinese court debtor lists"],
            MechanismLabel.Codified,
            "Says that the debtor list applies to legal representatives and officers of companies in default as well as to individuals. As to listing that is outdated and too broad.",
            [
                Law("Limits on consumption reach legal representatives, heads and directly responsible persons of a unit.", "Fa Shi [2015] 17, reported by ecns"),
                Law("Courts may not put them on the defaulter list itself because of the unit.", "Fa Fa [2019] 35, reported by laitimes"),
                new("context", "8.8 million listed debtors were estimated for 2017; reports of 2019 speak of 23 million people barred from travel. A figure of 2018 counts blocked ticket purchases, not people.", "the article; the correction is from memory", false),
            ],
            "s = clip(0..1000, f(own) − officer-listed·1[an officer is on the debtor list]); spc2020: listed for the own record only; spc2013: also when another firm of the officer is listed, and a firm below list-below is listed; least fixpoint",
            [new("officer-listed", Origin.Officer, 80, 0, 300, "points for a listed officer")])
        {
            Kind = WorldKind.Firms,
            Dials = [Mixing, ListBelow(650)],
            Presets =
            [
                new("spc2020", "a person is listed for the own record alone (Fa Fa [2019] 35)"),
                new("spc2013", "a person is also listed for a firm that the person runs"),
            ],
        },
        new(
            "agency-spread",
            "Lists that spread from agency to agency",
            ["Chinese blacklists"],
            MechanismLabel.Codified,
            "Says that being blacklisted by one agency may leave the party open to the lists of the others, and that integration differs.",
            [
                For("Memoranda of joint punishment between agencies.", "Guofa [2016] 33"),
                Law("Punishments must rest on a list, on law, and be proportionate.", "Guobanfa [2020] 49, reported by China Law Translate and chinajusticeobserver"),
            ],
            "P(agency k lists in a quarter | agency l has listed) = agency-spread·C(k, l); s = clip(0..1000, f(own) − 150·blacklists (at most 3) − 25·irregularity lists)",
            [new("agency-spread", Origin.Authority, 0.15, 0, 0.5, "chance in a quarter between agencies of co-operation 1")])
        {
            Kind = WorldKind.Firms,
            Dials = [Mixing, Periods(20)],
            Presets = Removal,
        },
        new(
            "irregularity-to-blacklist",
            "Three years of irregularity that end on the blacklist",
            ["Chinese market regulation"],
            MechanismLabel.Codified,
            "Says that a company on the irregularity list is in danger of being blacklisted.",
            [
                Law("Three years unremedied on the list of abnormal operations led to the list of serious offenders.", "SAIC Order 83 (2015)"),
                Law("Replaced by a rule that asks for a heavier penalty.", "SAMR Order 44 (2021)"),
            ],
            "hazard per quarter = irregularity·1[12 quarters or more on the irregularity list]; s as in agency-spread",
            [new("irregularity", Origin.Authority, 1, 0, 1, "chance in a quarter after three years")])
        {
            Kind = WorldKind.Firms,
            Dials = [Mixing, Periods(24)],
            Presets = Removal,
        },
        new(
            "redlist-rewards",
            "Redlisted firms that are inspected less, and so found out less",
            ["Chinese red lists"],
            MechanismLabel.Codified,
            "Says that firms which do well get simpler procedures, fewer inspections and faster approvals.",
            [Law("Advantages for A-rated taxpayers and for authorised operators in customs.", "GACC Order 282, from 1 April 2026"), Context("That fewer inspections mean fewer findings, and so labels that are missing selectively, is our reading.", "this project")],
            "inspections of a redlisted firm = 0.6·e^(−redlist) per quarter; redlisted: own factors of 880 points or more and on no list; s as in agency-spread",
            [new("redlist", Origin.Authority, 1, 0, 3, "log of how much rarer inspections are")])
        {
            Kind = WorldKind.Firms,
            Dials = [Mixing, Periods(20)],
            Presets = Removal,
        },
        new(
            "removal-and-repair",
            "How long a list holds a firm",
            ["Chinese blacklists", "German credit files"],
            MechanismLabel.Codified,
            "Says that removal typically takes 2 to 5 years, and that earlier removal is possible. Out of date.",
            [
                Law("Minor matters up to 3 months, general 3 to 12 months, serious 1 to 3 years; one channel for repair.", "Guobanfa 2025/22; NDRC Order 36, from 1 April 2026, reported by kw-legal, china-insights"),
                Law("Settled arrears may be kept, 18 months to 3 years under approved rules of conduct; discharge of residual debt.", "BGH, 18 December 2025, I ZR 97/25; CJEU C-26/22"),
            ],
            "stay = removal·min(longest, shortest + time to cure) quarters by preset and severity; s as in agency-spread",
            [new("removal", Origin.Authority, 1, 0, 2, "multiplier of the stay; 0: removed at once")])
        {
            Kind = WorldKind.Firms,
            Dials = [Mixing, Periods(20)],
            Presets = Removal,
            Unknown = ["The wording of NDRC Order 36 was not read."],
        },
        new(
            "exemption-year",
            "A year of exemptions, and partners who do not see it",
            ["Chinese regional measures of 2020 (attributed)"],
            MechanismLabel.Claimed,
            "Says that in 2020 regions and cities, not the whole country, made four changes: breaches of contracts and taxes that could be shown to be due to the epidemic were exempt from penalties; firms that helped decisively, for example with medical supplies, could get rewards, a green list with simpler administration among them; firms that exploited the epidemic or broke its restrictions were penalised; industries hit hard got loans more easily in certain cases.",
            [Context("Known from the article only. Built here: the exemption, and as a dial the green list; who helps is drawn, and its points are invented. Penalties for exploiting the epidemic and easier loans are not built.", "Horizons, 3 February 2022")],
            "violations of hospitality, retail and transport in four quarters are masked with chance exemption; partners read the unmasked lists: s as in agency-spread − partner-listed·P B(unmasked) + green-list·1[on the green list: a twentieth of manufacturing, transport and wholesale]",
            [
                new("exemption", Origin.Authority, 0.8, 0, 1, "share of violations that are masked"),
                Listed(60),
                new("green-list", Origin.Authority, 0, 0, 100, "points for a firm on the green list; off by default, so that spec version 1 keeps its rows"),
            ])
        {
            Kind = WorldKind.Firms,
            Dials = [Mixing, Periods(12)],
            Presets = Removal,
        },
        new(
            "collection-catalogue",
            "A firm's score that reads a record outside the catalogue of what may be collected",
            ["Chinese public credit information"],
            MechanismLabel.Codified,
            "Names eleven classes of information and calls them a basic list of punishment measures.",
            [
                Against("The eleven classes are the national basic catalogue of public credit information: the scope of collection, which must not be widened. The list of punishment measures is another document.", "China Law Translate; chinajusticeobserver"),
                Law("The edition of 2024 adds intellectual property.", "china.org.cn"),
                Context("Which column belongs to which class is our reading; that the score reads officers' private arrears is invented.", "this project"),
            ],
            "s = clip(0..1000, f(own) − outside-record·1[an officer has private arrears]); of the columns of a firm world, those about other subjects than the firm lie outside the eleven classes",
            [new("outside-record", Origin.Officer, 30, 0, 300, "points for an officer with private arrears")])
        {
            Kind = WorldKind.Firms,
            Dials = [Mixing],
        },
        new(
            "five-factors",
            "A firm's score from five factors of its own",
            ["Chinese corporate ratings"],
            MechanismLabel.Codified,
            "Names five factors: taxes on time, licences, environmental protection, product quality, industry rules.",
            [
                For("Consistent with the ratings of single agencies.", "search of this project, November 2026"),
                Context("A review of policy documents found 73 percent of them about firms, and more than 33 million firms are said to have been scored.", "the article; clymerpa 2019 repeats the second figure"),
            ],
            "s = clip(0..1000, Σ channel·weight·factor/100 − 150·blacklists − 25·irregularity lists); weights 250, 200, 200, 200, 150. No network term: a control world",
            [
                Factor("taxes-on-time", 250),
                Factor("licences", 200),
                Factor("environment", 200),
                Factor("product-quality", 200),
                Factor("industry-rules", 150),
            ])
        {
            Kind = WorldKind.Firms,
            Dials = [Mixing],
        },
    ];

    private static ScenarioChannel Level(double strength) => new("partner-level", Origin.Partner, strength, 0, 0.95, "points per point of the partners' mean score");

    private static ScenarioChannel Listed(double strength) => new("partner-listed", Origin.Partner, strength, 0, 300, "points when all partners are blacklisted");

    private static ScenarioChannel Factor(string name, int points) => new(name, Origin.Own, 1, 0, 1, $"multiplier of up to {points} points");

    private static ScenarioDial ListBelow(double cut) => new("list-below", cut, 0, 1000, "score below which a firm is blacklisted; 0: the score lists nobody");

    private static ScenarioDial Periods(double quarters) => new("periods", quarters, 0, 80, "quarters that pass");
}
