using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Worlds.Persons;

/// <summary>The people, their truth and their ties as tables that are generated while they are read.</summary>
internal sealed class PersonTables(PersonContext context, int first, int end, CancellationToken cancel)
{
    public const string Contacts = "links-contacts", Family = "links-family";

    private (WorldFacts Facts, TruthGap Gap)? _summary;

    private long Rows => context.Layout.Start(end) - context.Layout.Start(first);

    public IPortfolio Subjects() => new ChunkedPortfolio(
        new PortfolioSchema("world " + context.Spec.Scenario, [.. SubjectTable.Of(new PersonColumns(0, context.Extension), context, first, end).Select(c => c.Column)]),
        Rows,
        () => new SubjectChunks(context, new PersonRun(context, first, end, false, cancel), first, end));

    public IPortfolio Truth() => new ChunkedPortfolio(
        new PortfolioSchema("truth of world " + context.Spec.Scenario, PersonTruthTable.Columns(context)), Rows, () => new TruthChunks(this, new PersonRun(context, first, end, true, cancel)));

    public IReadOnlyList<WorldTable> Ties() => context.Extension switch
    {
        { HasContacts: true } => [new(Contacts, TieTable(Contacts))],
        { HasFamilies: true } => [new(Family, TieTable(Family))],
        _ => [],
    };

    /// <summary>Realised facts and the gap: known once the truth has been read to its end; else it is generated once more.</summary>
    public (WorldFacts Facts, TruthGap Gap) Summary()
    {
        if (_summary is null)
        {
            using var reader = Truth().Open([]);
            while (reader.Read(out _))
            {
            }
        }

        return _summary!.Value;
    }

    private ChunkedPortfolio TieTable(string name) => new(
        new PortfolioSchema(name + " of world " + context.Spec.Scenario, [new("from_id", ColumnKind.Integer), new("to_id", ColumnKind.Integer)]),
        null,
        () => new TieChunks(new PersonRun(context, first, end, false, cancel), name == Family));

    private sealed class SubjectChunks(PersonContext context, PersonRun run, int first, int end) : IChunkSource
    {
        public ColumnBuffer[] Buffers { get; } = [.. SubjectTable.Of(run.Columns, context, first, end).Select(c => c.Values)];

        public int Next() => run.Read();
    }

    private sealed class TruthChunks(PersonTables owner, PersonRun run) : IChunkSource
    {
        private readonly PersonContext _context = owner.Context;
        private readonly GapSums _sums = PersonTruthTable.Sums(owner.Context);
        private readonly CaptiveSums _captive = new(owner.Context);

        public ColumnBuffer[] Buffers { get; } = PersonTruthTable.Buffers(owner.Context, run.Columns.Rows);

        public int Next()
        {
            var rows = run.Read();
            if (rows > 0)
            {
                PersonTruthTable.Fill(_context, run.Columns, run.Truth!, rows, Buffers, _sums);
                _captive.Add(run.Columns, run.Truth!, rows);
            }
            else
            {
                var (cutoff, share) = _captive.Result();
                owner._summary = (FactsSummary.Of(_context, run.Facts, run.StreetPeople, run.StreetMinority) with { Cutoff = cutoff, CaptiveShare = share }, _sums.Gap());
            }

            return rows;
        }
    }

    private sealed class TieChunks(PersonRun run, bool family) : IChunkSource
    {
        public ColumnBuffer[] Buffers { get; } = [ChunkedPortfolio.Empty(ColumnKind.Integer, Batch.MaxRows), ChunkedPortfolio.Empty(ColumnKind.Integer, Batch.MaxRows)];

        public int Next()
        {
            // A postcode holds at most a few thousand ties; one without any is passed over.
            for (var people = run.Read(single: true); people > 0; people = run.Read(single: true))
            {
                var rows = family ? Family(people) : Contacts(people);
                if (rows > 0)
                {
                    return rows;
                }
            }

            return 0;
        }

        private int Contacts(int people)
        {
            var ties = run.Ties!;
            var rows = 0;
            for (var i = 0; i < people; i++)
            {
                for (var e = ties.Start[i]; e < ties.Start[i + 1]; e++)
                {
                    Buffers[0].Integers[rows] = run.Columns.SubjectId[i];
                    Buffers[1].Integers[rows++] = run.Columns.SubjectId[ties.Contact[e]];
                }
            }

            return rows;
        }

        private int Family(int people)
        {
            var rows = 0;
            for (var i = 0; i < people; i++)
            {
                for (var parent = 0; parent < 2; parent++)
                {
                    if (run.Columns.Extra[parent].Integers[i] > 0)
                    {
                        Buffers[0].Integers[rows] = run.Columns.SubjectId[i];
                        Buffers[1].Integers[rows++] = run.Columns.Extra[parent].Integers[i];
                    }
                }
            }

            return rows;
        }
    }

    private PersonContext Context => context;
}
