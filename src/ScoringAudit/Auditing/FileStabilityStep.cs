using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>What moved between two files: the score, its features, and every disparity of both, with a band that holds for both files and all groups at once.</summary>
/// <remarks>The other file is a population of its own: its findings have its name as stratum, with their own intervals. Bins of the index are those of the other file.</remarks>
internal static class FileStabilityStep
{
    private const string Room = "disparity";

    private static readonly EvidenceTable Both = new(
        "disparity-by-file", "Disparity in both files; low and high hold for both files and all groups at once", null, ["panel", "measure", "group", "reference", "file", "value", "low", "high", "n"], []);

    private static readonly HashSet<string> Measures =
    [
        .. RateMetrics.All.SelectMany(m => new[] { m.Id, m.RatioId, m.DifferenceId }), MeanDifference.Descriptor.Id, EqualizedOdds.Worst,
    ];

    /// <summary>Compares.</summary>
    /// <param name="subjects">What was audited.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="inputs">The inputs, with the other file.</param>
    /// <param name="to">Where results go.</param>
    /// <exception cref="AuditDataException">The class does not allow it, or the other file lacks a column.</exception>
    public static void Run(IReadOnlyList<AuditSubject> subjects, IPortfolio rows, AuditPlan plan, AuditInputs inputs, EvidenceBuilder to)
    {
        var other = inputs.Compared!;
        Check(plan, other);
        subjects[0].Report("stability between files");
        var own = inputs with { Compared = null };
        var theirs = Stripped(own) with { Stratum = inputs.Stratum is { } outer ? outer + " " + other.Name : other.Name };
        var reduced = plan with { Measures = ["disparity"], Alternatives = null, Compare = null, Roles = plan.Roles with { Time = null } };
        var apart = reduced with { Links = [], Areas = [], Events = [], Independent = plan.Links.Any(l => l.Name == plan.Independent) ? "auto" : plan.Independent };
        var facts = to.Facts.ToList();
        var compared = Audit.Subjects(other.Rows, apart, theirs, to);
        to.Facts.Clear();
        foreach (var (name, text) in facts)
        {
            to.Facts[name] = text;
        }

        to.Facts["compared with"] = $"{other.Name}: {other.Rows.Rows?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown number of"} rows";
        var band = 1 - ((1 - plan.Confidence) / 2);
        Band(Wide(rows, reduced with { Confidence = band }, own), "(this file)", subjects[0], to);
        Band(Wide(other.Rows, apart with { Confidence = band }, theirs), other.Name, subjects[0], to);
        for (var i = 0; i < subjects.Count; i++)
        {
            Index(subjects[i], compared[i], other.Name);
        }
    }

    private static void Check(AuditPlan plan, ComparedRows other)
    {
        if (plan.Disclosure.Class is DisclosureClass.Consented or DisclosureClass.Protected)
        {
            throw new AuditDataException($"plan: compare: '{other.Name}' cannot be compared under class {plan.Disclosure.Class.ToString().ToLowerInvariant()}: what is rounded or noisy in one file follows from two. Remove 'compare', or audit each file by itself.");
        }

        if (other.Name.AsSpan().ContainsAny("=;/"))
        {
            throw new AuditDataException($"plan: compare: the name '{other.Name}' holds '=', ';' or '/', which findings need for themselves. Give another name: compare: {{ data: FILE, name: NAME }}.");
        }
    }

    private static AuditInputs Stripped(AuditInputs inputs) => inputs with
    {
        Models = [.. inputs.Models.Select(m => m with { HeldOut = null, Retraining = null })],
        LinkComponents = new Dictionary<string, int[]>(),
        LinkEdges = new Dictionary<string, Networks.EdgeList>(),
        Areas = [],
        Events = [],
        Truth = null,
        Interventions = null,
    };

    private static IReadOnlyList<Finding> Wide(IPortfolio rows, AuditPlan plan, AuditInputs inputs)
    {
        var scratch = new EvidenceBuilder();
        Audit.Subjects(rows, plan, inputs, scratch);
        return scratch.Findings;
    }

    private static void Band(IReadOnlyList<Finding> findings, string file, AuditSubject subject, EvidenceBuilder to)
    {
        // Strata of controls are not compared between files: their stratum holds a '='.
        foreach (var f in findings.Where(f => f is { Attribute: not null, Group: not null } && Measures.Contains(f.Measure) && f.Stratum?.Contains('=', StringComparison.Ordinal) != true))
        {
            var limits = f.Simultaneous ?? f.Interval?.Limits;
            to.AddRow(
                Both,
                [
                    Titles.Panel(f.Attribute!, f with { Stratum = subject.Inputs.Stratum }), f.Measure, f.Group, f.Reference, file, f.Value,
                    limits is { } l && double.IsFinite(l.Low) ? l.Low : null, limits is { } h && double.IsFinite(h.High) ? h.High : null, f.N,
                ],
                RowGuard.Standing(f));
        }
    }

    private static void Index(AuditSubject subject, AuditSubject compared, string name)
    {
        if (subject.Rows.HasScores)
        {
            var (own, theirs) = (AuditRows.Of(subject).Scores, AuditRows.Of(compared).Scores);
            Compare(subject, null, theirs, own, StabilityStep.Edges(null, theirs), name);
        }

        if (StabilityStep.Features(subject, compared.Rows.Rows) is not { } features)
        {
            return;
        }

        FeatureMatrix mine = FeatureMatrix.Read(subject.Rows.Rows, features), others = FeatureMatrix.Read(compared.Rows.Rows, features);
        for (var f = 0; f < features.Count; f++)
        {
            var feature = features.Features[f];
            double[] to = [.. mine.Columns[f].Select(v => (double)v)], from = [.. others.Columns[f].Select(v => (double)v)];
            Compare(subject, feature.Name, from, to, StabilityStep.Edges(feature, from), name);
        }
    }

    private static void Compare(AuditSubject subject, string? feature, double[] from, double[] to, double[] edges, string name) =>
        StabilityStep.AddIndex(subject, feature, PopulationStability.Count(from, edges), PopulationStability.Count(to, edges), null, "(this file)", name);
}
