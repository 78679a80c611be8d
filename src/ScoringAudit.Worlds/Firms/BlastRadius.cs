using ScoringAudit.Networks;

namespace ScoringAudit.Worlds.Firms;

/// <summary>Lists one more firm, lets the lists spread, and follows the scores until none moves by more than a tolerance.</summary>
/// <remarks>
/// The rule of the lists is monotone, so the new least fixpoint is reached from the old one by adding firms. The scores are a contraction:
/// each firm that the change reaches is solved again from the newest scores until nothing moves, which ends near the new fixpoint. The
/// lists of the own record, a firm's and its officers', do not change but for the seed's.
/// </remarks>
internal sealed class BlastRadius
{
    private const int Sample = 16, Hops = 5;

    private readonly FirmWorld _world;
    private readonly Readers _readers;
    private readonly ListCascade _lists;
    private readonly double _least;
    private readonly double[] _scores;
    private readonly double[] _fixed;
    private readonly byte[] _hop;
    private readonly bool[] _queued;
    private readonly List<(int Firm, double Score, double Fixed)> _touched = [];
    private readonly Queue<int> _queue = new();

    private BlastRadius(FirmWorld world, double least)
    {
        (_world, _least) = (world, least);
        _readers = new Readers(world.Graph);
        _lists = new ListCascade(world, _readers);
        _fixed = (double[])world.Scores.Fixed.Clone();
        _scores = [.. world.Scores.Score.Select(s => s * 100)];
        _hop = new byte[_scores.Length];
        _queued = new bool[_scores.Length];
        if (Feeds)
        {
            // Stored scores are rounded; the start must not move by itself.
            ScoreFixpoint.Solve(world.Graph, _fixed, world.Scores.Feed, _least / 100, _scores);
        }
    }

    private bool Feeds => _world.Scores.Feed is { Level: not 0 } or { Worst: not 0 };

    public static BlastFacts? Of(FirmWorld world)
    {
        var feed = world.Scores.Feed;
        if (feed.Level == 0 && feed.Worst == 0 && !ListCascade.Spreads(world))
        {
            return null;
        }

        // In hundredths of a point: finer than the grid of scores, and for large worlds half of it.
        var least = world.Spec.Subjects <= 100_000 ? 1e-2 : 0.5;
        var blast = new BlastRadius(world, least);
        var byHop = new long[Hops];
        var streams = world.Root.Derive("blast");
        int[] random = [.. Enumerable.Range(0, Sample).Select(k => (int)(streams.Uniform((ulong)k, 0) * world.Spec.Subjects))];
        BlastSeed[] seeds =
        [
            .. random.Select(i => blast.List(i, false, byHop)),
            .. blast._readers.Hubs(Sample).Select(i => blast.List(i, true, byHop)),
        ];
        return new BlastFacts(
            Sample,
            seeds.Take(Sample).Average(s => s.Changed),
            Sample,
            seeds.Skip(Sample).Average(s => s.Changed),
            seeds.Max(s => s.Changed),
            byHop,
            least / 100,
            seeds);
    }

    private BlastSeed List(int seed, bool hub, long[] byHop)
    {
        Touch(seed, 0);
        _fixed[seed] -= _world.Lists[seed].BlackCount < FirmRule.MostBlacklists ? _world.Rule.Black * 100 : 0;
        Enqueue(seed);
        var listed = _lists.Add(seed, (firm, from, change) =>
        {
            Touch(firm, _hop[from]);
            _fixed[firm] += change;
            Enqueue(firm);
        });
        while (_queue.TryDequeue(out var i))
        {
            _queued[i] = false;
            var feed = _world.Scores.Feed;
            var next = Math.Clamp(_fixed[i] + (Feeds ? ScoreFixpoint.FeedOf(_world.Graph, feed, i, _scores) : 0), 0, feed.Max);
            if (Math.Abs(next - _scores[i]) <= _least)
            {
                continue;
            }

            _scores[i] = next;
            foreach (var reader in Feeds ? _readers.Of(i) : [])
            {
                Touch(reader, _hop[i]);
                Enqueue(reader);
            }
        }

        var changed = Undo(seed, byHop);
        _lists.Undo();
        return new BlastSeed(seed + 1L, hub, _readers.Count(seed), changed, listed);
    }

    private int Undo(int seed, long[] byHop)
    {
        var changed = 0;
        foreach (var (i, score, own) in _touched)
        {
            var months = _world.Records.Months[i];
            if (i != seed && Grade(_scores[i], months) != Grade(score, months))
            {
                changed++;
                byHop[Math.Clamp(_hop[i] - 2, 0, Hops - 1)]++;
            }

            (_scores[i], _fixed[i], _hop[i]) = (score, own, 0);
        }

        _touched.Clear();
        return changed;
    }

    private int Grade(double score, int months) => _world.Rule.Grade(Math.Floor(Math.Clamp(score, 0, _world.Rule.Most * 100) + 0.5) / 100, months);

    // Hops are stored one too high, so that 0 is a firm that nothing reached; far ones count as the last.
    private void Touch(int firm, byte from)
    {
        if (_hop[firm] == 0)
        {
            _hop[firm] = (byte)Math.Min(200, from + 1);
            _touched.Add((firm, _scores[firm], _fixed[firm]));
        }
    }

    private void Enqueue(int firm)
    {
        if (!_queued[firm])
        {
            _queued[firm] = true;
            _queue.Enqueue(firm);
        }
    }
}
