namespace ScoringAudit.Mitigation;

/// <summary>The reductions approach: a learner that only minimises a weighted error finds a randomised classifier under limits on groups' rates.</summary>
/// <remarks>
/// A game: the prices λ of the limits grow exponentially where the limits are broken (rate η, Σλ ≤ B), the learner answers with the classifier that is cheapest at those
/// prices. After every answer the best mixture of all classifiers found so far is computed exactly (a linear programme, as fairlearn does), and the learner is asked once
/// more at that programme's own prices, which gives the lower bound. Gap = cost + B · worst excess − largest lower bound. No random number is used. Source: Agarwal,
/// Beygelzimer, Dudík, Langford and Wallach 2018, algorithm 1.
/// </remarks>
public static class ExponentiatedGradient
{
    /// <summary>Solves.</summary>
    /// <param name="problem">Costs and limits.</param>
    /// <param name="learner">The best response: given the price of approving each row, whom the cheapest classifier that it can find approves.</param>
    /// <param name="options">Iterations, bound, rate, gap.</param>
    /// <param name="cancel">Stops the work.</param>
    public static MixedDecision Solve(ParityProblem problem, Func<double[], bool[]> learner, GradientOptions options, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(options);
        var limits = problem.Limits;
        var found = new List<(double Cost, double[] Excess)>();
        var theta = new double[limits];
        var lower = double.NegativeInfinity;
        var (rate, lastGap) = (options.LearningRate, double.PositiveInfinity);
        (double[] Weights, double[] Prices) mixture = ([], []);
        double gap = double.PositiveInfinity, cost = 0, worst = 0;
        var iteration = 0;
        while (iteration < Math.Max(1, options.Iterations) && !(gap <= options.Gap))
        {
            cancel.ThrowIfCancellationRequested();
            iteration++;
            var asked = Ask(Prices(theta, options.Bound));
            lower = Math.Max(lower, asked.Bound);
            for (var k = 0; k < limits; k++)
            {
                theta[k] += rate * found[asked.At].Excess[k];
            }

            Mix();
            lower = Math.Max(lower, Ask(mixture.Prices).Bound);
            Mix();
            gap = Math.Max(0, cost + (options.Bound * worst) - lower);
            if (gap > 0.5 * lastGap)
            {
                rate /= 2;
            }

            lastGap = Math.Min(lastGap, gap);
        }

        return new MixedDecision(mixture.Weights, cost, worst, gap, iteration, gap <= options.Gap);

        // The learner's answer at given prices, and the lower bound that it gives if it is the cheapest.
        (int At, double Bound) Ask(double[] prices)
        {
            var approved = learner(problem.Priced(prices));
            var c = problem.CostOf(approved);
            var excess = problem.ExcessOf(approved);
            found.Add((c, excess));
            var bound = c;
            for (var k = 0; k < limits; k++)
            {
                bound += prices[k] * excess[k];
            }

            return (found.Count - 1, bound);
        }

        void Mix()
        {
            mixture = BestMixture.Of(found, options.Bound);
            cost = 0;
            var mixed = new double[limits];
            for (var j = 0; j < found.Count; j++)
            {
                cost += mixture.Weights[j] * found[j].Cost;
                for (var k = 0; k < limits; k++)
                {
                    mixed[k] += mixture.Weights[j] * found[j].Excess[k];
                }
            }

            worst = limits == 0 ? 0 : Math.Max(0, mixed.Max());
        }
    }

    // λ_k = B exp(θ_k) / (1 + Σ exp(θ)), without overflow.
    private static double[] Prices(double[] theta, double bound)
    {
        var top = Math.Max(0, theta.Append(0).Max());
        var sum = Math.Exp(-top);
        var prices = new double[theta.Length];
        for (var k = 0; k < theta.Length; k++)
        {
            sum += prices[k] = Math.Exp(theta[k] - top);
        }

        for (var k = 0; k < prices.Length; k++)
        {
            prices[k] *= bound / sum;
        }

        return prices;
    }
}
