namespace ScoringAudit.Explanation;

/// <summary>Gauss–Legendre rules on [0, 1], exact for polynomials up to a degree of 64.</summary>
internal static class GaussLegendre
{
    private static readonly (double[] Nodes, double[] Weights)[] Rules = [.. Enumerable.Range(1, 33).Select(Make)];

    /// <summary>The smallest rule that integrates every polynomial of a degree exactly.</summary>
    public static (double[] Nodes, double[] Weights) OfDegree(int degree) => Rules[Math.Max(0, degree) / 2];

    // Newton on the Legendre polynomial from Tricomi's starting points (Press et al. 2007, section 4.6.1).
    private static (double[] Nodes, double[] Weights) Make(int n)
    {
        double[] nodes = new double[n], weights = new double[n];
        for (var i = 0; i < n; i++)
        {
            var z = Math.Cos(Math.PI * (i + 0.75) / (n + 0.5));
            double slope = 1;
            for (var step = 0; step < 50; step++)
            {
                double p = 1, previous = 0;
                for (var k = 1; k <= n; k++)
                {
                    (p, previous) = ((((2.0 * k) - 1) * z * p - (k - 1.0) * previous) / k, p);
                }

                slope = n * ((z * p) - previous) / ((z * z) - 1);
                var change = p / slope;
                z -= change;
                if (Math.Abs(change) < 1e-16)
                {
                    break;
                }
            }

            nodes[i] = (1 - z) / 2;
            weights[i] = 1 / ((1 - (z * z)) * slope * slope);
        }

        return (nodes, weights);
    }
}
