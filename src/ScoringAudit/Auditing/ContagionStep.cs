using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>What stress at one node would do to the others over links whose weights are exposures: fixpoint health, DebtRank and threshold cascades.</summary>
/// <remarks>
/// Assumed: the weight of a link is the exposure of the one that reads to the one that is read, over the reader's own buffer (1: the buffer is gone if the other
/// is); nothing of it is recovered; all nodes count the same. It describes the links, not the score.
/// </remarks>
internal static class ContagionStep
{
    private const string Room = "leakage";
    private const int MostSeeds = 200;
    private const int Hubs = 100;
    private const double Budget = 4e8;

    private static readonly (ContagionRule Rule, string Name, string Says, string Source)[] Rules =
    [
        (ContagionRule.DebtRank2015, "debtrank_2015", "Every increase of stress is passed on.", "Bardoscia, Battiston, Caccioli and Caldarelli 2015"),
        (ContagionRule.DebtRank2012, "debtrank_2012", "Each node passes stress on once; cycles are under-counted.", "Battiston, Puliga, Kaushik, Tasca and Caldarelli 2012"),
        (ContagionRule.Threshold, "threshold_cascade", "Only a node whose buffer is gone passes stress on.", "Furfine 2003"),
    ];

    public static void Run(PassiveSample sample, List<LeakageChannel> channels)
    {
        var subject = sample.Subject;
        foreach (var channel in channels.Where(c => c.Link is not null && subject.Inputs.LinkEdges.ContainsKey(c.Link)))
        {
            if (subject.Plan.Links.FirstOrDefault(l => l.Name == channel.Link)?.Weight is null)
            {
                subject.To.Note("skipped", "debt_rank", $"Contagion over '{channel.Link}': its links have no weights. Name the column of the exposure, as a share of the reader's buffer, under links.weight.");
                continue;
            }

            subject.Report("contagion over " + channel.Link);
            One(sample, channel, SparseWeights.Of(LeakageChannels.Edges(subject, sample.Nodes, channel.Link!), rowStandardised: false));
        }
    }

    private static void One(PassiveSample sample, LeakageChannel channel, SparseWeights exposures)
    {
        var subject = sample.Subject;
        var n = exposures.Nodes;
        if (n < 30 || exposures.Pairs == 0)
        {
            subject.To.Note("skipped", "debt_rank", exposures.Pairs == 0 ? $"Contagion over '{channel.Link}': nobody is linked." : $"Contagion over '{channel.Link}': {n} rows are fewer than 30.");
            return;
        }

        var health = FixpointHealth.Of(exposures, 1);
        subject.Add(Room, new Finding
        {
            Id = string.Empty,
            Measure = "fixpoint_contraction",
            Link = channel.Link,
            N = n,
            Value = health.SpectralRadius,
            Status = FindingStatus.Defined,
            Access = "S",
            Scale = "index",
            Note = "Spectral radius of the links' weights: below 1, stress that is passed on dies out; at 1 or more, a small one grows until buffers are gone. "
                + "Weights are taken as exposures over the reader's buffer.",
            Source = "Bardoscia, Battiston, Caccioli and Caldarelli 2015; Banach's fixpoint theorem",
            Details = new Dictionary<string, double> { ["pairs"] = exposures.Pairs, ["largestRowSum"] = health.Contraction },
        });

        // A run costs about ten steps over the links.
        var runs = (int)Math.Clamp(Budget / (30.0 * (exposures.Pairs + n)), 30, MostSeeds + Hubs);
        var atRandom = Math.Min(n, runs * 2 / 3);
        var order = Enumerable.Range(0, n).ToArray();
        subject.Streams.Derive("leakage").Derive("contagion").Derive(channel.Link!).Sequence().Shuffle(order.AsSpan());
        var read = new double[n];
        var ones = new double[n];
        Array.Fill(ones, 1);
        exposures.TransposedLag(ones, read);
        int[] hubs = [.. Enumerable.Range(0, n).OrderByDescending(i => read[i]).ThenBy(i => i).Take(Math.Min(Hubs, Math.Max(10, runs / 3)))];
        foreach (var (rule, name, says, source) in Rules)
        {
            double[] random = [.. order.Take(atRandom).Select(i => Impact(exposures, i, rule, subject.Inputs.Cancel))];
            double[] largest = [.. hubs.Select(i => Impact(exposures, i, rule, subject.Inputs.Cancel))];
            Array.Sort(random);
            subject.Add(
                Room,
                new Finding
                {
                    Id = string.Empty,
                    Measure = "debt_rank",
                    Link = channel.Link,
                    Metric = name,
                    N = n,
                    Replicates = random.Length,
                    Access = "S",
                    Scale = "share",
                    Note = $"Mean stress of all others after one node at random has lost its buffer. {says} Assumed: weights are exposures over the reader's buffer, nothing is recovered, all nodes count the same.",
                    Source = source,
                    Details = new Dictionary<string, double>
                    {
                        ["q50"] = random[random.Length / 2],
                        ["q90"] = random[(int)(0.9 * (random.Length - 1))],
                        ["atHubs"] = largest.Average(),
                        ["hubs"] = largest.Length,
                        ["pairs"] = exposures.Pairs,
                    },
                },
                new IntervalEstimate(Estimate.Of(random.Average()), null, IntervalMethods.None));
        }
    }

    private static double Impact(SparseWeights exposures, int seed, ContagionRule rule, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var stress = new double[exposures.Nodes];
        stress[seed] = 1;
        return (Contagion.Run(exposures, stress, rule).Stress.Sum() - 1) / (exposures.Nodes - 1);
    }
}
