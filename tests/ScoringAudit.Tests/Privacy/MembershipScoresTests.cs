using ScoringAudit.Privacy;

namespace ScoringAudit.Tests.Privacy;

public class MembershipScoresTests
{
    // rmia_kat: ml_privacy_meter attacks.py at e384af8, target 0 of four models in pairs (0,1), (2,3), one reference model. Target signals x: .9 .8 .6 .4; of models 2 and 3 the one
    // without x gives .5 .6 .55 .5; population signals .7 .5 .9. There the tool takes the largest of both reference signals for population points: .65 .6 .9.
    // a = 1: x/p̄ = 1.8, 1.333, 1.091, .8 against z/p̄ = 1.077, .833, 1. a = 0: p̄ = (out + 1)/2: 1.2, 1, .774, .533 against .848, .625, .947.
    [Theory]
    [InlineData(0.0, 1, 1, 1.0 / 3, 0)]
    [InlineData(0.3, 1, 1, 1.0 / 3, 0)]
    [InlineData(1.0, 1, 1, 1, 0)]
    public void Rmia_KnownAnswer(double a, double first, double second, double third, double fourth)
    {
        double[] average = [.. new[] { 0.5, 0.6, 0.55, 0.5 }.Select(m => MembershipScores.Average(m, a))];
        double[] elsewhere = [.. new[] { 0.65, 0.6, 0.9 }.Select(m => MembershipScores.Average(m, a))];
        Assert.Equal([first, second, third, fourth], MembershipScores.Rmia([0.9, 0.8, 0.6, 0.4], average, [0.7, 0.5, 0.9], elsewhere));
    }

    [Fact]
    public void Difficulty_IsTheSignalLessItsMean() =>
        Assert.Equal([0.25, -0.5], MembershipScores.Difficulty([0.75, 0.25], [0.5, 0.75]));

    // Logits: with x 2 and 4 (mean 3, variance 2), without −1 and 1 (mean 0, variance 2). Target logit 3: 0 + 9/4. Target 1.5 lies between: 0.
    [Theory]
    [InlineData(3.0, 2.25)]
    [InlineData(1.5, 0.0)]
    public void LikelihoodRatio_IsThatOfTwoNormals(double target, double expected)
    {
        static double P(double logit) => 1 / (1 + Math.Exp(-logit));
        double[][] signals = [[P(2)], [P(4)], [P(-1)], [P(1)]];
        bool[][] members = [[true], [true], [false], [false]];
        Assert.Equal(expected, MembershipScores.LikelihoodRatio(signals, members, [P(target)])[0], 1e-9);
    }

    [Fact]
    public void BadInput_IsRefused()
    {
        Assert.StartsWith("RMIA needs points that no model was trained on.", Assert.Throws<ArgumentException>(() => MembershipScores.Rmia([0.5], [0.5], [], [])).Message, StringComparison.Ordinal);
        Assert.StartsWith("Expected 1 numbers, found 2.", Assert.Throws<ArgumentException>(() => MembershipScores.Difficulty([0.5], [0.5, 0.5])).Message, StringComparison.Ordinal);
    }
}
