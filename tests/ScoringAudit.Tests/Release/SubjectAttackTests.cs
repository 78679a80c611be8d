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
        var found = Attack(others, effect);
        Assert.True(found.Told <= Most, $"the statement tells: {found.Told}");

        // The same attackers catch statements that tell too much.
        Assert.True(found.Score > Most, $"a statement with the score was not caught: {found.Score}");
        Assert.True(found.Part > Most, $"a statement with the exact part was not caught: {found.Part}");
    }

    [Theory]
    [InlineData(2, 0.4)]
    [InlineData(2, 0.8)]
    [InlineData(2, 3)]
    [InlineData(5, 3)]
    public void Statement_BesideTheDecision_AddsNothingToTheModel(int others, double effect)
    {
        // Whoever decided tells the decision, and with it something of the neighbours. Somebody who knows the own record, the decision and what the
        // model makes of the own record guesses as well without the statement: it adds nothing of anybody else.
        var found = Attack(others, effect);
        Assert.InRange(found.ToldAndDecided, 0, found.DecidedAndModel + 0.014);
        Assert.True(found.Score > found.DecidedAndModel, $"{found.Score}");
    }

    private (double Told, double ToldAndDecided, double DecidedAndModel, double Score, double Part) Attack(int others, double effect)
    {
        var world = SubjectWorld.Make(others, effect, BehindRole.Of("street_count"), 1);
        var found = world.Explain();
        IReadOnlyList<SubjectStatement> statements = [.. found.Select(SubjectGate.Release)];
        Assert.All(statements, s => Assert.Equal(others >= 10, s.Others[0].Band is not null));
        Assert.All(statements, s => Assert.Equal(others >= 10, s.Decision is not null));
        var own = world.OwnRecord();
        (string, float[]) decision = ("made", [.. found.Select(f => f.IsFavourable == true ? 1f : 0)]);
        var told = world.Attack([.. own, .. SubjectWorld.Coded(statements)]);
        var both = world.Attack([.. own, .. SubjectWorld.Coded(statements), decision]);
        var model = world.Attack([.. own, ("mean", [.. found.Select(f => (float)f.OwnParts.Sum())]), decision]);
        var decided = world.Attack([.. own, decision]);
        var score = world.Attack([.. own, .. SubjectWorld.Coded(statements), ("exact", [.. found.Select(f => (float)f.Points)])]);
        var part = world.Attack([.. own, ("others", [.. found.Select(f => (float)f.OtherParts[0])])]);
        output.WriteLine(FormattableString.Invariant($"{others} others, effect {effect}: statement {told:F3}; with the decision {both:F3}; decision alone {decided:F3}, with the model {model:F3}; leaky: score {score:F3}, exact part {part:F3}"));
        return (told, both, model, score, part);
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
