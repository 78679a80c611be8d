using ScoringAudit.Evidence;
using ScoringAudit.Disparity;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>One score under audit, on its rows, with what all steps share.</summary>
public sealed class AuditSubject
{
    /// <summary>The bound plan.</summary>
    public required BoundPlan Bound { get; init; }

    /// <summary>What the audit was given.</summary>
    public required AuditInputs Inputs { get; init; }

    /// <summary>The model; null for the recorded score or decision.</summary>
    public required NamedModel? Model { get; init; }

    /// <summary>The pass over its rows.</summary>
    public required ScoredRows Rows { get; init; }

    /// <summary>Groupings: protected attributes, intersections, then strata of the controls.</summary>
    public required IReadOnlyList<Grouping> Groupings { get; init; }

    /// <summary>Number of attributes and intersections; the groupings after them are control × attribute.</summary>
    public required int Attributes { get; init; }

    /// <summary>Where results go.</summary>
    public required EvidenceBuilder To { get; init; }

    /// <summary>Rule that decides from the score; null for recorded decisions or none.</summary>
    public DecisionRule? Rule { get; set; }

    /// <summary>Whole columns, where a measure needed them.</summary>
    public ScoredTable? Table { get; set; }

    /// <summary>Features declared own that behave like a value of the place or of those linked, by name: found by the origin check.</summary>
    public IReadOnlyList<string> Suspects { get; set; } = [];

    /// <summary>The plan.</summary>
    public AuditPlan Plan => Bound.Plan;

    /// <summary>Model name in findings.</summary>
    public string? Name => Model?.Name;

    /// <summary>"holdout" or "all".</summary>
    public string RowsLabel => Model?.HeldOut is null ? "all" : "holdout";

    /// <summary>Root of all random streams.</summary>
    public Streams Streams => Streams.FromSeed(Plan.Seed);

    /// <summary>Whether decisions exist.</summary>
    public bool HasDecisions => Rule is not null || Bound.Decision is not null || Bound.Cutoffs is not null;

    /// <summary>Whether sampling intervals are wanted: not for a register, whose rows are the population.</summary>
    public bool Samples => Plan.Sampling != "register";

    /// <summary>Says what is being done.</summary>
    public void Report(string step, double? share = null) =>
        Inputs.Progress?.Report(new AuditProgress(Name is null ? step : $"{Name}: {step}", share));

    /// <summary>Completes a finding with what all findings of this score share, judges it, and adds it.</summary>
    /// <param name="room">First part of the id.</param>
    /// <param name="finding">The finding; its id is made here.</param>
    /// <param name="estimate">Value, interval and method; null when the finding has its own.</param>
    /// <param name="simultaneous">The verdict's interval where it differs from the estimate's (a family, exact limits), or null.</param>
    /// <param name="method">Its method; null: the estimate's.</param>
    public Finding Add(string room, Finding finding, IntervalEstimate? estimate = null, Interval? simultaneous = null, string? method = null)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var full = finding with
        {
            Model = Name,
            Rows = RowsLabel,
            Stratum = finding.Stratum is { } s && Inputs.Stratum is { } outer ? outer + ";" + s : finding.Stratum ?? Inputs.Stratum,
        };
        if (estimate is not null)
        {
            // Exact limits of a single comparison serve a verdict; without a yardstick there is none.
            var judged = Samples && simultaneous is { } wide && (wide.Level > Plan.Confidence || YardstickCatalogue.For(full.Measure, Plan) is not null) ? simultaneous : null;
            full = full with
            {
                Status = estimate.Value.IsDefined ? FindingStatus.Defined : FindingStatus.Undefined,
                Value = estimate.Value.IsDefined ? estimate.Value.Value : null,
                Reason = estimate.Value.Reason,
                Interval = Samples && estimate.Interval is { } limits
                    ? new FindingInterval(limits, estimate.Method, Rows.Unit, Plan.Sampling) : null,
                Simultaneous = judged,
                SimultaneousMethod = judged is null ? null : method ?? estimate.Method,
                PValue = Samples ? full.PValue : null,
                Clusters = estimate.Clusters,
                DesignEffect = estimate.DesignEffect,
                SmallestDetectable = full.SmallestDetectable ?? Detectable(full, estimate),
            };
        }

        // A further number that is not finite is not a number: it is left out, not written as one.
        full = full with
        {
            Details = full.Details?.Where(d => double.IsFinite(d.Value)).ToDictionary(d => d.Key, d => d.Value),
            DesignEffect = full.DesignEffect is { } effect && double.IsFinite(effect) ? effect : null,
        };
        full = Judge(full);
        full = full with { Id = FindingId.Of(room, full) };
        To.Add(full);
        return full;
    }

    // What a comparison of this sample could have found: said beside every signed comparison with a reference.
    private double? Detectable(Finding finding, IntervalEstimate estimate) =>
        Samples && finding is { Reference: not null, Family: not null, Scale: "ratio" or "difference" or "standard deviations" } && estimate is { Value.IsDefined: true, Interval: { } limits }
            ? DetectableEffect.Of(estimate.Value.Value, limits, finding.Scale == "ratio") : null;

    private Finding Judge(Finding finding)
    {
        if (YardstickCatalogue.For(finding.Measure, Plan) is not { } yardstick)
        {
            return finding;
        }

        finding = finding with { Yardstick = yardstick };
        if (finding.Status != FindingStatus.Defined || finding.Value is not { } value)
        {
            return finding;
        }

        var limits = finding.Simultaneous ?? finding.Interval?.Limits
            ?? (Samples ? new Interval(double.NegativeInfinity, double.PositiveInfinity, Plan.Confidence) : new Interval(value, value, Plan.Confidence));
        var verdict = VerdictRule.Of(limits, yardstick);
        return finding with
        {
            Verdict = verdict,
            NeededN = verdict == Verdict.Undetermined && finding.N is { } n
                ? VerdictRule.NeededRows(value, limits, yardstick, n, finding.Scale == "ratio") : null,
        };
    }
}
