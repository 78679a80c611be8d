namespace ScoringAudit.Leakage;

/// <summary>The declared test of one rung, before the ladder is climbed.</summary>
/// <param name="PValue">Its p; null where it was not tested, or where the answer is exact.</param>
/// <param name="Exact">An answer without chance (rung 5); null where there is none.</param>
/// <param name="Why">What was tested, or why not and what would be needed.</param>
public sealed record RungTest(double? PValue, bool? Exact, string Why)
{
    /// <summary>Whether there is an answer.</summary>
    public bool Tested => PValue is not null || Exact is not null;

    /// <summary>A test with its p.</summary>
    public static RungTest Of(double pValue, string what) => new(pValue, null, what);

    /// <summary>No test, for a reason.</summary>
    public static RungTest None(string why) => new(null, null, why);

    /// <summary>An answer without chance.</summary>
    public static RungTest Known(bool answer, string what) => new(null, answer, what);
}
