using System.Buffers;
using ScoringAudit.Primitives;

namespace ScoringAudit.Explanation;

/// <summary>What the metrics that need a probability have in common.</summary>
internal static class ProbabilityMetric
{
    /// <summary>A kernel over probabilities of the adverse outcome and outcomes.</summary>
    public delegate Estimate Kernel(ReadOnlySpan<double> probabilities, ReadOnlySpan<byte> adverse);

    public static byte[] Labels(bool[] adverse) => [.. adverse.Select(a => a ? (byte)1 : (byte)0)];

    public static Estimate Evaluate(ReadOnlySpan<double> scores, ScoreScale scale, byte[] adverse, Kernel kernel)
    {
        if (scale.Kind == ScoreKind.Points)
        {
            return Estimate.Undefined("points are no probability");
        }

        var probabilities = ArrayPool<double>.Shared.Rent(scores.Length);
        for (var row = 0; row < scores.Length; row++)
        {
            probabilities[row] = scale.ToAdverseProbability(scores[row]);
        }

        var result = kernel(probabilities.AsSpan(0, scores.Length), adverse);
        ArrayPool<double>.Shared.Return(probabilities);
        return result;
    }

    /// <summary>Losses of rows around their mean, over the number of rows.</summary>
    public static bool Influence(ReadOnlySpan<double> scores, ScoreScale scale, byte[] adverse, Func<double, double, double> loss, Span<double> to)
    {
        if (scale.Kind == ScoreKind.Points || scores.Length == 0)
        {
            return false;
        }

        var sum = 0.0;
        for (var row = 0; row < scores.Length; row++)
        {
            to[row] = loss(scale.ToAdverseProbability(scores[row]), adverse[row]);
            sum += to[row];
        }

        for (var row = 0; row < scores.Length; row++)
        {
            to[row] = (to[row] - (sum / scores.Length)) / scores.Length;
        }

        return true;
    }
}
