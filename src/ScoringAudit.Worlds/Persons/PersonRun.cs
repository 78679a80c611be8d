using ScoringAudit.Portfolios;

namespace ScoringAudit.Worlds.Persons;

/// <summary>Makes the people of a run of postcodes in pieces of whole postcodes, about 32,768 people each, with or without truth.</summary>
internal sealed class PersonRun
{
    private readonly PersonContext _context;
    private readonly PersonGenerator _generator;
    private readonly int _first;
    private readonly int _end;
    private readonly CancellationToken _cancel;

    public PersonRun(PersonContext context, int first, int end, bool withTruth, CancellationToken cancel)
    {
        (_context, _first, _end, _cancel, Next) = (context, first, end, cancel, first);
        _generator = new PersonGenerator(context);
        var most = 0;
        for (var p = first; p < end;)
        {
            var to = Take(p);
            most = Math.Max(most, context.Layout.Start(to) - context.Layout.Start(p));
            p = to;
        }

        Columns = new PersonColumns(most, context.Extension);
        Truth = withTruth ? new TruthColumns(most, context) : null;
        Facts = new PostcodeFacts[end - first];
        var streets = (end - first) * context.Layout.StreetsPerPostcode;
        (StreetPeople, StreetMinority) = (new int[streets], new int[streets]);
    }

    public PersonColumns Columns { get; }

    public TruthColumns? Truth { get; }

    public PostcodeFacts[] Facts { get; }

    public int[] StreetPeople { get; }

    public int[] StreetMinority { get; }

    /// <summary>The next postcode.</summary>
    public int Next { get; private set; }

    /// <summary>Ties of the postcode that was made last.</summary>
    public Ties? Ties => _generator.Ties;

    /// <summary>Makes the next piece.</summary>
    /// <param name="single">One postcode only.</param>
    /// <returns>Its people; 0: there are no more.</returns>
    public int Read(bool single = false)
    {
        if (Next >= _end)
        {
            return 0;
        }

        var layout = _context.Layout;
        var begin = layout.Start(Next);
        var to = single ? Next + 1 : Take(Next);
        var streets = layout.StreetsPerPostcode;
        for (var p = Next; p < to; p++)
        {
            _cancel.ThrowIfCancellationRequested();
            var offset = layout.Start(p) - begin;
            var k = p - _first;
            StreetMinority.AsSpan(k * streets, streets).Clear();
            _generator.Make(p, Columns, Truth, offset, k * streets, StreetPeople.AsSpan(k * streets, streets), StreetMinority.AsSpan(k * streets, streets), out Facts[k]);
            Columns.Postcode.AsSpan(offset, Facts[k].People).Fill(k);
        }

        Next = to;
        return layout.Start(to) - begin;
    }

    // As many whole postcodes as fit into a batch of about 32,768 rows, at least one.
    private int Take(int postcode)
    {
        var layout = _context.Layout;
        var end = postcode + 1;
        while (end < _end && layout.Start(end + 1) - layout.Start(postcode) <= Batch.MaxRows / 2)
        {
            end++;
        }

        return end;
    }
}
