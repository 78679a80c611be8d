using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Mean of a group's scores and the variance of that mean, for independent rows; from exact sums, so that row order does not matter.</summary>
/// <param name="Rows">Rows of the group with a weight above 0.</param>
/// <param name="Mean">Weighted mean.</param>
/// <param name="MeanVariance">Σw²(x − mean)² / (Σw)² · n/(n − 1): the linearised variance; s²/n when unweighted.</param>
/// <param name="EffectiveRows">Kish's (Σw)²/Σw².</param>
internal readonly record struct GroupMoments(long Rows, double Mean, double MeanVariance, double EffectiveRows)
{
    public static GroupMoments Of(ReadOnlySpan<double> values, ReadOnlySpan<int> codes, int group, ReadOnlySpan<double> weights)
    {
        ExactSum sum = new(), total = new(), squaredWeight = new();
        long rows = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (codes[i] != group)
            {
                continue;
            }

            if (weights.IsEmpty)
            {
                rows++;
                sum.Add(values[i]);
                continue;
            }

            var w = weights[i];
            rows += w > 0 ? 1 : 0;
            sum.Add(w * values[i]);
            total.Add(w);
            squaredWeight.Add(w * w);
        }

        if (rows == 0)
        {
            return default;
        }

        var weight = weights.IsEmpty ? rows : total.ToDouble();
        var mean = sum.ToDouble() / weight;
        var squares = new ExactSum();
        for (var i = 0; i < values.Length; i++)
        {
            if (codes[i] == group)
            {
                var d = (weights.IsEmpty ? 1 : weights[i]) * (values[i] - mean);
                squares.Add(d * d);
            }
        }

        return new GroupMoments(
            rows,
            mean,
            rows < 2 ? 0 : squares.ToDouble() / (weight * weight) * rows / (rows - 1),
            weights.IsEmpty ? rows : weight * weight / squaredWeight.ToDouble());
    }
}
