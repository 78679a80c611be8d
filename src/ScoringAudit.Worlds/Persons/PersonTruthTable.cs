using ScoringAudit.Portfolios;

namespace ScoringAudit.Worlds.Persons;

/// <summary>The columns of a person world's truth, and how a run of people fills them.</summary>
internal static class PersonTruthTable
{
    /// <summary>Position of the score among the columns; the parts follow, own first, then the remainder.</summary>
    public const int Score = 1, Parts = 2;

    public static Column[] Columns(PersonContext context) =>
    [
        new("subject_id", ColumnKind.Integer),
        new("score", ColumnKind.Double),
        .. context.Origins.Select(o => new Column("part_" + WorldJson.Name(o), ColumnKind.Double)),
        new("remainder", ColumnKind.Double),
        .. context.Channels.Select(c => new Column("score_without_" + c.Replace('-', '_'), ColumnKind.Double)),
        new("score_without_all", ColumnKind.Double),
        new("default_probability", ColumnKind.Double),
    ];

    public static ColumnBuffer[] Buffers(PersonContext context, int rows) => [.. Columns(context).Select(c => ChunkedPortfolio.Empty(c.Kind, rows))];

    public static GapSums Sums(PersonContext context) => new("group", PersonColumns.GroupLevels[0], PersonColumns.GroupLevels[1], context.Origins, context.Channels);

    /// <summary>Fills the first rows of the buffers, and adds them to the sums.</summary>
    public static void Fill(PersonContext context, PersonColumns people, TruthColumns truth, int rows, ColumnBuffer[] to, GapSums sums)
    {
        var origins = context.Origins.Count;
        people.SubjectId.AsSpan(0, rows).CopyTo(to[0].Integers);
        people.Score.AsSpan(0, rows).CopyTo(to[Score].Doubles);
        for (var i = 0; i < rows; i++)
        {
            var rest = PersonGenerator.Hundredths(people.Score[i]);
            for (var o = 0; o < origins; o++)
            {
                var part = o == 0 ? people.OwnPart[i] : truth.Parts[o - 1][i];
                to[Parts + o].Doubles[i] = part / 100.0;
                rest -= part;
            }

            to[Parts + origins].Doubles[i] = rest / 100.0;
        }

        var at = Parts + origins + 1;
        foreach (var channel in context.Channels)
        {
            Without(context, channel, people, truth).AsSpan(0, rows).CopyTo(to[at++].Doubles);
        }

        var none = context.ActiveChannels.Count switch { 0 => people.Score, 1 => truth.Variants[0], _ => truth.Variants[^1] };
        none.AsSpan(0, rows).CopyTo(to[at].Doubles);
        people.DefaultProbability.AsSpan(0, rows).CopyTo(to[at + 1].Doubles);
        for (var i = 0; i < rows; i++)
        {
            sums.AddRow(people.Group[i]);
        }

        for (var c = 0; c < sums.Columns; c++)
        {
            var values = to[Score + c].Doubles;
            for (var i = 0; i < rows; i++)
            {
                sums.Add(c, people.Group[i], values[i]);
            }
        }
    }

    private static double[] Without(PersonContext context, string channel, PersonColumns people, TruthColumns truth)
    {
        for (var v = 0; v < context.ActiveChannels.Count; v++)
        {
            if (context.ActiveChannels[v] == channel)
            {
                return truth.Variants[v];
            }
        }

        return people.Score;
    }
}
