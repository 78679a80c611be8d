namespace ScoringAudit.Worlds.Firms;

/// <summary>Lists one more firm at a time and counts the others that change grade; scores solved again, partners' lists act once, at the first hop.</summary>
internal static class BlastRadius
{
    private const int Seeds = 16, Hops = 5, MostFirms = 100_000;

    public static BlastFacts? Of(FirmWorld world)
    {
        var feed = world.Scores.Feed;
        if (world.Spec.Subjects > MostFirms || (feed.Level == 0 && feed.Worst == 0 && world.Spec.Strength("partner-listed") == 0))
        {
            return null;
        }

        var links = FirmLinks.Of(world);
        var byHop = new long[Hops];
        var n = world.Spec.Subjects;
        var streams = world.Root.Derive("blast");
        int[] random = [.. Enumerable.Range(0, Seeds).Select(k => (int)(streams.Uniform((ulong)k, 0) * n))];
        var readers = new int[n];
        foreach (var t in world.Graph.Targets)
        {
            readers[t]++;
        }

        int[] hubs = [.. Enumerable.Range(0, n).OrderByDescending(i => readers[i]).ThenBy(i => i).Take(Seeds)];
        var ofRandom = random.Select(List).ToArray();
        var ofHubs = hubs.Select(List).ToArray();
        return new BlastFacts(Seeds, ofRandom.Average(), Seeds, ofHubs.Average(), Math.Max(ofRandom.Max(), ofHubs.Max()), byHop);

        int List(int firm)
        {
            var changed = 0;
            foreach (var change in links.List(firm, true))
            {
                if (change.Row != firm && links.GradeOf(change.Row, change.After) != links.GradeOf(change.Row, change.Before))
                {
                    changed++;
                    byHop[Math.Clamp(change.Hop, 1, Hops) - 1]++;
                }
            }

            return changed;
        }
    }
}
