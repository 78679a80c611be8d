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
    [InlineData(12, 3)]
    public void Statement_WithOwnRecord_DoesNotTellOfANeighbour(int others, double effect)
    {
        var (decided, told, score, part) = Attack(others, effect);
        Assert.True(told <= Most, $"the statement tells: {told}, the decision alone {decided}");

        // The same attackers catch statements that tell too much.
        Assert.True(score > Most, $"a statement with the score was not caught: {score}");
        Assert.True(part > Most, $"a statement with the exact part was not caught: {part}");
    }

    [Fact]
    public void Statement_WhereTheDecisionItselfTells_AddsNothing()
    {
        // Two neighbours of great weight: whoever knows the own record and the decision knows much of them, without any statement.
        var (decided, told, score, _) = Attack(2, 3);
        Assert.True(decided > 0.6, $"{decided}");
        Assert.InRange(told, 0, decided + 0.014);
        Assert.True(score > decided + 0.1, $"{score}");
    }

    private (double Decided, double Told, double Score, double Part) Attack(int others, double effect)
    {
        var world = SubjectWorld.Make(others, effect, BehindRole.Of("street_count"), 1);
        var found = world.Explain();
        IReadOnlyList<SubjectStatement> statements = [.. found.Select(SubjectGate.Release)];
        Assert.All(statements, s => Assert.Equal(others >= 10, s.Others[0].Band is not null));
        var own = world.OwnRecord();
        var decided = world.Attack([.. own, ("decision", [.. statements.Select(s => s.Decision == "favourable" ? 1f : 0)])]);
        var told = world.Attack([.. own, .. SubjectWorld.Coded(statements)]);
        var score = world.Attack([.. own, .. SubjectWorld.Coded(statements), ("exact", [.. found.Select(f => (float)f.Points)])]);
        var part = world.Attack([.. own, ("others", [.. found.Select(f => (float)f.OtherParts[0])])]);
        output.WriteLine(FormattableString.Invariant($"{others} others, effect {effect}: own record and decision {decided:F3}, statement {told:F3}; leaky: score {score:F3}, exact part {part:F3}"));
        return (decided, told, score, part);
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
