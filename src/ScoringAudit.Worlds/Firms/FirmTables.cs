using ScoringAudit.Networks;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Worlds.Firms;

/// <summary>The truth, the links and the events of a run of firms as tables.</summary>
internal static class FirmTables
{
    /// <summary>From the firm that reads to its partner, with the share of its trade.</summary>
    public static IPortfolio Partners(FirmWorld world, int first, int end) => new ChunkedPortfolio(
        new PortfolioSchema("partners of world " + world.Spec.Scenario, [new("from_id", ColumnKind.Integer), new("to_id", ColumnKind.Integer), new("share", ColumnKind.Float)]),
        world.Graph.Offsets[end] - world.Graph.Offsets[first],
        () => new PartnerChunks(world.Graph, first, end));

    /// <summary>From the firm to each of its officers, persons of the person world; the founder is seat 1.</summary>
    public static IPortfolio Officers(FirmWorld world, int first, int end)
    {
        var rows = 0L;
        for (var i = first; i < end; i++)
        {
            rows += world.Records.OfficersOf(i).Length;
        }

        return new ChunkedPortfolio(
            new PortfolioSchema("officers of world " + world.Spec.Scenario, [new("from_id", ColumnKind.Integer), new("person_id", ColumnKind.Integer), new("seat", ColumnKind.Integer)]),
            rows,
            () => new OfficerChunks(world, first, end));
    }

    /// <summary>Listings and removals, in the order of firms and quarters.</summary>
    public static IPortfolio Events(FirmWorld world, int first, int end)
    {
        var kinds = ListSimulator.AgencyNames.SelectMany(a => ListSimulator.EventKinds.Select(k => a + ":" + k)).ToArray();
        return new ChunkedPortfolio(
            new PortfolioSchema("events of world " + world.Spec.Scenario, [new("subject_id", ColumnKind.Integer), new("quarter", ColumnKind.Integer), new("kind", ColumnKind.Category, kinds)]),
            null,
            () => new EventChunks(world, first, end));
    }

    private sealed class PartnerChunks(CsrGraph graph, int first, int end) : IChunkSource
    {
        private int _firm = first;
        private long _edge = graph.Offsets[first];

        public ColumnBuffer[] Buffers { get; } = [ChunkedPortfolio.Empty(ColumnKind.Integer, Batch.MaxRows), ChunkedPortfolio.Empty(ColumnKind.Integer, Batch.MaxRows), ChunkedPortfolio.Empty(ColumnKind.Float, Batch.MaxRows)];

        public int Next()
        {
            var rows = (int)Math.Min(Batch.MaxRows, graph.Offsets[end] - _edge);
            for (var r = 0; r < rows; r++, _edge++)
            {
                while (_edge >= graph.Offsets[_firm + 1])
                {
                    _firm++;
                }

                Buffers[0].Integers[r] = _firm + 1L;
                Buffers[1].Integers[r] = graph.Targets[(int)_edge] + 1L;
                Buffers[2].Floats[r] = graph.Shares[(int)_edge];
            }

            return rows;
        }
    }

    private sealed class OfficerChunks(FirmWorld world, int first, int end) : IChunkSource
    {
        private int _firm = first;

        public ColumnBuffer[] Buffers { get; } = [ChunkedPortfolio.Empty(ColumnKind.Integer, Batch.MaxRows), ChunkedPortfolio.Empty(ColumnKind.Integer, Batch.MaxRows), ChunkedPortfolio.Empty(ColumnKind.Integer, Batch.MaxRows)];

        public int Next()
        {
            var rows = 0;
            for (; _firm < end && rows <= Batch.MaxRows - FirmRecords.MostOfficers; _firm++)
            {
                var seat = 0;
                foreach (var person in world.Records.OfficersOf(_firm))
                {
                    Buffers[0].Integers[rows] = _firm + 1L;
                    Buffers[1].Integers[rows] = person + 1L;
                    Buffers[2].Integers[rows++] = ++seat;
                }
            }

            return rows;
        }
    }

    private sealed class EventChunks(FirmWorld world, int first, int end) : IChunkSource
    {
        private readonly List<ListEvent> _events = [];
        private int _firm = first;

        public ColumnBuffer[] Buffers { get; } = [ChunkedPortfolio.Empty(ColumnKind.Integer, Batch.MaxRows), ChunkedPortfolio.Empty(ColumnKind.Integer, Batch.MaxRows), ChunkedPortfolio.Empty(ColumnKind.Category, Batch.MaxRows)];

        public int Next()
        {
            var rows = 0;
            for (; _firm < end; _firm++)
            {
                _events.Clear();
                world.Run(_firm, world.Rules, _events);
                if (rows + _events.Count > Batch.MaxRows)
                {
                    return rows;
                }

                foreach (var e in _events)
                {
                    Buffers[0].Integers[rows] = e.Firm + 1L;
                    Buffers[1].Integers[rows] = e.Quarter;
                    Buffers[2].Codes[rows++] = (e.Agency * ListSimulator.EventKinds.Length) + e.Kind;
                }
            }

            return rows;
        }
    }
}
