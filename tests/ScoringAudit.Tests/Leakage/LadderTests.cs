using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Tests.Leakage;

public class LadderTests
{
    private static readonly RungTest None = RungTest.None("why not");

    [Fact]
    public void Climb_HolmOverRungs2To4_LeavesRung1Alone()
    {
        // rungs 2 and 3: p .03 and .04 → Holm .06 and .06: neither; rung 1 keeps its p of .04
        var ladder = Ladder.Climb([P(0.04), P(0.03), P(0.04), None, None], 0.05);
        Assert.Equal((1, "clustered"), (ladder.Value, ladder.Step));
        Assert.Equal([true, false, false, false, false], ladder.Rungs.Select(r => r.Reached));
        // rung 3 untested: the family is smaller, .03 is enough
        Assert.Equal(2, Ladder.Climb([P(0.04), P(0.03), None, None, None], 0.05).Value);
    }

    [Fact]
    public void Climb_QueryWithoutResponse_OutranksClustering()
    {
        var ladder = Ladder.Climb([P(0.001), P(0.001), None, P(1), None], 0.05);
        Assert.Equal((0, "none_found"), (ladder.Value, ladder.Step));
        Assert.True(ladder.Rungs[0].Reached);
    }

    [Fact]
    public void Climb_ResponseOrMechanism_IsRung4Or5()
    {
        Assert.Equal(4, Ladder.Climb([P(0.9), P(0.9), None, P(1e-9), None], 0.05).Value);
        Assert.Equal((5, "mechanism_known"), Ladder.Climb([P(0.9), None, None, P(1e-9), RungTest.Known(true, "it does")], 0.05) is { } l ? (l.Value, l.Step) : default);
        Assert.Equal("none_found", Ladder.Climb([P(0.001), None, None, None, RungTest.Known(false, "it does not")], 0.05).Step);
    }

    [Fact]
    public void Climb_NothingTested_SaysSo() => Assert.Equal((0, "not_tested"), Ladder.Climb([None, None, None, None, None], 0.05) is { } l ? (l.Value, l.Step) : default);

    [Fact]
    public void FindingsJson_OfALadder_ReadsBack()
    {
        var ladder = Ladder.Climb([P(0.001), P(0.5), None, None, None], 0.05);
        var finding = new Finding { Id = "leakage/leakage_step/channel=area", Measure = "leakage_step", Channel = "area", Value = 1, Step = ladder.Step, Rungs = ladder.Rungs };
        var evidence = ReleaseGate.Release(new AuditEvidence([finding], [], [], Provenance.External("test"), new AuditPlan(), new Dictionary<string, string>()));
        using var bytes = new MemoryStream();
        FindingsJson.Write(evidence, bytes);
        Assert.Contains("\"rungs\"", System.Text.Encoding.UTF8.GetString(bytes.ToArray()), StringComparison.Ordinal);
        bytes.Position = 0;
        var read = FindingsJson.Read(bytes).Findings.Single();
        Assert.Equal("clustered", read.Step);
        Assert.Equal(ladder.Rungs, read.Rungs);
    }

    private static RungTest P(double p) => RungTest.Of(p, "tested");
}
