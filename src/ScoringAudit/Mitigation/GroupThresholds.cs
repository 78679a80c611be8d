using ScoringAudit.Primitives;

namespace ScoringAudit.Mitigation;

/// <summary>A threshold of its own for each group. **The protected attribute enters the decision.**</summary>
/// <remarks>
/// Risk thresholds t_g such that the rule's rate is the same in every group and the share approved over all is the one asked for. Selection rate: t_g is the
/// group's own quantile. True positive rate: the common rate τ is found by bisection, t_g is the τ-quantile of the group's risks without the adverse
/// outcome. Fit on rows that did not train the score. A row of no group gets the common threshold. Source: Hardt, Price and Srebro 2016, section 4
/// (deterministic form: equal thresholds on one side, no randomisation).
/// </remarks>
public sealed class GroupThresholds
{
    private GroupThresholds(double common, double[] byGroup)
    {
        Common = common;
        ByGroup = byGroup;
    }

    /// <summary>The one threshold that approves the same share of all: approved is risk ≤ threshold.</summary>
    public double Common { get; }

    /// <summary>Threshold of each group; the common one for a group without rows.</summary>
    public IReadOnlyList<double> ByGroup { get; }

    /// <summary>Finds the thresholds.</summary>
    /// <param name="risk">Scores, larger is riskier.</param>
    /// <param name="groups">Group codes; −1: none.</param>
    /// <param name="groupCount">Number of groups.</param>
    /// <param name="adverse">1 adverse, 0 not, −1 not observed; needed for the true positive rate only, may be empty.</param>
    /// <param name="weights">Weights, or empty.</param>
    /// <param name="approvalRate">Share of all rows to approve, in (0, 1).</param>
    /// <param name="rule">What to make equal.</param>
    public static GroupThresholds Fit(
        ReadOnlySpan<double> risk, ReadOnlySpan<int> groups, int groupCount, ReadOnlySpan<sbyte> adverse, ReadOnlySpan<double> weights, double approvalRate, GroupThresholdRule rule)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(approvalRate, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(approvalRate, 1);
        if (rule == GroupThresholdRule.TruePositiveRate && adverse.Length != risk.Length)
        {
            throw new ArgumentException("Equal true positive rates need an outcome for each row.", nameof(adverse));
        }

        var all = new WeightedOrder();
        var own = Enumerable.Range(0, groupCount).Select(_ => new WeightedOrder()).ToArray();
        var others = Enumerable.Range(0, groupCount).Select(_ => new WeightedOrder()).ToArray();
        for (var i = 0; i < risk.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            all.Add(risk[i], w);
            if (groups[i] >= 0)
            {
                own[groups[i]].Add(risk[i], w);
                if (rule == GroupThresholdRule.TruePositiveRate && adverse[i] == 0)
                {
                    others[groups[i]].Add(risk[i], w);
                }
            }
        }

        var common = all.Quantile(approvalRate);
        if (rule == GroupThresholdRule.SelectionRate)
        {
            return new GroupThresholds(common, [.. own.Select(o => o.IsEmpty ? common : o.Quantile(approvalRate))]);
        }

        double low = 0, high = 1;
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            var approved = 0.0;
            var total = 0.0;
            for (var g = 0; g < groupCount; g++)
            {
                approved += own[g].ShareUpTo(others[g].IsEmpty ? common : others[g].Quantile(middle)) * own[g].Weight;
                total += own[g].Weight;
            }

            (low, high) = approved < approvalRate * total ? (middle, high) : (low, middle);
        }

        return new GroupThresholds(common, [.. others.Select(o => o.IsEmpty ? common : o.Quantile((low + high) / 2))]);
    }

    // Values with weights, sorted when asked.
    private sealed class WeightedOrder
    {
        private readonly List<(double Value, double Weight)> _items = [];
        private double[]? _values;
        private double[] _upTo = [];

        public bool IsEmpty => _items.Count == 0;

        public double Weight { get; private set; }

        public void Add(double value, double weight)
        {
            _items.Add((value, weight));
            Weight += weight;
        }

        /// <summary>The smallest value up to which at least that share lies.</summary>
        public double Quantile(double share)
        {
            Sort();
            var at = Array.BinarySearch(_upTo, share * Weight * (1 - 1e-12));
            return _values![Math.Min(at < 0 ? ~at : at, _values.Length - 1)];
        }

        public double ShareUpTo(double value)
        {
            if (IsEmpty)
            {
                return 0;
            }

            Sort();
            int low = 0, high = _values!.Length;
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = _values[middle] <= value ? (middle + 1, high) : (low, middle);
            }

            return low == 0 ? 0 : _upTo[low - 1] / Weight;
        }

        private void Sort()
        {
            if (_values is not null)
            {
                return;
            }

            _items.Sort();
            _values = [.. _items.Select(i => i.Value)];
            _upTo = new double[_items.Count];
            var sum = 0.0;
            for (var i = 0; i < _upTo.Length; i++)
            {
                _upTo[i] = sum += _items[i].Weight;
            }
        }
    }
}
