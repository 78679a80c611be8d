using ScoringAudit.Models;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Models;

/// <summary>Features of very different sizes: large terms cancel, and ML.NET's single precision loses digits that a gate must not take for damage.</summary>
public class LogisticScaleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Train_AmountsBesideCodes_PassesTheGate(ulong seed)
    {
        const int rows = 700;
        var stream = Streams.FromSeed(seed).Derive("scale");
        var builder = ColumnPortfolio.Build("loans");
        var risk = new double[rows];
        for (var f = 0; f < 18; f++)
        {
            // Codes 1 to 4, months, an amount up to 20,000, and an income up to 3,000,000.
            var size = f switch { 15 => 70.0, 16 => 20_000, 17 => 3_000_000, _ => 4 };
            var values = new double[rows];
            for (var i = 0; i < rows; i++)
            {
                var u = stream.Uniform((ulong)i, (uint)f);
                values[i] = Math.Ceiling(u * size);
                risk[i] += (f % 2 == 0 ? 1 : -1) * u;
            }

            builder.Number("x" + f, values);
        }

        var portfolio = builder.Integer("bad", [.. risk.Select((r, i) => stream.Uniform((ulong)i, 99) < 1 / (1 + Math.Exp(-2 * r)) ? 1L : 0L)]).Build();
        var roles = new Roles { Outcome = new OutcomeRole("bad", "1"), Features = [.. Enumerable.Range(0, 18).Select(f => FeatureRole.Of("x" + f))] };
        var model = new MlNetTrainer().Train(portfolio, new TrainingPlan("logistic", roles, null, seed), TestContext.Current.CancellationToken);
        Assert.Equal(rows, model.TrainingRows);
    }
}
