using ScoringAudit.Portfolios;
using ScoringAudit.Release;

namespace ScoringAudit.Tests.Release;

/// <summary>
/// An attacker who has the statement and the subject's own record, and who learned on 2,000 other people's statements what their neighbours had done,
/// guesses a neighbour's record. Neighbours' records are independent of everything own, so that whatever is guessed was told.
/// </summary>
/// <remarks>
/// Tried on 2,000 people, 30 % of whose neighbours were late: without any information the AUC has a standard deviation of
/// √((n + 1) / (12 · n₁ · n₀)) = √(2,001 / (12 · 600 · 1,400)) = 0.014, so that 0.55 lies 3.5 of them above 0.5.
/// </remarks>
public class SubjectAttackTests(ITestOutputHelper output)
{
    private const double Most = 0.55;

    [Theory]
    [InlineData(2, 0.4)]
    [InlineData(2, 0.8)]
    [InlineData(2, 3)]
    [InlineData(5, 3)]
    [InlineData(10, 3)]
    [InlineData(12, 3)]
    public void Statement_WithOwnRecord_DoesNotTellOfANeighbour(int others, double effect)
    {
        var world = SubjectWorld.Make(others, effect, BehindRole.Of("street_count"), 1);
        var found = world.Explain();
        IReadOnlyList<SubjectStatement> statements = [.. found.Select(SubjectGate.Release)];
        Assert.All(statements, s => Assert.Equal(others >= 10, s.Others[0].Band is not null));
        Assert.All(statements, s => Assert.True(s.IsDecisionWithheld));
        var own = world.OwnRecord();
        (string, float[]) decision = ("made", [.. found.Select(f => f.IsFavourable == true ? 1f : 0)]);
        var told = world.Attack([.. own, .. SubjectWorld.Coded(statements)]);
        var both = world.Attack([.. own, .. SubjectWorld.Coded(statements), decision]);
        var score = world.Attack([.. own, .. SubjectWorld.Coded(statements), ("exact", [.. found.Select(f => (float)f.Points)])]);
        var part = world.Attack([.. own, ("others", [.. found.Select(f => (float)f.OtherParts[0])])]);
        var best = world.BestWithTheDecision(others);
        output.WriteLine(FormattableString.Invariant($"{others} others, effect {effect}: statement {told:F3}, with the decision {both:F3}; best possible from own record, model and decision {best:F3}; leaky: score {score:F3}, exact part {part:F3}"));
        Assert.True(told <= Most, $"the statement tells: {told}");

        // The same attackers catch statements that tell too much.
        Assert.True(score > Most, $"a statement with the score was not caught: {score}");
        Assert.True(part > Most, $"a statement with the exact part was not caught: {part}");

        // Whoever decided tells the decision, and no statement can take that back. Beside it the statement adds nothing: nobody guesses better
        // than who knows the own record, the whole model and the decision. With a band there is one thing more.
        Assert.True(others >= 10 || both <= best + 0.014, $"the statement adds to the decision: {both}, at best {best}");
    }

    [Fact]
    public void ChangesWithTheOwnNeighbours_AreCaught()
    {
        // Had the search for changes kept the neighbours as they are, the margin to the cut-off would have told of them.
        var world = SubjectWorld.Make(2, 3, BehindRole.Public, 2);
        var leaky = world.Explain();
        var statements = leaky.Select(SubjectGate.Release).ToList();
        var told = world.Attack([.. world.OwnRecord(), .. SubjectWorld.Coded(statements).Where(c => c.Item1.StartsWith("change", StringComparison.Ordinal))]);
        output.WriteLine(FormattableString.Invariant($"changes as things are: {told:F3}"));
        Assert.True(told > Most, $"not caught: {told}");
    }
}
