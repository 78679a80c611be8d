using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>The search for one row.</summary>
internal sealed class CounterfactualSearch
{
    private readonly Counterfactuals _owner;
    private readonly float[] _row;
    private readonly float[][] _worlds;
    private readonly CancellationToken _cancel;
    private readonly FeatureChange[][] _changes;
    private readonly int[] _free;
    private readonly double _limit;
    private int _steps;
    private Counterfactual? _best;

    public CounterfactualSearch(Counterfactuals owner, float[] row, FeatureMatrix? surroundings, CancellationToken cancel)
    {
        (_owner, _row, _cancel) = (owner, row, cancel);
        var schema = owner.Scorer.Features;
        _worlds = surroundings is null ? [row] : Distinct(schema, row, surroundings);
        var scores = Scores(_worlds);
        var risk = Array.ConvertAll(scores, s => RiskBound.RiskOf(owner.Scorer.Scale, s));

        // The worst surroundings first: most changes fail there.
        Array.Sort(Array.ConvertAll(risk, r => -r), _worlds);
        _changes = [.. Enumerable.Range(0, schema.Count).Select(f => Candidates(f).OrderBy(c => c.Cost).ThenBy(c => c.To).ToArray())];
        _free = [.. Enumerable.Range(0, schema.Count).Where(f => _changes[f].Length > 0 || CanClose(f))];
        var limit = RiskBound.RiskOf(owner.Scorer.Scale, owner.Rule.Threshold);
        _limit = limit + (1e-5 * Math.Max(1, Math.Abs(limit)));
    }

    public CounterfactualResult Run()
    {
        if (Favourable([_row])[0])
        {
            return new CounterfactualResult([], [], null, true, "the decision is favourable already");
        }

        var allowed = _owner.Constraints.Count(c => c.Up || c.Down);
        if (allowed == 0)
        {
            return new CounterfactualResult([], [], null, true, "no feature of the own record may change");
        }

        var single = _free.Select(One).OfType<Counterfactual>().OrderBy(c => c.Cost).ThenBy(c => c.Changes[0].Feature).ToList();
        var pairs = new List<Counterfactual>();
        if (_owner.Options.MostChanges >= 2)
        {
            int[] rest = [.. _free.Where(f => single.TrueForAll(s => s.Changes[0].Feature != f))];
            for (var i = 0; i < rest.Length; i++)
            {
                for (var j = i + 1; j < rest.Length; j++)
                {
                    _cancel.ThrowIfCancellationRequested();
                    if (Two(rest[i], rest[j]) is { } pair)
                    {
                        pairs.Add(pair);
                    }
                }
            }
        }

        pairs = [.. pairs.OrderBy(c => c.Cost).ThenBy(c => c.Changes[0].Feature).ThenBy(c => c.Changes[1].Feature)];
        if (single.Count + pairs.Count == 0 && _owner.Options.MostChanges >= 3)
        {
            Branch(0, [.. _free.OrderBy(f => Least(f)).ThenBy(f => f)], [], 0);
        }

        var proven = _steps <= _owner.Options.MostSteps;
        var none = single.Count + pairs.Count == 0 && _best is null;
        var most = Math.Min(_owner.Options.MostChanges, allowed);
        return new CounterfactualResult(single, pairs, _best, proven, !none ? null : proven
            ? FormattableString.Invariant($"no change of at most {most} feature{(most == 1 ? string.Empty : "s")} of the own record does it")
            : "the search was stopped at its limit of steps before it found any");
    }

    // Rows that differ from this one in other people's records only, each once.
    private static float[][] Distinct(FeatureSchema schema, float[] row, FeatureMatrix surroundings)
    {
        var seen = new Dictionary<string, float[]>(StringComparer.Ordinal);
        for (var b = 0; b < surroundings.Rows; b++)
        {
            var mixed = (float[])row.Clone();
            var key = new System.Text.StringBuilder();
            for (var f = 0; f < mixed.Length; f++)
            {
                if (schema.Features[f].Origin != Origin.Own)
                {
                    mixed[f] = surroundings.Columns[f][b];
                    key.Append(BitConverter.SingleToInt32Bits(mixed[f])).Append(',');
                }
            }

            seen.TryAdd(key.ToString(), mixed);
        }

        return [.. seen.Values];
    }

    private double[] Scores(float[][] rows)
    {
        var columns = new float[_row.Length][];
        for (var f = 0; f < columns.Length; f++)
        {
            columns[f] = new float[rows.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                columns[f][i] = rows[i][f];
            }
        }

        var scores = new double[rows.Length];
        _owner.Scorer.Score(new FeatureBlock(columns, 0, rows.Length), scores);
        return scores;
    }

    // In every surrounding; those that fail in one are not tried in the next.
    private bool[] Favourable(float[][] rows)
    {
        var result = new bool[rows.Length];
        int[] left = [.. Enumerable.Range(0, rows.Length)];
        var schema = _owner.Scorer.Features;
        foreach (var world in _worlds)
        {
            var scores = Scores([.. left.Select(i => In(world, rows[i], schema))]);
            left = [.. left.Where((_, at) => _owner.Rule.IsFavourable(scores[at]))];
            if (left.Length == 0)
            {
                break;
            }
        }

        foreach (var i in left)
        {
            result[i] = true;
        }

        return result;
    }

    private static float[] In(float[] world, float[] row, FeatureSchema schema)
    {
        var mixed = (float[])row.Clone();
        for (var f = 0; f < mixed.Length; f++)
        {
            mixed[f] = schema.Features[f].Origin == Origin.Own ? row[f] : world[f];
        }

        return mixed;
    }

    private IEnumerable<FeatureChange> Candidates(int f)
    {
        var (feature, rule) = (_owner.Scorer.Features.Features[f], _owner.Constraints[f]);
        var x = _row[f];
        if (!rule.Up && !rule.Down)
        {
            return [];
        }

        if (feature.Kind == FeatureKind.Category)
        {
            return Enumerable.Range(0, feature.Levels.Count).Where(level => level != (int)x || float.IsNaN(x)).Select(level => new FeatureChange(f, x, level, 0, 1));
        }

        // A missing value has no direction: supplying one is a change that only a free feature allows.
        if (float.IsNaN(x))
        {
            return rule is { Up: true, Down: true } ? Cells(f, (float)_owner.Scales[f].Median).Append(Change(f, (float)_owner.Scales[f].Median, 0)).Where(c => Within(rule, c.To)) : [];
        }

        return Cells(f, x).Where(c => Within(rule, c.To));
    }

    private IEnumerable<FeatureChange> Cells(int f, float from)
    {
        var edges = _owner.Grid!.Edges[f];
        var (rule, whole) = (_owner.Constraints[f], _owner.Scales[f].Whole);
        if (_owner.Grid.Linear is not null)
        {
            edges = [];
            foreach (var end in new[] { rule.Least, rule.Most })
            {
                if (double.IsFinite(end) && (float)end != from && (end > from ? rule.Up : rule.Down))
                {
                    yield return Change(f, (float)end, end > from ? 1 : -1);
                }
            }
        }

        for (var e = 0; e < edges.Length; e++)
        {
            var above = e + 1 < edges.Length ? edges[e + 1] : float.PositiveInfinity;
            if (rule.Up && edges[e] >= from)
            {
                var to = whole ? MathF.Floor(edges[e]) + 1 : MathF.BitIncrement(edges[e]);
                to = Math.Max(to, rule.Least > to ? Up(rule.Least, whole) : to);
                if (to <= above && float.IsFinite(to))
                {
                    yield return Change(f, to, 1);
                }
            }

            var below = e > 0 ? edges[e - 1] : float.NegativeInfinity;
            if (rule.Down && edges[e] < from)
            {
                var to = whole ? MathF.Floor(edges[e]) : edges[e];
                to = Math.Min(to, rule.Most < to ? Down(rule.Most, whole) : to);
                if (to > below && float.IsFinite(to))
                {
                    yield return Change(f, to, -1);
                }
            }
        }
    }

    private static float Up(double limit, bool whole)
    {
        var value = (float)(whole ? Math.Ceiling(limit) : limit);
        return value < limit ? MathF.BitIncrement(value) : value;
    }

    private static float Down(double limit, bool whole)
    {
        var value = (float)(whole ? Math.Floor(limit) : limit);
        return value > limit ? MathF.BitDecrement(value) : value;
    }

    private static bool Within(FeatureConstraint rule, float to) => to >= rule.Least && to <= rule.Most;

    private FeatureChange Change(int f, float to, int direction)
    {
        var from = float.IsNaN(_row[f]) ? _owner.Scales[f].Median : _row[f];
        return new FeatureChange(f, _row[f], to, direction, Math.Abs((double)to - from) / _owner.Scales[f].Spread);
    }

    private bool CanClose(int f) =>
        _owner.Grid!.Linear is { } linear && _owner.Scorer.Features.Features[f] is { Kind: FeatureKind.Number } feature
        && (_owner.Constraints[f].Up || _owner.Constraints[f].Down)
        && linear.Weights[feature.FirstSlot] != 0 && (!float.IsNaN(_row[f]) || _owner.Constraints[f] is { Up: true, Down: true });

    // The value of a number that brings a linear score to the threshold, other changes made; null where its direction or range forbids it.
    private FeatureChange? Close(int f, float[] changed)
    {
        if (!CanClose(f))
        {
            return null;
        }

        var feature = _owner.Scorer.Features.Features[f];
        var weight = _owner.Grid!.Linear!.Weights[feature.FirstSlot];
        var start = (float[])changed.Clone();
        if (float.IsNaN(start[f]))
        {
            start[f] = (float)_owner.Scales[f].Median;
        }

        var schema = _owner.Scorer.Features;
        var worst = Scores([.. _worlds.Select(w => In(w, start, schema))]).Max(s => RiskBound.RiskOf(_owner.Scorer.Scale, s));
        var gap = RiskBound.RiskOf(_owner.Scorer.Scale, _owner.Rule.Threshold) - worst;
        var up = gap / weight > 0;
        if (gap >= 0 || !(up ? _owner.Constraints[f].Up : _owner.Constraints[f].Down))
        {
            return null;
        }

        var whole = _owner.Scales[f].Whole;
        var exact = start[f] + (gap / weight);
        var to = up ? Up(exact, whole) : Down(exact, whole);
        for (var tries = 0; tries < 64; tries++)
        {
            var candidate = (float[])changed.Clone();
            candidate[f] = to;
            if (Favourable([candidate])[0])
            {
                return Within(_owner.Constraints[f], to) ? Change(f, to, up ? 1 : -1) : null;
            }

            // Rounding may leave it a hair short.
            to = whole ? to + (up ? 1 : -1) : up ? MathF.BitIncrement(to + (Math.Abs(to) * 1e-7f)) : MathF.BitDecrement(to - (Math.Abs(to) * 1e-7f));
        }

        return null;
    }

    private Counterfactual? One(int f)
    {
        float[][] rows = [.. _changes[f].Select(c => With(_row, c))];
        var good = Favourable(rows);
        var at = Array.IndexOf(good, true);
        var change = at < 0 ? null : _changes[f][at];
        if (Close(f, _row) is { } closed && (change is null || closed.Cost < change.Cost))
        {
            change = closed;
        }

        return change is null ? null : Make([change]);
    }

    private Counterfactual? Two(int f, int g)
    {
        if (Hopeless([f, g], []))
        {
            return null;
        }

        FeatureChange[]? best = null;
        void Offer(params FeatureChange[] changes)
        {
            if (best is null || changes.Sum(c => c.Cost) < best.Sum(c => c.Cost))
            {
                best = changes;
            }
        }

        // Cheapest first, and stop where even the cheapest partner is too dear.
        foreach (var first in _changes[f])
        {
            var limit = best?.Sum(c => c.Cost) ?? double.PositiveInfinity;
            if (first.Cost >= limit)
            {
                break;
            }

            var changed = With(_row, first);
            FeatureChange[] partners = [.. _changes[g].TakeWhile(c => first.Cost + c.Cost < limit)];
            if (partners.Length > 0 && !Hopeless([g], [first]))
            {
                var at = Array.IndexOf(Favourable([.. partners.Select(c => With(changed, c))]), true);
                if (at >= 0)
                {
                    Offer(first, partners[at]);
                }
            }

            if (Close(g, changed) is { } closed)
            {
                Offer(first, closed);
            }
        }

        foreach (var second in CanClose(f) ? _changes[g] : [])
        {
            if (Close(f, With(_row, second)) is { } closed)
            {
                Offer(closed, second);
            }
        }

        return best is null ? null : Make(best);
    }

    // Depth first over the features in order: leave the feature, or make one of its changes, cheapest first.
    private void Branch(int at, int[] order, List<FeatureChange> made, double cost)
    {
        _cancel.ThrowIfCancellationRequested();
        if (++_steps > _owner.Options.MostSteps)
        {
            return;
        }

        var changed = made.Aggregate(_row, With);
        if (made.Count > 0 && Favourable([changed])[0])
        {
            Offer(made);
            return;
        }

        if (made.Count == _owner.Options.MostChanges)
        {
            return;
        }

        foreach (var f in order.Where(f => CanClose(f) && made.TrueForAll(m => m.Feature != f)))
        {
            if (Close(f, changed) is { } closed && cost + closed.Cost < (_best?.Cost ?? double.PositiveInfinity))
            {
                Offer([.. made, closed]);
            }
        }

        if (at == order.Length || Hopeless(order[at..], made))
        {
            return;
        }

        for (var next = at; next < order.Length; next++)
        {
            foreach (var change in _changes[order[next]])
            {
                if (cost + change.Cost >= (_best?.Cost ?? double.PositiveInfinity))
                {
                    break;
                }

                Branch(next + 1, order, [.. made, change], cost + change.Cost);
            }
        }
    }

    private void Offer(List<FeatureChange> changes)
    {
        var found = Make([.. changes]);
        if (_best is null || found.Cost < _best.Cost)
        {
            _best = found;
        }
    }

    // Whether the best values of the features left cannot bring the risk under the threshold, in the worst surroundings.
    private bool Hopeless(int[] left, IReadOnlyList<FeatureChange> made)
    {
        if (_owner.Bound is null || left.Any(CanClose))
        {
            return false;
        }

        return Least(left, made) > _limit;
    }

    private double Least(int f) => CanClose(f) ? double.NegativeInfinity : _owner.Bound is null ? 0 : Least([f], []);

    private double Least(int[] left, IReadOnlyList<FeatureChange> made)
    {
        var start = made.Aggregate(In(_worlds[0], _row, _owner.Scorer.Features), With);
        float[][] values = [.. start.Select((x, f) => left.Contains(f) ? [x, .. _changes[f].Select(c => c.To)] : new[] { x })];
        return _owner.Bound!.Least(values);
    }

    private static float[] With(float[] row, FeatureChange change)
    {
        var changed = (float[])row.Clone();
        changed[change.Feature] = change.To;
        return changed;
    }

    private Counterfactual Make(FeatureChange[] changes)
    {
        var schema = _owner.Scorer.Features;
        var changed = changes.Aggregate(_row, With);
        var scores = Scores([.. _worlds.Select(w => In(w, changed, schema))]);
        var sign = _owner.Scorer.Scale.RiskSign;
        return new Counterfactual([.. changes.OrderBy(c => c.Feature)], changes.Sum(c => c.Cost), scores.MaxBy(s => sign * s));
    }
}
