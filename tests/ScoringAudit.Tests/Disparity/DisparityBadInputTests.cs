using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Disparity;

/// <summary>What an audit of disparity says of data that cannot bear it: undefined with the reason, or an error that names the place.</summary>
public class DisparityBadInputTests
{
    [Fact]
    public void EmptyGroup_OfAPublicList_IsUndefinedWithTheReason()
    {
        var found = Run(["a", "a", "b", "b"], ["yes", "no", "yes", "no"], role: new ProtectedRole("g", "b", ["a", "b", "c"], []));
        Assert.Equal("the group has no decided rows", found["disparity/selection_rate/g/c"].Reason);
        Assert.Equal("the group has no decided rows", found["disparity/adverse_impact_ratio/g/c"].Reason);
    }

    [Fact]
    public void OneGroup_IsAnError() => Assert.Equal(
        "t: protected column 'g' has 1 group. A comparison needs at least 2: give another column, or bins.",
        Assert.Throws<AuditDataException>(() => Run(["a", "a"], ["yes", "no"])).Message);

    [Fact]
    public void ZeroDenominators_OfEveryKind_AreUndefinedEachWithItsReason()
    {
        // b: no adverse outcome and no refusal: FPR, NPV undefined; a: no good outcome: TPR undefined; c has everything
        var found = Run(
            ["a", "a", "b", "b", "c", "c", "c", "c"], ["yes", "no", "yes", "yes", "yes", "no", "yes", "no"], ["bad", "bad", "good", "good", "bad", "bad", "good", "good"], ProtectedRole.Of("g", "b"));
        Assert.Equal("the group has no row whose outcome is adverse", found["disparity/false_positive_rate/g/b"].Reason);
        Assert.Equal("the group has no unfavourable decision with an observed outcome", found["disparity/negative_predictive_value/g/b"].Reason);
        Assert.Equal("the group has no row whose outcome is not adverse", found["disparity/true_positive_rate/g/a"].Reason);
        Assert.Equal("the group has no row whose outcome is not adverse", found["disparity/equal_opportunity_difference/g/a"].Reason);
        Assert.Equal("the reference group has no row whose outcome is adverse", found["disparity/false_positive_rate_difference/g/c"].Reason);
        Assert.Equal("the group has no row whose outcome is not adverse", found["disparity/equalized_odds_difference/g/a"].Reason);
        Assert.Equal("the reference group has no row whose outcome is adverse", found["disparity/equalized_odds_difference/g/c"].Reason);
        Assert.All(found.Values.Where(f => f.Status == FindingStatus.Undefined), f => Assert.Null(f.Value));
    }

    [Fact]
    public void OneClass_AllSelected_NoneSelected_AreSaid()
    {
        // all outcomes good
        Assert.Equal(
            "t: columns.outcome.adverse is 'bad', but column 'bad' holds only good. Expected at least two values, or nothing can be compared. Name another column.",
            Assert.Throws<AuditDataException>(() => Run(["a", "a", "b", "b"], ["yes", "no", "yes", "no"], ["good", "good", "good", "good"])).Message);
        Assert.Equal(
            "t: columns.decision.favourable is 'yes', but column 'approved' holds only no. Expected at least two values, or nothing can be compared. Name another column.",
            Assert.Throws<AuditDataException>(() => Run(["a", "a", "b", "b"], ["no", "no", "no", "no"])).Message);
        // everybody favoured: the ratio is 1, its interval is not a point, and disparity of the refused is undefined
        var all = Run(["a", "a", "b", "b"], ["yes", "yes", "yes", "yes"]);
        Assert.Equal(1, all["disparity/adverse_impact_ratio/g/b"].Value);
        Assert.True(all["disparity/adverse_impact_ratio/g/b"].Interval!.Limits.Width > 0.3);
    }

    [Fact]
    public void NobodySelectedInTheReference_IsUndefinedWithTheReason()
    {
        var found = Run(["a", "a", "b", "b"], ["yes", "no", "no", "no"], role: ProtectedRole.Of("g", "b"));
        Assert.Equal("the reference group has no favourable decision", found["disparity/adverse_impact_ratio/g/a"].Reason);
        Assert.Equal(0.5, found["disparity/demographic_parity_difference/g/a"].Value);
    }

    [Theory]
    [InlineData(0, "t: the weights in column 'w' sum to 0, expected a positive sum. Correct the weights, or remove 'weight' from the plan.")]
    [InlineData(-1, "t: row 1, column 'w' (weight): found a negative number, expected a finite number of at least 0. Correct the weight, or remove 'weight' from the plan.")]
    [InlineData(double.NaN, "t: row 1, column 'w' (weight): found no number, expected a finite number of at least 0. Correct the weight, or remove 'weight' from the plan.")]
    [InlineData(double.PositiveInfinity, "t: row 1, column 'w' (weight): found an infinite number, expected a finite number of at least 0. Correct the weight, or remove 'weight' from the plan.")]
    public void Weights_ZeroNegativeMissingInfinite_AreErrors(double weight, string message) => Assert.Equal(
        message, Assert.Throws<AuditDataException>(() => Run(["a", "b", "a", "b"], ["yes", "no", "no", "yes"], weights: [weight, 0, 0, 0])).Message);

    [Fact]
    public void ContinuousOutcome_GivenAsBinary_IsAnError()
    {
        var rows = ColumnPortfolio.Build("t").Category("g", ["a", "b", "a", "b"]).Number("loss", [0.25, 1, 2.5, 0]).Category("approved", ["yes", "no", "yes", "no"]).Build();
        var plan = new AuditPlan { Roles = new Roles { Decision = DecisionRole.Recorded("approved", "yes"), Outcome = new OutcomeRole("loss", "1"), Protected = [ProtectedRole.Of("g")] } };
        Assert.Equal(
            "t: row 1, column 'loss' (columns.outcome.adverse): found a fraction, expected '1' or another class. A quantity is no yes or no: make two classes of it first, or name another column.",
            Assert.Throws<AuditDataException>(() => Audit.Run(rows, plan, new AuditInputs())).Message);
    }

    [Fact]
    public void TenThousandCategories_AreAnError() => Assert.Equal(
        "t: protected column 'g' has 10001 different values; at most 10000 groups can be compared. Is it an id? Give bins, categories, or another column.",
        Assert.Throws<AuditDataException>(() => Run([.. Enumerable.Range(0, 10_001).Select(i => "g" + i)], [.. Enumerable.Range(0, 10_001).Select(i => i % 2 == 0 ? "yes" : "no")])).Message);

    private static Dictionary<string, Finding> Run(string[] group, string[] decision, string[]? outcome = null, ProtectedRole? role = null, double[]? weights = null)
    {
        var builder = ColumnPortfolio.Build("t").Category("g", group).Category("approved", decision);
        builder = outcome is null ? builder : builder.Category("bad", outcome);
        builder = weights is null ? builder : builder.Number("w", weights);
        var plan = new AuditPlan
        {
            Roles = new Roles
            {
                Decision = DecisionRole.Recorded("approved", "yes"),
                Outcome = outcome is null ? null : new OutcomeRole("bad", "bad"),
                Weight = weights is null ? null : "w",
                Protected = [role ?? ProtectedRole.Of("g")],
            },
        };
        return Audit.Run(builder.Build(), plan, new AuditInputs()).Findings.ToDictionary(f => f.Id);
    }
}
