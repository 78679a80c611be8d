namespace ScoringAudit.Explanation;

/// <summary>Which features weighed most against a row, compared with a reference.</summary>
public static class PrincipalReasons
{
    /// <summary>Positions of the features that raise the risk, the largest first; equal ones in schema order; at most a number of them.</summary>
    /// <remarks>Only what raises the risk above the reference is a reason: a row may have none. A part below 1e-12 of the largest is rounding.</remarks>
    /// <param name="risk">For each feature its part, positive where it raises the risk.</param>
    /// <param name="most">Most reasons.</param>
    public static int[] Of(IReadOnlyList<double> risk, int most)
    {
        ArgumentNullException.ThrowIfNull(risk);
        var least = 1e-12 * risk.Select(Math.Abs).DefaultIfEmpty(0).Max();
        return [.. Enumerable.Range(0, risk.Count).Where(f => risk[f] > least).OrderByDescending(f => risk[f]).ThenBy(f => f).Take(most)];
    }
}
