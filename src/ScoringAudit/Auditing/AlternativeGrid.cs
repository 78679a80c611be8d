using ScoringAudit.Evidence;
using ScoringAudit.Mitigation;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Auditing;

/// <summary>What a search tries: every algorithm on every set of origins with every mitigation, and which of them is the score in use.</summary>
internal sealed class AlternativeGrid
{
    private AlternativeGrid(IReadOnlyList<AlternativeRecipe> recipes, AlternativeRecipe baseline, IReadOnlyList<double> rates, ProtectedRole attribute, double tolerance, AlternativesPlan plan) =>
        (Recipes, Baseline, Rates, Attribute, Tolerance, Plan) = (recipes, baseline, rates, attribute, tolerance, plan);

    public IReadOnlyList<AlternativeRecipe> Recipes { get; }

    public AlternativeRecipe Baseline { get; }

    public IReadOnlyList<double> Rates { get; }

    public ProtectedRole Attribute { get; }

    public double Tolerance { get; }

    public AlternativesPlan Plan { get; }

    /// <summary>Checks the plan and lays out the grid.</summary>
    public static AlternativeGrid Of(AuditPlan plan, IReadOnlyList<FeatureRole> features)
    {
        var asked = plan.Alternatives ?? new AlternativesPlan();
        if (plan.Roles.Outcome is null)
        {
            throw new AuditDataException("alternatives: the plan names no outcome, so no model can be trained and no accuracy compared. Expected columns.outcome with a column and the value that is adverse. Add it to the plan.");
        }

        if (plan.Roles.Protected.Count == 0)
        {
            throw new AuditDataException("alternatives: the plan names no protected attribute, so nothing can be less discriminatory. Add one under 'protected'.");
        }

        if (asked.Metric is not ("roc_auc" or "log_loss"))
        {
            throw new AuditDataException($"alternatives: metric is '{asked.Metric}', expected roc_auc or log_loss.{(Nearest.Of(asked.Metric, ["roc_auc", "log_loss"]) is { } near ? $" Did you mean '{near}'?" : string.Empty)}");
        }

        if (asked.Tolerance is { } t && !(t >= 0 && double.IsFinite(t)))
        {
            throw new AuditDataException(FormattableString.Invariant($"alternatives: tolerance is {t}, expected a number of at least 0: how much accuracy an alternative may lack."));
        }

        if (asked.Shares.Count != 3 || asked.Shares.Any(s => !(s > 0 && s < 1)) || Math.Abs(asked.Shares.Sum() - 1) > 1e-9)
        {
            throw new AuditDataException($"alternatives: shares are {string.Join(", ", asked.Shares.Select(s => FormattableString.Invariant($"{s}")))}, expected three numbers between 0 and 1 that sum to 1: rows that train, choose and confirm, as in [0.5, 0.25, 0.25].");
        }

        if (asked.Models.Count == 0)
        {
            throw new AuditDataException("alternatives: models is empty, expected at least one algorithm, for example logistic.");
        }

        var sets = Sets(asked, features);
        var mitigations = asked.Mitigations.Distinct(StringComparer.Ordinal).Select(Mitigations.Require).ToList();
        if (mitigations.Count == 0)
        {
            throw new AuditDataException("alternatives: mitigations is empty, expected at least one, for example none.");
        }

        var recipes = (from model in asked.Models.Distinct(StringComparer.Ordinal) from set in sets from m in mitigations where m.Name != "residualise-own" || Mixed(set) select Recipe(model, set, m)).ToList();
        var baseline = BaselineOf(asked, sets, features, recipes);
        if (!recipes.Any(r => r.Name == baseline.Name))
        {
            recipes.Insert(0, baseline);
        }

        if (recipes.Count < 2)
        {
            throw new AuditDataException($"alternatives: there is only one candidate, {recipes[0].Name}, so there is nothing to compare. Name a second algorithm (--models logistic,gam), a smaller set of origins (--origins own) or a mitigation (--mitigations none,reweighing).");
        }

        return new AlternativeGrid(recipes, baseline, RatesOf(plan, asked), AttributeOf(plan, asked), asked.Tolerance ?? (asked.Metric == "roc_auc" ? 0.01 : 0.005), asked);

        bool Mixed(IReadOnlyList<Origin> set) => set.Contains(Origin.Own) && set.Count > 1;

        AlternativeRecipe Recipe(string model, IReadOnlyList<Origin> set, IMitigation mitigation) => Make(model, set, mitigation, features);
    }

    private static AlternativeRecipe Make(string model, IReadOnlyList<Origin> set, IMitigation mitigation, IReadOnlyList<FeatureRole> features) =>
        new(model, set, [.. features.Where(f => set.Contains(f.Origin))], mitigation);

    /// <summary>A recipe's twin without an origin, plain; null where nothing would be left.</summary>
    public AlternativeRecipe? Without(IReadOnlyList<Origin> dropped)
    {
        var set = Baseline.Origins.Except(dropped).ToList();
        return set.Count == 0 || set.Count == Baseline.Origins.Count ? null
            : new AlternativeRecipe(Baseline.Algorithm, set, [.. Baseline.Features.Where(f => set.Contains(f.Origin))], Baseline.Mitigation);
    }

    private static List<IReadOnlyList<Origin>> Sets(AlternativesPlan asked, IReadOnlyList<FeatureRole> features)
    {
        var present = features.Select(f => f.Origin).Distinct().Order().ToList();
        var sets = new List<IReadOnlyList<Origin>>();
        void Add(IEnumerable<Origin> origins)
        {
            var set = origins.Distinct().Order().ToList();
            if (set.Count > 0 && !sets.Any(s => s.SequenceEqual(set)))
            {
                sets.Add(set);
            }
        }

        if (asked.Origins.Count > 0)
        {
            foreach (var names in asked.Origins)
            {
                Add(names is ["all"] ? present : names.Select(n => Known(n, present)));
            }

            return sets;
        }

        Add(present);
        foreach (var origin in present.Where(o => o != Origin.Own))
        {
            Add(present.Where(o => o != origin));
        }

        Add(present.Where(o => o == Origin.Own));
        return sets;
    }

    private static Origin Known(string name, List<Origin> present)
    {
        var words = present.Select(o => o.ToString().ToLowerInvariant()).ToList();
        var at = words.IndexOf(name);
        return at >= 0 ? present[at] : throw new AuditDataException(
            $"alternatives: origins: no feature of the plan is of origin '{name}'. {(Nearest.Of(name, words) is { } near ? $"Did you mean '{near}'?" : $"The plan's features are of: {string.Join(", ", words)}.")}");
    }

    private static AlternativeRecipe BaselineOf(AlternativesPlan asked, List<IReadOnlyList<Origin>> sets, IReadOnlyList<FeatureRole> features, List<AlternativeRecipe> recipes)
    {
        var present = features.Select(f => f.Origin).Distinct().Order().ToList();
        if (asked.Baseline is not { } text)
        {
            // The largest set of the first algorithm, plain.
            var largest = sets.OrderByDescending(s => s.Count).First();
            return Make(asked.Models[0], largest, Mitigations.Require("none"), features);
        }

        var parts = text.Split('/');
        var set = parts.Length < 2 || parts[1] == "all" ? present : [.. parts[1].Split('+').Select(n => Known(n, present)).Distinct().Order()];
        if (parts.Length > 3 || !recipes.Any(r => r.Algorithm == parts[0]))
        {
            throw new AuditDataException($"alternatives: baseline is '{text}', expected one of the models ({string.Join(", ", asked.Models)}), then, after a slash each, its origins and its mitigation, as in {asked.Models[0]}/own+area/none.");
        }

        return Make(parts[0], set, Mitigations.Require(parts.Length > 2 ? parts[2] : "none"), features);
    }

    private static IReadOnlyList<double> RatesOf(AuditPlan plan, AlternativesPlan asked)
    {
        var rates = asked.ApprovalRates.Count > 0 ? asked.ApprovalRates : plan.Roles.Decision?.ApprovalRate is { } rate ? [rate] : [];
        if (rates.Count == 0)
        {
            throw new AuditDataException("alternatives: no approval rate is given, and scores can be compared only where each approves the same share of people. Give --approval-rates 0.7, or columns.decision.approvalRate in the plan.");
        }

        foreach (var r in rates)
        {
            if (!(r > 0 && r < 1))
            {
                throw new AuditDataException(FormattableString.Invariant($"alternatives: found the approval rate {r}, expected a share between 0 and 1, for example 0.7."));
            }
        }

        return [.. rates.Distinct()];
    }

    private static ProtectedRole AttributeOf(AuditPlan plan, AlternativesPlan asked)
    {
        if (asked.Attribute is not { } name)
        {
            return plan.Roles.Protected[0];
        }

        var names = plan.Roles.Protected.Select(p => p.Column).ToList();
        return plan.Roles.Protected.FirstOrDefault(p => p.Column == name) ?? throw new AuditDataException(
            $"alternatives: attribute: '{name}' is not a protected attribute. {(Nearest.Of(name, names) is { } near ? $"Did you mean '{near}'?" : $"The protected attributes are: {string.Join(", ", names)}.")}");
    }
}
