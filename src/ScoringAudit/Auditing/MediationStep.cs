using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>How much of a gap between groups comes in through others' records: by asking the score again, or by regression where only scores are known.</summary>
internal static class MediationStep
{
    private const string Room = "leakage";
    private const int MostChannels = 4, MostAnswers = 1_500_000, MostRows = 20_000;

    private static readonly EvidenceTable Parts = new(
        "mediated-disparity", "Gap between groups in points, by whose records it comes from", "decomposition", ["panel", "label", "origin", "value", "low", "high", "isTotal"], []) { Keys = ["isTotal"] };

    public static void Run(AuditSubject subject, IInterventions? world, EncodedOrigins columns, List<LeakageChannel> channels)
    {
        var origins = (world is null ? columns.Others.Keys : channels.Where(c => c.Origin is not null).Select(c => c.Origin!.Value)).Distinct().Order().ToList();
        if (subject.Attributes == 0 || origins.Count == 0)
        {
            return;
        }

        if (origins.Count > MostChannels && world is not null)
        {
            subject.To.Note("skipped", "mediated_disparity", FormattableString.Invariant($"Mediated disparity: {origins.Count} channels would need {(1 << origins.Count) - 1} sets of questions; more than {MostChannels} are not asked. Name fewer origins."));
            return;
        }

        subject.Report("gaps through others' records");
        var scores = LeakageStep.Scores(subject);
        var clusters = subject.Rows.IsClustered ? LeakageStep.Clusters(subject) : [.. Enumerable.Range(0, scores.Length)];
        for (var g = 0; g < subject.Attributes; g++)
        {
            var grouping = subject.Groupings[g];
            if (grouping.Parts.Count > 1)
            {
                continue;
            }

            var codes = subject.Table!.Group(g).ToArray();
            foreach (var (group, reference, _, _) in GroupPairs.Of(grouping, codes))
            {
                EncodedOrigins? picked = null;
                int[] rows;
                if (world is null)
                {
                    picked = columns.Of([.. Enumerable.Range(0, columns.Rows.Length).Where(i => codes[columns.Rows[i]] == group || codes[columns.Rows[i]] == reference)]);
                    rows = picked.Rows;
                }
                else
                {
                    var most = Math.Min(MostRows, MostAnswers / (Mediation.References * ((1 << origins.Count) - 1)));
                    rows = LeakageStep.Sample(subject, [.. Enumerable.Range(0, codes.Length).Where(i => codes[i] == group || codes[i] == reference)], most, "mediation rows");
                }

                byte[] member = [.. rows.Select(i => codes[i] == group ? (byte)1 : (byte)0)];
                int[] units = [.. rows.Select(i => clusters[i])];
                var level = subject.Plan.Confidence;
                Mediation result;
                if (picked is not null)
                {
                    double[] points = [.. rows.Select(i => subject.Rows.Scale!.Value.ToPoints(scores[i]))];
                    result = Mediation.OfColumns(points, picked.Own, [.. origins.Select(o => picked.Others[o])], member, units, level);
                }
                else
                {
                    result = Mediation.OfQueries(
                        world!, rows, member, set => world!.Replacing(o => origins.IndexOf(o) is var k && k >= 0 && (set >> k & 1) != 0)!, origins.Count, subject.Rows.Scale!.Value, units, level,
                        subject.Streams.Derive("leakage").Derive(subject.Name ?? "score"), subject.Inputs.Cancel);
                }

                Emit(subject, grouping.Name, grouping.Groups[group], grouping.Groups[reference], result, origins, member, world is not null);
            }
        }
    }

    private static void Emit(AuditSubject subject, string attribute, string group, string reference, Mediation result, List<Origin> origins, byte[] member, bool asked)
    {
        var ones = member.Count(m => m == 1);
        var finding = new Finding
        {
            Id = string.Empty,
            Measure = "mediated_disparity",
            Attribute = attribute,
            Group = group,
            Reference = reference,
            N = member.Length,
            Cells = [ones, member.Length - ones],
            CellTable = "group sizes",
            Access = asked ? (subject.Model is null && subject.Inputs.Access == 'G' ? "G" : "M") : "S",
            Scale = "points",
            Note = asked
                ? "part of the gap that goes when both groups get the same surroundings (interventional, not natural effects); the parts and the own part sum to the gap"
                : "Oaxaca–Blinder on the columns: causal only if nothing own is missing; never lifts the ladder",
            Source = asked ? "VanderWeele, Vansteelandt and Robins 2014; Shapley 1953 over channels" : "Oaxaca 1973; Blinder 1973; pooled as in Jann 2008; Jackson and VanderWeele 2018",
        };
        var details = new Dictionary<string, double>();
        if (result.Refusal is null)
        {
            details["gap"] = result.Gap.Value.Value;
            details["own"] = result.Own.Value.Value;
            if (!asked)
            {
                details["unexplained"] = result.Unexplained.Value.Value;
                details["robustnessValue"] = Robustness(result.Mediated, member.Length);
            }

            if (result.Share.IsDefined)
            {
                details["share"] = result.Share.Value;
                details["shareLow"] = result.ShareLimits!.Value.Low;
                details["shareHigh"] = result.ShareLimits.Value.High;
            }
        }

        var all = subject.Add(Room, finding with { Channel = "all", Details = details, Note = finding.Note + (result.Share.IsDefined || result.Refusal is not null ? string.Empty : "; no share: " + result.Share.Reason) }, result.Mediated);
        Row(subject, all, "own", result.Own, attribute, group);
        for (var c = 0; c < origins.Count; c++)
        {
            var name = origins[c].ToString().ToLowerInvariant();
            var part = subject.Add(Room, finding with { Channel = name, Origin = name }, result.Channels[c]);
            Row(subject, part, name, result.Channels[c], attribute, group);
        }

        if (!asked)
        {
            Row(subject, all, "unexplained", result.Unexplained, attribute, group);
        }

        Row(subject, all, "gap", result.Gap, attribute, group);
    }

    private static void Row(AuditSubject subject, Finding finding, string part, IntervalEstimate estimate, string attribute, string group)
    {
        var limits = subject.Samples ? estimate.Interval : null;
        subject.To.AddRow(
            Parts,
            [Titles.Panel(attribute + ": " + group, finding), part, part is "gap" or "unexplained" ? string.Empty : part, estimate.Value.IsDefined ? estimate.Value.Value : null, limits?.Low, limits?.High, part == "gap" ? 1L : 0L],
            RowGuard.Of(finding));
    }

    // Cinelli and Hazlett 2020: how strong a missing own feature would have to be, in partial R², to bring the part to 0; from its clustered t.
    private static double Robustness(IntervalEstimate part, int rows)
    {
        if (part.StandardError is not > 0 || !part.Value.IsDefined)
        {
            return double.NaN;
        }

        var f = part.Value.Value * part.Value.Value / (part.StandardError.Value * part.StandardError.Value) / rows;
        return 0.5 * (Math.Sqrt((f * f) + (4 * f)) - f);
    }
}
