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
            var own = truth.Channels.Where(c => c.Origin.ToString().Equals(channel.Channel, StringComparison.OrdinalIgnoreCase)).ToList();
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
            if (ladder.Rungs[r].Tested)
            {
                continue;
            }

            // Without a violation among n rows the one-sided 95 % bound is 1 − .05^(1/n): one in a thousand needs n = ln .05 / ln .999.
            long? many = r switch
            {
                3 => (long)Math.Ceiling(Math.Log(0.05) / Math.Log(0.999)),
                4 => 1,
                _ => null,
            };
            subject.To.AddRow(
                Request,
                [subject.Name ?? "score", channel.Channel, ladder.Rungs[r].Step, r == 3 ? $"scores of records in which only the part of origin {channel.Channel} is changed; for a bound of one in a thousand" : ladder.Rungs[r].Why, many],
                RowGuard.Of(finding));
        }
    }
}
