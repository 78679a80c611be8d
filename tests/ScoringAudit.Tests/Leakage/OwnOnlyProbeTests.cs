using ScoringAudit.Leakage;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Leakage;

public class OwnOnlyProbeTests
{
    private static readonly Streams Stream = Streams.FromSeed(9);
    private static readonly int[] Rows = [.. Enumerable.Range(0, 1000)];

    [Fact]
    public void Run_GateForThreeInAThousand_FindsTheViolatingShare()
    {
        // rows 0, 400 and 800 read place (row/10): every donor from another tenth changes them
        int[] tenth = [.. Rows.Select(i => i / 10)];
        var probe = OwnOnlyProbe.Run(new Gate(i => i % 400 == 0), Rows, tenth, [], ScoreScale.SafetyPoints(0, 1000), 5, Stream);
        Assert.Equal((1000, 5, 3), (probe.Rows, probe.Donors, probe.Violating));
        Assert.Equal([0, 400, 800], Rows.Where(i => probe.Violated[i]));
        Assert.True(probe.PValue < 1e-9);
    }

    [Fact]
    public void Run_ThousandthsOfAPoint_AreViolations()
    {
        int[] tenth = [.. Rows.Select(i => i / 10)];
        Assert.Equal(1000, OwnOnlyProbe.Run(new Gate(_ => true, 0.001), Rows, tenth, [], ScoreScale.SafetyPoints(0, 1000), 1, Stream).Violating);
    }

    [Fact]
    public void Run_NoViolation_HasTheOneSidedBound()
    {
        var probe = OwnOnlyProbe.Run(new Gate(_ => false), Rows, Rows, [], ScoreScale.SafetyPoints(0, 1000), 3, Stream);
        Assert.Equal((0, 0.0, 1.0), (probe.Violating, probe.Largest, probe.PValue));
        Assert.Equal(1 - Math.Pow(0.05, 1 / 1000.0), probe.UpperBound(0.95), 1e-12); // (1 − q)^1000 = .05
    }

    [Fact]
    public void Run_DonorsOfTheSameArea_ChangeOnlyWhatVariesInside()
    {
        // the score reads the tenth; inside a tenth nothing changes, and an area with one street has no donor
        int[] tenth = [.. Rows.Select(i => i / 10)];
        var probe = OwnOnlyProbe.Run(new Gate(_ => true), Rows, Rows, tenth, ScoreScale.SafetyPoints(0, 1000), 3, Stream);
        Assert.Equal(0, probe.Violating);
        Assert.Equal("no row has a donor whose others' records are not its own", OwnOnlyProbe.Run(new Gate(_ => true), Rows, tenth, tenth, ScoreScale.SafetyPoints(0, 1000), 3, Stream).Refusal);
    }

    // points = own + 10 · tenth of the donor, behind a gate
    private sealed class Gate(Func<int, bool> open, double step = 1) : IInterventions
    {
        public string Rule => "none";

        public void Move(ReadOnlySpan<int> rows, ReadOnlySpan<int> donors, bool resetTenure, Span<double> scores)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                scores[i] = (rows[i] % 7) + (open(rows[i]) ? step * (donors[i] / 10) : 0);
            }
        }
    }
}
