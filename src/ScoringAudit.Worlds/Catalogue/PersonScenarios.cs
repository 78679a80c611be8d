using ScoringAudit.Portfolios;
using static ScoringAudit.Worlds.Catalogue.Says;

namespace ScoringAudit.Worlds.Catalogue;

/// <summary>The scenarios about persons that add something to the plain person world.</summary>
internal static class PersonScenarios
{
    private const string Clip = "s = clip(100..999, f(own) + ";

    private static readonly ScenarioDial Homophily = new("homophily", 0.6, 0, 1, "chance that a contact of the other group is passed over, up to four times");

    private static readonly PublicRecordEntry NoNeighbours = Against("No public evidence was found that a German bureau reads neighbours' features or scores.", "search of this project, November 2026");

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new(
            "neighbours-features",
            "A score that reads the neighbours' incomes",
            ["German bureaus (attributed)"],
            MechanismLabel.Claimed,
            "Of the German score, that it has been claimed that a low-income area could lower it. The article gives no source.",
            [NoNeighbours],
            Clip + "neighbours-income·(mean income of other households within 4 houses − 2200)/800)",
            [new("neighbours-income", Origin.Neighbourhood, 15, 0, 100, "points for 800 more of the neighbours' mean income")]),
        new(
            "household",
            "A score that reads the other people of the household",
            [],
            MechanismLabel.Illustrative,
            "Not in the article.",
            [Context("An analogue of the neighbour channels at the closest distance.", "this project")],
            Clip + "household·(mean own part of the others in the household − 600))",
            [new("household", Origin.Household, 0.2, 0, 0.95, "points per point of the others' mean own part")]),
        new(
            "twelve-criteria",
            "Twelve additive criteria on 100 to 999 points",
            ["SCHUFA score of 2026 (published criteria)"],
            MechanismLabel.Codified,
            "Not in the article, which is older.",
            [
                For("Announced in 2025, free to see for consumers since 17 March 2026: twelve additive criteria, explicitly no machine learning, about 68 million people. Age of the current address is one of them.", "insuedthueringen.de, 20 February 2026; verlagshaus-jaumann.de; t3n"),
                Context("Older industry scores run beside it until 2027: there are several scores of that name.", "facts page of this project"),
            ],
            "s = clip(100..999, 420 + Σ points of eleven criteria + address-age·points(tenure_months)); every point is invented",
            [new("address-age", Origin.Own, 1, 0, 3, "multiplier of up to 40 points for time at the address")])
        {
            Unknown = ["The points of each criterion: published to consumers, not found in a public page."],
        },
        new(
            "social-contacts",
            "A score that reads the scores of social contacts",
            [],
            MechanismLabel.Illustrative,
            "Not in the article, though the best documented peer channel of all belongs to a platform that it describes.",
            [Context("When networks count, people form fewer ties and to more similar people; the effect on accuracy is ambiguous.", "Wei et al. 2016, Marketing Science 35(2)")],
            Clip + "contacts·(mean score of contacts − 600)); contacts lean to the own group by homophily; solved to the fixpoint",
            [Contacts(0.3)])
        {
            Dials = [Homophily],
        },
        new(
            "parent-to-child",
            "A listed parent that costs the child",
            ["Chinese court debtor lists"],
            MechanismLabel.Codified,
            "Says that parents' poor ratings may keep students from certain universities or schools, and that in 2018 one was denied entry over the father's listing.",
            [
                Law("The codified rule is about high-fee private schools: fees for them are among the barred expenses.", "Supreme People's Court 2015, reported by China Daily"),
                Against("The college of 2018 gave notice that the student might not be able to attend; the press organ of the Party criticised it.", "China Digital Times; whatsonweibo"),
            ],
            Clip + "0 − parent·1[mother or father on the debtor list]); the score stands for access to a school; claimed for universities",
            [new("parent", Origin.Family, 60, 0, 300, "points for a parent with two or more arrears")]),
        new(
            "points-and-grades",
            "1000 points, deductions, grades A to D",
            ["Suining 2010", "Rongcheng"],
            MechanismLabel.Codified,
            "Says that a county gave 1000 points, took some for convictions or debt, and made grades A to D of them that mattered for jobs, licences and support; that in Rongcheng 142 departments and hundreds of factors work together.",
            [
                For("Points by behaviour, 812 names published.", "Global Voices 2010"),
                For("Personal grades with stress on incentives.", "China Law Translate, translations of Rongcheng rules"),
                Unverified("context", "1000 points and grades A to D as in the article's note (Mac Síthigh and Siems 2019)."),
                Against("Trivial deductions (visits to parents, jaywalking, dogs, games) are local, rare or never put into effect; they are not built.", "China Law Translate"),
            ],
            "s = clip(0..1200, 1000 − deductions·(100·convictions + 50·arrears) + rewards·min(good deeds, 3)); grades from 960, 850, 700 (invented). No network term: a control world",
            [new("deductions", Origin.Own, 1, 0, 2, "multiplier of the deductions"), new("rewards", Origin.Own, 5, 0, 50, "points for a good deed, at most three")])
        {
            Unknown = ["Thresholds and base of Rongcheng."],
        },
        new(
            "reward-card",
            "A card that only rewards, and asks with whom one lives",
            ["Osmanthus (Suzhou)", "Nanjing card", "Suqian"],
            MechanismLabel.Codified,
            "Says that 13 million residents of Suzhou were scored with benefits for high scores, and that a card in Nanjing gave discounts.",
            [
                Against("Few residents had heard of it; about two dozen criteria, marital status and education among them.", "Los Angeles Times; Bloomberg 2019"),
                For("Elsewhere a start of 1000 points and eight grades.", "The Economist 2019, on Suqian"),
            ],
            Clip + "cohabitation·1[lives with others]); benefit from 650 points; never a penalty",
            [new("cohabitation", Origin.Household, 20, 0, 100, "points for not living alone, as a stand-in for marital status")]),
        new(
            "voluntary-platform",
            "A voluntary platform that reads contacts and their lists",
            ["Sesame Credit (by its operator)"],
            MechanismLabel.Codified,
            "Says that the platform is optional, for customers, and takes personal characteristics into account. It leaves the peer dimension out.",
            [For("Five dimensions, interpersonal relationships among them: contacts' credit, contacts on blacklists.", "operator's description, reported widely"), Context("It got no licence for credit reporting.", "kapronasia 2017")],
            Clip + "contacts·(mean score of contacts − 600) − contact-listed·(share of contacts on the debtor list)); solved to the fixpoint",
            [Contacts(0.2), new("contact-listed", Origin.Contact, 30, 0, 200, "points when all contacts are on the debtor list")])
        {
            Dials = [Homophily],
        },
        new(
            "social-media-trust",
            "A trust score from networks, ratings and reviews",
            ["Trustbond (by the firm)"],
            MechanismLabel.Codified,
            "Says that an Australian company uses social media data for a trust score that can replace a renter's bond.",
            [For("Online data, networks, ratings and reviews; 70 points needed; optional; began in South Australia.", "trustbond.com/faq; Domain 2018")],
            Clip + "contacts·(mean score of contacts − 600) + ratings·(mean rating − 3.5)/0.7); solved to the fixpoint",
            [Contacts(0.25), new("ratings", Origin.Contact, 20, 0, 100, "points for 0.7 stars more")])
        {
            Dials = [Homophily],
        },
        new(
            "fitness-bonus",
            "A bonus for steps that some do not share",
            ["German health insurers (attributed)"],
            MechanismLabel.Illustrative,
            "Says that some insurers use fitness data through apps to offer lower premiums.",
            [Against("Statutory funds run voluntary bonus programmes without penalty; their contributions are not rated by risk.", "thelocal; feather"), Unverified("for", "Private tariffs with discounts exist (Generali Vitality).")],
            Clip + "fitness·1[consents and 8000 steps or more]); what leaks is that somebody does not consent",
            [new("fitness", Origin.Own, 20, 0, 100, "points for the bonus")]),
        new(
            "official-discretion",
            "A decision that depends on who decides",
            ["Australian character test (attributed)"],
            MechanismLabel.Illustrative,
            "Says that the test has been used to deport entirely at the discretion of officials, in a recent case a 15-year-old.",
            [Unverified("context", "Discretion of a person, not a score.")],
            Clip + "official·u(official)), u standard normal by official; each postcode has eight",
            [new("official", Origin.Authority, 15, 0, 100, "points per standard deviation of officials' leanings")]),
        new(
            "reporting-burden",
            "Payments that hang on weekly reports",
            ["ParentsNext (Australia, ended)"],
            MechanismLabel.Codified,
            "Says that recipients must verify every week that they did certain things with their children.",
            [For("Compulsory, suspensions documented; a committee recommended to abolish it.", "aph.gov.au 2023"), Unverified("context", "Ended in 2024.")],
            Clip + "0 − missed-reports·(reports missed)); who lacks access to a phone and data misses more, and access goes with place",
            [new("missed-reports", Origin.Own, 15, 0, 100, "points for each report missed")]),
        new(
            "identifier-linkage",
            "Linkage, not a score: an identifier that joins registers",
            ["Aadhaar (attributed)"],
            MechanismLabel.Illustrative,
            "Says that a 12-digit number began voluntary in 2009 and now covers 99 percent of residents, with worry about police use and illegal access.",
            [
                Context("An identifier, not a score.", "this project"),
                Law("Private entities may use voluntary authentication with approval.", "G.S.R. 88(E), 31 January 2025"),
                Unverified("law", "Mandatory private use was struck down in 2018."),
            ],
            Clip + "0 − linked-register·1[entry in another register and the number finds it]); the score is a stand-in that shows what a join costs",
            [new("linked-register", Origin.Authority, 40, 0, 200, "points for an entry that the number finds")])
        {
            Nature = "linkage",
            Dials = [new("match-rate", 0.99, 0, 1, "share of people whose number is found in the other register")],
        },
        new(
            "place-time-trace",
            "A trace of places and times, not a score",
            ["Darwin (attributed, denied)"],
            MechanismLabel.Claimed,
            "Says that the city tried a technology that records movements from phones, that cameras can then identify people and police can be told.",
            [Against("138 cameras and analytics of wireless networks; the council said that no face recognition was used and denied any social credit.", "ABC; itpa.org.au; thenewdaily")],
            Clip + "0 − trace·pings/10); off by default: nothing was found that scores the trace",
            [new("trace", Origin.Own, 0, 0, 50, "points for ten pings in the centre; nobody is known to take any")])
        {
            Nature = "trace",
        },
        new(
            "lender-overlay",
            "A score without personal traits, and a lender who adds them",
            ["FICO and lenders (attributed)"],
            MechanismLabel.Illustrative,
            "Says that the common American score leaves personal characteristics out, while lenders often bring them in.",
            [Unverified("context", "300 to 850 points from five groups of factors.")],
            Clip + "0 − overlay·1[younger than 25])",
            [new("overlay", Origin.Own, 20, 0, 100, "points that the lender takes from people under 25")]),
        new(
            "errors-and-appeals",
            "Wrong entries, and appeals that mend some",
            ["CreditChina and NECIPS look-up (attributed)"],
            MechanismLabel.Codified,
            "Says that errors can be complained of and that courts hear appeals.",
            [Law("Objections and their deadlines are regulated.", "Guobanfa 2025/22")],
            Clip + "0 − record-error·1[a wrong entry that no appeal mended])",
            [new("record-error", Origin.Authority, 60, 0, 200, "points for a wrong entry")])
        {
            Dials = [new("error-rate", 0.03, 0, 1, "share of people with a wrong entry"), new("appeal-success", 0.5, 0, 1, "share of wrong entries that an appeal mends")],
        },
    ];

    private static ScenarioChannel Contacts(double strength) => new("contacts", Origin.Contact, strength, 0, 0.95, "points per point of the contacts' mean score");
}
