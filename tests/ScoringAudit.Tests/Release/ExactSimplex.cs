using ScoringAudit.Privacy;

namespace ScoringAudit.Tests.Release;

/// <summary>The attacker's own linear programs: two phases, Bland's rule, exact fractions. It shares nothing with the solver under test.</summary>
internal static class ExactSimplex
{
    /// <summary>Least and largest x[cell] over {x ≥ 0, A x = b}; null as upper limit: none.</summary>
    public static (Rational Low, Rational? High) Range(int cells, IReadOnlyList<(IReadOnlyDictionary<int, int> Row, long Total)> equations, int cell)
    {
        var low = Optimum(cells, equations, cell, -1)!.Value;
        var high = Optimum(cells, equations, cell, 1);
        return (Rational.Zero - low, high);
    }

    private static Rational? Optimum(int cells, IReadOnlyList<(IReadOnlyDictionary<int, int> Row, long Total)> equations, int cell, int sign)
    {
        var m = equations.Count;
        var n = cells + m;
        var t = new Rational[m][];
        var basic = new int[m];
        for (var r = 0; r < m; r++)
        {
            t[r] = new Rational[n + 1];
            Array.Fill(t[r], Rational.Zero);
            var flip = equations[r].Total < 0 ? -1 : 1;
            foreach (var (c, a) in equations[r].Row)
            {
                t[r][c] = new Rational(flip * a, 1);
            }

            t[r][cells + r] = new Rational(1, 1);
            t[r][n] = new Rational(flip * equations[r].Total, 1);
            basic[r] = cells + r;
        }

        var phase1 = new Rational[n];
        Array.Fill(phase1, Rational.Zero);
        for (var c = cells; c < n; c++)
        {
            phase1[c] = new Rational(-1, 1);
        }

        if (Run(t, basic, phase1, n) is not { Sign: 0 })
        {
            throw new InvalidOperationException("The published numbers contradict each other.");
        }

        // Artificial columns leave; rows that are none are dropped by keeping them at 0.
        for (var r = 0; r < m; r++)
        {
            if (basic[r] >= cells && Enumerable.Range(0, cells).Where(c => t[r][c].Sign != 0).Select(c => (int?)c).FirstOrDefault() is { } enter)
            {
                Pivot(t, basic, r, enter);
            }
        }

        var phase2 = new Rational[n];
        Array.Fill(phase2, Rational.Zero);
        phase2[cell] = new Rational(sign, 1);
        return Run(t, basic, phase2, cells);
    }

    private static Rational? Run(Rational[][] t, int[] basic, Rational[] gain, int columns)
    {
        var last = gain.Length;
        while (true)
        {
            var enter = -1;
            for (var c = 0; c < columns && enter < 0; c++)
            {
                var reduced = gain[c];
                for (var r = 0; r < t.Length; r++)
                {
                    if (gain[basic[r]].Sign != 0 && t[r][c].Sign != 0)
                    {
                        reduced -= gain[basic[r]] * t[r][c];
                    }
                }

                enter = reduced.Sign > 0 && !basic.Contains(c) ? c : -1;
            }

            if (enter < 0)
            {
                var value = Rational.Zero;
                for (var r = 0; r < t.Length; r++)
                {
                    value += gain[basic[r]] * t[r][last];
                }

                return value;
            }

            var leave = -1;
            for (var r = 0; r < t.Length; r++)
            {
                if (t[r][enter].Sign > 0 && (leave < 0 || t[r][last] * t[leave][enter] < t[leave][last] * t[r][enter]
                    || (t[r][last] * t[leave][enter] == t[leave][last] * t[r][enter] && basic[r] < basic[leave])))
                {
                    leave = r;
                }
            }

            if (leave < 0)
            {
                return null;
            }

            Pivot(t, basic, leave, enter);
        }
    }

    private static void Pivot(Rational[][] t, int[] basic, int row, int column)
    {
        var by = t[row][column];
        for (var c = 0; c < t[row].Length; c++)
        {
            if (t[row][c].Sign != 0)
            {
                t[row][c] /= by;
            }
        }

        for (var r = 0; r < t.Length; r++)
        {
            var times = t[r][column];
            if (r == row || times.Sign == 0)
            {
                continue;
            }

            for (var c = 0; c < t[r].Length; c++)
            {
                if (t[row][c].Sign != 0)
                {
                    t[r][c] -= times * t[row][c];
                }
            }
        }

        basic[row] = column;
    }
}
