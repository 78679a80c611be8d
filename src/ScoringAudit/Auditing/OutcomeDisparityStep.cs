using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Decisions against outcomes by group: error rates, predictive values, equal opportunity, equalized odds.</summary>
internal sealed class OutcomeDisparityStep
{
    private const string Room = "disparity";
    private const string Table = "decision x outcome";
    private readonly AuditSubject _subject;
    private readonly string? _acceptedOnly;

    private OutcomeDisparityStep(AuditSubject subject, string? acceptedOnly)
    {
        _subject = subject;
        _acceptedOnly = acceptedOnly;
    }

    /// <summary>The step, or null where the audit has no outcomes.</summary>
    public static OutcomeDisparityStep? For(AuditSubject subject, ConfusionTally all)
    {
        if (!subject.Rows.HasOutcomes)
        {
            return null;
        }

        var total = all.Counts(0);
        var refused = total.Sum(ConfusionCells.FalseNegative | ConfusionCells.TrueNegative).Rows;
        var reason = subject.Plan.Roles.Outcome!.AcceptedOnly
            ? "outcomes were observed for the accepted only, so nothing is known of how the refused would have done"
            : refused == 0 && total.UnfavourableUnknown.Rows > 0 ? "no refused row has an observed outcome, so nothing is known of how the refused would have done" : null;
        if (reason is not null)
        {
            subject.To.Note("limit", "outcome", "Error rates, equal opportunity and equalized odds are undefined: " + reason + ". The details of these findings give the lowest and the highest value that the unobserved outcomes allow.");
        }

        return new OutcomeDisparityStep(subject, reason);
    }

    /// <summary>Rates of all rows.</summary>
    public void Overall(ConfusionTally all)
    {
        foreach (var metric in RateMetrics.All.Skip(1))
        {
            AddRate(metric, GroupRates.Overall(all, metric, _subject.Plan.Confidence), all.Counts(0), null, null);
        }
    }

    /// <summary>Rates by group and their comparisons with the reference.</summary>
    public void Group(Grouping grouping, ConfusionTally tally, string? stratum)
    {
        var few = grouping.Parts.Count > 1 || stratum is not null;
        var level = _subject.Plan.Confidence;
        bool Skip(int g) => few && tally.Counts(g).Sum(ConfusionCells.Decided).Rows == 0;
        foreach (var metric in RateMetrics.All.Skip(1))
        {
            var results = GroupRates.Of(tally, grouping, metric, level);
            var ratios = results.Where(r => r.Measure == metric.RatioId).ToDictionary(r => r.Group);
            foreach (var result in results.Where(r => !Skip(r.Group)))
            {
                if (result.Measure == metric.Id)
                {
                    AddRate(metric, result, tally.Counts(result.Group), grouping, stratum);
                }
                else if (result.Measure == metric.DifferenceId && !Skip(result.Reference))
                {
                    AddDifference(metric, result, ratios[result.Group], tally, grouping, stratum);
                }
            }
        }

        foreach (var odds in EqualizedOdds.Of(tally, grouping, level).Where(r => !Skip(r.Group)))
        {
            AddOdds(odds, grouping, stratum);
        }
    }

    private void AddRate(RateMetric metric, RateResult result, ConfusionCounts counts, Grouping? grouping, string? stratum)
    {
        var hidden = Hidden(metric);
        _subject.Add(
            Room,
            new Finding
            {
                Id = string.Empty,
                Measure = metric.Id,
                Attribute = grouping?.Name,
                Group = grouping?.Groups[result.Group],
                Numerator = hidden ? null : result.Of.Successes,
                Denominator = hidden ? null : result.Of.Trials,
                N = hidden ? counts.Sum(ConfusionCells.Decided).Rows : result.Of.Rows,
                Cells = [result.Of.FavourableRows, result.Of.Rows - result.Of.FavourableRows],
                CellTable = Table,
                Details = hidden ? Bounds(metric, counts) : null,
                Stratum = stratum,
                Access = "S",
                Scale = "rate",
                Source = metric.Descriptor.Formula + "; " + metric.Descriptor.Source,
            },
            hidden ? Undefined() : result.Estimate);
    }

    private void AddDifference(RateMetric metric, RateResult result, RateResult ratio, ConfusionTally tally, Grouping grouping, string? stratum)
    {
        var hidden = Hidden(metric);
        var details = new SortedDictionary<string, double>(StringComparer.Ordinal);
        // A ratio to a rate of 0 is infinite: the difference says all there is to say.
        if (!hidden && ratio.Estimate.Value.IsDefined && double.IsFinite(ratio.Estimate.Value.Value))
        {
            details["ratio"] = ratio.Estimate.Value.Value;
            if (_subject.Samples && ratio.Estimate.Interval is { } limits && double.IsFinite(limits.Low) && double.IsFinite(limits.High))
            {
                (details["ratioLow"], details["ratioHigh"]) = (limits.Low, limits.High);
            }
        }

        _subject.Add(
            Room,
            Comparison(metric.DifferenceId, grouping, result.Group, result.Reference, stratum) with
            {
                Numerator = hidden ? null : result.Of.Successes,
                Denominator = hidden ? null : result.Of.Trials,
                ReferenceNumerator = hidden ? null : result.Against.Successes,
                ReferenceDenominator = hidden ? null : result.Against.Trials,
                N = hidden ? tally.Counts(result.Group).Sum(ConfusionCells.Decided).Rows : result.Of.Rows,
                Cells = [result.Of.FavourableRows, result.Of.Rows - result.Of.FavourableRows, result.Against.FavourableRows, result.Against.Rows - result.Against.FavourableRows],
                PValue = hidden ? null : result.PValue,
                Details = details.Count > 0 ? details : null,
                Scale = "difference",
                Source = $"{metric.Id} of the group − of the reference; {metric.Descriptor.Source}",
            },
            hidden ? Undefined() : result.Estimate,
            hidden ? null : result.Simultaneous,
            result.SimultaneousMethod);
    }

    private void AddOdds(GroupResult odds, Grouping grouping, string? stratum) => _subject.Add(
        Room,
        Comparison(odds.Measure, grouping, odds.Group, odds.Reference, stratum) with
        {
            N = odds.N,
            Cells = odds.Cells,
            PValue = _acceptedOnly is null ? odds.PValue : null,
            Details = _acceptedOnly is null ? odds.Details : null,
            Scale = "difference",
            Source = "Hardt, Price and Srebro 2016, definition 2.1; interval: both differences at once (Bonferroni)",
        },
        _acceptedOnly is null ? odds.Estimate : Undefined(),
        _acceptedOnly is null ? odds.Simultaneous : null);

    private static Finding Comparison(string measure, Grouping grouping, int group, int reference, string? stratum) => new()
    {
        Id = string.Empty,
        Measure = measure,
        Attribute = grouping.Name,
        Group = grouping.Groups[group],
        Reference = grouping.Groups[reference],
        Family = $"{grouping.Name}/{measure}",
        Stratum = stratum,
        CellTable = Table,
        Access = "S",
    };

    // What is known of the accepted alone stays defined: positive predictive value and false discovery rate.
    private bool Hidden(RateMetric metric) => _acceptedOnly is not null && (metric.Trials & ~ConfusionCells.Favourable) != 0;

    private IntervalEstimate Undefined() => new(Estimate.Undefined(_acceptedOnly!), null, IntervalMethods.None);

    // Every unobserved outcome may be adverse, or not: the least and the largest value over all of them.
    private static Dictionary<string, double>? Bounds(RateMetric metric, ConfusionCounts counts)
    {
        var values = new List<double>();
        foreach (var favoured in new[] { false, true })
        {
            foreach (var refused in new[] { false, true })
            {
                // (favoured, refused): whether the unobserved outcomes of the favoured and of the refused are adverse
                var none = default(CellCount);
                var table = new ConfusionCounts(
                    counts.TruePositive + (favoured ? none : counts.FavourableUnknown),
                    (refused ? none : counts.UnfavourableUnknown) + counts.FalseNegative,
                    counts.FalsePositive + (favoured ? counts.FavourableUnknown : none),
                    counts.TrueNegative + (refused ? counts.UnfavourableUnknown : none));
                if (metric.Of(table) is { IsDefined: true } value)
                {
                    values.Add(value.Value);
                }
            }
        }

        return values.Count == 0 ? null : new Dictionary<string, double> { ["lowest"] = values.Min(), ["highest"] = values.Max() };
    }
}
