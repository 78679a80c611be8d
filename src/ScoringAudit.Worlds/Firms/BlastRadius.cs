using ScoringAudit.Networks;

namespace ScoringAudit.Worlds.Firms;

/// <summary>Lists one more firm and follows the change until no score moves by more than 1e-4 points.</summary>
/// <remarks>Touched firms are solved again in the order in which the change reaches them; the map is a contraction, so this ends near the new fixpoint, and partners' lists act once, at the first hop.</remarks>
internal sealed class BlastRadius
{
    private const double Least = 1e-2;
    private readonly FirmWorld _world;
    private readonly CsrGraph _readers;
    private readonly double[] _scores;
    private readonly double[] _fixed;
    private readonly int[] _hop;
    private readonly List<int> _touched = [];
    private readonly Queue<int> _queue = new();

    private BlastRadius(FirmWorld world)
    {
        _world = world;
        _readers = world.Graph.Reversed();
        _scores = [.. world.Scores.Score.Select(s => s * 100)];
        _fixed = (double[])world.Scores.Fixed.Clone();
        _hop = new int[_scores.Length];
        _hop.AsSpan().Fill(-1);
    }

    public static BlastFacts? Of(FirmWorld world)
    {
        var feed = world.Scores.Feed;
        if (world.Spec.Subjects > 100_000 || (feed.Level == 0 && feed.Worst == 0 && world.Spec.Strength("partner-listed") == 0))
        {
            return null;
        }

        const int seeds = 16;
        var blast = new BlastRadius(world);
        var byHop = new long[5];
        var n = world.Spec.Subjects;
        var streams = world.Root.Derive("blast");
        int[] random = [.. Enumerable.Range(0, seeds).Select(k => (int)(streams.Uniform((ulong)k, 0) * n))];
        int[] hubs = [.. Enumerable.Range(0, n).OrderByDescending(i => blast._readers.Offsets[i + 1] - blast._readers.Offsets[i]).ThenBy(i => i).Take(seeds)];
        var ofRandom = random.Select(i => blast.List(i, byHop)).ToArray();
        var ofHubs = hubs.Select(i => blast.List(i, byHop)).ToArray();
        return new BlastFacts(seeds, ofRandom.Average(), seeds, ofHubs.Average(), Math.Max(ofRandom.Max(), ofHubs.Max()), byHop);
    }

    private int List(int seed, long[] byHop)
    {
        var world = _world;
        var saved = new Dictionary<int, (double Score, double Fixed)>();
        Touch(seed, 0, saved);
        _fixed[seed] -= world.Rule.Black * 100;
        var points = world.Scores.Listed[seed] ? 0 : world.Spec.Strength("partner-listed") * 100;
        _queue.Enqueue(seed);
        if (points > 0)
        {
            foreach (var reader in Readers(seed))
            {
                Touch(reader, 1, saved);
                _fixed[reader] -= points * ShareOf(reader, seed);
                _queue.Enqueue(reader);
            }
        }

        while (_queue.TryDequeue(out var i))
        {
            var feed = world.Scores.Feed;
            var next = Math.Clamp(_fixed[i] + ScoreFixpoint.FeedOf(world.Graph, feed, i, _scores), 0, feed.Max);
            if (Math.Abs(next - _scores[i]) <= Least && i != seed)
            {
                continue;
            }

            var moved = Math.Abs(next - _scores[i]) > Least;
            _scores[i] = next;
            foreach (var reader in moved && (feed.Level != 0 || feed.Worst != 0) ? Readers(i) : [])
            {
                Touch(reader, _hop[i] + 1, saved);
                _queue.Enqueue(reader);
            }
        }

        return Undo(seed, saved, byHop);
    }

    private int Undo(int seed, Dictionary<int, (double Score, double Fixed)> saved, long[] byHop)
    {
        var changed = 0;
        foreach (var i in _touched)
        {
            var months = _world.Records.Months[i];
            if (i != seed && Grade(_scores[i], months) != Grade(saved[i].Score, months))
            {
                changed++;
                byHop[Math.Clamp(_hop[i], 1, byHop.Length) - 1]++;
            }

            (_scores[i], _fixed[i]) = saved[i];
            _hop[i] = -1;
        }

        _touched.Clear();
        return changed;
    }

    private int Grade(double score, int months) => _world.Rule.Grade(Math.Floor(score + 0.5) / 100, months);

    private void Touch(int firm, int hop, Dictionary<int, (double Score, double Fixed)> saved)
    {
        if (_hop[firm] < 0)
        {
            _hop[firm] = hop;
            _touched.Add(firm);
            saved.Add(firm, (_scores[firm], _fixed[firm]));
        }
    }

    private ReadOnlySpan<int> Readers(int firm) => _readers.Targets[(int)_readers.Offsets[firm]..(int)_readers.Offsets[firm + 1]];

    private double ShareOf(int reader, int partner)
    {
        var begin = (int)_world.Graph.Offsets[reader];
        var row = _world.Graph.Targets[begin..(int)_world.Graph.Offsets[reader + 1]];
        return _world.Graph.Shares[begin + row.IndexOf(partner)];
    }
}
