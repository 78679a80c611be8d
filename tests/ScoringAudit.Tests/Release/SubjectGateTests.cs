using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Subjects;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Release;

/// <summary>What one person may be told of the own score.</summary>
public class SubjectGateTests
{
    // 400 − 100 where income is at most 2, + 30 where it is above 6; the street takes up to 60 points.
    private static readonly FeatureSchema Schema = new([
        new Feature("income", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 0, false, 0),
        new Feature("age", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 0, false, 1),
        new Feature("street", FeatureKind.Number, Origin.Neighbourhood, OnMove.Swap, [], 0, false, 2)]);

    private static PointsScorecard Card(double street = 60) => new(Schema, 500, [new([2, 6], [-100, 0, 30], 0), new([30], [-20, 0], 0), new([0.5f], [0, -street], 0)]);

    private static readonly float[][] People = [[1, 3, 8, 3, 5, 1, 7, 4, 3, 8, 5, 4], [20, 40, 50, 25, 60, 70, 33, 28, 45, 52, 38, 41], [1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0]];

    private static SubjectStatement State(BehindRole? behind, double[]? count = null, double[]? largest = null, double street = 60, int row = 0, FeatureRole? income = null, bool amongOthersOnly = false)
    {
        var card = Card(street);
        var rows = ColumnPortfolio.Build("people").Number("income", People[0]).Number("age", People[1]).Number("street", People[2])
            .Number("n", [.. (count ?? [.. People[0].Select(_ => 0.0)]).Select(v => (float)v)]).Number("top", [.. (largest ?? [.. People[0].Select(_ => 0.0)]).Select(v => (float)v)]).Build();
        var plan = new AuditPlan
        {
            Roles = new Roles
            {
                Protected = [ProtectedRole.Of("age", "largest")],
                Features = [income ?? FeatureRole.Of("income"), FeatureRole.Of("age") with { Code = "Age" }, FeatureRole.Of("street", Origin.Neighbourhood) with { Behind = behind }],
            },
            Reasons = new ReasonPlan { Reference = ReasonPlan.All, Resamples = 20 },
        };
        var features = new FeatureMatrix(Schema, People);
        var scores = new double[features.Rows];
        card.Score(features.All, scores);
        var explainer = SubjectExplainer.Prepare(new NamedModel("card", card, null, Provenance.External("test"), "scorecard"), plan, features, scores, new DecisionRule(card.Scale, 450, true), [.. Enumerable.Range(0, features.Rows).Select(i => amongOthersOnly && i == row)], cancel: TestContext.Current.CancellationToken);
        bool[] me = [.. Enumerable.Range(0, features.Rows).Select(i => i == row)];
        var found = explainer.Explain(FeatureMatrix.Read(rows, Schema, me), OriginSupport.Of(rows, me, Schema, SubjectExplainer.Reads(card), plan.Roles.Features), [], TestContext.Current.CancellationToken);
        return SubjectGate.Release(Assert.Single(found));
    }

    private static double[] All(double value) => [.. People[0].Select(_ => value)];

    private static string Text(SubjectStatement statement)
    {
        using var to = new StringWriter();
        StatementText.Write([statement], to);
        return to.ToString();
    }

    [Fact]
    public void Release_OnlyOwnRecordRead_TellsEverythingExactly()
    {
        // Income ≤ 2: −100; of the twelve −100 × 2 + 30 × 3 = −110, mean −9.17: the part is −100 + 9.17 = −90.8 points, against the person.
        var statement = State(null, street: 0);
        Assert.False(statement.IsShielded);
        Assert.Equal(380, statement.Points);
        Assert.Empty(statement.Others);
        Assert.Equal(90.83, statement.Own[0].Points!.Value, 0.01);
        Assert.Equal((1, EffectBand.Above50), (statement.Own[0].Direction, statement.Own[0].Band));
        Assert.Equal(["income", "age"], statement.Reasons.Select(r => r.Feature));
        Assert.Equal(["not declared", "immutable"], statement.Reasons.Select(r => r.Class));
        Assert.Equal("income: 3 or more instead of 1 (not declared as something you can do)", Assert.Single(Changes(statement)));
        Assert.Contains("No other person's record entered: the model reads your own only.", statement.Notes);
    }

    [Theory]
    [InlineData(2, 0.5)]
    [InlineData(9, 0.2)]
    [InlineData(40, 0.51)]
    public void Release_FewPeopleOrOneOfGreatWeight_RefusesTheAmount(double people, double largest)
    {
        var statement = State(BehindRole.Of("n", "top"), All(people), All(largest));
        Assert.True(statement.IsShielded);
        Assert.Null(Assert.Single(statement.Others).Band);
        Assert.Null(statement.Points);
        Assert.All(statement.Own, p => Assert.Null(p.Points));
        Assert.Contains(
            "Records of other people (neighbourhood) entered through street. The amount would reveal another person's data; the controller must put it before the authority (C-203/22; GDPR Art. 15(4)).",
            Text(statement),
            StringComparison.Ordinal);
        Assert.DoesNotContain("380", Text(statement), StringComparison.Ordinal);
    }

    [Fact]
    public void Release_NothingDeclaredBehind_RefusesTheAmount() => Assert.Null(Assert.Single(State(null).Others).Band);

    [Theory]
    [InlineData(10, 0.5)]
    [InlineData(40, 0.1)]
    public void Release_TenPeopleNoneOfGreatWeight_GivesABandWithoutASign(double people, double largest)
    {
        // −60 of the street; of the twelve three live there: mean −15, so −45 points.
        var bad = State(BehindRole.Of("n", "top"), All(people), All(largest));
        Assert.Equal(EffectBand.From10To50, Assert.Single(bad.Others).Band);
        Assert.True(bad.IsShielded);
        Assert.Null(bad.Points);
        Assert.Contains("They moved your score by 10 to 50 points; which way is not said.", Text(bad), StringComparison.Ordinal);
    }

    [Fact]
    public void Release_PublicStatistic_GivesABandAndKeepsOwnAmounts()
    {
        var statement = State(BehindRole.Public);
        Assert.False(statement.IsShielded);
        Assert.Equal(EffectBand.From10To50, Assert.Single(statement.Others).Band);
        Assert.Equal(320, statement.Points);
        Assert.Contains("Published statistics (neighbourhood) entered through street.", Text(statement), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Release_FewBehind_SaysTheSameWhateverTheStreetIs(int row)
    {
        // Row 1 has 500 points beside a good street and 440 beside a bad one, with the cut-off at 450: even the decision may not show.
        var saved = People[2][row];
        try
        {
            var told = new HashSet<string>(StringComparer.Ordinal);
            foreach (var street in new[] { 0f, 0.25f, 0.5f, 0.75f, 1f })
            {
                People[2][row] = street;
                var statement = State(BehindRole.Of("n"), All(2), row: row, amongOthersOnly: true);
                Assert.Null(statement.Decision);
                Assert.True(statement.IsDecisionWithheld);
                told.Add(Text(statement));
            }

            Assert.Single(told);
        }
        finally
        {
            People[2][row] = saved;
        }
    }

    [Fact]
    public void Release_PublicStatistic_TellsTheDecision()
    {
        Assert.True(State(BehindRole.Of("n", "top"), All(10), All(0.5), row: 1).IsDecisionWithheld);
        var statement = State(BehindRole.Public, row: 1);
        Assert.Equal("favourable", statement.Decision);
        Assert.False(statement.IsDecisionWithheld);
        Assert.Equal("The decision was favourable; no change was needed.", statement.ChangesNote);
    }

    [Theory]
    [InlineData(Actionability.Up, "income: 3 or more instead of 1")]
    [InlineData(Actionability.Down, null)]
    [InlineData(Actionability.No, null)]
    public void Release_ActionableDeclared_NamesOnlyWhatCanBeDone(Actionability can, string? change)
    {
        var statement = State(null, street: 0, income: FeatureRole.Of("income") with { Actionable = can, Code = "Income too low" });
        Assert.Equal(change?.Replace("income", "Income too low", StringComparison.Ordinal), Changes(statement).SingleOrDefault());
        if (change is null)
        {
            // Age is protected and stays; nothing else may change.
            Assert.Equal(can == Actionability.Down ? "No change can be named: no change of at most 1 feature of the own record does it." : "No change can be named: no feature of the own record may change.", statement.ChangesNote);
        }
    }

    [Fact]
    public void Release_CategoryThatShouldGrow_IsRefused()
    {
        var schema = new FeatureSchema([new Feature("job", FeatureKind.Category, Origin.Own, OnMove.Keep, ["a", "b"], 0, false, 0)]);
        var card = new PointsScorecard(schema, 500, [new([], [0, 10, 0], 0)]);
        var plan = new AuditPlan { Roles = new Roles { Features = [FeatureRole.Of("job") with { Actionable = Actionability.Up }] } };
        var rows = new FeatureMatrix(schema, [[.. Enumerable.Repeat(1f, 20)]]);
        var error = Assert.Throws<AuditDataException>(() => SubjectExplainer.Prepare(
            new NamedModel("card", card, null, Provenance.External("test"), "scorecard"), plan, rows, [.. Enumerable.Repeat(510.0, 20)], new DecisionRule(card.Scale, 505, true), cancel: TestContext.Current.CancellationToken));
        Assert.Equal("plan: features: 'job' is a category and has actionable: up. Expected yes or no: a category neither grows nor shrinks. Correct it.", error.Message);
    }

    [Theory]
    [InlineData(0.49, EffectBand.None)]
    [InlineData(-0.5, EffectBand.Below10)]
    [InlineData(9.99, EffectBand.Below10)]
    [InlineData(-10, EffectBand.From10To50)]
    [InlineData(50, EffectBand.From10To50)]
    [InlineData(-50.01, EffectBand.Above50)]
    public void BandOf_Limits_AreThoseOfTheRule(double points, EffectBand band) => Assert.Equal(band, SubjectGate.BandOf(points));

    [Fact]
    public void Statement_Always_HasNoPublicConstructor() =>
        Assert.Empty(typeof(SubjectStatement).GetConstructors(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance));

    private static IEnumerable<string> Changes(SubjectStatement statement) => Text(statement).Split('\n').Where(l => l.StartsWith("  - ", StringComparison.Ordinal)).Select(l => l[4..]);
}
