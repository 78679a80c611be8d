using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Disparity;

public class MembershipStepTests
{
    [Fact]
    public void Audit_ProbabilitiesOfMembership_GiveTheDerivedRatio()
    {
        // rates Σpy/Σp: .5483870967741935 and .7931034482758621, ratio .6914446002805048 (derived case soft-membership-air); 50 copies, and 5 rows without probabilities
        var findings = Run([0.9, 0.2, 0.6, 0.1, 0.5, 0.8], [0.1, 0.8, 0.4, 0.9, 0.5, 0.2], [0, 1, 1, 1, 0, 1], 50).Findings.ToDictionary(f => f.Id);
        Assert.Equal(0.5483870967741935, findings["disparity/selection_rate/bisg/P"].Value!.Value, 12);
        var air = findings["disparity/adverse_impact_ratio/bisg/P"];
        Assert.Equal(0.6914446002805048, air.Value!.Value, 1e-12);
        Assert.True(air.Interval!.Limits.Contains(air.Value.Value));
        Assert.Equal("R", air.Reference);
        Assert.Equal(155, air.N); // Σp = 3.1, times 50
        Assert.NotNull(air.Verdict);
        Assert.Equal(0.5483870967741935 - 0.7931034482758621, findings["disparity/demographic_parity_difference/bisg/P"].Value!.Value, 12);
        // score = 600 + 100 · decision: mean difference −24.47…, over the deviation 100 √(2/9)
        Assert.Equal(-0.24471635150166855 / Math.Sqrt(2 / 9.0), findings["disparity/standardized_mean_difference/bisg/P"].Value!.Value, 9);
    }

    [Fact]
    public void Audit_CertainMembership_IsTheOrdinaryAudit()
    {
        double[] p = [.. Enumerable.Range(0, 200).Select(i => i < 120 ? 1.0 : 0)];
        int[] y = [.. Enumerable.Range(0, 200).Select(i => i % 3 == 0 || i > 150 ? 1 : 0)];
        var findings = Run(p, [.. p.Select(x => 1 - x)], y, 1).Findings.ToDictionary(f => f.Id);
        double a = y.Take(120).Sum() / 120.0, b = y.Skip(120).Sum() / 80.0;
        Assert.Equal(a / b, findings["disparity/adverse_impact_ratio/bisg/P"].Value!.Value, 12);
        Assert.Equal("5 of 205 rows have no probabilities", Run(p, [.. p.Select(x => 1 - x)], y, 1).Notes.Single(n => n.Subject == "bisg").Text[6..41]);
    }

    [Fact]
    public void Audit_ProbabilitiesThatDoNotSumToOne_NameTheRow()
    {
        var error = Assert.Throws<AuditDataException>(() => Run([0.9, 0.5], [0.1, 0.6], [0, 1], 1));
        Assert.Equal("t: row 2: the membership probabilities (p, r) sum to 1.1, expected 1. Add the column of the remaining group, or rescale them.", error.Message);
        Assert.Equal(
            "t: row 1, column 'p' (membership): found 1.9, expected a probability in [0, 1]. Correct the column, or leave such rows out.",
            Assert.Throws<AuditDataException>(() => Run([1.9, 0.5], [0.1, 0.6], [0, 1], 1)).Message);
    }

    private static AuditEvidence Run(double[] group, double[] reference, int[] favourable, int copies)
    {
        T[] Repeat<T>(T[] from, T last) => [.. Enumerable.Range(0, copies).SelectMany(_ => from), .. Enumerable.Repeat(last, 5)];
        var rows = ColumnPortfolio.Build("t")
            .Number("p", Repeat(group, double.NaN)).Number("r", Repeat(reference, double.NaN))
            .Category("approved", Repeat([.. favourable.Select(f => f == 1 ? "yes" : "no")], "no"))
            .Number("points", Repeat([.. favourable.Select(f => 600.0 + (100 * f))], 600.0)).Build();
        var plan = new AuditPlan
        {
            Roles = new Roles
            {
                Score = new ScoreRole("points", ScoreDirection.HigherIsSafer),
                Decision = DecisionRole.Recorded("approved", "yes"),
                Memberships = [new MembershipRole("bisg", ["P", "R"], ["p", "r"], "R")],
            },
        };
        return Audit.Run(rows, plan, new AuditInputs());
    }
}
