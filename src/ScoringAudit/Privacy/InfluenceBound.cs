namespace ScoringAudit.Privacy;

/// <summary>How many others' scores one record can reach in a public graph: exact, because the graph is not protected.</summary>
public static class InfluenceBound
{
    /// <summary>The largest number of other rows that read one row within so many steps.</summary>
    /// <param name="readers">For each row the rows whose score reads it.</param>
    /// <param name="hops">Steps: 1 when scores read neighbours' own records, more when they read scores.</param>
    public static int FromPublicGraph(IReadOnlyList<IReadOnlyList<int>> readers, int hops)
    {
        ArgumentNullException.ThrowIfNull(readers);
        ArgumentOutOfRangeException.ThrowIfLessThan(hops, 1);
        var most = 0;
        var seen = new int[readers.Count];
        var queue = new List<int>();
        for (var start = 0; start < readers.Count; start++)
        {
            queue.Clear();
            queue.Add(start);
            seen[start] = start + 1;
            var from = 0;
            for (var hop = 0; hop < hops; hop++)
            {
                var end = queue.Count;
                for (; from < end; from++)
                {
                    foreach (var reader in readers[queue[from]])
                    {
                        if (seen[reader] != start + 1)
                        {
                            seen[reader] = start + 1;
                            queue.Add(reader);
                        }
                    }
                }
            }

            most = Math.Max(most, queue.Count - 1);
        }

        return most;
    }
}
