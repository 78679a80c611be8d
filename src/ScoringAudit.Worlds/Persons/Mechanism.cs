namespace ScoringAudit.Worlds.Persons;

/// <summary>Solves the scores of one street: s = clip(own + area + ρ·(W s − 600)), by simultaneous (Gauss–Jacobi) steps.</summary>
/// <remarks>
/// W is the mean over people of other households at most four houses away; its rows sum to 1 or, without such people, to 0. Clipping is
/// 1-Lipschitz, so each step shrinks distances by ρ: after t steps the error is at most ρ^t/(1 − ρ)·d₁ and at most ρ/(1 − ρ)·d_t, d being
/// the largest change of a step (Banach). Steps stop when the smaller bound is at most 1e-9 points.
/// </remarks>
internal sealed class Mechanism
{
    public const double Least = 100, Most = 999, Tolerance = 1e-9;
    private const int Window = 4;

    private double[] _sums = [];
    private double[] _prefix = [];
    private double[] _scores = [];

    /// <summary>The most steps that any street took since this was made.</summary>
    public int Steps { get; private set; }

    /// <summary>The largest certified error of any street, in points.</summary>
    public double ErrorBound { get; private set; }

    /// <summary>Mean over the window for each household of a value of each person; NaN without neighbours.</summary>
    public void WindowMeans(Street street, ReadOnlySpan<double> values, Span<double> means)
    {
        Reserve(street);
        var households = street.Households;
        _prefix[0] = 0;
        var house = 0;
        for (var h = 0; h < households; h++)
        {
            var sum = 0.0;
            for (var i = street.FirstPerson[h]; i < street.FirstPerson[h + 1]; i++)
            {
                sum += values[i];
            }

            _sums[h] = sum;
            if (street.House[h] > house)
            {
                house = street.House[h];
                _prefix[house] = _prefix[house - 1];
            }

            _prefix[house] += sum;
        }

        for (var h = 0; h < households; h++)
        {
            var low = Math.Max(0, street.House[h] - 1 - Window);
            var high = Math.Min(street.Houses, street.House[h] + Window);
            var size = street.FirstPerson[h + 1] - street.FirstPerson[h];
            var count = street.PeopleBefore[high] - street.PeopleBefore[low] - size;
            means[h] = count == 0 ? double.NaN : (_prefix[high] - _prefix[low] - _sums[h]) / count;
        }
    }

    /// <summary>Solves a street.</summary>
    /// <param name="street">The street.</param>
    /// <param name="fixedPart">Own and area part of each person, in points.</param>
    /// <param name="rho">Strength of the neighbours' scores, in [0, 1).</param>
    /// <param name="lags">Receives W s − 600 for each household; NaN without neighbours.</param>
    public void Solve(Street street, ReadOnlySpan<double> fixedPart, double rho, Span<double> lags)
    {
        Reserve(street);
        var people = street.FirstPerson[street.Households];
        var scores = _scores.AsSpan(0, people);
        for (var i = 0; i < people; i++)
        {
            scores[i] = Clip(fixedPart[i]);
        }

        Lags(street, scores, lags);
        if (rho == 0)
        {
            return;
        }

        double first = 0, power = 1;
        for (var step = 1; ; step++)
        {
            var change = 0.0;
            for (var h = 0; h < street.Households; h++)
            {
                var feed = double.IsNaN(lags[h]) ? 0 : rho * lags[h];
                for (var i = street.FirstPerson[h]; i < street.FirstPerson[h + 1]; i++)
                {
                    var next = Clip(fixedPart[i] + feed);
                    change = Math.Max(change, Math.Abs(next - scores[i]));
                    scores[i] = next;
                }
            }

            Lags(street, scores, lags);
            first = step == 1 ? change : first;
            power *= rho;
            var bound = Math.Min(power * first, rho * change) / (1 - rho);
            if (bound <= Tolerance)
            {
                Steps = Math.Max(Steps, step);
                ErrorBound = Math.Max(ErrorBound, bound);
                return;
            }
        }
    }

    public static double Clip(double score) => score < Least ? Least : score > Most ? Most : score;

    private void Lags(Street street, ReadOnlySpan<double> scores, Span<double> lags)
    {
        WindowMeans(street, scores, lags);
        for (var h = 0; h < street.Households; h++)
        {
            lags[h] -= OwnScore.Centre;
        }
    }

    private void Reserve(Street street)
    {
        var people = street.FirstPerson[street.Households];
        if (_scores.Length < people)
        {
            _sums = new double[people];
            _prefix = new double[people + 1];
            _scores = new double[people];
        }
    }
}
