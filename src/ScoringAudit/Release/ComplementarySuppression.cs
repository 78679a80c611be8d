using ScoringAudit.Evidence;
using ScoringAudit.Privacy;

namespace ScoringAudit.Release;

/// <summary>Holds back further numbers until no suppressed count can be bounded more tightly than the protection level.</summary>
/// <remarks>
/// <para>Every number that is shown is taken to give away every count it was computed from. What stays hidden is audited with <see cref="SuppressionSolver"/> over all findings and tables
/// together and over the counts that earlier reports of the same data gave away. Where a hidden count is too well known, the cheapest set of published counts that makes room for it is hidden too, with
/// everything that gives them away, and the audit is made again. Counts that no number shows but that follow from two of them (people between two thresholds, people whose bin
/// changed, people without a group) must not be known to be few either.</para>
/// <para>The same evidence gives the same result. Who knows the algorithm can sometimes guess which of the hidden cells was small; that is a limit of every suppression.
/// Source: Hundepool et al. 2012, section 4.4; Fischetti and Salazar 2001; audit of linked tables together: de Wolf and Giessing 2009.</para>
/// </remarks>
internal static class ComplementarySuppression
{
    private const int MostRounds = 400;

    /// <summary>Completes a suppression.</summary>
    /// <param name="evidence">What was measured.</param>
    /// <param name="state">What is held back; more is, afterwards.</param>
    /// <param name="level">Protection level: least width of what a reader can tell about a suppressed count.</param>
    /// <param name="earlier">Counts that earlier reports gave away.</param>
    /// <returns>Counts that this report gives away, and how many suppressed counts earlier reports had given away already.</returns>
    public static (IReadOnlyList<ReleasedCell> Released, int Lost) Complete(AuditEvidence evidence, SuppressionState state, int level, IReadOnlyList<ReleasedCell> earlier)
    {
        state.FollowFindings(evidence);
        var cells = ReportCells.Of(evidence, earlier);
        var book = cells.Book;
        var solver = new SuppressionSolver(book.Counts, book.Equations);
        var fixed_ = new HashSet<int>(cells.Earlier.Concat(cells.Public).Select(book.Same));
        var units = cells.Units.Select(u => (Unit: u, Cells: u.Cells.Select(book.Same).Distinct().ToArray())).ToList();
        var revealing = new Dictionary<int, List<int>>();
        for (var u = 0; u < units.Count; u++)
        {
            foreach (var cell in units[u].Cells)
            {
                if (!revealing.TryGetValue(cell, out var list))
                {
                    revealing.Add(cell, list = []);
                }

                list.Add(u);
            }
        }

        var shown = new int[book.Count];
        foreach (var cell in units.Where(u => !u.Unit.IsHidden(state)).SelectMany(u => u.Cells))
        {
            shown[cell]++;
        }

        foreach (var cell in Enumerable.Range(0, book.Count))
        {
            solver.Publish(cell, shown[cell] > 0 || fixed_.Contains(cell));
        }

        var audited = Enumerable.Range(0, book.Count).Where(c => book.Same(c) == c && (book.IsImplied(c) || (book.Counts[c] < level && revealing.ContainsKey(c)))).ToList();
        var lost = new HashSet<int>();
        var safe = new HashSet<int>();
        for (var round = 0; round < MostRounds; round++)
        {
            var changed = false;
            foreach (var cell in audited)
            {
                if (solver.IsKnown(cell) || lost.Contains(cell) || safe.Contains(cell))
                {
                    safe.Add(cell);
                    continue;
                }

                var range = solver.Range(cell, level);
                if (range.Width >= level || (book.IsImplied(cell) && range.Low >= level))
                {
                    safe.Add(cell); // hiding more can only widen what is hidden
                    continue;
                }

                if (Further(solver, cell, level, range, c => Cost(c, revealing, units, state, fixed_)) is not { Count: > 0 } further)
                {
                    lost.Add(cell);
                    continue;
                }

                changed = true;
                foreach (var u in further.SelectMany(c => revealing[c]).Distinct().Order())
                {
                    if (units[u].Unit.IsHidden(state))
                    {
                        continue;
                    }

                    units[u].Unit.Hide(state);
                    foreach (var c in units[u].Cells)
                    {
                        shown[c]--;
                        if (shown[c] == 0 && !fixed_.Contains(c))
                        {
                            solver.Publish(c, false);
                            safe.Remove(c);
                        }
                    }
                }
            }

            if (!changed)
            {
                break;
            }
        }

        state.FollowFindings(evidence);
        var released = units.Where(u => !u.Unit.IsHidden(state)).SelectMany(u => u.Unit.Cells).Distinct().Order()
            .Select(cells.Released).OfType<ReleasedCell>().ToList();
        return (released, lost.Count);
    }

    // What the cell needs on top of what it can already be lowered by; or any change at all, where the cheapest one is no whole number.
    private static IReadOnlyList<int>? Further(SuppressionSolver solver, int cell, int level, CellRange range, Func<int, double> cost)
    {
        return solver.Cheapest(cell, Math.Max(1, level - range.Width), cost) is { Count: > 0 } enough ? enough
            : solver.Cheapest(cell, level, cost) is { Count: > 0 } more ? more
            : Nearest(solver, cell, cost) is { } near ? [near] : null;
    }

    // The cheapest published cell at the least distance: where no change of whole numbers was found, less is shown.
    private static int? Nearest(SuppressionSolver solver, int cell, Func<int, double> cost)
    {
        var seen = new HashSet<int> { cell };
        var ring = new List<int> { cell };
        while (ring.Count > 0)
        {
            var next = ring.SelectMany(solver.BesideOf).Where(seen.Add).ToList();
            var published = next.Where(c => solver.IsKnown(c) && double.IsFinite(cost(c))).OrderBy(cost).ThenBy(c => c).ToList();
            if (published.Count > 0)
            {
                return published[0];
            }

            ring = [.. next.Where(c => !solver.IsKnown(c))];
        }

        return null;
    }

    private static double Cost(int cell, Dictionary<int, List<int>> revealing, List<(ReportUnit Unit, int[] Cells)> units, SuppressionState state, HashSet<int> fixed_) =>
        fixed_.Contains(cell) || !revealing.TryGetValue(cell, out var list)
            ? double.PositiveInfinity : 1 + list.Where(u => !units[u].Unit.IsHidden(state)).Sum(u => (double)units[u].Unit.Cost);
}
