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
        ["origin_check"] = new("Origin check", "1 − mean squared difference of people of one place ÷ that of all people, for a feature declared own", "1 where everybody of a place has the same value; a warning about a declaration, no measure of the score."),
        ["moran_i"] = new("Moran's I of the score", "correlation of a score with the mean score of its neighbours", "Clustering alone is no leakage: people alike live together."),
        ["moran_i_residual"] = new("Moran's I of the residual", "Moran's I of what own features do not explain, by least squares", "Near 0 where own features explain the clustering."),
        ["move_effect_place"] = new("Place effect of a move", "mean of |score with the place of another person − score|, the rest kept, over donors from other areas", "0 where place does not enter; in points, where 50 points double the odds."),
        ["move_effect_tenure"] = new("Tenure effect of a move", "mean of |score with time at the address reset − score|, the place kept", "0 where time at the address does not enter; the person's own record, not the place."),
        ["own_only_violation_share"] = new("Own-only violations", "people whose score differs though their own records are equal ÷ people compared", "0 where only the own record counts."),
        ["peer_effect_rho"] = new("Peer effect", "coefficient ρ of the neighbours' mean score in y = a + ρWy + Xb + WXd + e, two-stage least squares with W²X", "Only if nothing own is missing; it never lifts the ladder. Refused where it is not identified."),
        ["sar_rho"] = new("Spatial autoregression", "coefficient ρ of the neighbours' mean score in y = a + ρWy + Xb + e, two-stage least squares with WX and W²X", "Only if nothing own is missing and neighbours' features have no effect of their own."),
        ["geary_c"] = new("Geary's C", "mean squared difference of neighbours' scores ÷ twice the variance", "1 where neighbours are unrelated, below 1 where they are alike."),
        ["join_count_mixed"] = new("Joins of unlike decisions", "neighbours with unlike decisions ÷ what chance would give", "1 where decisions do not cluster, below 1 where they do."),
        ["local_moran"] = new("Local Moran's I", "people (or areas) whose neighbours' scores are as unusual as their own, at a false-discovery rate of 5%", "Where, not why; counts, never who."),
        ["bivariate_moran"] = new("Score with the area's value", "correlation of scores with the value of their area, or of the areas that touch", "A score need not read a value to go with it."),
        ["assortativity"] = new("Assortativity", "how far links join like to like, over chance (groups), or the correlation of both ends' scores", "0 by chance, 1 always like to like."),
        ["boundary_jump"] = new("Jump at borders of areas", "mean difference of next-door residuals across a border, towards the area with higher scores, less that at placebo borders", "0 where the area's border does not show in next-door scores."),
        ["event_spillover"] = new("Spillover of events", "change of the scores of those linked to a listed one, less that of linked people never exposed", "0 where scores do not move with others' events; refused where they moved before."),
        ["fixpoint_contraction"] = new("Strength of the links", "spectral radius of the links' weights", "Below 1 stress dies out; at 1 or more it grows until buffers are gone."),
        ["debt_rank"] = new("DebtRank", "mean stress of all others after one has lost its buffer", "Describes the links, with weights as exposures over buffers; not the score."),
        ["leakage_step"] = new("Ladder of leakage", "the highest rung that was tested and reached", "0 not tested or none found, 1 clustered, 2 unexplained by own features, 3 discontinuous or moving with events, 4 responds to intervention, 5 mechanism known."),
        ["blast_radius"] = new("Blast radius", "people whose score changes when one person is listed", "0 where nobody else's score changes."),
        ["mediated_disparity"] = new("Mediated disparity", "part of a group gap that passes through other people's records", "0 where none does."),
        ["proxy_auc"] = new("Proxy AUC", "AUC of predicting the protected group from the features", "0.5 where the features tell nothing of the group."),
        ["less_discriminatory_alternative"] = new("Less discriminatory alternative", "adverse impact ratio under the alternative − adverse impact ratio under the baseline, the same people, rows that neither trained nor chose", "Above 0 the alternative disadvantages the group less. It counts only together with an accuracy within the declared tolerance."),
        ["accuracy_difference"] = new("Accuracy difference", "accuracy of the alternative − accuracy of the baseline (AUC, or minus the log-loss), the same people", "Above 0 the alternative is more accurate."),
        ["impact_ratio_change"] = new("Change of the impact ratio", "adverse impact ratio under the alternative − adverse impact ratio under the baseline", "Above 0 the group is disadvantaged less."),
        ["adverse_accepted_change"] = new("Change of adverse outcomes accepted", "adverse outcomes per 1,000 approved people under the alternative − those under the baseline", "Above 0 more of the approved have the adverse outcome."),
        ["auc_cost_of_dropping"] = new("What dropping an origin costs in AUC", "AUC with the origin’s features − AUC without them, same algorithm, the same people", "Above 0 the features help; near 0 they can go at no cost."),
        ["log_loss_cost_of_dropping"] = new("What dropping an origin costs in log-loss", "log-loss without the origin’s features − log-loss with them, same algorithm, the same people", "Above 0 the features help; near 0 they can go at no cost."),
        ["impact_ratio_gain_of_dropping"] = new("What dropping an origin gains in the impact ratio", "adverse impact ratio without the origin’s features − with them, same approval rate", "Above 0 the group is disadvantaged less without them."),
        ["selection_rate_change_of_dropping"] = new("Whose approval dropping an origin changes", "selection rate without the origin’s features − with them, the same people", "People gained and lost stand beside it."),
        ["adverse_accepted_change_of_dropping"] = new("Adverse outcomes accepted when an origin is dropped", "adverse outcomes per 1,000 approved people without the origin’s features − with them", "Above 0 more of the approved have the adverse outcome."),
        ["convergence_gap"] = new("Convergence gap", "expected cost of the mixture + B · worst excess − largest lower bound", "0 where no mixture of what the trainer can find is better."),
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
