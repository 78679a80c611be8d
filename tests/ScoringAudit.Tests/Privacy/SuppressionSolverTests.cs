using ScoringAudit.Primitives;
using ScoringAudit.Privacy;

namespace ScoringAudit.Tests.Privacy;

public class SuppressionSolverTests
{
    // [[20,50,10],[8,19,22],[17,32,12]] with margins; (2,1), (2,3), (3,1), (3,3) suppressed. Fischetti and Salazar 2001; attacker intervals by linprog.
    [Theory]
    [InlineData(3, 0, 25)]
    [InlineData(5, 5, 30)]
    [InlineData(6, 0, 25)]
    [InlineData(8, 4, 29)]
    public void Range_ClassicTable_IsThePublishedOne(int cell, long low, long high)
    {
        var solver = Table([20, 50, 10, 8, 19, 22, 17, 32, 12], 3, 3);
        foreach (var c in Enumerable.Range(0, 9))
        {
            solver.Publish(c, c is not (3 or 5 or 6 or 8));
        }

        Assert.Equal(new CellRange(low, high), solver.Range(cell));
    }

    [Fact]
    public void Range_OneHiddenCellInARow_IsItsValue()
    {
        var solver = Table([1, 2, 3, 4], 2, 2);
        Enumerable.Range(1, 3).ToList().ForEach(c => solver.Publish(c, true));
        Assert.Equal(new CellRange(1, 1), solver.Range(0));
        Assert.Equal(new CellRange(2, 2), solver.Range(1)); // published
    }

    [Fact]
    public void Range_NothingKnown_HasNoUpperLimit()
    {
        var solver = new SuppressionSolver([3, 4], []);
        Assert.Equal(new CellRange(0, CellRange.Unbounded), solver.Range(0) with { Low = 0 });
    }

    // x + y = 5, x − y = 1: x = 3, y = 2, whatever is hidden. 2x + 2y = 6 with x free: vertices (3, 0) and (0, 3).
    [Fact]
    public void Range_SignsAndFactors_AreUsed()
    {
        var both = new SuppressionSolver([3, 2], [CellEquation.Sum([0, 1], 5), new CellEquation([0, 1], [1, -1], 1)]);
        Assert.Equal(new CellRange(3, 3), both.Range(0));
        Assert.Equal(new CellRange(0, 3), new SuppressionSolver([1, 2], [new CellEquation([0, 1], [2, 2], 6)]).Range(0));
    }

    // 3 × 4 tables, random hidden cells: every table of whole numbers with the same margins and published cells, by search.
    [Fact]
    public void Range_RandomTables_IsWhatSearchFinds()
    {
        var random = Streams.FromSeed(11).Derive("tables").Sequence();
        for (var trial = 0; trial < 60; trial++)
        {
            var cells = new long[12];
            var hide = new bool[12];
            for (var c = 0; c < 12; c++)
            {
                cells[c] = random.NextBelow(6);
                hide[c] = random.NextUniform() < 0.55;
            }

            var solver = Table(cells, 3, 4);
            var hidden = Enumerable.Range(0, 12).Where(c => hide[c]).ToArray();
            foreach (var c in Enumerable.Range(0, 12))
            {
                solver.Publish(c, !hidden.Contains(c));
            }

            var (low, high) = Search(cells, hidden);
            foreach (var c in hidden)
            {
                Assert.Equal(new CellRange(low[c], high[c]), solver.Range(c));
            }
        }
    }

    [Fact]
    public void Cheapest_Shift_IsTheCheapestCycle()
    {
        // One hidden cell in 3 × 3: every rectangle through it would do; the one with cells of cost 1 is taken.
        var solver = Table([5, 9, 9, 9, 9, 9, 9, 9, 9], 3, 3);
        Enumerable.Range(1, 8).ToList().ForEach(c => solver.Publish(c, true));
        var hide = solver.Cheapest(0, 4, c => c is 2 or 6 or 8 ? 1 : 10);
        Assert.Equal([2, 6, 8], hide!.Order());
        foreach (var c in hide!)
        {
            solver.Publish(c, false);
        }

        Assert.Equal(new CellRange(0, 14), solver.Range(0));
    }

    [Fact]
    public void Cheapest_NothingMayBeHidden_IsNull()
    {
        var solver = Table([1, 2, 3, 4], 2, 2);
        Enumerable.Range(1, 3).ToList().ForEach(c => solver.Publish(c, true));
        Assert.Null(solver.Cheapest(0, 3, _ => double.PositiveInfinity));
    }

    [Fact]
    public void BadInput_IsRefused()
    {
        Assert.StartsWith("A count is negative.", Assert.Throws<ArgumentException>(() => new SuppressionSolver([-1], [])).Message, StringComparison.Ordinal);
        Assert.StartsWith("The table does not satisfy equation 0.", Assert.Throws<ArgumentException>(() => new SuppressionSolver([1, 2], [CellEquation.Sum([0, 1], 4)])).Message, StringComparison.Ordinal);
        Assert.StartsWith("An equation names each cell once", Assert.Throws<ArgumentException>(() => CellEquation.Sum([0, 0], 4)).Message, StringComparison.Ordinal);
    }

    internal static SuppressionSolver Table(long[] cells, int rows, int columns)
    {
        var equations = new List<CellEquation>();
        for (var r = 0; r < rows; r++)
        {
            int[] row = [.. Enumerable.Range(0, columns).Select(c => (r * columns) + c)];
            equations.Add(CellEquation.Sum(row, row.Sum(i => cells[i])));
        }

        for (var c = 0; c < columns; c++)
        {
            int[] column = [.. Enumerable.Range(0, rows).Select(r => (r * columns) + c)];
            equations.Add(CellEquation.Sum(column, column.Sum(i => cells[i])));
        }

        return new SuppressionSolver(cells, equations);
    }

    private static (long[] Low, long[] High) Search(long[] cells, int[] hidden)
    {
        var low = (long[])cells.Clone();
        var high = (long[])cells.Clone();
        var left = new long[3];
        var below = new long[4];
        foreach (var c in hidden)
        {
            left[c / 4] += cells[c];
            below[c % 4] += cells[c];
        }

        var now = new long[12];
        void Try(int at)
        {
            if (at == hidden.Length)
            {
                if (left.All(v => v == 0) && below.All(v => v == 0))
                {
                    foreach (var c in hidden)
                    {
                        (low[c], high[c]) = (Math.Min(low[c], now[c]), Math.Max(high[c], now[c]));
                    }
                }

                return;
            }

            var cell = hidden[at];
            // The last hidden cell of a row takes what is left.
            var isLast = !hidden.Skip(at + 1).Any(c => c / 4 == cell / 4);
            for (var v = isLast ? left[cell / 4] : 0; v <= Math.Min(left[cell / 4], below[cell % 4]); v++)
            {
                now[cell] = v;
                left[cell / 4] -= v;
                below[cell % 4] -= v;
                Try(at + 1);
                left[cell / 4] += v;
                below[cell % 4] += v;
            }
        }

        Try(0);
        return (low, high);
    }
}
