using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Asks the score with others' records replaced: as a whole, and channel by channel.</summary>
internal static class ProbeStep
{
    private const string Room = "leakage";
    private const int RareRows = 2_000;
    private const double RareShare = 0.02;

    public static void OfModel(AuditSubject subject, IScorer scorer, float[][] columns, List<LeakageChannel> channels)
    {
        subject.Report("own-only probes");
        var n = columns.Length == 0 ? 0 : columns[0].Length;
        int[] any = [.. Enumerable.Range(0, n)];
        var movers = LeakageStep.Movers(subject, n);
        var rare = movers.Length == n ? [] : Rare(scorer.Features, columns, movers);
        OwnOnlyProbe Ask(int[] rows, string name, Func<Origin, bool> origins) => OwnOnlyProbe.Run(
            ModelMoves.Replacing(scorer, columns, subject.Inputs.Threads, origins), rows, any, [], scorer.Scale, MoveTest.DefaultDonors, Stream(subject, name), subject.Inputs.Cancel);
        void Both(string name, LeakageChannel? channel, Func<Origin, bool> origins)
        {
            var probe = Ask(movers, name, origins);
            var more = rare.Length > 1 ? Ask(rare, name, origins) : null;
            Emit(subject, channel, probe, more, "M", "others' features from one donor, own features kept");
        }

        Both("all", null, _ => true);
        foreach (var channel in channels)
        {
            Both(channel.Channel, channel, o => o.ToString().Equals(channel.Channel, StringComparison.OrdinalIgnoreCase));
        }
    }

    public static void OfWorld(AuditSubject subject, IInterventions world, List<LeakageChannel> channels)
    {
        var roles = subject.Plan.Roles;
        var rows = subject.Rows.Rows;
        if (roles.Area is not { } areaRole)
        {
            return;
        }

        subject.Report("own-only probes");
        var access = subject.Inputs.Access == 'G' ? "G" : "M";
        var areas = KeyColumn.Bind(rows.Schema, areaRole.Column, "plan: columns.area").ReadAll(rows);
        var movers = LeakageStep.Movers(subject, areas.Length);
        OwnOnlyProbe Ask(string name, int[] differ, int[] same) => OwnOnlyProbe.Run(
            world, movers, differ, same, subject.Rows.Scale!.Value, MoveTest.DefaultDonors, Stream(subject, name), subject.Inputs.Cancel);
        var place = Ask("all", areas, []);
        Emit(subject, null, place, null, access, $"the place of one donor in another area, own record kept; {world.Rule}");
        var area = channels.FirstOrDefault(c => c.Channel == "area");
        if (channels.FirstOrDefault(c => c.Channel == "neighbourhood") is not { } neighbourhood)
        {
            Emit(subject, area, place, null, access, "the place of one donor in another area, own record kept");
            return;
        }

        // Within an area the area's value stays: what still changes comes from the neighbours.
        var streets = KeyColumn.Bind(rows.Schema, roles.Address!.Column, "plan: columns.address").ReadAll(rows);
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

    // Rows whose own record is rare in some respect (thin file): a sample could miss a gate that only they pass.
    private static int[] Rare(FeatureSchema schema, float[][] columns, int[] taken)
    {
        var have = new bool[columns[0].Length];
        foreach (var i in taken)
        {
            have[i] = true;
        }

        var rare = new SortedSet<int>();
        for (var f = 0; f < columns.Length; f++)
        {
            if (schema.Features[f].Origin != Origin.Own)
            {
                continue;
            }

            var levels = columns[f].GroupBy(v => float.IsNaN(v) ? float.MinValue : v).ToDictionary(g => g.Key, g => g.Count());
            var few = levels.Where(l => l.Value < RareShare * have.Length && levels.Count <= 50).Select(l => l.Key).ToHashSet();
            var left = few.ToDictionary(l => l, _ => RareRows);
            for (var i = 0; few.Count > 0 && i < have.Length; i++)
            {
                var level = float.IsNaN(columns[f][i]) ? float.MinValue : columns[f][i];
                if (!have[i] && few.Contains(level) && left[level]-- > 0)
                {
                    rare.Add(i);
                }
            }
        }

        return [.. rare];
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
