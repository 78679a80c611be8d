using ScoringAudit.Evidence;
using ScoringAudit.Explanation;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Why people were declined: the principal reasons by log-odds against a declared reference, how stable they are, and how often one of them is another person's record.</summary>
internal static class ReasonStep
{
    private const string Room = "explanation";
    private const string Counts = "reasons";
    private const int MostDeclined = 20_000;
    private const int StabilityRows = 200;

    private static readonly EvidenceTable Reasons = new(
        "principal-reasons",
        "Why people were declined: share of the declined for whom the feature is a principal reason",
        "importance",
        ["panel", "label", "origin", "value", "low", "high", "unit", "code", "class", "people", "first"],
        []);

    public static void Run(AuditSubject subject, ExplainedRows explained)
    {
        if (subject.Rule is not { } rule)
        {
            subject.To.Note("skipped", "principal_reason_associative_share", "Reasons: there is no rule that decides from the model's score. Add columns.decision (a column, a cutoff or an approvalRate).");
            return;
        }

        subject.Report("reasons");
        var scorer = subject.Model!.Scorer;
        double[] scores = [.. explained.Kept.Select(i => subject.Table!.Scores[i])];
        var streams = subject.Streams.Derive("reasons").Derive(subject.Model.Name);
        var (reference, why) = ReasonReference.Of(subject.Plan.Reasons, scores, rule, streams);
        int[] declined = [.. Enumerable.Range(0, scores.Length).Where(i => !rule.IsFavourable(scores[i]))];
        var exact = ModelAttributions.IsExact(scorer);
        if (reference is null || declined.Length == 0 || (!exact && scorer.Features.Count > 64))
        {
            subject.To.Note("skipped", "principal_reason_associative_share", $"Reasons: {(reference is null ? why : declined.Length == 0 ? "nobody was declined" : "the form of the model is not known, and it has too many features to be asked")}.");
            return;
        }

        var all = declined.Length;
        declined = [.. ModelAttributions.Spaced(all, exact ? MostDeclined : ModelAttributions.AskedRows).Select(i => declined[i])];
        if (declined.Length < all)
        {
            subject.To.Note("limit", "principal_reason_associative_share", FormattableString.Invariant($"Reasons were found for {declined.Length} of the {all} declined."));
        }

        var people = ModelAttributions.Pick(explained.Rows, declined);
        var others = reference.Of(explained.Rows);
        var background = exact ? new Background(others) : new Background(ModelAttributions.Pick(others, ModelAttributions.Spaced(others.Rows, ModelAttributions.AskedBackground)));
        var found = Of(subject, people, background);
        var codes = ReasonCode.Of(scorer.Features, subject.Plan.Roles.Features, [.. subject.Plan.Roles.Protected.Select(p => p.Column)]);
        var note = $"declined people of whose at most {subject.Plan.Reasons.Most} principal reasons one is another person's record; compared with {reference.Text}";
        Share(subject, explained, declined, found, codes, note, null, null, null);
        for (var g = 0; g < subject.Attributes; g++)
        {
            if (subject.Groupings[g].Parts.Count == 1)
            {
                var group = ExplainedRows.Pick(subject.Table!.Group(g), [.. declined.Select(i => explained.Kept[i])]);
                for (var code = 0; code < subject.Groupings[g].Groups.Count; code++)
                {
                    if (group.Contains(code))
                    {
                        Share(subject, explained, declined, found, codes, note, subject.Groupings[g].Name, subject.Groupings[g].Groups[code], [.. group.Select(c => c == code)]);
                    }
                }
            }
        }

        Table(subject, explained, declined, found, codes);
        if (exact && subject.Plan.Reasons.Resamples > 0)
        {
            Stability(subject, people, found, others, streams);
        }
    }

    private static int[][] Of(AuditSubject subject, FeatureMatrix people, Background background)
    {
        var scorer = subject.Model!.Scorer;
        var values = ModelAttributions.Explain(
            scorer, people, background, PlayerSet.Features(scorer.Features), subject.Streams.Derive("reasons").Derive(subject.Model.Name), subject.Inputs.Threads, subject.Inputs.Cancel).Values;
        var sign = ModelAttributions.RiskSign(scorer);
        return [.. Enumerable.Range(0, people.Rows).Select(row => PrincipalReasons.Of([.. values.Select(v => sign * v[row])], subject.Plan.Reasons.Most))];
    }

    private static IntervalEstimate ShareOf(AuditSubject subject, ExplainedRows explained, int[] declined, Func<int, bool> counts, bool[]? of, out double yes, out double n)
    {
        var clusters = explained.Clusters is { } blocks ? ExplainedRows.Pick(blocks, declined) : [.. Enumerable.Range(0, declined.Length)];
        double[] sizes = new double[clusters.Max() + 1], sums = new double[sizes.Length];
        for (var i = 0; i < declined.Length; i++)
        {
            if (of?[i] != false)
            {
                sizes[clusters[i]]++;
                sums[clusters[i]] += counts(i) ? 1 : 0;
            }
        }

        (yes, n) = (sums.Sum(), sizes.Sum());
        return explained.Clusters is null ? Rates(yes, n, subject.Plan.Confidence) : ClusterRobust.Rate(sizes, sums, subject.Plan.Confidence);
    }

    private static IntervalEstimate Rates(double yes, double n, double level) =>
        new(Estimate.Of(yes / n), BinomialInterval.MidP((long)yes, (long)n, level), IntervalMethods.MidP);

    private static void Share(
        AuditSubject subject, ExplainedRows explained, int[] declined, int[][] found, IReadOnlyList<ReasonCode> codes, string note, string? attribute, string? group, bool[]? of)
    {
        var estimate = ShareOf(subject, explained, declined, i => found[i].Any(f => !codes[f].IsAboutSubject), of, out var yes, out var n);
        ShareOf(subject, explained, declined, i => found[i].Length > 0 && !codes[found[i][0]].IsAboutSubject, of, out var first, out _);
        subject.Add(
            Room,
            new Finding
            {
                Id = string.Empty,
                Measure = "principal_reason_associative_share",
                Attribute = attribute,
                Group = group,
                N = (long)n,
                Numerator = yes,
                Denominator = n,
                // That a model without associative features gives nobody such a reason is no secret of anybody's.
                Cells = codes.All(c => c.IsAboutSubject) ? [n] : [yes, n - yes],
                CellTable = Counts,
                Access = ModelAttributions.IsExact(subject.Model!.Scorer) ? "W" : "M",
                Scale = "rate",
                Note = note,
                Details = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["firstReasonShare"] = first / n },
                Source = "12 CFR 1002.9(b)(2) (principal reasons); Lundberg et al. 2020 (attributions)",
            },
            estimate);
    }

    private static void Table(AuditSubject subject, ExplainedRows explained, int[] declined, int[][] found, IReadOnlyList<ReasonCode> codes)
    {
        var rows = Enumerable.Range(0, codes.Count)
            .Select(f => (Feature: f, People: found.Count(r => r.Contains(f)), First: found.Count(r => r.Length > 0 && r[0] == f)))
            .Where(r => r.People > 0)
            .OrderByDescending(r => r.People).ThenBy(r => r.Feature);
        foreach (var (f, count, first) in rows)
        {
            var share = ShareOf(subject, explained, declined, i => found[i].Contains(f), null, out var yes, out var n);
            var limits = subject.Samples ? share.Interval : null;
            subject.To.AddRow(
                Reasons,
                [
                    subject.Inputs.Stratum ?? string.Empty, (subject.Name is { } m && subject.Inputs.Models.Count > 1 ? m + ", " : string.Empty) + codes[f].Feature, codes[f].Origin.ToString().ToLowerInvariant(),
                    share.Value.Value, limits?.Low, limits?.High, "share of the declined", codes[f].Text, codes[f].Class, (long)count, (double)first / n,
                ],
                RowGuard.OfCells(yes, n - yes, first == 0 ? n : first, n - first));
        }
    }

    // The reference is drawn again with replacement: a reason that depends on who happened to be in it is none.
    private static void Stability(AuditSubject subject, FeatureMatrix people, int[][] found, FeatureMatrix reference, Streams streams)
    {
        var at = ModelAttributions.Spaced(people.Rows, StabilityRows);
        var sample = ModelAttributions.Pick(people, at);
        var draws = subject.Plan.Reasons.Resamples;
        double kept = 0, all = 0, first = 0, withReason = 0;
        for (var draw = 0; draw < draws; draw++)
        {
            subject.Report("stability of reasons", (double)draw / draws);
            var again = Of(subject, sample, new Background(reference, Draw(reference.Rows, streams, draw)));
            for (var i = 0; i < at.Length; i++)
            {
                var mine = found[at[i]];
                kept += mine.Count(again[i].Contains);
                all += mine.Length;
                first += mine.Length > 0 && again[i].Length > 0 && mine[0] == again[i][0] ? 1 : 0;
                withReason += mine.Length > 0 ? 1 : 0;
            }
        }

        var value = all > 0 ? Estimate.Of(kept / all) : Estimate.Undefined("no declined person has a reason");
        subject.Add(
            Room,
            new Finding
            {
                Id = string.Empty,
                Measure = "reason_stability",
                N = at.Length,
                Cells = [at.Length],
                Replicates = draws,
                Access = "W",
                Scale = "rate",
                Note = "mean share of the principal reasons that remain when the reference is drawn again with replacement",
                Details = all > 0 ? new SortedDictionary<string, double>(StringComparer.Ordinal) { ["firstReasonKept"] = first / withReason } : null,
                Source = "Efron 1979 (bootstrap of the reference)",
            },
            new IntervalEstimate(value, null, IntervalMethods.None));
    }

    /// <summary>Weights of one draw with replacement.</summary>
    internal static double[] Draw(int rows, Streams streams, int draw)
    {
        var sequence = streams.Derive("resample").Derive((long)draw).Sequence();
        var weights = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            weights[sequence.NextBelow(rows)]++;
        }

        return weights;
    }
}
