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
        ["impact_ratio"] = new("Impact ratio (Local Law 144)", "selection rate of the category ÷ highest selection rate of a category with at least 2% of the people", "1 for the best category; New York City's rule asks for the number and sets no limit."),
        ["scoring_impact_ratio"] = new("Impact ratio of scoring rates (Local Law 144)", "scoring rate of the category ÷ highest scoring rate of a category with at least 2% of the people", "1 for the best category."),
        ["scoring_rate_ratio"] = new("Scoring rate ratio", "scoring rate of the group ÷ scoring rate of the reference group", "1 where both rates are equal."),
        ["scoring_rate_difference"] = new("Scoring rate difference", "scoring rate of the group − that of the reference group", "0 where both rates are equal."),
        ["shortfall"] = new("Shortfall in people", "people of the group × (selection rate of the reference − selection rate of the group), at least 0", "Favourable decisions missing at the reference group's rate."),
        ["adverse_impact_ratio_lowest"] = new("Lowest ratio that missing memberships allow", "adverse impact ratio when every favourable row without a group joins the reference and every unfavourable one the group", "A bound that assumes nothing about who the missing are; not an interval."),
        ["adverse_impact_ratio_highest"] = new("Highest ratio that missing memberships allow", "adverse impact ratio when every favourable row without a group joins the group and every unfavourable one the reference", "A bound that assumes nothing about who the missing are; not an interval."),
        ["true_negative_rate"] = new("True negative rate", "unfavourable decisions among people with the adverse outcome ÷ people with it", Rate),
        ["negative_predictive_value"] = new("Negative predictive value", "people with the adverse outcome among unfavourable decisions ÷ unfavourable decisions", Rate),
        ["false_discovery_rate"] = new("False discovery rate", "people with the adverse outcome among favourable decisions ÷ favourable decisions", Rate),
        ["false_omission_rate"] = new("False omission rate", "people without the adverse outcome among unfavourable decisions ÷ unfavourable decisions", Rate + " People refused though good."),
        ["accuracy"] = new("Accuracy", "decisions that the outcome bore out ÷ decisions with an outcome", Rate + " It follows the larger class."),
        ["adverse_rate"] = new("Adverse rate", "people with the adverse outcome ÷ people with an outcome", Rate + " What groups differ in before any decision."),
        ["false_positive_rate_difference"] = new("False positive rate difference", "false positive rate of the group − that of the reference group", "0 where both are equal (predictive equality)."),
        ["false_negative_rate_difference"] = new("False negative rate difference", "false negative rate of the group − that of the reference group", "0 where both are equal; above 0 the group's good risks are refused more often."),
        ["true_negative_rate_difference"] = new("True negative rate difference", "true negative rate of the group − that of the reference group", "0 where both are equal."),
        ["predictive_parity_difference"] = new("Predictive parity difference", "positive predictive value of the group − that of the reference group", "0 where a favourable decision means the same in both."),
        ["negative_predictive_value_difference"] = new("Negative predictive value difference", "negative predictive value of the group − that of the reference group", "0 where a refusal means the same in both."),
        ["false_discovery_rate_difference"] = new("False discovery rate difference", "false discovery rate of the group − that of the reference group", "0 where both are equal."),
        ["false_omission_rate_difference"] = new("False omission rate difference", "false omission rate of the group − that of the reference group", "0 where both are equal."),
        ["accuracy_equality_difference"] = new("Accuracy difference", "accuracy of the group − that of the reference group", "0 where both are equal."),
        ["adverse_rate_difference"] = new("Adverse rate difference", "adverse rate of the group − that of the reference group", "What the groups differ in before any decision."),
        ["equalized_odds_mean_difference"] = new("Equalized odds, mean difference", "mean of the absolute differences of true and of false positive rates", "0 where both are equal."),
        ["average_odds_difference"] = new("Average odds difference", "mean of the signed differences of true and of false positive rates", "0 where both are equal, and where two differences cancel."),
        ["residual_standardized_mean_difference"] = new("Residual standardized mean difference", "(mean of outcome − prediction in the group − that in the reference group) ÷ standard deviation of all", "Above 0 the group turns out worse than its scores say, compared with the reference."),
        ["mean_rank"] = new("Mean rank", "mean share of all rows with a lower score, ties half", "0.5 over all rows; above it the group scores higher."),
        ["mean_rank_difference"] = new("Mean rank difference", "mean rank of the group − that of the reference group", "0 where neither group is ahead."),
        ["score_ks"] = new("Kolmogorov–Smirnov distance of the groups", "largest distance between the score distributions of the group and the reference", "0 to 1; above 0 in every sample."),
        ["score_wasserstein"] = new("Wasserstein distance of the groups", "area between the score distributions of the group and the reference", "In units of the score; above 0 in every sample."),
        ["score_superiority"] = new("Probability of a higher score", "chance that a person of the group scores higher than one of the reference, ties half", "0.5 where neither group is ahead."),
        ["abroca"] = new("Area between ROC curves", "area between the ROC curves of the group and the reference", "0 where the score orders both alike; above 0 in every sample."),
        ["segmented_adverse_impact_ratio"] = new("Adverse impact ratio, strata pooled", "favourable decisions of the group ÷ those expected at the reference group's rates within the strata", "1 where rates are equal within strata."),
        ["conditional_demographic_disparity"] = new("Conditional demographic disparity", "share of the unfavourable − share of the favourable decisions, mean over strata", "0 where both shares are equal within strata."),
        ["differential_fairness"] = new("Differential epsilon (smoothed)", "largest absolute log ratio of two groups' rates, favourable or unfavourable", "0 where all rates are equal; it grows with the number of groups."),
        ["generalized_entropy"] = new("Generalized entropy of benefits", "half the squared coefficient of variation of benefits: 1 right, 2 favoured though adverse, 0 refused though good", "0 where everybody has the same benefit."),
        ["generalized_entropy_between"] = new("Generalized entropy between groups", "generalized entropy when everybody has the mean benefit of the own group", "0 where all groups have the same mean benefit."),
        ["theil_index"] = new("Theil index of benefits", "mean of (b/μ) ln (b/μ) over benefits b with mean μ", "0 where everybody has the same benefit."),
        ["regression_adjusted_difference"] = new("Regression-adjusted difference", "coefficient of the group in least squares of the decision on group and own features", "0 where people with equal own features are decided alike; features that carry the group hide its disparity."),
        ["consistency"] = new("Consistency", "1 − mean absolute difference between a person's decision and the mean of the five nearest others", "1 where alike people are decided alike."),
        ["worst_group"] = new("Worst group found", "selection rate of the intersection found on one half of the rows ÷ that of everybody else, on the other half", "A lead for people, not a verdict."),
        ["population_stability_index"] = new("Population stability index", "Σ (q − p) ln (q/p) over bins, against the first period", "0 where nothing moved; above 0 in every sample, by about the number beside it."),
        ["calibration_slope"] = new("Calibration slope", "b of logit P(adverse) = a + b logit(p)", "1 is ideal; below 1 the predictions are too far apart."),
        ["calibration_intercept"] = new("Calibration intercept", "a of logit P(adverse) = a + b logit(p)", "0 is ideal at a slope of 1."),
        ["calibration_in_the_large"] = new("Calibration in the large", "mean predicted probability − observed rate", "0 where as many turn out adverse as predicted."),
        ["expected_calibration_error"] = new("Expected calibration error", "mean distance between predicted and observed rate over ten bands", "0 is ideal; above 0 in every sample."),
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
