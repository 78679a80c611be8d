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
        ["own_only_violation_share"] = new("Own-only violations", "people whose score changes when others' records are exchanged and their own is kept ÷ people asked", "0 where only the own record counts."),
        ["peer_effect_rho"] = new("Peer effect", "coefficient of the neighbours' mean score, two-stage least squares", "Valid only if nothing own is missing."),
        ["leakage_step"] = new("Ladder of leakage", "the highest rung that was tested and reached", "0 not tested or none found, 1 clustered, 2 unexplained by own features, 3 discontinuous or moving with events, 4 responds to intervention, 5 mechanism known."),
        ["move_effect_interaction"] = new("Place and tenure together", "mean of |change by both − change by each alone|", "0 where the two add up."),
        ["swap_effect_partner"] = new("Effect of one partner", "mean of |score with one partner exchanged for another of like size and kind − score|, scores solved again", "0 where partners do not enter; the slope says how many points a point of the partner's score is worth."),
        ["blast_radius"] = new("Blast radius", "others whose grade (or decision, or score) changes when one is listed, mean over those listed", "0 where nobody else's changes. Drawn at random and at hubs are two numbers, and both are printed."),
        ["neighbour_flip_effect"] = new("Effect of a listing nearby", "mean change of a score if one of those near were listed at random, less the mean if none were (Hájek)", "0 where others' records do not enter; negative where a listing nearby costs points."),
        ["interference_indirect_effect"] = new("Indirect effect by street", "mean change of people who are not listed, their street listed more often instead of less", "0 where others' records do not enter."),
        ["recourse_gap"] = new("Recourse gap", "points of own record that turn an unfavourable decision with others' records as they are − at the average of others, mean", "0 where others' records do not enter; positive where they make it harder."),
        ["captive_share"] = new("Captive share", "people whom no own record that occurs would help, and some would at the average of others ÷ people with an unfavourable decision", "0 where everybody has a remedy of their own."),
        ["tree_reach"] = new("Reach of the trees", "sum over trees of the largest change that others' splits can make with the own record held", "0 where no reachable split reads others' records; a bound, not an average."),
        ["channel_effect"] = new("Effect of a channel", "mean of |score − score with the channel off|", "Known to the maker of a synthetic score, not estimated."),
        ["mediated_disparity"] = new("Mediated disparity", "part of a group gap, in points, that goes when both groups get the same surroundings; Shapley over channels", "0 where none does. With scores only it is a regression, valid if nothing own is missing."),
        ["proxy_auc"] = new("Proxy AUC", "AUC of predicting the protected group, blocks left out in turn: from own features, from own and others' features, from the score", "0.5 where the group cannot be told."),
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
