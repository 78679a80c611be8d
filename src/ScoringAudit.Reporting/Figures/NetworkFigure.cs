using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Figures;

/// <summary>A small network around one node, ring by ring: who reads whom, and who changed. At most 200 nodes.</summary>
/// <remarks>A node stands on the ring of its hop, in the part of the circle that its parent has; nothing is drawn at random.</remarks>
internal static class NetworkFigure
{
    internal const int MostNodes = 200;
    private const double Middle = Svg.Width / 2, Widest = (Svg.Width / 2) - 14, Apart = 36, Room = 7;

    internal static void Draw(Svg svg, ReleasedTable table, FigureKind kind)
    {
        double y = 8;
        foreach (var (panel, rows) in FigureRow.Panels(table))
        {
            if (panel.Length > 0)
            {
                svg.Text(14, y + 14, TextSize.Fit(panel, Svg.Width - 28), "b");
                y += 24;
            }

            y = Panel(svg, [.. rows.Take(MostNodes)], kind, y) + 14;
        }

        svg.Height = Math.Max(y, 40);
    }

    private static double Panel(Svg svg, IReadOnlyList<FigureRow> rows, FigureKind kind, double top)
    {
        int rings = (int)Math.Clamp(rows.Select(row => row.Number("hop") ?? 0).DefaultIfEmpty(0).Max(), 0, 3);
        double[] radius = Radii(rows, Math.Max(rings, 1));
        double centre = top + 14 + radius[^1];
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int at = 0; at < rows.Count; at++)
        {
            index.TryAdd(rows[at].Text("node"), at);
        }

        var place = Places(rows, index, centre, radius);
        for (int at = 0; at < rows.Count; at++)
        {
            if (index.TryGetValue(rows[at].Text("parent"), out int parent) && parent != at)
            {
                svg.Line(place[parent].X, place[parent].Y, place[at].X, place[at].Y, "grid");
            }
        }

        for (int at = 0; at < rows.Count; at++)
        {
            bool root = rows[at].Number("hop") is 0, changed = rows[at].Flag("changed");
            svg.OpenMark(rows[at].Text("node") + (root ? ": listed" : changed ? ": its grade changed" : ": no change"));
            if (root)
            {
                svg.Diamond(place[at].X, place[at].Y, 8, "s2");
            }
            else
            {
                svg.Circle(place[at].X, place[at].Y, rows.Count > 80 ? 2.8 : 4.5, changed ? "s2" : "w hole s6");
            }

            svg.Close();
        }

        double under = centre + radius[^1] + 32;
        svg.Diamond(20, under - 4, 6, "s2");
        svg.Text(32, under, "listed", "t");
        svg.Circle(88, under - 4, 4.5, "s2");
        svg.Text(98, under, "grade changed", "t");
        svg.Circle(204, under - 4, 4.5, "w hole s6");
        svg.Text(214, under, "no change", "t");
        svg.Text(Middle, under + 20, TextSize.Fit(rows[0].Text("unit") is { Length: > 0 } unit ? unit : kind.Axis, Svg.Width - 28, TextSize.Small), "t mut", "middle");
        return under + 26;
    }

    // A ring is as wide as its nodes need, and no nearer to the one inside it than the eye can tell apart; all of them fit the page.
    private static double[] Radii(IReadOnlyList<FigureRow> rows, int rings)
    {
        var radius = new double[rings + 1];
        for (int ring = 1; ring <= rings; ring++)
        {
            int nodes = rows.Count(row => Math.Min(row.Number("hop") ?? 0, 3) == ring);
            radius[ring] = Math.Max(radius[ring - 1] + (ring == 1 ? 62 : Apart), nodes * Room / (2 * Math.PI));
        }

        return radius[^1] > Widest ? [.. radius.Select(r => r * Widest / radius[^1])] : radius;
    }

    // Each node gets a part of its parent's angle in proportion to the leaves below it.
    private static (double X, double Y)[] Places(IReadOnlyList<FigureRow> rows, Dictionary<string, int> index, double centre, double[] radius)
    {
        var children = Enumerable.Range(0, rows.Count).Select(_ => new List<int>()).ToArray();
        var roots = new List<int>();
        for (int at = 0; at < rows.Count; at++)
        {
            if (rows[at].Number("hop") is > 0 && index.TryGetValue(rows[at].Text("parent"), out int parent) && (rows[parent].Number("hop") ?? 0) < rows[at].Number("hop"))
            {
                children[parent].Add(at);
            }
            else
            {
                roots.Add(at);
            }
        }

        int Leaves(int at) => children[at].Count == 0 ? 1 : children[at].Sum(Leaves);
        var place = new (double X, double Y)[rows.Count];
        void Put(int at, double from, double to)
        {
            double angle = (from + to) / 2, far = radius[(int)Math.Min(rows[at].Number("hop") ?? 0, radius.Length - 1)];
            place[at] = (Middle + (far * Math.Sin(angle)), centre - (far * Math.Cos(angle)));
            double each = (to - from) / Leaves(at), next = from;
            foreach (int child in children[at])
            {
                double end = next + (each * Leaves(child));
                Put(child, next, end);
                next = end;
            }
        }

        double share = 2 * Math.PI / Math.Max(1, roots.Sum(Leaves)), start = 0;
        foreach (int root in roots)
        {
            Put(root, start, start + (share * Leaves(root)));
            start += share * Leaves(root);
        }

        return place;
    }
}
