using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Models;

/// <summary>A small logistic world: log-odds of default = −1 + 1.2·burden − 0.8·income + 0.9 where the region is south, all features synthetic.</summary>
internal static class SmallCredit
{
    public static ColumnPortfolio Make(int rows, ulong seed = 11, double missing = 0.1)
    {
        var streams = Streams.FromSeed(seed).Derive("small credit");
        var burden = new float[rows];
        var income = new float[rows];
        var noise = new float[rows];
        var region = new string?[rows];
        var outcome = new long[rows];
        var truth = new double[rows];
        var weight = new double[rows];
        string[] regions = ["east", "north", "south"];
        for (var i = 0; i < rows; i++)
        {
            var e = (ulong)i;
            var b = (2 * streams.Uniform(e, 0)) - 1;
            var u = (2 * streams.Uniform(e, 1)) - 1;
            var r = (int)(3 * streams.Uniform(e, 2));
            truth[i] = -1 + (1.2 * 1.7 * b) - (0.8 * 1.7 * u) + (r == 2 ? 0.9 : 0);
            burden[i] = (float)b;
            income[i] = (float)(30_000 + (8_000 * u));
            noise[i] = (float)streams.Uniform(e, 3);
            region[i] = regions[r];
            outcome[i] = streams.Uniform(e, 4) < 1 / (1 + Math.Exp(-truth[i])) ? 1 : 0;
            weight[i] = 0.5 + streams.Uniform(e, 8);
            income[i] = streams.Uniform(e, 5) < missing ? float.NaN : income[i];
            region[i] = streams.Uniform(e, 6) < missing / 2 ? null : region[i];
        }

        return ColumnPortfolio.Build("small.csv")
            .Number("burden", burden).Number("income", income).Number("noise", noise).Category("region", region)
            .Integer("default", outcome).Number("truth", truth).Number("weight", weight).Build();
    }

    public static TrainingPlan Plan(string algorithm, bool[]? training = null, bool weighted = false) => new(
        algorithm,
        new Roles
        {
            Outcome = new OutcomeRole("default", "1"),
            Weight = weighted ? "weight" : null,
            Features = [FeatureRole.Of("burden"), FeatureRole.Of("income"), FeatureRole.Of("noise"), FeatureRole.Of("region", Origin.Area)],
        },
        training,
        7);

    public static double[] Score(IScorer scorer, IPortfolio rows)
    {
        var matrix = FeatureMatrix.Read(rows, scorer.Features);
        var scores = new double[matrix.Rows];
        scorer.Score(matrix.All, scores);
        return scores;
    }

    /// <summary>P(score of an adverse row &gt; score of another), ties half, by sorting; scores oriented to risk.</summary>
    public static double Auc(double[] scores, long[] adverse)
    {
        var order = Enumerable.Range(0, scores.Length).OrderBy(i => scores[i]).ToArray();
        double below = 0, won = 0;
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end < order.Length && scores[order[end]] == scores[order[start]])
            {
                end++;
            }

            var bad = order[start..end].Count(i => adverse[i] == 1);
            won += bad * (below + ((end - start - bad) / 2.0));
            below += end - start - bad;
            start = end;
        }

        return won / (below * (order.Length - below));
    }
}
