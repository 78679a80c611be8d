using System.Globalization;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Worlds.Firms;

/// <summary>The firms as a portfolio shows them, chunk by chunk.</summary>
internal sealed class FirmSubjects : IChunkSource
{
    public const int Chunk = 32_768, FirmsPerDistrict = 200;
    public const string PrivateArrears = "officer_private_arrears";
    public static readonly string[] Ownership = ["domestic", "foreign"];

    private readonly FirmWorld _world;
    private readonly float[] _earlier;
    private readonly int _first;
    private readonly int _end;
    private readonly ulong _rest;
    private int _next;

    private FirmSubjects(FirmWorld world, float[] earlier, int first, int end)
    {
        (_world, _earlier, _first, _end, _next) = (world, earlier, first, end, first);
        _rest = world.Root.Derive("rest").Key;
        Buffers = [.. Columns(world, first, end).Select(c => ChunkedPortfolio.Empty(c.Kind, Math.Min(Chunk, end - first)))];
    }

    public ColumnBuffer[] Buffers { get; }

    /// <summary>Whether the world shows the private arrears of officers.</summary>
    public static bool HasPrivateArrears(WorldSpec spec) => spec.Scenario == "collection-catalogue";

    public static IPortfolio Of(FirmWorld world, int first, int end)
    {
        var earlier = new Lazy<float[]>(() => Earlier(world));
        return new ChunkedPortfolio(new PortfolioSchema("world " + world.Spec.Scenario, Columns(world, first, end)), end - first, () => new FirmSubjects(world, earlier.Value, first, end));
    }

    public int Next()
    {
        var rows = Math.Min(Chunk, _end - _next);
        for (var i = 0; i < rows; i++)
        {
            Fill(_next + i, i);
        }

        _next += rows;
        return rows;
    }

    private static Column[] Columns(FirmWorld world, int first, int end)
    {
        var district = first / FirmsPerDistrict;
        return
        [
            new("subject_id", ColumnKind.Integer),
            new("uscc", ColumnKind.Identifier, new Persons.Names(end - first, i => UnifiedCode.Synthetic(first + i))),
            new("district", ColumnKind.Category, new Persons.Names(((end - 1) / FirmsPerDistrict) - district + 1, d => string.Create(CultureInfo.InvariantCulture, $"D{district + d:000000}"))),
            new("sector", ColumnKind.Category, FirmLayout.Sectors),
            new("ownership", ColumnKind.Category, Ownership),
            new("age_months", ColumnKind.Integer),
            new("employees", ColumnKind.Integer),
            .. FirmRecords.FactorNames.Select(f => new Column(f, ColumnKind.Integer)),
            new("blacklists", ColumnKind.Integer),
            new("irregularity_lists", ColumnKind.Integer),
            new("redlisted", ColumnKind.Flag),
            new("partners", ColumnKind.Integer),
            new("partners_mean_score", ColumnKind.Float),
            new("worst_partner_score", ColumnKind.Float),
            new("partners_listed_share", ColumnKind.Float),
            new("founder_id", ColumnKind.Integer),
            new("founder_score", ColumnKind.Float),
            new("founder_rated_d", ColumnKind.Flag),
            new("officers", ColumnKind.Integer),
            new("officer_on_debtor_list", ColumnKind.Flag),
            new("violation_24m", ColumnKind.Integer),
            new("score", ColumnKind.Double),
            new("grade", ColumnKind.Category, FirmRule.Grades),
            .. HasPrivateArrears(world.Spec) ? [new Column(PrivateArrears, ColumnKind.Flag)] : Array.Empty<Column>(),
        ];
    }

    // Scores of a year before, as an auditor's file would hold them of partners: the own part with noise.
    private static float[] Earlier(FirmWorld world)
    {
        var key = world.Root.Derive("earlier").Key;
        var unit = world.Rule.Most / 1000;
        var scores = new float[world.Spec.Subjects];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = (float)Math.Floor(Math.Clamp((world.OwnPart(i) / 100.0) + (12 * unit * new Draws(key, (ulong)i).Normal(0)), 0, world.Rule.Most) + 0.5);
        }

        return scores;
    }

    private void Fill(int firm, int row)
    {
        var world = _world;
        var records = world.Records;
        var lists = world.Lists[firm];
        var officers = records.OfficersOf(firm);
        var sector = FirmLayout.SectorOf(firm);
        var draw = new Draws(_rest, (ulong)firm);
        var c = 0;
        Buffers[c++].Integers[row] = firm + 1L;
        Buffers[c++].Codes[row] = firm - _first;
        Buffers[c++].Codes[row] = (firm / FirmsPerDistrict) - (_first / FirmsPerDistrict);
        Buffers[c++].Codes[row] = sector;
        Buffers[c++].Codes[row] = records.Foreign[firm] ? 1 : 0;
        Buffers[c++].Integers[row] = records.Months[firm];
        Buffers[c++].Integers[row] = (long)(1 + Math.Min(99_999, 3 * Math.Sqrt(world.Layout.Size(sector) / (1.0 + world.Layout.Popularity(firm))) * PortableMath.Exp(0.6 * draw.Normal(0))));
        for (var k = 0; k < FirmRecords.Factors; k++)
        {
            Buffers[c++].Integers[row] = records.Factor[k][firm];
        }

        Buffers[c++].Integers[row] = lists.BlackCount;
        Buffers[c++].Integers[row] = lists.IrregularCount;
        Buffers[c++].Flags[row] = lists.Red;
        Partners(firm, row, ref c);
        Buffers[c++].Integers[row] = officers[0] + 1L;
        Buffers[c++].Floats[row] = world.Persons.Score(officers[0]);
        var rated = world.FounderRatedD(firm);
        Buffers[c++].Flags[row] = rated >= 0 && records.Months[firm] < rated;
        Buffers[c++].Integers[row] = officers.Length;
        var debtor = false;
        foreach (var person in officers)
        {
            debtor |= world.Persons.IsDebtor(person);
        }

        Buffers[c++].Flags[row] = debtor;
        var shock = new Draws(_rest, (1UL << 40) | (uint)(firm / FirmsPerDistrict)).Normal(0);
        var logit = -2.4 - ((records.FivePoints(firm) - 82_000) / 9_000.0) + (0.5 * lists.BlackCount) + (world.Spec.PlaceRisk * shock);
        Buffers[c++].Integers[row] = draw.Uniform(1) < PortableMath.Logistic(logit) ? 1 : 0;
        var score = world.Scores.Score[firm];
        Buffers[c++].Doubles[row] = score;
        Buffers[c++].Codes[row] = world.Rule.Grade(score, records.Months[firm]);
        if (c < Buffers.Length)
        {
            Buffers[c].Flags[row] = world.OfficerHasArrears(firm);
        }
    }

    private void Partners(int firm, int row, ref int c)
    {
        var graph = _world.Graph;
        var offsets = graph.Offsets;
        double mean = 0, listed = 0, worst = double.PositiveInfinity;
        for (var e = (int)offsets[firm]; e < (int)offsets[firm + 1]; e++)
        {
            var j = graph.Targets[e];
            mean += graph.Shares[e] * _earlier[j];
            worst = Math.Min(worst, _earlier[j]);
            listed += _world.Scores.Listed[j] ? graph.Shares[e] : 0;
        }

        Buffers[c++].Integers[row] = offsets[firm + 1] - offsets[firm];
        Buffers[c++].Floats[row] = (float)(Math.Floor((100 * mean) + 0.5) / 100);
        Buffers[c++].Floats[row] = (float)worst;
        Buffers[c++].Floats[row] = (float)(Math.Floor((10_000 * listed) + 0.5) / 10_000);
    }
}
