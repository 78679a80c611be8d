using System.Globalization;
using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Metrics;
using ScoringAudit.Mitigation;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Searches for a score that is as accurate and less discriminatory, confirms it on rows that nobody looked at, and says what dropping other people's records costs.</summary>
/// <remarks>
/// Three disjoint parts of the rows, whole blocks each (the coarsest unit that the plan declares). The first trains every candidate: algorithms × sets of feature origins ×
/// mitigations. The second sets each candidate's threshold at the approval rate, draws the frontier of accuracy and impact ratio, and chooses: of the candidates that
/// lack at most the tolerance in accuracy and do not read the group, the one with the largest impact ratio of the group that has least under the baseline. The third is read
/// after the choice, for paired intervals of exactly those comparisons: chosen against baseline, and baseline against itself without an origin. The first claim needs both of
/// its intervals (an intersection–union test: no correction between them); several approval rates share the level (Bonferroni).
/// Sources: Black, Koepke, Kim, Barocas and Hsu 2024; Gillis, Meursault and Ustun 2024.
/// </remarks>
public static class AlternativeSearch
{
    /// <summary>Smallest number of choosing rows for a group to be the one that an alternative is chosen for.</summary>
    public const int LeastRows = 30;

    /// <summary>Searches.</summary>
    /// <param name="rows">The portfolio.</param>
    /// <param name="plan">What the columns mean, and <see cref="AuditPlan.Alternatives"/>.</param>
    /// <param name="inputs">Trainer, provenance, links, threads.</param>
    /// <returns>Evidence; nothing of it may be shown before <see cref="Release.ReleaseGate"/> has released it.</returns>
    /// <exception cref="AuditDataException">The plan or the data cannot be used.</exception>
    public static AuditEvidence Run(IPortfolio rows, AuditPlan plan, AlternativeInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(inputs);
        YardstickCatalogue.Check(plan);
        BoundPlan.Bind(rows, plan);
        var grid = AlternativeGrid.Of(plan, BoundPlan.Features(rows.Schema, plan.Roles));
        var to = new EvidenceBuilder();
        inputs.Progress?.Report(new AuditProgress("splitting the rows", null));
        var data = MitigationRows.Read(new MitigationTask(inputs.Trainer, rows, TrainingOf(plan, grid.Baseline, null), grid.Attribute));
        RequireWeights(rows, plan, data.Weights);
        var blocks = ClusterChoice.ForSearch(rows.Schema, plan, inputs.LinkComponents, to);
        var split = ThreeSplit.Of(blocks.CodesOf(rows), grid.Plan.Shares, Streams.FromSeed(plan.Seed).Derive("alternatives"), blocks.Unit);
        var unit = ClusterChoice.ForIntervals(rows.Schema, plan, inputs.LinkComponents, to);
        int[] clusters = unit.Unit == "rows" ? [] : unit.CodesOf(rows);
        var choose = AlternativeRows.Of(rows, split.Choose, data, clusters);
        RequireBoth(rows, plan, choose, "choose");

        var models = new Dictionary<string, MitigatedModel>(StringComparer.Ordinal);
        var recipes = grid.Recipes.Concat(Droppings(grid).Select(d => d.Recipe)).DistinctBy(r => r.Name)
            .OrderBy(r => r.Name == grid.Baseline.Name ? 0 : 1).ToList();
        var byRate = grid.Rates.Select(_ => new List<AlternativeCandidate>()).ToList();
        var references = new int[grid.Rates.Count];
        for (var k = 0; k < recipes.Count; k++)
        {
            for (var r = 0; r < grid.Rates.Count; r++)
            {
                inputs.Cancel.ThrowIfCancellationRequested();
                inputs.Progress?.Report(new AuditProgress($"training {recipes[k].Name}", (double)k / recipes.Count));
                var model = Train(rows, plan, grid, inputs, split, recipes[k], grid.Rates[r], models);
                var scores = choose.Score(model.Scorer, inputs.Threads, inputs.Cancel);
                var candidate = new AlternativeCandidate(recipes[k], model, grid.Rates[r], scores);
                if (k == 0)
                {
                    references[r] = ReferenceOf(data.Group, choose, candidate.Approved);
                }

                candidate.Accuracy = Accuracy(candidate, scores, choose, grid.Plan.Metric, plan.Confidence);
                candidate.Impact = [.. Enumerable.Range(0, data.Group.Groups.Count)
                    .Select(g => Impact(candidate.Approved, choose, g, references[r], recipes[k].Mitigation.IsRandomised, plan.Confidence))];
                byRate[r].Add(candidate);
            }
        }

        var choices = byRate.Select((c, r) => Choose(c, grid, references[r], choose)).ToList();

        // Only now are the confirming rows scored: nothing above has seen them.
        inputs.Progress?.Report(new AuditProgress("confirming on rows that nobody looked at", null));
        var confirm = AlternativeRows.Of(rows, split.Confirm, data, clusters);
        RequireBoth(rows, plan, confirm, "confirm");
        var report = new AlternativeReport(plan, grid, data.Group, unit.Unit, to);
        report.Facts(rows.Schema.Source, split, blocks.Unit, choose, confirm, recipes.Count);
        foreach (var choice in choices)
        {
            report.Frontier(choice, choose);
            report.Confirm(choice, choose, confirm, inputs);
            foreach (var (recipe, dropped) in Droppings(grid))
            {
                report.Dropping(choice, choice.Candidates.Single(c => c.Name == recipe.Name), dropped, confirm, inputs, Droppings(grid).Count);
            }
        }

        report.Notes(choices);
        return new AuditEvidence(to.Findings, to.Tables, to.Notes, inputs.Provenance, plan with { Alternatives = grid.Plan }, to.Facts);
    }

    /// <summary>The baseline without each associative origin that it reads, and without all of them.</summary>
    private static List<(AlternativeRecipe Recipe, string Dropped)> Droppings(AlternativeGrid grid)
    {
        var others = grid.Baseline.Origins.Where(o => o != Origin.Own).ToList();
        var all = new List<(AlternativeRecipe, string)>();
        foreach (var origin in others)
        {
            if (grid.Without([origin]) is { } recipe)
            {
                all.Add((recipe, origin.ToString().ToLowerInvariant()));
            }
        }

        if (others.Count > 1 && grid.Without(others) is { } own)
        {
            all.Add((own, "all-associative"));
        }

        return all;
    }

    private static MitigatedModel Train(
        IPortfolio rows, AuditPlan plan, AlternativeGrid grid, AlternativeInputs inputs, ThreeSplit split, AlternativeRecipe recipe, double rate, Dictionary<string, MitigatedModel> models)
    {
        var name = recipe.Mitigation.NeedsApprovalRate ? string.Create(CultureInfo.InvariantCulture, $"{recipe.Name} at {rate}") : recipe.Name;
        if (models.TryGetValue(name, out var known))
        {
            return known;
        }

        var task = new MitigationTask(inputs.Trainer, rows, TrainingOf(plan, recipe, split.Train), grid.Attribute) { ApprovalRate = rate, Tuning = split.Choose, Threads = inputs.Threads };
        MitigatedModel model;
        if (recipe.Mitigation is GroupThresholdMitigation thresholds)
        {
            var plain = recipe with { Mitigation = new NoMitigation() };
            model = thresholds.Over(Train(rows, plan, grid, inputs, split, plain, rate, models), task, inputs.Cancel);
        }
        else
        {
            model = recipe.Mitigation.Train(task, inputs.Cancel);
        }

        models.Add(name, model);
        return model;
    }

    private static TrainingPlan TrainingOf(AuditPlan plan, AlternativeRecipe recipe, bool[]? training) =>
        new(recipe.Algorithm, plan.Roles with { Features = recipe.Features }, training, plan.Seed);

    // A named group, the largest, or the one with the highest rate under the baseline; all fixed before the confirming rows are read.
    private static int ReferenceOf(GroupColumn group, AlternativeRows rows, double[] approved)
    {
        var at = group.Groups.ToList().IndexOf(group.Reference);
        if (at >= 0)
        {
            return at;
        }

        var counts = new double[group.Groups.Count];
        var yes = new double[counts.Length];
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows.Groups[i] >= 0)
            {
                counts[rows.Groups[i]]++;
                yes[rows.Groups[i]] += approved[i];
            }
        }

        var rank = group.Reference == ProtectedRole.HighestRate
            ? [.. counts.Zip(yes, (n, y) => n >= LeastRows ? y / n : -1)]
            : counts;
        return Array.IndexOf(rank, rank.Max());
    }

    /// <summary>AUC, or minus the log-loss, of the rows whose outcome was observed.</summary>
    internal static IntervalEstimate Accuracy(AlternativeCandidate candidate, double[] scores, AlternativeRows rows, string metric, double level)
    {
        int[] at = [.. Enumerable.Range(0, rows.Count).Where(i => rows.Adverse[i] >= 0)];
        T[] Kept<T>(T[] all) => all.Length == 0 ? [] : [.. at.Select(i => all[i])];
        byte[] adverse = [.. at.Select(i => (byte)rows.Adverse[i])];
        var (weights, clusters) = (Kept(rows.Weights), Kept(rows.Clusters));
        if (metric == "roc_auc")
        {
            var risk = Kept(candidate.Risk(scores));
            return weights.Length == 0
                ? ClusteredAuc.Of(risk, adverse, clusters, clusters.Append(-1).Max() + 1, level)
                : new IntervalEstimate(RocAuc.Weighted(risk, adverse, weights), null, IntervalMethods.None);
        }

        var probability = Kept(candidate.Probability(scores));
        if (Array.Exists(probability, double.IsNaN))
        {
            return new IntervalEstimate(Estimate.Undefined("the score is no probability"), null, IntervalMethods.None);
        }

        var count = clusters.Length == 0 ? at.Length : clusters.Max() + 1;
        var (n, x) = (new double[count], new double[count]);
        for (var k = 0; k < at.Length; k++)
        {
            var w = weights.Length == 0 ? 1 : weights[k];
            n[clusters.Length == 0 ? k : clusters[k]] += w;
            x[clusters.Length == 0 ? k : clusters[k]] -= w * LogLoss.Term(probability[k], adverse[k], out _);
        }

        return ClusterRobust.Mean(n, x, level);
    }

    private static IntervalEstimate Impact(double[] approved, AlternativeRows rows, int group, int reference, bool randomised, double level)
    {
        if (group == reference)
        {
            return new IntervalEstimate(Estimate.Undefined("the reference group"), null, IntervalMethods.None);
        }

        var count = rows.Clusters.Length == 0 ? rows.Count : rows.Clusters.Max() + 1;
        double[] n1 = new double[count], x1 = new double[count], n0 = new double[count], x0 = new double[count];
        for (var i = 0; i < rows.Count; i++)
        {
            var c = rows.Clusters.Length == 0 ? i : rows.Clusters[i];
            var w = rows.Weights.Length == 0 ? 1 : rows.Weights[i];
            if (rows.Groups[i] == group)
            {
                n1[c] += w;
                x1[c] += w * approved[i];
            }
            else if (rows.Groups[i] == reference)
            {
                n0[c] += w;
                x0[c] += w * approved[i];
            }
        }

        return rows.Clusters.Length == 0 && rows.Weights.Length == 0 && !randomised
            ? Mover.Ratio(Rate.Of((long)x1.Sum(), (long)n1.Sum()), Rate.Of((long)x0.Sum(), (long)n0.Sum()), level)
            : ClusterRobust.Ratio(n1, x1, n0, x0, level);
    }

    private static AlternativeChoice Choose(List<AlternativeCandidate> candidates, AlternativeGrid grid, int reference, AlternativeRows rows)
    {
        var baseline = candidates[0];
        var counts = new int[baseline.Impact.Length];
        foreach (var g in rows.Groups)
        {
            if (g >= 0)
            {
                counts[g]++;
            }
        }

        var target = Enumerable.Range(0, counts.Length)
            .Where(g => g != reference && counts[g] >= LeastRows && baseline.Impact[g].Value.IsDefined)
            .OrderBy(g => baseline.Impact[g].Value.Value).ThenBy(g => g).Select(g => (int?)g).FirstOrDefault();
        if (target is not { } t)
        {
            return new AlternativeChoice(baseline, null, reference, -1, candidates, $"no group but the reference has {LeastRows} choosing rows and a defined impact ratio");
        }

        var least = baseline.Accuracy.Value.Or(double.NaN) - grid.Tolerance;
        var chosen = candidates
            .Where(c => c != baseline && !c.Recipe.Mitigation.ReadsGroup && c.Accuracy.Value.IsDefined && c.Accuracy.Value.Value >= least
                && c.Impact[t].Value.IsDefined && c.Impact[t].Value.Value > baseline.Impact[t].Value.Value)
            .OrderByDescending(c => c.Impact[t].Value.Value).ThenByDescending(c => c.Accuracy.Value.Value).ThenBy(c => c.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return new AlternativeChoice(baseline, chosen, reference, t, candidates, chosen is null ? "among the choosing rows no candidate was as accurate within the tolerance and had a larger impact ratio" : string.Empty);
    }

    private static void RequireBoth(IPortfolio rows, AuditPlan plan, AlternativeRows part, string what)
    {
        if (!part.Adverse.Contains((sbyte)1) || !part.Adverse.Contains((sbyte)0))
        {
            throw new AuditDataException($"{rows.Schema.Source}: the rows that {what} hold one outcome only (column '{plan.Roles.Outcome!.Column}'), expected both. Use more rows, finer blocks (train.blocks), or larger shares (alternatives.shares).");
        }
    }

    private static void RequireWeights(IPortfolio rows, AuditPlan plan, double[] weights)
    {
        var wrong = Array.FindIndex(weights, w => !(w >= 0) || double.IsInfinity(w));
        if (wrong >= 0)
        {
            var what = double.IsNaN(weights[wrong]) ? "no number" : weights[wrong] < 0 ? "a negative number" : "an infinite number";
            throw new AuditDataException($"{rows.Schema.Source}: row {(wrong + 1).ToString(CultureInfo.InvariantCulture)}, column '{plan.Roles.Weight}' (weight): found {what}, expected a finite number of at least 0. Correct the weight, or remove 'weight' from the plan.");
        }
    }
}
