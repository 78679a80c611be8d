using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>The words of the plan file and what they stand for.</summary>
internal static class PlanWords
{
    public static readonly IReadOnlyDictionary<string, ScoreDirection> Direction = new Dictionary<string, ScoreDirection>
    {
        ["higher_is_riskier"] = ScoreDirection.HigherIsRiskier,
        ["higher_is_safer"] = ScoreDirection.HigherIsSafer,
    };

    public static readonly IReadOnlyDictionary<string, ScoreKind> Kinds = new Dictionary<string, ScoreKind>
    {
        ["probability"] = ScoreKind.Probability,
        ["log_odds"] = ScoreKind.LogOdds,
        ["points"] = ScoreKind.Points,
    };

    /// <summary>Whether outcomes were observed for the accepted only.</summary>
    public static readonly IReadOnlyDictionary<string, bool> Observed = new Dictionary<string, bool>
    {
        ["all"] = false,
        ["accepted_only"] = true,
    };

    /// <summary>Whether weights are divided by the sum of the one that reads.</summary>
    public static readonly IReadOnlyDictionary<string, bool> Weights = new Dictionary<string, bool>
    {
        ["row_standardised"] = true,
        ["as_given"] = false,
    };

    public static readonly IReadOnlyDictionary<string, bool> YesNo = new Dictionary<string, bool>
    {
        ["true"] = true,
        ["false"] = false,
    };

    public static readonly IReadOnlyDictionary<string, string> Sampling =
        new[] { "register", "random", "volunteer" }.ToDictionary(w => w);

    public static readonly IReadOnlyDictionary<string, Origin> Origins = Lower<Origin>();

    public static readonly IReadOnlyDictionary<string, OnMove> OnMoves = Lower<OnMove>();

    public static readonly IReadOnlyDictionary<string, Actionability> Actionable = Lower<Actionability>();

    public static readonly IReadOnlyDictionary<string, string> References =
        new[] { ReasonPlan.NearCutoff, ReasonPlan.Favourable, ReasonPlan.All }.ToDictionary(w => w);

    public static readonly IReadOnlyDictionary<string, DisclosureClass> Classes =
        new[] { DisclosureClass.Protected, DisclosureClass.Consented, DisclosureClass.Restricted, DisclosureClass.Open, DisclosureClass.Synthetic }
            .ToDictionary(c => c.ToString().ToLowerInvariant());

    /// <summary>The word of a value.</summary>
    public static string Of<T>(IReadOnlyDictionary<string, T> words, T value) => words.First(w => Equals(w.Value, value)).Key;

    private static Dictionary<string, T> Lower<T>()
        where T : struct, Enum => Enum.GetValues<T>().ToDictionary(v => v.ToString().ToLowerInvariant());
}
