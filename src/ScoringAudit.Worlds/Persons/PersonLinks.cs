using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Worlds.Persons;

/// <summary>Interventions on the neighbours and contacts of a person world.</summary>
internal static class PersonLinks
{
    /// <summary>More people than this would need more memory for stored links than the world itself.</summary>
    private const int MostPeople = 300_000;
    private const double ListingPoints = 100;

    public static IReadOnlyList<ILinkInterventions> Of(PersonContext context, PersonColumns c, TruthColumns truth, IReadOnlyList<WorldTable> ties) =>
        c.Rows > MostPeople ? []
        : context.Extension is null ? [Neighbours(context, c, truth)]
        : context.Extension.HasContacts ? [Contacts(context, c, truth, ties.Single(t => t.Name == PersonTables.Contacts))]
        : [];

    private static LinkedScore Neighbours(PersonContext context, PersonColumns c, TruthColumns truth)
    {
        var fixedPart = new double[c.Rows];
        for (var i = 0; i < fixedPart.Length; i++)
        {
            fixedPart[i] = (c.OwnPart[i] + truth.AreaPart[i]) / 100.0;
        }

        var feed = new NetworkFeed(context.Dials.Neighbours, OwnScore.Centre, 0, 0, Mechanism.Least, Mechanism.Most);
        return new LinkedScore("address", Origin.Neighbourhood, Windows(c), feed, fixedPart, [], 0, ListingPoints, []);
    }

    // People of other households at most four houses away on the same street; rows stand in the order of houses.
    private static CsrGraph Windows(PersonColumns c)
    {
        const int reach = 4;
        var offsets = new long[c.Rows + 1];
        var targets = new List<int>(18 * c.Rows);
        var shares = new List<float>(18 * c.Rows);
        for (var i = 0; i < c.Rows; i++)
        {
            var first = i;
            while (first > 0 && c.Street[first - 1] == c.Street[i] && c.House[first - 1] >= c.House[i] - reach)
            {
                first--;
            }

            for (var j = first; j < c.Rows && c.Street[j] == c.Street[i] && c.House[j] <= c.House[i] + reach; j++)
            {
                if (c.Household[j] != c.Household[i])
                {
                    targets.Add(j);
                }
            }

            offsets[i + 1] = targets.Count;
            var count = targets.Count - (int)offsets[i];
            for (var k = 0; k < count; k++)
            {
                shares.Add(1f / count);
            }
        }

        return new CsrGraph(offsets, [.. targets], [.. shares]);
    }

    private static LinkedScore Contacts(PersonContext context, PersonColumns c, TruthColumns truth, WorldTable table)
    {
        var from = new List<int>();
        var to = new List<int>();
        var first = c.SubjectId[0];
        using (var reader = table.Rows.Open([table.Rows.Schema.Require("from_id", "contacts"), table.Rows.Schema.Require("to_id", "contacts")]))
        {
            while (reader.Read(out var batch))
            {
                for (var r = 0; r < batch.Rows; r++)
                {
                    from.Add((int)(batch.Integers(0)[r] - first));
                    to.Add((int)(batch.Integers(1)[r] - first));
                }
            }
        }

        var graph = CsrGraph.Of(EdgeList.Of(c.Rows, from.ToArray(), to.ToArray(), []));
        var extension = context.Extension!;
        var feed = new NetworkFeed(context.Spec.Strength("contacts"), OwnScore.Centre, 0, 0, extension.Min, extension.Max);
        var listedPoints = context.Channels.Contains("contact-listed") ? context.Spec.Strength("contact-listed") : 0;
        var fixedPart = new double[c.Rows];
        var listed = new bool[c.Rows];
        for (var i = 0; i < fixedPart.Length; i++)
        {
            var sum = c.OwnPart[i] + truth.Parts.Sum(p => p[i]) - PersonGenerator.Hundredths(ScoreFixpoint.FeedOf(graph, feed, i, c.Score));
            listed[i] = c.Arrears[i] >= 2;
            fixedPart[i] = (sum + (listedPoints == 0 ? 0 : -PersonGenerator.Hundredths(-listedPoints * c.Extra[2].Floats[i]))) / 100.0;
        }

        return new LinkedScore("contacts", Origin.Contact, graph, feed, fixedPart, listed, listedPoints, ListingPoints, []);
    }
}
