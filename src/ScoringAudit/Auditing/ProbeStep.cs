using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Asks the score with others' records replaced: as a whole, and channel by channel; stratum by stratum of the own record.</summary>
internal static class ProbeStep
{
    private const string Room = "leakage";

    private static readonly EvidenceTable Strata = new(
        "own-only-strata", "Rows whose score changed though their own record did not, by kind of own record", null, ["model", "stratum", "rows", "probes", "changed", "share", "low", "high"], []);

    public static void Run(AuditSubject subject, IInterventions world, string access, List<LeakageChannel> channels, ProbeStrata strata)
    {
        if (world.Replacing(_ => true) is null)
        {
            ByPlace(subject, world, access, channels);
            return;
        }

        subject.Report("own-only probes");
        var n = strata.Code.Length;
        int[] any = [.. Enumerable.Range(0, n)];
        var movers = LeakageStep.Movers(subject, n);
        var rare = movers.Length == n ? [] : strata.Missed(movers);
        void Both(string name, LeakageChannel? channel, Func<Origin, bool> origins)
        {
            OwnOnlyProbe Ask(int[] rows, string which) => OwnOnlyProbe.Run(
                world.Replacing(origins)!, rows, any, [], subject.Rows.Scale!.Value, MoveTest.DefaultDonors, Stream(subject, which), subject.Inputs.Cancel);
            var probe = Ask(movers, name);
            var more = rare.Length > 1 ? Ask(rare, name) : null;
            Emit(subject, channel, probe, more, access, "others' records from one donor, own record kept");
            if (channel is null && probe.Refusal is null)
            {
                Stratified(subject, strata, movers, probe, rare, more);
            }
        }

        Both("all", null, _ => true);
        foreach (var channel in channels)
        {
            if (channel.Origin is { } origin)
            {
                Both(channel.Channel, channel, o => o == origin);
            }
            else
            {
                channel.Tests[3] = RungTest.None($"nothing says whose records '{channel.Channel}' carries: add origin under links");
            }
        }
    }

    // A world that can move people and nothing else.
    private static void ByPlace(AuditSubject subject, IInterventions world, string access, List<LeakageChannel> channels)
    {
        var roles = subject.Plan.Roles;
        var rows = subject.Rows.Rows;
        if (roles.Area is not { } areaRole)
        {
            return;
        }

        subject.Report("own-only probes");
        var areas = KeyColumn.Bind(rows.Schema, areaRole.Column, "plan: columns.area").ReadAll(rows);
        var movers = LeakageStep.Movers(subject, areas.Length);
        OwnOnlyProbe Ask(string name, int[] differ, int[] same) => OwnOnlyProbe.Run(
            world, movers, differ, same, subject.Rows.Scale!.Value, MoveTest.DefaultDonors, Stream(subject, name), subject.Inputs.Cancel);
        var place = Ask("all", areas, []);
        Emit(subject, null, place, null, access, $"the place of one donor in another area, own record kept; {world.Rule}");
        var area = channels.FirstOrDefault(c => c.Channel == "area");
        if (channels.FirstOrDefault(c => c.Channel == "neighbourhood") is not { } neighbourhood || roles.Address is null)
        {
            Emit(subject, area, place, null, access, "the place of one donor in another area, own record kept");
            return;
        }

        // Within an area the area's value stays: what still changes comes from the neighbours.
        var streets = KeyColumn.Bind(rows.Schema, roles.Address.Column, "plan: columns.address").ReadAll(rows);
        var near = Ask("neighbourhood", streets, areas);
        Emit(subject, neighbourhood, near, null, access, "the place of one donor on another street of the same area, own record kept");
        if (area is null)
        {
            return;
        }

        if (near.Refusal is null && near.Violating == 0)
        {
            Emit(subject, area, place, null, access, "the place of one donor in another area, own record kept; neighbours alone change nothing");
        }
        else
        {
            area.Tests[3] = RungTest.None("neighbours respond, or could not be asked alone, and a move to another area changes both: the score's owner would have to change the area's value alone");
        }
    }

    private static Streams Stream(AuditSubject subject, string name) =>
        subject.Streams.Derive("leakage").Derive(subject.Name ?? "score").Derive("own-only").Derive(name);

    private static void Stratified(AuditSubject subject, ProbeStrata strata, int[] movers, OwnOnlyProbe probe, int[] rare, OwnOnlyProbe? more)
    {
        var asked = new long[strata.Names.Count];
        var changed = new long[strata.Names.Count];
        Count(movers, probe);
        if (more is { Refusal: null })
        {
            Count(rare, more);
        }

        var level = subject.Plan.Confidence;
        for (var s = 0; s < asked.Length; s++)
        {
            if (asked[s] == 0)
            {
                continue;
            }

            var limits = changed[s] == 0
                ? new Interval(0, BinomialInterval.ClopperPearson(0, asked[s], (2 * level) - 1).High, level)
                : BinomialInterval.ClopperPearson(changed[s], asked[s], level);
            subject.To.AddRow(
                Strata,
                [subject.Name ?? "score", strata.Names[s], asked[s], asked[s] * probe.Donors, changed[s], (double)changed[s] / asked[s], limits.Low, limits.High],
                RowGuard.OfCells(asked[s]));
        }

        void Count(int[] rows, OwnOnlyProbe of)
        {
            for (var i = 0; i < rows.Length && rows.Length == of.Violated.Length; i++)
            {
                asked[strata.Code[rows[i]]]++;
                changed[strata.Code[rows[i]]] += of.Violated[i] ? 1 : 0;
            }
        }
    }

    private static void Emit(AuditSubject subject, LeakageChannel? channel, OwnOnlyProbe probe, OwnOnlyProbe? rare, string access, string what)
    {
        var level = subject.Plan.Confidence;
        var finding = new Finding
        {
            Id = string.Empty,
            Measure = "own_only_violation_share",
            Channel = channel?.Channel,
            N = probe.Rows,
            Access = access,
            Scale = "rate",
            Replicates = probe.Donors == 0 ? null : probe.Donors,
            Source = "Clopper and Pearson 1934; one-sided bound where no violation was found",
        };
        if (probe.Refusal is { } why)
        {
            subject.Add(Room, finding with { Status = FindingStatus.Undefined, Reason = why });
            if (channel is not null)
            {
                channel.Tests[3] = RungTest.None(why);
            }

            return;
        }

        var bound = probe.UpperBound(level);
        var found = probe.Violating + (rare?.Violating ?? 0);
        var note = found == 0
            ? FormattableString.Invariant($"No violation found among {probe.Rows + (rare?.Rows ?? 0)} × {probe.Donors} probes: {what}.")
            : FormattableString.Invariant($"{found} of {probe.Rows + (rare?.Rows ?? 0)} rows changed: {what}.");
        var limits = probe.Violating == 0 ? new Interval(0, bound, level) : BinomialInterval.ClopperPearson(probe.Violating, probe.Rows, level);
        var details = new Dictionary<string, double> { ["meanAbsolutePoints"] = probe.MeanAbsolute, ["upperBound"] = bound };
        if (rare is not null)
        {
            details["rareRows"] = rare.Rows;
            details["rareViolations"] = rare.Violating;
        }

        subject.Add(
            Room,
            finding with
            {
                Value = probe.Share,
                Numerator = probe.Violating,
                Denominator = probe.Rows,
                Interval = new FindingInterval(limits, probe.Violating == 0 ? "clopper_pearson_one_sided" : "clopper_pearson", "rows", subject.Plan.Sampling),
                Details = details,
                Note = note,
            });
        if (channel is not null)
        {
            var p = rare is null ? probe.PValue : Math.Min(1, 2 * Math.Min(probe.PValue, rare.PValue));
            channel.Tests[3] = RungTest.Of(p, FormattableString.Invariant($"{note} With {100 * level:0.#} % confidence fewer than {100 * bound:0.####} % of rows respond."));
        }
    }
}
