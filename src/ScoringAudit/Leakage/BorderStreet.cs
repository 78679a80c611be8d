namespace ScoringAudit.Leakage;

/// <summary>A street that crosses borders between areas: the jump at each border less placebo pairs, and its part in each area's mean.</summary>
internal sealed record BorderStreet(IReadOnlyList<BorderStreet.Border> Borders, IReadOnlyList<BorderStreet.Side> Sides)
{
    /// <summary>A border with its jump, first area less second, placebo pairs of the same street taken off.</summary>
    public readonly record struct Border(int First, int Second, double Residual, double Predicted);

    /// <summary>A street's houses in one area: the sum of their residuals is what stands (the street's mean for each) and what turns round (the rest).</summary>
    public readonly record struct Side(int Area, double Houses, double Standing, double Turning);

    /// <summary>Only the borders whose two areas have houses in other streets: where there are none, nothing says which is the higher.</summary>
    public BorderStreet WithKnownSides(double[] houses) =>
        this with { Borders = [.. Borders.Where(b => houses[Sides[b.First].Area] > Sides[b.First].Houses && houses[Sides[b.Second].Area] > Sides[b.Second].Houses)] };

    public static List<BorderStreet> Find(ReadOnlySpan<double> residual, ReadOnlySpan<double> predicted, int[] street, double[] position, int[] area)
    {
        int[] order = [.. Enumerable.Range(0, street.Length).OrderBy(i => street[i]).ThenBy(i => position.Length == 0 ? 0 : position[i]).ThenBy(i => i)];
        var all = new List<BorderStreet>();
        for (int begin = 0, end; begin < order.Length; begin = end)
        {
            end = begin + 1;
            while (end < order.Length && street[order[end]] == street[order[begin]])
            {
                end++;
            }

            var houses = order.AsSpan(begin, end - begin);
            if (One(houses, residual, predicted, area) is { } found)
            {
                all.Add(found);
            }
        }

        return all;
    }

    private static BorderStreet? One(ReadOnlySpan<int> houses, ReadOnlySpan<double> residual, ReadOnlySpan<double> predicted, int[] area)
    {
        var sides = new List<int>();
        var borders = new List<Border>();
        int Side(int ofArea)
        {
            var at = sides.IndexOf(ofArea);
            if (at < 0)
            {
                at = sides.Count;
                sides.Add(ofArea);
            }

            return at;
        }

        for (var k = 0; k + 1 < houses.Length; k++)
        {
            int a = houses[k], b = houses[k + 1];
            if (area[a] != area[b] && Placebo(houses, k, area, -1) is { } p && Placebo(houses, k + 1, area, 1) is { } q)
            {
                borders.Add(new Border(
                    Side(area[a]),
                    Side(area[b]),
                    residual[a] - residual[b] - (0.5 * (residual[p.A] - residual[p.B] + residual[q.A] - residual[q.B])),
                    predicted[a] - predicted[b] - (0.5 * (predicted[p.A] - predicted[p.B] + predicted[q.A] - predicted[q.B]))));
            }
        }

        if (borders.Count == 0)
        {
            return null;
        }

        double[] count = new double[sides.Count], sum = new double[sides.Count];
        double mean = 0, all = 0;
        foreach (var i in houses)
        {
            var at = sides.IndexOf(area[i]);
            if (at >= 0)
            {
                count[at]++;
                sum[at] += residual[i];
                mean += residual[i];
                all++;
            }
        }

        mean /= all;
        return new BorderStreet(borders, [.. sides.Select((s, at) => new Side(s, count[at], count[at] * mean, sum[at] - (count[at] * mean)))]);
    }

    // Two next-door houses in the middle of the stretch of one area that begins at a place and goes one way.
    private static (int A, int B)? Placebo(ReadOnlySpan<int> houses, int at, int[] area, int way)
    {
        var end = at;
        while (end + way >= 0 && end + way < houses.Length && area[houses[end + way]] == area[houses[at]])
        {
            end += way;
        }

        var length = Math.Abs(end - at) + 1;
        if (length < 4)
        {
            return null;
        }

        var middle = at + (way * (length / 2));
        return way > 0 ? (houses[middle - 1], houses[middle]) : (houses[middle], houses[middle + 1]);
    }
}
