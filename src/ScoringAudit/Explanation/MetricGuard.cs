namespace ScoringAudit.Explanation;

internal static class MetricGuard
{
    public static void Check(ReadOnlySpan<double> scores, bool[] adverse)
    {
        if (scores.Length != adverse.Length)
        {
            throw new ArgumentException($"{scores.Length} scores for {adverse.Length} outcomes.", nameof(scores));
        }
    }
}
