using ScoringAudit.Metrics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Disparity;

/// <summary>Absolute between-ROC area (ABROCA): the area between two groups' ROC curves.</summary>
/// <remarks>
/// ∫ |TPR_group(f) − TPR_reference(f)| df over false positive rates f, here for the event "adverse" and scores oriented to risk, on curves joined by straight
/// lines, so that ties count half as in the AUC. Range [0, 1], ideal 0. Exact: crossings of the two curves are found, no grid. It is 0 only for equal curves,
/// while the difference of AUCs is 0 for curves that cross. Undefined when a group lacks an outcome. Source: Gardner, Brooks and Baker 2019.
/// </remarks>
public static class RocGap
{
    /// <summary>What it is.</summary>
    public static MetricDescriptor Descriptor { get; } = new(
        "abroca", "Area between ROC curves", "∫ |TPR of group − TPR of reference| dFPR", MetricDirection.LowerIsBetter, 0, 1, 0, "Gardner, Brooks and Baker 2019");

    /// <summary>The area between the ROC curves of two groups.</summary>
    /// <param name="groupRisk">Risk scores of the group.</param>
    /// <param name="groupAdverse">1 for adverse.</param>
    /// <param name="referenceRisk">Risk scores of the reference.</param>
    /// <param name="referenceAdverse">1 for adverse.</param>
    public static Estimate Of(ReadOnlySpan<double> groupRisk, ReadOnlySpan<byte> groupAdverse, ReadOnlySpan<double> referenceRisk, ReadOnlySpan<byte> referenceAdverse)
    {
        var (a, whyA) = Curve(groupRisk, groupAdverse);
        var (b, whyB) = Curve(referenceRisk, referenceAdverse);
        if (whyA is not null || whyB is not null)
        {
            return Estimate.Undefined(whyA is not null ? "in the group, " + whyA : "in the reference group, " + whyB);
        }

        // Both curves are linear between the union of their knots; vertical steps have no area.
        double area = 0;
        int i = 0, j = 0;
        double from = 0;
        while (from < 1)
        {
            while (i + 1 < a.Count && a[i + 1].X <= from)
            {
                i++;
            }

            while (j + 1 < b.Count && b[j + 1].X <= from)
            {
                j++;
            }

            var to = Math.Min(i + 1 < a.Count ? a[i + 1].X : 1, j + 1 < b.Count ? b[j + 1].X : 1);
            double left = At(a, i, from) - At(b, j, from), right = At(a, i, to) - At(b, j, to), width = to - from;
            area += left * right >= 0
                ? (Math.Abs(left) + Math.Abs(right)) / 2 * width
                : ((left * left) + (right * right)) / (2 * (Math.Abs(left) + Math.Abs(right))) * width;
            from = to;
        }

        return Estimate.Of(area);
    }

    private static double At(List<(double X, double Y)> curve, int i, double x)
    {
        if (i + 1 >= curve.Count)
        {
            return curve[^1].Y;
        }

        var (p, q) = (curve[i], curve[i + 1]);
        return p.Y + ((x - p.X) / (q.X - p.X) * (q.Y - p.Y));
    }

    private static (List<(double X, double Y)> Knots, string? Reason) Curve(ReadOnlySpan<double> risk, ReadOnlySpan<byte> adverse)
    {
        if (risk.Length != adverse.Length)
        {
            throw new ArgumentException($"Expected {risk.Length} labels, one per score, found {adverse.Length}.", nameof(adverse));
        }

        var keys = new double[risk.Length];
        var rows = new byte[risk.Length];
        long ones = 0;
        for (var r = 0; r < keys.Length; r++)
        {
            keys[r] = double.IsNaN(risk[r]) ? throw new ArgumentException("A score is NaN; leave such rows out and count them before measuring.", nameof(risk)) : -risk[r];
            rows[r] = adverse[r] != 0 ? (byte)1 : (byte)0;
            ones += rows[r];
        }

        var zeros = keys.Length - ones;
        if (ones == 0 || zeros == 0)
        {
            return ([], keys.Length == 0 ? "there are no rows" : ones == 0 ? "no row has the adverse outcome" : "all rows have the adverse outcome");
        }

        Array.Sort(keys, rows);
        var knots = new List<(double X, double Y)> { (0, 0) };
        long up = 0, right = 0;
        for (var start = 0; start < keys.Length;)
        {
            var end = start;
            for (; end < keys.Length && keys[end] == keys[start]; end++)
            {
                up += rows[end];
                right += 1 - rows[end];
            }

            knots.Add(((double)right / zeros, (double)up / ones));
            start = end;
        }

        return (knots, null);
    }
}
