namespace ScoringAudit.Mitigation;

/// <summary>The candidates that no other one beats in accuracy and in parity at once.</summary>
/// <remarks>A point is dominated when another is at least as good in both and better in one. Equal points stand or fall together. NaN is never on the frontier.</remarks>
public static class Frontier
{
    /// <summary>Flags the points on the frontier.</summary>
    /// <param name="accuracy">Larger is better.</param>
    /// <param name="parity">Larger is better: the adverse impact ratio of the group that has least.</param>
    public static bool[] Of(IReadOnlyList<double> accuracy, IReadOnlyList<double> parity)
    {
        ArgumentNullException.ThrowIfNull(accuracy);
        ArgumentNullException.ThrowIfNull(parity);
        if (accuracy.Count != parity.Count)
        {
            throw new ArgumentException($"Expected {accuracy.Count} values of parity, one per accuracy, found {parity.Count}.", nameof(parity));
        }

        var on = new bool[accuracy.Count];
        for (var i = 0; i < on.Length; i++)
        {
            on[i] = double.IsFinite(accuracy[i]) && double.IsFinite(parity[i]);
            for (var j = 0; on[i] && j < on.Length; j++)
            {
                on[i] = !(accuracy[j] >= accuracy[i] && parity[j] >= parity[i] && (accuracy[j] > accuracy[i] || parity[j] > parity[i]));
            }
        }

        return on;
    }
}
