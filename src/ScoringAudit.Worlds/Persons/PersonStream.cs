using ScoringAudit.Portfolios;

namespace ScoringAudit.Worlds.Persons;

/// <summary>The people of a world or shard, generated while they are read: memory for one batch, whatever the size.</summary>
internal sealed class PersonStream : IPortfolio
{
    private readonly PersonContext _context;
    private readonly int _first;
    private readonly int _end;
    private readonly CancellationToken _cancel;

    public PersonStream(PersonContext context, int first, int end, CancellationToken cancel)
    {
        (_context, _first, _end, _cancel) = (context, first, end, cancel);
        Schema = new PortfolioSchema("world " + context.Spec.Scenario, [.. SubjectTable.Of(new PersonColumns(0), context, first, end).Select(c => c.Column)]);
    }

    public PortfolioSchema Schema { get; }

    public long? Rows => _context.Layout.Start(_end) - _context.Layout.Start(_first);

    public IBatchReader Open(IReadOnlyList<ColumnId> columns) => new Reader(this, columns);

    private sealed class Reader : IBatchReader
    {
        private readonly PersonStream _owner;
        private readonly PersonGenerator _generator;
        private readonly PersonColumns _columns;
        private readonly ColumnBuffer[] _buffers;
        private readonly int[] _streetCounts;
        private int _next;

        public Reader(PersonStream owner, IReadOnlyList<ColumnId> columns)
        {
            _owner = owner;
            _next = owner._first;
            _generator = new PersonGenerator(owner._context);
            var most = 0;
            for (var p = owner._first; p < owner._end;)
            {
                var end = Take(p);
                most = Math.Max(most, owner._context.Layout.Start(end) - owner._context.Layout.Start(p));
                p = end;
            }

            _columns = new PersonColumns(most);
            var table = SubjectTable.Of(_columns, owner._context, owner._first, owner._end);
            _buffers = [.. columns.Select(c => table[c.Index].Values)];
            _streetCounts = new int[2 * owner._context.Layout.StreetsPerPostcode];
        }

        public bool Read(out Batch batch)
        {
            if (_next >= _owner._end)
            {
                batch = default;
                return false;
            }

            var layout = _owner._context.Layout;
            var begin = layout.Start(_next);
            var firstRow = begin - layout.Start(_owner._first);
            var end = Take(_next);
            var streets = layout.StreetsPerPostcode;
            for (var p = _next; p < end; p++)
            {
                _owner._cancel.ThrowIfCancellationRequested();
                var offset = layout.Start(p) - begin;
                var relative = p - _owner._first;
                _generator.Make(p, _columns, null, offset, relative * streets, _streetCounts.AsSpan(0, streets), _streetCounts.AsSpan(streets), out var facts);
                _columns.Postcode.AsSpan(offset, facts.People).Fill(relative);
            }

            _next = end;
            batch = new Batch(_buffers, 0, layout.Start(end) - begin, firstRow);
            return true;
        }

        public void Dispose()
        {
        }

        // As many whole postcodes as fit into a batch of about 32,768 rows, at least one.
        private int Take(int postcode)
        {
            var layout = _owner._context.Layout;
            var end = postcode + 1;
            while (end < _owner._end && layout.Start(end + 1) - layout.Start(postcode) <= Batch.MaxRows / 2)
            {
                end++;
            }

            return end;
        }
    }
}
