using System.Globalization;
using ScoringAudit.Disparity;
using ScoringAudit.Evidence;

namespace ScoringAudit.Release;

/// <summary>Writes down every equation that a reader can: groups add up to everybody, intersections and strata to their groups, cells of decision × outcome to rates, thresholds one within the other, bins of two reports.</summary>
/// <remarks>An equation is kept only if the true counts satisfy it. A true equation that a reader might not think of makes the reader stronger in the audit than in the world, never weaker.</remarks>
internal static class CellSums
{
    private const ConfusionCells Known = ConfusionCells.Observed;

    public static void Add(ReportCells cells, IReadOnlyList<ReleasedCell> earlier)
    {
        var book = cells.Book;
        Confusion(book);
        Same(book);
        foreach (var (yes, no, all) in cells.Sums)
        {
            book.Equate([yes, no], [all]);
        }

        ConfusionSums(book);
        Bands(book);
        Thresholds(book);
        var missing = Groups(cells);
        Strata(book);
        Bins(cells, earlier);
        cells.AddNotes(missing);
    }

    // Thresholds and bands of a group's own: those of two groups do not add up to anybody's.
    private static bool IsOwn(CellKey key) => key.Event.StartsWith("roc:", StringComparison.Ordinal) || key.Event.StartsWith("band:", StringComparison.Ordinal);

    private static List<KeyValuePair<CellKey, int>> Sorted(CellBook book) =>
        [.. book.Named.OrderBy(p => p.Key.Rows, StringComparer.Ordinal).ThenBy(p => p.Key.Stratum, StringComparer.Ordinal).ThenBy(p => p.Key.Level, StringComparer.Ordinal)
            .ThenBy(p => p.Key.Attribute, StringComparer.Ordinal).ThenBy(p => p.Key.Family, StringComparer.Ordinal).ThenBy(p => p.Key.Group, StringComparer.Ordinal)];

    // The six cells of decision × outcome, where they follow from what the report counts.
    private static void Confusion(CellBook book)
    {
        foreach (var (key, favourable) in Sorted(book).Where(p => p.Key.Event == CellEvents.Mask(ConfusionCells.Favourable)))
        {
            long? Count(ConfusionCells c) => book.Find(key.With(CellEvents.Mask(c))) is >= 0 and var at ? book.Counts[at] : null;
            if (Count(ConfusionCells.TruePositive) is { } tp && Count(ConfusionCells.FalsePositive) is { } fp && favourable >= 0)
            {
                AddUnknown(book, key, ConfusionCells.FavourableUnknown, book.Counts[favourable] - tp - fp);
            }

            if (Count(ConfusionCells.FalseNegative) is { } fn && Count(ConfusionCells.TrueNegative) is { } tn && Count(ConfusionCells.Decided & ~ConfusionCells.Favourable) is { } refused)
            {
                AddUnknown(book, key, ConfusionCells.UnfavourableUnknown, refused - fn - tn);
            }
        }
    }

    private static void AddUnknown(CellBook book, CellKey key, ConfusionCells cell, long count)
    {
        if (count >= 0)
        {
            book.Add(key.With(CellEvents.Mask(cell)), count);
        }
    }

    private static void ConfusionSums(CellBook book)
    {
        foreach (var (key, at) in Sorted(book))
        {
            var mask = CellEvents.MaskOf(key.Event);
            if (mask == ConfusionCells.None || int.PopCount((int)mask) < 2)
            {
                continue;
            }

            var parts = Enumerable.Range(0, 6).Select(b => (ConfusionCells)(1 << b)).Where(c => mask.HasFlag(c))
                .Select(c => (Cell: c, At: book.Find(key.With(CellEvents.Mask(c))))).ToList();

            // Outcomes that nobody observed have no cell where all are observed.
            if (parts.All(p => p.At >= 0 || !Known.HasFlag(p.Cell)))
            {
                book.Equate(parts.Where(p => p.At >= 0).Select(p => p.At), [at]);
            }
        }
    }

    // The same numbers for every group of an attribute are the same people: sizes under several measures, a decision that is one of the thresholds, one model before and after.
    private static void Same(CellBook book)
    {
        var seen = new Dictionary<string, List<KeyValuePair<CellKey, int>>>(StringComparer.Ordinal);
        foreach (var table in Sorted(book).Where(p => !IsOwn(p.Key)).GroupBy(p => p.Key.Table))
        {
            var filled = table.Where(p => book.Counts[p.Value] > 0).OrderBy(p => p.Key.Group, StringComparer.Ordinal).ToList();
            if (filled.Count == 0 || (filled.Count == 1 && table.Key.Attribute.Length > 0))
            {
                continue;
            }

            var numbers = string.Join('\u001f', filled.Select(p => p.Key.Group + '\u001e' + book.Counts[p.Value].ToString(CultureInfo.InvariantCulture)));
            var name = string.Join('\u001d', table.Key.Rows, table.Key.Stratum, table.Key.Level, table.Key.Attribute, numbers);
            if (!seen.TryGetValue(name, out var first))
            {
                seen.Add(name, filled);
                continue;
            }

            for (var i = 0; i < filled.Count; i++)
            {
                book.Merge(first[i].Value, filled[i].Value);
            }
        }
    }

    // Bands of equal size: their adverse outcomes add up to the group's.
    private static void Bands(CellBook book)
    {
        foreach (var bands in Sorted(book).Where(p => p.Key.Event.StartsWith("band:", StringComparison.Ordinal) && p.Key.Event.EndsWith(":1", StringComparison.Ordinal))
            .GroupBy(p => p.Key.With(string.Empty)))
        {
            if (book.Find(bands.Key.With("outcome:1")) is >= 0 and var all)
            {
                book.Equate(bands.Select(p => p.Value), [all]);
            }
        }
    }

    // Who is approved at a stricter threshold is approved at a looser one: what lies between is a count of people too.
    private static void Thresholds(CellBook book)
    {
        foreach (var chain in Sorted(book).Select(p => (p.Key, p.Value, At: Position(p.Key))).Where(p => p.At is not null)
            .GroupBy(p => (p.Key.Frame, p.Key.Attribute, p.Key.Group, Model: p.Key.Family[..p.Key.Family.IndexOf('|', StringComparison.Ordinal)])))
        {
            var steps = chain.OrderBy(p => p.At).ThenBy(p => p.Key.Family, StringComparer.Ordinal).Select(p => p.Value).ToList();
            if (book.Find(chain.First().Key.With("sweep")) is >= 0 and var all)
            {
                steps.Add(all);
            }

            for (var i = 1; i < steps.Count; i++)
            {
                var between = book.Counts[steps[i]] - book.Counts[steps[i - 1]];
                if (between >= 0 && book.Same(steps[i]) != book.Same(steps[i - 1]))
                {
                    book.Equate([steps[i - 1], book.Imply(between)], [steps[i]]);
                }
            }
        }
    }

    private static double? Position(CellKey key)
    {
        var e = key.Event;
        if (e.StartsWith("sweep:", StringComparison.Ordinal) && e.EndsWith(":1", StringComparison.Ordinal))
        {
            return double.Parse(e.AsSpan(6, e.Length - 8), CultureInfo.InvariantCulture);
        }

        const string rate = "|approvalRate=";
        var at = key.Family.IndexOf(rate, StringComparison.Ordinal);
        return at >= 0 && e == CellEvents.Mask(ConfusionCells.Favourable)
            ? double.Parse(key.Family.AsSpan(at + rate.Length, key.Family.LastIndexOf('|') - at - rate.Length), CultureInfo.InvariantCulture) : null;
    }

    private static Dictionary<string, List<int>> Groups(ReportCells cells)
    {
        var book = cells.Book;
        var missing = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var table in Sorted(book).Where(p => p.Key.Attribute.Length > 0 && !IsOwn(p.Key)).GroupBy(p => p.Key.Table))
        {
            var parts = table.Key.Attribute.Split('*');
            var members = table.ToList();
            var everybody = new CellKey(table.Key.Rows, table.Key.Stratum, table.Key.Level, string.Empty, string.Empty, table.Key.Family);
            if (parts.Length == 1)
            {
                Sum(book, members.Select(p => p.Value), book.Find(everybody), table.Key.Level.Length == 0, left => Note(missing, table.Key.Attribute, left));
                continue;
            }

            for (var part = 0; part < parts.Length; part++)
            {
                foreach (var same in members.Select(p => (p.Value, Names: cells.Parts.Split(table.Key.Attribute, p.Key.Group))).Where(p => p.Names is not null).GroupBy(p => p.Names![part]))
                {
                    Sum(book, same.Select(p => p.Value), book.Find(everybody with { Attribute = parts[part], Group = same.Key }), false, _ => { });
                }
            }
        }

        return missing;
    }

    private static void Note(Dictionary<string, List<int>> missing, string attribute, int left)
    {
        if (!missing.TryGetValue(attribute, out var list))
        {
            missing.Add(attribute, list = []);
        }

        list.Add(left);
    }

    // Parts and a whole; people who are in no part are a count too. Where the report names no whole, a reader may still know it.
    private static void Sum(CellBook book, IEnumerable<int> parts, int whole, bool knowsTotal, Action<int> left)
    {
        var list = parts.ToList();
        var sum = list.Sum(c => book.Counts[c]);
        if (whole < 0)
        {
            if (knowsTotal)
            {
                book.Equate(list, [], sum);
            }

            return;
        }

        var rest = book.Counts[whole] - sum;
        if (rest == 0)
        {
            book.Equate(list, [whole]);
        }
        else if (rest > 0)
        {
            var cell = book.Imply(rest);
            book.Equate([.. list, cell], [whole]);
            left(cell);
        }
    }

    private static void Strata(CellBook book)
    {
        foreach (var strata in Sorted(book).Where(p => p.Key.Level.Contains('=', StringComparison.Ordinal) && !p.Key.Level.EndsWith("=pooled", StringComparison.Ordinal))
            .GroupBy(p => (p.Key with { Level = string.Empty }, Control: p.Key.Level[..p.Key.Level.IndexOf('=', StringComparison.Ordinal)])))
        {
            Sum(book, strata.Select(p => p.Value), book.Find(strata.Key.Item1), false, _ => { });
        }
    }

    // Bins whose edges were moved since an earlier report: the pieces between all edges are counts of people.
    private static void Bins(ReportCells cells, IReadOnlyList<ReleasedCell> earlier)
    {
        var book = cells.Book;
        var now = Sorted(book).Where(p => p.Key.Attribute.Length > 0)
            .Select(p => (p.Key, p.Value, Bin: cells.Parts.BinOf(p.Key.Attribute, p.Key.Group))).Where(p => p.Bin is not null)
            .GroupBy(p => (p.Key.Table, p.Bin!.Value.Others)).ToDictionary(g => g.Key, g => g.ToList());
        foreach (var before in earlier.Where(c => c.IsBin).GroupBy(c => ((c.Rows, c.Stratum, c.Level, c.Attribute, c.Family), c.Rest)))
        {
            if (!now.TryGetValue(before.Key, out var bins))
            {
                continue;
            }

            var spans = bins.Select(b => (Low: b.Bin!.Value.Low ?? double.NegativeInfinity, High: b.Bin!.Value.High ?? double.PositiveInfinity, Count: book.Counts[b.Value], Cell: b.Value)).ToList();
            var edgesNow = spans.SelectMany(s => new[] { s.Low, s.High }).ToHashSet();
            var moved = before.Select(c => (Low: c.Low ?? double.NegativeInfinity, High: c.High ?? double.PositiveInfinity, c.Count, Cell: -1))
                .Where(c => !edgesNow.Contains(c.Low) || !edgesNow.Contains(c.High) || !spans.Any(s => s.Low == c.Low && s.High == c.High)).Distinct().ToList();
            if (moved.Count > 0)
            {
                Pieces(book, [.. spans, .. moved]);
            }
        }
    }

    private static void Pieces(CellBook book, List<(double Low, double High, long Count, int Cell)> spans)
    {
        double[] edges = [.. spans.SelectMany(s => new[] { s.Low, s.High }).Distinct().Order()];
        if (Cumulated(edges, spans) is not { } below)
        {
            return;
        }

        var pieces = new int[edges.Length - 1];
        for (var i = 0; i < pieces.Length; i++)
        {
            pieces[i] = book.Imply(below[i + 1] - below[i]);
        }

        foreach (var span in spans)
        {
            var inside = Enumerable.Range(Array.IndexOf(edges, span.Low), Array.IndexOf(edges, span.High) - Array.IndexOf(edges, span.Low)).Select(i => pieces[i]);
            book.Equate(inside, span.Cell >= 0 ? [span.Cell] : [], span.Cell >= 0 ? 0 : span.Count);
        }
    }

    // Numbers below each edge that agree with every bin: differences with bounds, solved by shortest paths. Null where none agree.
    private static long[]? Cumulated(double[] edges, List<(double Low, double High, long Count, int Cell)> spans)
    {
        var below = new long[edges.Length];
        for (var round = 0; round <= edges.Length + 1; round++)
        {
            var changed = false;
            void Bound(int high, int low, long most)
            {
                if (below[high] > below[low] + most)
                {
                    below[high] = below[low] + most;
                    changed = true;
                }
            }

            for (var i = 1; i < edges.Length; i++)
            {
                Bound(i - 1, i, 0);
            }

            foreach (var span in spans)
            {
                var (low, high) = (Array.IndexOf(edges, span.Low), Array.IndexOf(edges, span.High));
                Bound(high, low, span.Count);
                Bound(low, high, -span.Count);
            }

            if (!changed)
            {
                return below;
            }
        }

        return null;
    }
}
