using System.Globalization;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Privacy;

namespace ScoringAudit.Auditing.Protection;

/// <summary>Completes and judges findings of a protected audit.</summary>
internal sealed class ProtectedFindings
{
    /// <summary>Name of the interval's method.</summary>
    public const string Method = "bayes_deconvolution";

    private readonly ProtectedDesign _design;

    public ProtectedFindings(ProtectedRelease release)
    {
        _design = release.Design;
        To.Facts["independent unit"] = _design.IsCapped && _design.Unit.Rows == 1 ? _design.CapColumn! : "rows";
        To.Facts["sampling"] = _design.Plan.Sampling;
        var first = release.Tables[_design.Tables.ToList().FindIndex(t => t.Kind is ProtectedTableKind.Decisions or ProtectedTableKind.Scores)];
        var rows = "about " + People(first.Value.Sum(new IReadOnlyList<int>?[first.Value.Schema.Dimensions.Count])).ToString(CultureInfo.InvariantCulture) + " rows (noisy)";
        To.Facts[_design.Model is { } model ? "model." + model.Name : "rows audited"] = _design.Model is { } m ? $"{m.Algorithm}, audited on {rows}" : rows;
    }

    /// <summary>Where results go.</summary>
    public EvidenceBuilder To { get; } = new();

    /// <summary>The plan.</summary>
    public AuditPlan Plan => _design.Plan;

    /// <summary>The design.</summary>
    public ProtectedDesign Design => _design;

    /// <summary>Level of the intervals.</summary>
    public double Level => Plan.Confidence;

    /// <summary>A noisy number of people, at least 0.</summary>
    public static long People(NoisyCount count) => Math.Max(0, count.Value);

    /// <summary>Adds a finding with its posterior.</summary>
    /// <param name="room">First part of the id.</param>
    /// <param name="finding">Its names.</param>
    /// <param name="of">Its posterior; null: too few people even to look.</param>
    /// <param name="simultaneous">Limits for its whole family, or null.</param>
    /// <param name="size">Rows of the group that would do, where the budget is too small; null: none would, or nobody knows.</param>
    /// <param name="method">Method of the interval.</param>
    /// <param name="why">Why there is no value, where it is not the budget.</param>
    public Finding Add(string room, Finding finding, PosteriorInterval? of, Interval? simultaneous = null, long? size = null, string method = Method, string? why = null)
    {
        var small = of is not { TooSmall: false };
        var full = finding with
        {
            Model = _design.Model?.Name,
            Rows = "all",
            Status = small ? FindingStatus.Undefined : FindingStatus.Defined,
            Value = small ? null : of!.Median,
            Reason = small ? why ?? TooSmall(finding, of, size) : null,
            Interval = small ? null : new FindingInterval(of!.Interval, method, To.Facts["independent unit"], Plan.Sampling),
            Simultaneous = small ? null : simultaneous,
            NeededN = small ? size : null,
            Yardstick = YardstickCatalogue.For(finding.Measure, Plan),
        };
        if (full.Yardstick is { } yardstick)
        {
            var verdict = small ? Verdict.Undetermined : VerdictRule.Of(simultaneous ?? of!.Interval, yardstick);
            full = full with
            {
                Verdict = verdict,
                NeededN = small ? size : verdict == Verdict.Undetermined && finding.N is > 0 and var n ? VerdictRule.NeededRows(of!.Median, simultaneous ?? of.Interval, yardstick, n, finding.Scale == "ratio") : null,
            };
        }

        full = full with { Id = FindingId.Of(room, full) };
        To.Add(full);
        return full;
    }

    /// <summary>The level at which each of some comparisons must hold for all to hold together (Bonferroni).</summary>
    public double Together(int comparisons) => 1 - ((1 - Level) / Math.Max(1, comparisons));

    private static string TooSmall(Finding finding, PosteriorInterval? of, long? size)
    {
        var text = of is null ? "too small for this budget: noise might be all there is in the group's counts"
            : finding.Scale == "ratio" ? "too small for this budget: the limits of its interval lie more than a factor of 4 apart"
            : "too small for this budget: the limits of its interval lie more than 0.5 apart";
        return size is { } rows ? string.Create(CultureInfo.InvariantCulture, $"{text}; about {rows} rows of the group would do") : text;
    }
}
