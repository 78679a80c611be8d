using ScoringAudit.Networks;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Auditing;

/// <summary>One node for each subject: several rows of one person are no neighbours of each other, and no several people.</summary>
/// <remarks>
/// Where the plan names a time, a subject's rows of its last period stand for it, else all its rows. Numbers are means over those rows; the place and the
/// groups are those of the first of them. Without several rows of a subject, nodes are rows.
/// </remarks>
internal sealed class PassiveNodes
{
    private PassiveNodes(int[] ofRow, int[] rowOf, bool isIdentity) => (OfRow, RowOf, IsIdentity) = (ofRow, rowOf, isIdentity);

    /// <summary>Node of each audited row; −1 where it is left out.</summary>
    public int[] OfRow { get; }

    /// <summary>The row that stands for each node.</summary>
    public int[] RowOf { get; }

    /// <summary>Whether nodes are rows.</summary>
    public bool IsIdentity { get; }

    /// <summary>Number of nodes.</summary>
    public int Count => RowOf.Length;

    public static PassiveNodes Of(AuditSubject subject, int rows)
    {
        int[] all = [.. Enumerable.Range(0, rows)];
        var portfolio = subject.Rows.Rows;
        if (subject.Plan.Roles.Subject is not { } column)
        {
            return new PassiveNodes(all, all, true);
        }

        var key = KeyColumn.Bind(portfolio.Schema, column, "plan: columns.subject");
        var code = key.ReadAll(portfolio);
        if (code.Distinct().Count() == rows)
        {
            return new PassiveNodes(all, all, true);
        }

        int[]? period = subject.Plan.Roles.Time is { } time ? Periods.Read(portfolio, time).OfRow : null;
        var last = new Dictionary<int, int>();
        for (var i = 0; i < rows; i++)
        {
            last[code[i]] = Math.Max(last.GetValueOrDefault(code[i], -1), period?[i] ?? 0);
        }

        var nodes = new Dictionary<int, int>();
        var ofRow = new int[rows];
        var rowOf = new List<int>();
        for (var i = 0; i < rows; i++)
        {
            if ((period?[i] ?? 0) < last[code[i]])
            {
                ofRow[i] = -1;
                continue;
            }

            if (!nodes.TryGetValue(code[i], out ofRow[i]))
            {
                nodes.Add(code[i], ofRow[i] = rowOf.Count);
                rowOf.Add(i);
            }
        }

        return new PassiveNodes(ofRow, [.. rowOf], false);
    }

    /// <summary>A node for each subject, all its rows together; the place is that of its first row.</summary>
    public static PassiveNodes Whole(int[] subjectOfRow)
    {
        var rowOf = new int[subjectOfRow.Length == 0 ? 0 : subjectOfRow.Max() + 1];
        for (var i = subjectOfRow.Length - 1; i >= 0; i--)
        {
            rowOf[subjectOfRow[i]] = i;
        }

        return new PassiveNodes(subjectOfRow, rowOf, rowOf.Length == subjectOfRow.Length);
    }

    /// <summary>Mean over the rows of each node.</summary>
    public double[] Mean(double[] perRow)
    {
        if (IsIdentity)
        {
            return perRow;
        }

        double[] sum = new double[Count], count = new double[Count];
        for (var i = 0; i < perRow.Length; i++)
        {
            if (OfRow[i] >= 0)
            {
                sum[OfRow[i]] += perRow[i];
                count[OfRow[i]]++;
            }
        }

        for (var n = 0; n < sum.Length; n++)
        {
            sum[n] /= count[n];
        }

        return sum;
    }

    /// <summary>The value of the row that stands for each node.</summary>
    public T[] Pick<T>(ReadOnlySpan<T> perRow)
    {
        var picked = new T[Count];
        for (var n = 0; n < picked.Length; n++)
        {
            picked[n] = perRow[RowOf[n]];
        }

        return picked;
    }

    /// <summary>Edges between nodes from edges between rows.</summary>
    public EdgeList Edges(EdgeList rows)
    {
        if (IsIdentity)
        {
            return rows;
        }

        var seen = new HashSet<long>();
        List<int> from = [], to = [];
        List<double> weight = [];
        for (var e = 0; e < rows.Count; e++)
        {
            int a = OfRow[rows.From[e]], b = OfRow[rows.To[e]];
            if (a >= 0 && b >= 0 && a != b && seen.Add(((long)a << 32) | (uint)b))
            {
                from.Add(a);
                to.Add(b);
                weight.Add(rows.Weight[e]);
            }
        }

        return EdgeList.Of(Count, [.. from], [.. to], [.. weight]);
    }
}
