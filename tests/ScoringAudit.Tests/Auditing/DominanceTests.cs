using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Tests.Auditing;

public class DominanceTests
{
    // A: persons 1, 1, 1, 2 (three quarters of the rows are person 1's); B: 3, 4 with weights 1 and 4 (0.8 of the weight). All: 3 of 6 rows; weight 4 of 9.
    [Fact]
    public void Of_IsTheLargestSubjectsShareOfRowsOrWeight()
    {
        var rows = ColumnPortfolio.Build("loans.csv").Integer("approved", [1, 0, 1, 0, 1, 0]).Integer("person", [1, 1, 1, 2, 3, 4])
            .Number("w", [1.0, 1, 1, 1, 1, 4]).Category("race", ["A", "A", "A", "A", "B", "B"]).Build();
        var plan = AuditTests.Plan("A") with { Roles = AuditTests.Plan("A").Roles with { Subject = "person", Weight = "w" } };
        Assert.Equal(
            [new DominantShare(null, null, 0.5), new DominantShare("race", "A", 0.75), new DominantShare("race", "B", 0.8)],
            Dominance.Of(BoundPlan.Bind(rows, plan)));
        Assert.Empty(Dominance.Of(BoundPlan.Bind(rows, AuditTests.Plan("A"))));
    }
}
