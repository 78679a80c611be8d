using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Release;

namespace ScoringAudit.Tests.Disparity;

public class OutcomeDisparityStepTests
{
    // B: TP 60, FN 40, FP 10, TN 40; W: TP 160, FN 40, FP 30, TN 70
    private static readonly (string Group, int Good, int Favourable, int Rows)[] Table =
        [("B", 1, 1, 60), ("B", 1, 0, 40), ("B", 0, 1, 10), ("B", 0, 0, 40), ("W", 1, 1, 160), ("W", 1, 0, 40), ("W", 0, 1, 30), ("W", 0, 0, 70)];

    [Fact]
    public void Audit_WithOutcomes_EmitsErrorRatesAndTheirComparisons()
    {
        var findings = Run(Table, false).Findings.ToDictionary(f => f.Id);
        AssertRate(findings["disparity/true_positive_rate/g/B"], 60, 100);
        AssertRate(findings["disparity/false_positive_rate/g/B"], 10, 50);
        AssertRate(findings["disparity/false_negative_rate/g/W"], 40, 200);
        AssertRate(findings["disparity/positive_predictive_value/g/W"], 160, 190);
        AssertRate(findings["disparity/true_positive_rate"], 220, 300);
        var opportunity = findings["disparity/equal_opportunity_difference/g/B"];
        Assert.Equal(-0.2, opportunity.Value!.Value, 12); // .6 − .8
        Assert.Equal("W", opportunity.Reference);
        Assert.Equal(0.75, opportunity.Details!["ratio"], 12); // .6 / .8
        Assert.Equal([60.0, 40, 160, 40], opportunity.Cells);
        Assert.Equal(0.2, findings["disparity/equalized_odds_difference/g/B"].Value!.Value, 12);
        Assert.Equal(-0.15, findings["disparity/average_odds_difference/g/B"].Value!.Value, 12);
        // 150 (190/300 − 70/150) = 25
        Assert.Equal(25, findings["disparity/shortfall/g/B"].Value!.Value, 9);
        Assert.DoesNotContain("disparity/equal_opportunity_difference/g/W", findings.Keys);
    }

    [Fact]
    public void Audit_OutcomesOfTheAcceptedOnly_LeavesErrorRatesUndefinedWithBounds()
    {
        (string, int, int, int)[] accepted = [.. Table.Where(r => r.Favourable == 1), ("B", -1, 0, 80), ("W", -1, 0, 110)];
        foreach (var declared in new[] { true, false })
        {
            var findings = Run(accepted, declared).Findings.ToDictionary(f => f.Id);
            var tpr = findings["disparity/true_positive_rate/g/B"];
            Assert.Equal(FindingStatus.Undefined, tpr.Status);
            Assert.EndsWith("so nothing is known of how the refused would have done", tpr.Reason, StringComparison.Ordinal);
            // all 80 refused good: 60/140; none: 60/60
            Assert.Equal(60 / 140.0, tpr.Details!["lowest"], 12);
            Assert.Equal(1, tpr.Details!["highest"], 12);
            Assert.Equal(FindingStatus.Undefined, findings["disparity/equalized_odds_difference/g/B"].Status);
            Assert.Null(findings["disparity/equalized_odds_difference/g/B"].Details);
            Assert.Null(findings["disparity/equal_opportunity_difference/g/B"].PValue);
            // of the accepted, everything is known
            AssertRate(findings["disparity/positive_predictive_value/g/B"], 60, 70);
        }
    }

    [Fact]
    public void Gate_SmallOutcomeCell_HidesOutcomeFindingsOfTheGroup_NotItsSelectionRate()
    {
        (string, int, int, int)[] rows = [("A", 1, 1, 50), ("A", 1, 0, 50), ("A", 0, 1, 50), ("A", 0, 0, 50), ("C", 1, 1, 50), ("C", 1, 0, 50), ("C", 0, 1, 3), ("C", 0, 0, 50), .. Table];
        var evidence = PrimarySuppression.Apply(Run(rows, false), 10, []).Evidence;
        var findings = evidence.Findings.ToDictionary(f => f.Id);
        Assert.Equal(FindingStatus.Defined, findings["disparity/selection_rate/g/C"].Status);
        Assert.Equal(FindingStatus.Suppressed, findings["disparity/false_positive_rate/g/C"].Status);
        Assert.Equal(FindingStatus.Suppressed, findings["disparity/true_positive_rate/g/C"].Status); // with FP it would follow from the predictive values
        var others = findings.Values.Where(f => f.Measure == "false_positive_rate" && f.Group is not null and not "C").ToList();
        Assert.Single(others, f => f.Status == FindingStatus.Suppressed); // or the total gives C away
        Assert.Contains(others, f => f.Status == FindingStatus.Defined);
    }

    internal static AuditEvidence Run((string Group, int Good, int Favourable, int Rows)[] table, bool acceptedOnly, string reference = "W")
    {
        var rows = table.SelectMany(r => Enumerable.Repeat(r, r.Rows)).ToList();
        var portfolio = ColumnPortfolio.Build("table")
            .Category("g", [.. rows.Select(r => r.Group)])
            .Category("approved", [.. rows.Select(r => r.Favourable == 1 ? "yes" : "no")])
            .Category("default", [.. rows.Select(r => r.Good < 0 ? null : r.Good == 1 ? "no" : "yes")])
            .Build();
        var plan = new AuditPlan
        {
            Roles = new Roles
            {
                Decision = DecisionRole.Recorded("approved", "yes"),
                Outcome = new OutcomeRole("default", "yes", acceptedOnly),
                Protected = [ProtectedRole.Of("g", reference)],
            },
        };
        return Audit.Run(portfolio, plan, new AuditInputs());
    }

    private static void AssertRate(Finding finding, double numerator, double denominator)
    {
        Assert.Equal(numerator, finding.Numerator);
        Assert.Equal(denominator, finding.Denominator);
        Assert.Equal(numerator / denominator, finding.Value!.Value, 12);
        Assert.True(finding.Interval!.Limits.Contains(finding.Value.Value));
    }
}
