namespace ScoringAudit.Worlds.Firms;

/// <summary>Computes the realised figures of a firm world.</summary>
internal static class FirmSummary
{
    public static FirmFacts Of(FirmWorld world)
    {
        var n = world.Spec.Subjects;
        var graph = world.Graph;
        var readers = new int[n];
        foreach (var t in graph.Targets)
        {
            readers[t]++;
        }

        var grades = new long[FirmRule.Grades.Length];
        long foreign = 0, black = 0, red = 0, below = 0, captive = 0;
        Span<int> parts = stackalloc int[FirmTruthRows.Origins.Length];
        for (var i = 0; i < n; i++)
        {
            var score = world.Scores.Score[i];
            grades[world.Rule.Grade(score, world.Records.Months[i])]++;
            foreign += world.Records.Foreign[i] ? 1 : 0;
            black += world.Lists[i].Black != 0 ? 1 : 0;
            red += world.Lists[i].Red ? 1 : 0;
            if (score < world.Rule.Cuts[1])
            {
                FirmTruthRows.Parts(world, i, parts);
                below++;
                captive += world.Rule.Most + ((parts[1] + parts[2] + parts[3] + parts[4]) / 100.0) < world.Rule.Cuts[1] ? 1 : 0;
            }
        }

        var seats = new int[world.Persons.Count];
        foreach (var person in world.Records.Officers)
        {
            if (person >= 0)
            {
                seats[person]++;
            }
        }

        var (same, assortativity, correlation) = Mixing(world);
        return new FirmFacts(
            n,
            graph.Pairs,
            readers.Max(),
            n < 1000 ? double.NaN : Hill(readers),
            same,
            assortativity,
            correlation,
            (double)foreign / n,
            (double)black / n,
            (double)red / n,
            new SortedDictionary<string, double>(FirmRule.Grades.Select((g, k) => (g, k)).ToDictionary(p => p.g, p => (double)grades[p.k] / n), StringComparer.Ordinal),
            world.Persons.Count,
            seats.Count(s => s > 1),
            world.Scores.Undecided,
            world.Scores.ListSteps,
            below == 0 ? double.NaN : (double)captive / below,
            BlastRadius.Of(world));
    }

    // 1 / mean of ln(d / d_k) over the k largest (Hill 1975, Annals of Statistics 3), k a hundredth of the firms.
    private static double Hill(int[] readers)
    {
        var sorted = (int[])readers.Clone();
        Array.Sort(sorted);
        var k = sorted.Length / 100;
        var least = PortableMath.Log(sorted[^(k + 1)]);
        var sum = 0.0;
        for (var i = sorted.Length - k; i < sorted.Length; i++)
        {
            sum += PortableMath.Log(sorted[i]) - least;
        }

        return k / sum;
    }

    private static (double Same, double Assortativity, double Correlation) Mixing(FirmWorld world)
    {
        var sectors = FirmLayout.Sectors.Length;
        var from = new long[sectors];
        var to = new long[sectors];
        var graph = world.Graph;
        long same = 0;
        double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
        const double centre = 800;
        for (var i = 0; i < graph.Nodes; i++)
        {
            var s = FirmLayout.SectorOf(i);
            var own = (world.OwnPart(i) / 100.0 * (1000 / world.Rule.Most)) - centre;
            for (var e = (int)graph.Offsets[i]; e < (int)graph.Offsets[i + 1]; e++)
            {
                var j = graph.Targets[e];
                var t = FirmLayout.SectorOf(j);
                from[s]++;
                to[t]++;
                same += s == t ? 1 : 0;
                var other = (world.OwnPart(j) / 100.0 * (1000 / world.Rule.Most)) - centre;
                x += own;
                y += other;
                xx += own * own;
                yy += other * other;
                xy += own * other;
            }
        }

        double m = graph.Pairs, expected = 0;
        for (var s = 0; s < sectors; s++)
        {
            expected += from[s] / m * (to[s] / m);
        }

        var spread = Math.Sqrt(((xx / m) - (x / m * (x / m))) * ((yy / m) - (y / m * (y / m))));
        return (same / m, ((same / m) - expected) / (1 - expected), spread > 0 ? ((xy / m) - (x / m * (y / m))) / spread : double.NaN);
    }
}
