using ScoringAudit.Evidence;
using ScoringAudit.Explanation;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>Explains one person's score to that person: prepared once for a model, then asked for single rows.</summary>
/// <remarks>
/// Where a record that is neither own nor public enters the score, own parts and possible changes are computed with other people's records held at those
/// of the reference: what the person is told of the own record is then a function of the own record alone, whatever it is combined with.
/// </remarks>
public sealed class SubjectExplainer
{
    private readonly NamedModel _model;
    private readonly AuditPlan _plan;
    private readonly DecisionRule? _rule;
    private readonly FeatureMatrix _reference;
    private readonly Background _background;
    private readonly string _who;
    private readonly OwnRecordShapley _own;
    private readonly OwnRecordShapley[] _draws;
    private readonly Func<FeatureMatrix, Attributions> _origins;
    private readonly PlayerSet _players;
    private readonly IReadOnlyList<ReasonCode> _codes;
    private readonly Counterfactuals? _changes;

    private SubjectExplainer(NamedModel model, AuditPlan plan, DecisionRule? rule, FeatureMatrix reference, string who, int threads, CancellationToken cancel)
    {
        var scorer = model.Scorer;
        (_model, _plan, _rule, _reference, _who) = (model, plan, rule, reference, who);
        var streams = Streams.FromSeed(plan.Seed).Derive("subject").Derive(model.Name);
        var options = new TreeShapleyOptions { Threads = threads };
        _background = new Background(reference);
        _own = OwnRecordShapley.Of(scorer, _background, streams, options, cancel);
        _draws = ModelAttributions.IsExact(scorer)
            ? [.. Enumerable.Range(0, plan.Reasons.Resamples).Select(d => OwnRecordShapley.Of(scorer, new Background(reference, ReasonStep.Draw(reference.Rows, streams, d)), streams, options, cancel))]
            : [];
        _players = PlayerSet.Origins(scorer.Features);
        if (scorer is EncodedScorer trees && TreeShapley.Explains(trees))
        {
            var shap = TreeShapley.Interventional(trees, _background, _players, options: options, cancel: cancel);
            _origins = rows => shap.Explain(rows, cancel);
        }
        else
        {
            _origins = rows => ModelAttributions.Explain(scorer, rows, _background, _players, streams, threads, cancel);
        }

        string[] guarded = [.. plan.Roles.Protected.Select(p => p.Column)];
        _codes = ReasonCode.Of(scorer.Features, plan.Roles.Features, guarded);
        _changes = rule is { } decide ? new Counterfactuals(scorer, decide, Constraints(scorer.Features, plan, guarded), reference, new CounterfactualOptions { MostChanges = plan.Reasons.Changes }) : null;
    }

    /// <summary>Prepares.</summary>
    /// <param name="model">The model.</param>
    /// <param name="plan">What the columns mean and how reasons are found.</param>
    /// <param name="rows">Rows from which the reference is taken.</param>
    /// <param name="scores">Their scores.</param>
    /// <param name="rule">Decides from the score; null: there is no decision.</param>
    /// <param name="leaveOut">Rows that must not be in the reference: the person's own; null: none.</param>
    /// <param name="threads">Most threads at work.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="AuditDataException">There are too few rows for a reference; a category is declared to grow or shrink.</exception>
    public static SubjectExplainer Prepare(
        NamedModel model, AuditPlan plan, FeatureMatrix rows, ReadOnlySpan<double> scores, DecisionRule? rule, bool[]? leaveOut = null, int threads = 1, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(rows);
        var (reference, reason) = ReasonReference.Of(plan.Reasons, scores, rule, Streams.FromSeed(plan.Seed).Derive("subject").Derive(model.Name), leaveOut);
        return reference is null
            ? throw new AuditDataException($"{model.Name}: there is nobody to compare with: {reason}. Choose reasons.reference: all, or another decision rule.")
            : new SubjectExplainer(model, plan, rule, reference.Of(rows), reference.Text, threads, cancel);
    }

    /// <summary>For each feature whether the score can change with it.</summary>
    public static bool[] Reads(IScorer scorer)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        var features = scorer.Features.Features;
        switch (scorer)
        {
            case PointsScorecard card:
                return [.. card.Points.Select(p => p.Points.Append(p.MissingPoints).Distinct().Skip(1).Any())];
            case EncodedScorer { Model: LinearModel linear }:
                return [.. features.Select(f => Enumerable.Range(f.FirstSlot, f.Slots).Any(s => linear.Weights[s] != 0))];
            case EncodedScorer { Model: AdditiveModel gam }:
                return [.. features.Select(f => Enumerable.Range(f.FirstSlot, f.Slots).Any(s => gam.Effects(s).ToArray().Distinct().Skip(1).Any()))];
            case EncodedScorer { Model: BitVectorScorer or TreeEnsemble } trees:
                var ensemble = trees.Model as TreeEnsemble ?? ((BitVectorScorer)trees.Model).Ensemble;
                var used = ensemble.Trees.SelectMany(t => t.SlotsUsed()).ToHashSet();
                return [.. features.Select(f => Enumerable.Range(f.FirstSlot, f.Slots).Any(used.Contains))];
            default:
                // What can only be asked is taken to read everything it is given.
                return [.. features.Select(_ => true)];
        }
    }

    /// <summary>Explains rows of one person.</summary>
    /// <param name="rows">The person's rows, with the score's features.</param>
    /// <param name="support">For each row who stands behind its associative features.</param>
    /// <param name="recorded">For each row the recorded decision: 1, 0, or −1; empty without one.</param>
    /// <param name="cancel">Stops the work.</param>
    public IReadOnlyList<SubjectExplanation> Explain(FeatureMatrix rows, IReadOnlyList<IReadOnlyList<OriginSupport>> support, ReadOnlySpan<sbyte> recorded, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(support);
        var scorer = _model.Scorer;
        var scores = new double[rows.Rows];
        scorer.Score(rows.All, scores);
        double sign = ModelAttributions.RiskSign(scorer), points = ModelAttributions.Points(scorer);
        var own = _own.Explain(rows, cancel);
        var others = _origins(rows);
        var draws = _draws.Select(d => d.Explain(rows, cancel)).ToList();
        var results = new List<SubjectExplanation>();
        for (var row = 0; row < rows.Rows; row++)
        {
            var at = row;
            double[] Risk(double[][] values) => [.. values.Select(v => sign * points * v[at])];
            var parts = Risk(own);
            var principal = PrincipalReasons.Of(parts, _plan.Reasons.Most);
            var stays = draws.Select(d => PrincipalReasons.Of(Risk(d), _plan.Reasons.Most)).ToList();
            float[] values = [.. rows.Columns.Select(c => c[at])];
            var shielded = support[row].Any(s => !s.IsPublic);
            results.Add(new SubjectExplanation(
                _model.Name,
                _model.Algorithm,
                _codes,
                scorer.Features,
                values,
                scores[row],
                _rule?.IsFavourable(scores[row]),
                recorded.IsEmpty || recorded[row] < 0 ? null : recorded[row] == 1,
                parts,
                _own.Features,
                [.. support[row].Select(s => sign * points * others.Values[IndexOf(_players.Names, OriginSupport.Name(s.Origin))][at])],
                support[row],
                principal,
                draws.Count == 0 ? [] : [.. principal.Select(p => (double)stays.Count(s => s.Contains(p)) / draws.Count)],
                // Where others' records enter, the search asks the own record alone: also of those decided favourably, or its being there would tell.
                _changes is null || (!shielded && _rule!.Value.IsFavourable(scores[row])) ? null : _changes.Find(values, shielded ? _reference : null, cancel),
                _who)
            {
                Scale = scorer.Scale,
                Points = scorer.Scale.ToPoints(scores[row]),
                ChangesHoldAnywhere = shielded,
            });
        }

        return results;
    }

    private static int IndexOf(IReadOnlyList<string> names, string name) => Enumerable.Range(0, names.Count).First(i => names[i] == name);

    private static List<FeatureConstraint> Constraints(FeatureSchema schema, AuditPlan plan, string[] guarded)
    {
        var constraints = new List<FeatureConstraint>();
        foreach (var feature in schema.Features)
        {
            var declared = plan.Roles.Features?.FirstOrDefault(r => r.Column == feature.Name) ?? FeatureRole.Of(feature.Name);
            if (feature.Kind == FeatureKind.Category && declared.Actionable is Actionability.Up or Actionability.Down)
            {
                throw new AuditDataException($"plan: features: '{feature.Name}' is a category and has actionable: {declared.Actionable.ToString()!.ToLowerInvariant()}. Expected yes or no: a category neither grows nor shrinks. Correct it.");
            }

            constraints.Add(FeatureConstraint.Of(declared with { Origin = feature.Origin, Range = feature.Kind == FeatureKind.Category ? null : declared.Range }, guarded.Contains(feature.Name)));
        }

        return constraints;
    }
}
