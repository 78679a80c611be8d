namespace ScoringAudit.Reporting.Pages;

/// <summary>Names, formulas and readings of the measures, for the page's headings and its section on methods.</summary>
public static class MeasureGlossary
{
    private const string Rate = "In 0 to 100%.";

    private static readonly Dictionary<string, MeasureEntry> Entries = new(StringComparer.Ordinal)
    {
        ["selection_rate"] = new("Selection rate", "favourable decisions ÷ people of the group", Rate),
        ["adverse_impact_ratio"] = new("Adverse impact ratio", "selection rate of the group ÷ selection rate of the reference group", "1 where both rates are equal; below 1 the group is selected less often."),
        ["demographic_parity_difference"] = new("Demographic parity difference", "selection rate of the group − selection rate of the reference group", "0 where both rates are equal; negative where the group is selected less often."),
        ["true_positive_rate"] = new("True positive rate", "favourable decisions among people without the adverse outcome ÷ people without it", Rate + " Higher is better for the group."),
        ["false_positive_rate"] = new("False positive rate", "favourable decisions among people with the adverse outcome ÷ people with it", Rate),
        ["false_negative_rate"] = new("False negative rate", "unfavourable decisions among people without the adverse outcome ÷ people without it", Rate + " Lower is better for the group."),
        ["positive_predictive_value"] = new("Positive predictive value", "people without the adverse outcome among favourable decisions ÷ favourable decisions", Rate),
        ["equal_opportunity_difference"] = new("Equal opportunity difference", "true positive rate of the group − that of the reference group", "0 where both are equal."),
        ["equalized_odds_difference"] = new("Equalized odds difference", "the larger absolute difference of true and of false positive rates", "0 where both are equal."),
        ["standardized_mean_difference"] = new("Standardized mean difference", "(mean score of the group − mean of the reference group) ÷ standard deviation of all", "0 where both means are equal."),
        ["scoring_rate"] = new("Scoring rate", "people of the group with a score above the median of all ÷ people of the group", Rate),
        ["roc_auc"] = new("AUC", "probability that a person with the adverse outcome has a riskier score than one without, ties half", "0.5 tells nothing, 1 orders everyone."),
        ["gini"] = new("Gini", "2 × AUC − 1", "0 tells nothing, 1 orders everyone."),
        ["ks"] = new("Kolmogorov–Smirnov distance", "largest distance between the score distributions of the two outcomes", "0 to 1."),
        ["brier"] = new("Brier score", "mean of (predicted probability − outcome)²", "0 is perfect; lower is better."),
        ["log_loss"] = new("Log-loss", "−mean of the log of the probability given to what happened", "0 is perfect; lower is better."),
        ["permutation_importance"] = new("Permutation importance", "metric on the rows − metric after the feature's values were shuffled, mean over repeats", "0 where the model does not use the feature; correlated features share what they carry."),
        ["permutation_importance_conditional"] = new("Conditional permutation importance", "metric on the rows − metric after the feature's values were shuffled among people for whom the other features foretell about the same", "0 where the model does not use the feature, or uses only what the others tell too."),
        ["principal_reason_associative_share"] = new("Declined for another's record", "declined people of whose at most four principal reasons one is another person's record ÷ declined people", Rate + " A reason that is not about the person is nothing the person can change."),
        ["reason_stability"] = new("Stability of reasons", "principal reasons that remain when the comparison group is drawn again ÷ principal reasons", "1 where reasons do not depend on who happens to be compared with."),
        ["association_share_excess"] = new("Association share beyond training noise", "association share − mean share of models trained again on rows whose associative features tell nothing", "0 where the share is what training gives to features that tell nothing."),
        ["shapley_importance"] = new("Shapley importance", "mean over people of the absolute Shapley attribution of the feature", "0 where the feature never moves the score."),
        ["association_share"] = new("Association share", "E|φ_A| ÷ (E|φ_A| + E|φ_O|): Shapley values of the two players own record (O) and everything else (A)", "0 only where other people's records never move the score; 100% where nothing else does. It describes the fixed model, not what causes the outcome."),
        ["origin_check"] = new("Origin check", "how well a feature declared own is predicted by place or links", "A warning about a declaration, no measure of the score."),
        ["moran_i"] = new("Moran's I of the score", "correlation of a score with the mean score of its neighbours", "Clustering alone is no leakage: people alike live together."),
        ["moran_i_residual"] = new("Moran's I of the residual", "Moran's I of what own features do not explain, by least squares", "Near 0 where own features explain the clustering."),
        ["move_effect_place"] = new("Place effect of a move", "mean of |score with the place of another person − score|, the rest kept, over donors from other areas", "0 where place does not enter; in points, where 50 points double the odds."),
        ["move_effect_tenure"] = new("Tenure effect of a move", "mean of |score with time at the address reset − score|, the place kept", "0 where time at the address does not enter; the person's own record, not the place."),
        ["own_only_violation_share"] = new("Own-only violations", "people whose score differs though their own records are equal ÷ people compared", "0 where only the own record counts."),
        ["peer_effect_rho"] = new("Peer effect", "coefficient of the neighbours' mean score, two-stage least squares", "Valid only if nothing own is missing."),
        ["leakage_step"] = new("Ladder of leakage", "the highest rung that was tested and reached", "0 not tested or none found, 1 clustered, 2 unexplained by own features, 3 discontinuous or moving with events, 4 responds to intervention, 5 mechanism known."),
        ["blast_radius"] = new("Blast radius", "people whose score changes when one person is listed", "0 where nobody else's score changes."),
        ["mediated_disparity"] = new("Mediated disparity", "part of a group gap that passes through other people's records", "0 where none does."),
        ["proxy_auc"] = new("Proxy AUC", "AUC of predicting the protected group from the features", "0.5 where the features tell nothing of the group."),
        ["score_reproduction_error"] = new("Score reproduction error", "difference between the recorded score and the model's", "0 where the model is the one that made the scores."),
    };

    /// <summary>The entry of a measure; for an unknown one, its name in words and no formula.</summary>
    public static MeasureEntry Of(string measure)
    {
        ArgumentException.ThrowIfNullOrEmpty(measure);
        return Entries.TryGetValue(measure, out var entry) ? entry : new MeasureEntry(char.ToUpperInvariant(measure[0]) + measure[1..].Replace('_', ' '), string.Empty, string.Empty);
    }

    internal static string MetricName(string? metric) => metric is null ? "its metric" : Of(metric).Name;
}
