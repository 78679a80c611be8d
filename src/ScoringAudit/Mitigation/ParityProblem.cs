namespace ScoringAudit.Mitigation;

/// <summary>A linear problem over decisions: the cost of approving each row, and linear limits on who is approved.</summary>
/// <remarks>
/// Minimise Σ cost_i h_i over (mixtures of) classifiers h: rows → {0, 1} (1 = approved), subject to Σ a_ki h_i ≤ b_k. Demographic parity of group g within ε:
/// E[h | g] − E[h] ≤ ε and ≥ −ε (Agarwal et al. 2018, example 1); the rate among rows of one outcome likewise (example 2). The approval rate is held by two more.
/// </remarks>
public sealed class ParityProblem
{
    private readonly List<(double[] Coefficients, double Limit, string Name)> _limits = [];

    /// <summary>A problem without limits.</summary>
    /// <param name="costs">Cost of approving each row; negative where approving pays.</param>
    public ParityProblem(double[] costs)
    {
        ArgumentNullException.ThrowIfNull(costs);
        Costs = costs;
    }

    /// <summary>Cost of approving each row.</summary>
    public double[] Costs { get; }

    /// <summary>Number of limits.</summary>
    public int Limits => _limits.Count;

    /// <summary>What a limit says.</summary>
    public string NameOf(int limit) => _limits[limit].Name;

    /// <summary>b_k.</summary>
    public double LimitOf(int limit) => _limits[limit].Limit;

    /// <summary>Adds Σ a_i h_i ≤ limit.</summary>
    public void Add(double[] coefficients, double limit, string name)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        if (coefficients.Length != Costs.Length)
        {
            throw new ArgumentException($"Expected {Costs.Length} coefficients, found {coefficients.Length}.", nameof(coefficients));
        }

        _limits.Add((coefficients, limit, name));
    }

    /// <summary>Adds |Σ a_i h_i − centre| ≤ slack as two limits.</summary>
    public void AddBand(double[] coefficients, double centre, double slack, string name)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        Add(coefficients, centre + slack, name + " from above");
        Add([.. coefficients.Select(c => -c)], slack - centre, name + " from below");
    }

    /// <summary>The problem of holding rates of groups together and the approval rate at a share.</summary>
    /// <param name="adverse">1 adverse, 0 not.</param>
    /// <param name="groups">Group codes; −1: in no group, counted in the whole only.</param>
    /// <param name="groupCount">Number of groups.</param>
    /// <param name="weights">Weights, or empty.</param>
    /// <param name="constraint">Which rates.</param>
    /// <param name="slack">ε, above 0.</param>
    /// <param name="approvalRate">Share to approve; null: not held, and the costs alone decide.</param>
    /// <param name="price">Cost of refusing a person without the adverse outcome, in (0, 1), where approving one with it costs 1 − price: the risk at which approving breaks even.</param>
    public static ParityProblem Of(
        ReadOnlySpan<sbyte> adverse, ReadOnlySpan<int> groups, int groupCount, ReadOnlySpan<double> weights, ParityConstraint constraint, double slack, double? approvalRate, double price)
    {
        var n = adverse.Length;
        var w = new double[n];
        for (var i = 0; i < n; i++)
        {
            w[i] = weights.IsEmpty ? 1 : weights[i];
        }

        var total = w.Sum();
        var costs = new double[n];
        for (var i = 0; i < n; i++)
        {
            costs[i] = w[i] * (adverse[i] - price) / total;
        }

        var problem = new ParityProblem(costs);
        if (approvalRate is { } rate)
        {
            problem.AddBand([.. w.Select(x => x / total)], rate, RateSlack, "approval rate");
        }

        int?[] outcomes = constraint switch
        {
            ParityConstraint.DemographicParity => [null],
            ParityConstraint.TruePositiveRate => [0],
            _ => [0, 1],
        };
        foreach (var outcome in outcomes)
        {
            var all = Mass(adverse, groups, w, outcome, -1);
            for (var g = 0; g < groupCount; g++)
            {
                var own = Mass(adverse, groups, w, outcome, g);
                if (own == 0 || all == 0)
                {
                    continue;
                }

                var a = new double[n];
                for (var i = 0; i < n; i++)
                {
                    if (outcome is null || adverse[i] == outcome)
                    {
                        a[i] = (groups[i] == g ? w[i] / own : 0) - (w[i] / all);
                    }
                }

                problem.AddBand(a, 0, slack, FormattableString.Invariant($"group {g}{(outcome is null ? string.Empty : outcome == 0 ? ", not adverse" : ", adverse")}"));
            }
        }

        return problem;
    }

    /// <summary>Slack of the approval rate: half a point of a hundred.</summary>
    public const double RateSlack = 0.005;

    /// <summary>Σ cost_i h_i.</summary>
    public double CostOf(ReadOnlySpan<bool> approved) => Sum(Costs, approved);

    /// <summary>Σ a_ki h_i − b_k: above 0 where the limit is broken.</summary>
    public double[] ExcessOf(ReadOnlySpan<bool> approved)
    {
        var excess = new double[Limits];
        for (var k = 0; k < excess.Length; k++)
        {
            excess[k] = Sum(_limits[k].Coefficients, approved) - _limits[k].Limit;
        }

        return excess;
    }

    /// <summary>cost_i + Σ λ_k a_ki: what approving each row costs at given prices of the limits.</summary>
    public double[] Priced(ReadOnlySpan<double> prices)
    {
        var all = (double[])Costs.Clone();
        for (var k = 0; k < Limits; k++)
        {
            if (prices[k] != 0)
            {
                var a = _limits[k].Coefficients;
                for (var i = 0; i < all.Length; i++)
                {
                    all[i] += prices[k] * a[i];
                }
            }
        }

        return all;
    }

    private static double Mass(ReadOnlySpan<sbyte> adverse, ReadOnlySpan<int> groups, double[] w, int? outcome, int group)
    {
        var sum = 0.0;
        for (var i = 0; i < w.Length; i++)
        {
            sum += (group < 0 || groups[i] == group) && (outcome is null || adverse[i] == outcome) ? w[i] : 0;
        }

        return sum;
    }

    private static double Sum(double[] a, ReadOnlySpan<bool> approved)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += approved[i] ? a[i] : 0;
        }

        return sum;
    }
}
