using System.Diagnostics;
using System.Globalization;
using ScoringAudit.Privacy;

namespace ScoringAudit.Benchmarks;

/// <summary>Microseconds per exact noise draw, with the system's generator.</summary>
internal sealed class QuickNoise : IBenchmarkCommand
{
    private const double Most = 10;

    public string Summary => "[--draws 100000] microseconds per discrete Gaussian and Laplace draw";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        var draws = options.Int("draws", 100_000);
        var rho = Rational.FloorOf(ZeroConcentrated.Rho(1, 1e-6));
        NoiseLaw[] laws =
        [
            new DiscreteGaussianLaw(1), new DiscreteGaussianLaw((Rational)1 / (2 * rho)),
            new DiscreteGaussianLaw((Rational)1 / (2 * PrivacyBudget.Default.Rho * new Rational(21600, 66480))), new DiscreteGaussianLaw(1557), new DiscreteGaussianLaw(new Rational(1_000_000, 7)),
            new DiscreteLaplaceLaw(1), new DiscreteLaplaceLaw(10), new DiscreteLaplaceLaw(new Rational(1000, 7)),
        ];
        output.WriteLine("law,parameter,microseconds_per_draw");
        double worst = 0;
        foreach (var law in laws)
        {
            var sampler = new ExactSampler(new SystemBits());
            var best = double.PositiveInfinity;
            for (var run = 0; run < 4; run++)
            {
                var clock = Stopwatch.StartNew();
                for (var i = 0; i < draws; i++)
                {
                    law.Draw(sampler);
                }

                best = Math.Min(best, clock.Elapsed.TotalMicroseconds / draws);
            }

            var (name, parameter) = law is DiscreteGaussianLaw g ? ("discrete_gaussian", g.VarianceParameter) : ("discrete_laplace", ((DiscreteLaplaceLaw)law).Scale);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name},{parameter},{best:F2}"));
            worst = Math.Max(worst, best);
        }

        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"slowest {worst:F2}, at most {Most}"));
        return worst <= Most ? 0 : 2;
    }
}
