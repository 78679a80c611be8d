using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>One finding for each channel or link: the highest rung of the ladder that the evidence reaches, and what the next one needs.</summary>
internal static class LadderStep
{
    private static readonly EvidenceTable Request = new(
        "request", "What to ask the score's owner for", null, ["model", "channel", "step", "what", "how_many"], []) { Keys = ["how_many"] };

    /// <summary>The world knows its own channels.</summary>
    public static void Know(ITruth truth, List<LeakageChannel> channels)
    {
        foreach (var channel in channels)
        {
            var own = truth.Channels.Where(c => c.Origin == channel.Origin).ToList();
            var active = own.Where(c => c.Strength != 0).Select(c => c.Name).ToList();
            var moves = active.Any(name => !truth.ScoreWithout(name).SequenceEqual(truth.Score));
            channel.Tests[4] = RungTest.Known(moves, moves
                ? $"the world's own score changes when its channel is off: {string.Join(", ", active)}"
                : "the world's own score has no open channel of this origin");
        }
    }

    public static void Run(AuditSubject subject, List<LeakageChannel> channels)
    {
        foreach (var channel in channels)
        {
            var ladder = Ladder.Climb(channel.Tests, 1 - subject.Plan.Confidence);
            var finding = subject.Add("leakage", new Finding
            {
                Id = string.Empty,
                Measure = "leakage_step",
                Channel = channel.Channel,
                Link = channel.Link,
                N = channel.Graph?.Nodes,
                Value = ladder.Value,
                Status = FindingStatus.Defined,
                Step = ladder.Step,
                Rungs = ladder.Rungs,
                Access = subject.Inputs.Access == 'G' && !channel.Tests[4].Tested ? (channel.Tests[3].Tested ? "M" : "S") : channel.Tests[4].Tested || channel.Tests[3].Tested ? subject.Inputs.Access.ToString() : "S",
                Scale = "step",
                Note = Note(ladder),
                Source = "Holm 1979 over rungs 2 to 4; Manski 1993 for why scores alone stay below rung 3",
            });
            Ask(subject, channel, ladder, finding);
        }
    }

    private static string Note(Ladder ladder) => ladder.Step switch
    {
        "not_tested" => "Nothing could be tested.",
        "none_found" when ladder.Rungs[3].Tested || ladder.Rungs[4].Tested => ladder.Rungs[3].Tested ? "None found. " + ladder.Rungs[3].Why : "None found: " + ladder.Rungs[4].Why + ".",
        "none_found" => "None found among the rungs that could be tested.",
        _ => ladder.Rungs.FirstOrDefault(r => !r.Tested && Array.IndexOf([.. Ladder.Names], r.Step) >= ladder.Value) is { } next ? $"To climb further: {next.Why}." : "Highest rung that was tested.",
    };

    private static void Ask(AuditSubject subject, LeakageChannel channel, Ladder ladder, Finding finding)
    {
        for (var r = 0; r < ladder.Rungs.Count; r++)
        {
            if (!ladder.Rungs[r].Tested)
            {
                var (what, many) = Wanted(subject, channel, r, ladder.Rungs[r].Why);
                subject.To.AddRow(Request, [subject.Name ?? "score", channel.Channel, ladder.Rungs[r].Step, what, many], RowGuard.Of(finding));
            }
        }
    }

    // How many: enough for the smallest effect that a verdict is about, at a power of 80 % and p of 5 %.
    private static (string What, long? Many) Wanted(AuditSubject subject, LeakageChannel channel, int rung, string why) => rung switch
    {
        // A clustering of .05 among m pairs has a standard error of about 1/√m: m = ((1.645 + .842)/.05)².
        0 or 1 when channel.Graph is null => ($"who is linked to whom by {channel.Channel}{(rung == 0 ? ", as pairs of scored people (columns from and to)" : ", with the own features of both")}", Pairs(0.05)),
        0 or 1 when channel.RowsNeeded is { } rows => ($"scores of more people{(channel.Link is "area" or "address" ? $" with their {channel.Link}" : " with those linked to them")}{(rung == 0 ? string.Empty : " and their own features")}. {why}", rows),
        0 or 1 => (why, null),

        // A mean change of 10 points against as many others: 2·((1.96 + .842)·sd/10)².
        2 => ($"{why}; for events: dates on which a record of origin {Name(channel)} changed, with the scores of those linked to it before and after, and of as many others; for a mean change of 10 points", Events(subject)),

        // Without a violation among n rows the one-sided 95 % bound is 1 − .05^(1/n): one in a thousand needs n = ln .05 / ln .999.
        3 => ($"scores of records in which only the part of origin {Name(channel)} is changed, asked in pairs with the unchanged record; for a bound of one in a thousand", (long)Math.Ceiling(Math.Log(0.05) / Math.Log(0.999))),
        _ => ("the model file, or the rule by which the score is made", 1),
    };

    private static string Name(LeakageChannel channel) => channel.Origin?.ToString().ToLowerInvariant() ?? channel.Channel;

    private static long Pairs(double smallest) => (long)Math.Ceiling(Math.Pow((1.6448536269514722 + 0.8416212335729143) / smallest, 2));

    private static long? Events(AuditSubject subject)
    {
        var scores = LeakageStep.Scores(subject);
        if (scores.Length < 2)
        {
            return null;
        }

        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = subject.Rows.Scale!.Value.ToPoints(scores[i]);
        }

        var mean = scores.Average();
        var variance = scores.Sum(s => (s - mean) * (s - mean)) / (scores.Length - 1);
        return (long)Math.Max(2, Math.Ceiling(2 * Math.Pow(1.959963984540054 + 0.8416212335729143, 2) * variance / 100));
    }
}
