using ScoringAudit.Networks;
using ScoringAudit.Primitives;
using ScoringAudit.Worlds.Catalogue;

namespace ScoringAudit.Worlds.Firms;

/// <summary>All firms of a world, solved: records, network, officers, lists, and scores with each channel on and off. Every shard solves the whole.</summary>
internal sealed class FirmWorld
{
    private const double Tolerance = 1e-9;
    private const int Chunk = 4096;

    private readonly ParallelOptions _options;
    private readonly ListState[] _plain;
    private readonly ListState[] _raw;

    public FirmWorld(WorldSpec spec, int threads, CancellationToken cancel)
    {
        Spec = spec.Checked();
        Scenario = ScenarioCatalogue.Require(spec.Scenario);
        Rule = FirmRule.Of(spec.Scenario);
        _options = new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = threads == 0 ? -1 : threads };
        Root = Streams.FromSeed(spec.Seed).Derive("world/firms");
        Layout = new FirmLayout(spec.Subjects, Root.Derive("layout"));
        Persons = OfficerPersons.Make(spec, _options);
        Records = FirmRecords.Make(spec.Subjects, Persons.Count, Root, _options);
        Graph = FirmNetwork.Build(Layout, Root.Derive("network"), spec.Dial("sector-mixing"), _options);
        Simulator = new ListSimulator(Root.Derive("lists"));
        FounderD = Root.Derive("founder-d").Key;
        GreenKey = Root.Derive("green").Key;
        Rules = ListRules.Of(new FirmDials(spec, null));
        Lists = Simulate(Rules);

        // The lists with every list channel off are the own record's; what partners see is never masked by an exemption.
        var plain = ListRules.Of(new FirmDials(spec, "*"));
        _plain = plain == Rules ? Lists : Simulate(plain);
        _raw = Rules.Exempt == 0 ? Lists : Simulate(Rules with { Exempt = 0 });
        Channels = [.. Scenario.Channels.Select(c => c.Name)];
        Active = [.. Channels.Where(c => spec.Strength(c) != 0)];
        Scores = Solve(new FirmDials(spec, null));
        Without = [.. Active.Select(c => Solve(new FirmDials(spec, c)).Score)];
        WithoutAll = Active.Count switch { 0 => Scores.Score, 1 => Without[0], _ => Solve(new FirmDials(spec, "*")).Score };
    }

    public WorldSpec Spec { get; }

    public Scenario Scenario { get; }

    public FirmRule Rule { get; }

    public Streams Root { get; }

    public FirmLayout Layout { get; }

    public OfficerPersons Persons { get; }

    public FirmRecords Records { get; }

    public CsrGraph Graph { get; }

    public ListSimulator Simulator { get; }

    public ulong FounderD { get; }

    private ulong GreenKey { get; }

    public ListRules Rules { get; }

    /// <summary>The lists in the end.</summary>
    public ListState[] Lists { get; }

    public IReadOnlyList<string> Channels { get; }

    public IReadOnlyList<string> Active { get; }

    public FirmScores Scores { get; }

    public IReadOnlyList<double[]> Without { get; }

    public double[] WithoutAll { get; }

    public double[] ScoreWithout(string channel)
    {
        Scenario.Channel(channel);
        var at = Active.ToList().IndexOf(channel);
        return at < 0 ? Scores.Score : Without[at];
    }

    /// <summary>Points of the own record in hundredths: five factors and the lists that it earns.</summary>
    public int OwnPart(int firm)
    {
        var sum = 0;
        if (Spec.Scenario == "five-factors")
        {
            for (var k = 0; k < FirmRecords.Factors; k++)
            {
                sum += Hundredths(Records.FactorPoints(firm, k) / 100.0 * Spec.Strength(FactorChannel(k)));
            }
        }
        else
        {
            sum = Hundredths(Records.FivePoints(firm) / 100.0 / Rule.Divisor);
        }

        return sum + ListPoints(_plain[firm]);
    }

    public static string FactorChannel(int factor) => FirmRecords.FactorNames[factor].Replace('_', '-');

    public static int Hundredths(double points) => (int)Math.Floor((points * 100) + 0.5);

    public static bool IsExempt(int firm) => FirmLayout.Sectors[FirmLayout.SectorOf(firm)] is "hospitality" or "retail" or "transport";

    /// <summary>Whether the firm is on the green list of those who helped in the year of exemption: a twentieth of manufacturing, transport and wholesale.</summary>
    public bool IsGreen(int firm) =>
        FirmLayout.Sectors[FirmLayout.SectorOf(firm)] is "manufacturing" or "transport" or "wholesale" && new Draws(GreenKey, (ulong)firm).Uniform(0) < 0.05;

    /// <summary>Whether an officer has private arrears: a record about another person than the firm.</summary>
    public bool OfficerHasArrears(int firm)
    {
        foreach (var person in Records.OfficersOf(firm))
        {
            if (Persons.HasArrears(person))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Months since the founder has been rated D; −1: never.</summary>
    public int FounderRatedD(int firm) => RatedD(Records.OfficersOf(firm)[0]);

    private int RatedD(int founder) => Persons.IsDebtor(founder) ? (int)(60 * new Draws(FounderD, (ulong)founder).Uniform(0)) : -1;

    public ListState Run(int firm, ListRules rules, List<ListEvent>? events)
    {
        Span<int> watched = stackalloc int[ListSimulator.Agencies];
        Records.Watched(firm, watched);
        return Simulator.Run(firm, watched, Records.IsGood(firm), IsExempt(firm), rules, events);
    }

    private int ListPoints(ListState state) => -Hundredths((Rule.Black * Math.Min(FirmRule.MostBlacklists, state.BlackCount)) + (Rule.Irregular * state.IrregularCount));

    private ListState[] Simulate(ListRules rules)
    {
        var states = new ListState[Spec.Subjects];
        Each(i => states[i] = Run(i, rules, null));
        return states;
    }

    private FirmScores Solve(FirmDials dials)
    {
        var n = Spec.Subjects;
        var five = Spec.Scenario == "five-factors";
        var rules = ListRules.Of(dials);
        var lists = rules == Rules ? Lists : rules == ListRules.Of(new FirmDials(Spec, "*")) ? _plain : Simulate(rules);
        var green = Hundredths(dials["green-list"]);
        var outside = Hundredths(dials["outside-record"]);
        var authority = ReferenceEquals(lists, _plain) && green == 0 ? [] : new int[n];
        var founder = dials["founder-soft"] == 0 && dials["founder-direct-d"] == 0 ? [] : new int[n];
        var fixedPart = new double[n];
        Each(i =>
        {
            var sum = OwnPart(i);
            for (var k = 0; five && dials.Off is not null && k < FirmRecords.Factors; k++)
            {
                var all = Records.FactorPoints(i, k) / 100.0;
                sum += Hundredths(all * dials[FactorChannel(k)]) - Hundredths(all * Spec.Strength(FactorChannel(k)));
            }

            if (authority.Length > 0)
            {
                authority[i] = ListPoints(lists[i]) - ListPoints(_plain[i]) + (green != 0 && IsGreen(i) ? green : 0);
                sum += authority[i];
            }

            if (founder.Length > 0)
            {
                founder[i] = Founder(i, dials, sum);
                sum += founder[i];
            }

            fixedPart[i] = sum;
        });
        var listed = new bool[n];
        var seen = rules.Exempt != 0 ? _raw : lists;
        Each(i => listed[i] = seen[i].Black != 0);
        var (officer, undecided, steps) = OfficerLists.Apply(this, dials["officer-listed"], fixedPart, listed);
        if (outside != 0)
        {
            officer = new int[n];
            Each(i =>
            {
                officer[i] = OfficerHasArrears(i) ? -outside : 0;
                fixedPart[i] += officer[i];
            });
        }

        var partner = PartnerLists(dials["partner-listed"], fixedPart, ref listed, ref undecided, ref steps);

        var feed = new NetworkFeed(dials["partner-level"], Rule.Centre * 100, dials["worst-partner"], Rule.BadPartner * 100, 0, Rule.Most * 100);
        var scores = new double[n];
        var fixpoint = new FixpointResult(0, 0, 0);
        if (feed.Level == 0 && feed.Worst == 0)
        {
            fixedPart.CopyTo(scores, 0);
        }
        else
        {
            fixpoint = ScoreFixpoint.Solve(Graph, fixedPart, feed, Tolerance * 100, scores);
        }

        Each(i => scores[i] = Math.Floor(Math.Clamp(scores[i], 0, feed.Max) + 0.5) / 100);
        return new FirmScores
        {
            Score = scores,
            Fixed = fixedPart,
            Authority = authority,
            Founder = founder,
            Officer = officer,
            Partner = partner,
            Fixpoint = fixpoint with { ErrorBound = fixpoint.ErrorBound / 100 },
            Feed = feed,
            Listed = listed,
            Undecided = undecided,
            ListSteps = steps,
        };
    }

    // Soft: points for each point that the founder's score is below 600. Direct: a firm founded after its founder was rated D is rated D, 39 points.
    private int Founder(int firm, FirmDials dials, int own) => Founder(firm, Records.OfficersOf(firm)[0], dials, own);

    /// <summary>What a founder gives a firm, in hundredths.</summary>
    /// <param name="firm">The firm.</param>
    /// <param name="founder">The person who founded it.</param>
    /// <param name="dials">Strengths.</param>
    /// <param name="own">The firm's points without it, in hundredths.</param>
    public int Founder(int firm, int founder, FirmDials dials, int own)
    {
        var soft = -Hundredths(dials["founder-soft"] * Math.Max(0, 600 - Persons.Score(founder)) / 10 * (Rule.Most / 100));
        var rated = RatedD(founder);
        var direct = rated >= 0 && Records.Months[firm] < rated ? -(int)Math.Floor((dials["founder-direct-d"] * Math.Max(0, own + soft - (39 * Rule.Most))) + 0.5) : 0;
        return soft + direct;
    }

    private int[] PartnerLists(double points, double[] fixedPart, ref bool[] listed, ref int undecided, ref int steps)
    {
        if (points == 0)
        {
            return [];
        }

        var below = Scenario.Dials.Any(d => d.Name == "list-below") ? Spec.Dial("list-below") : 0;
        if (below > 0)
        {
            var solved = ListFixpoint.Solve(Graph, listed, fixedPart, points * 100, below * 100);
            (listed, undecided, steps) = (solved.Least, undecided + solved.Undecided, steps + solved.Steps);
        }

        var part = new int[fixedPart.Length];
        var now = listed;
        Each(i =>
        {
            part[i] = -Hundredths(points * ListFixpoint.Share(Graph, i, now));
            fixedPart[i] += part[i];
        });
        return part;
    }

    private void Each(Action<int> work)
    {
        var n = Spec.Subjects;
        Parallel.For(0, (n + Chunk - 1) / Chunk, _options, c =>
        {
            for (var i = c * Chunk; i < Math.Min(n, (c + 1) * Chunk); i++)
            {
                work(i);
            }
        });
    }
}
