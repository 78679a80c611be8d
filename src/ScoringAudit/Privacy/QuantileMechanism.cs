using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ScoringAudit.Privacy;

/// <summary>Releases a quantile as one of some public candidates, by the exponential mechanism with exact draws.</summary>
/// <remarks>
/// Utility of a candidate for the quantile a / b: −|b · (rows below it) − a · (rows)|, an integer (Smith 2011, section 3). A row that is added or removed
/// moves it by at most max(a, b − a), one that is changed by at most b. A candidate is drawn evenly and kept with probability exp(−epsilon (best − u) / (2 Δ)),
/// a Bernoulli draw of an exact fraction, until one is kept: no floating point. rho = epsilon² / 8 (<see cref="ExponentialLaw"/>).
/// One quantile that nobody measured by bands costs less this way than a whole histogram; where there is a histogram, its quantiles are free.
/// </remarks>
public static class QuantileMechanism
{
    /// <summary>Releases a quantile.</summary>
    /// <param name="counts">Exact counts of rows below the first candidate, between each two, and from the last on.</param>
    /// <param name="candidates">Public candidates, rising.</param>
    /// <param name="probability">The quantile, a fraction in (0, 1).</param>
    /// <param name="unit">Whom it protects.</param>
    /// <param name="rho">What it may cost.</param>
    /// <param name="label">Its name in the ledger.</param>
    /// <param name="definition">Public text of everything else that decides the counts.</param>
    /// <param name="session">Where it is charged.</param>
    /// <exception cref="BudgetExceededException">Too little is left; nothing was drawn.</exception>
    public static Selected Release(
        Confidential<long[]> counts, IReadOnlyList<double> candidates, Rational probability, PrivacyUnit unit, Rational rho, string label, string definition, PrivacySession session)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(session);
        var exact = counts.Open();
        if (exact.Length != candidates.Count + 1 || candidates.Count == 0)
        {
            throw new ArgumentException("Expected one more count than candidates.", nameof(counts));
        }

        if (!(probability > Rational.Zero && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Expected a fraction between 0 and 1.");
        }

        var step = Epsilon(rho) / (2 * (Rational)Sensitivity(unit, probability));
        var text = string.Join('\u001d', "quantile/1", label, string.Join('\u001f', candidates.Select(c => BitConverter.DoubleToInt64Bits(c).ToString("x16", CultureInfo.InvariantCulture))), probability, unit.Kind, unit.Relation, unit.Rows, unit.Influence, rho, definition);
        var index = session.Choose(label, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), rho, Utilities(exact, probability), step);
        return new Selected(candidates[index], index, unit, rho, label);
    }

    /// <summary>Utilities of the candidates: all integers.</summary>
    internal static long[] Utilities(ReadOnlySpan<long> counts, Rational probability)
    {
        long a = (long)probability.Numerator, b = (long)probability.Denominator, all = 0, below = 0;
        foreach (var count in counts)
        {
            all += count;
        }

        var utilities = new long[counts.Length - 1];
        for (var k = 0; k < utilities.Length; k++)
        {
            below += counts[k];
            utilities[k] = -Math.Abs((b * below) - (a * all));
        }

        return utilities;
    }

    /// <summary>Most by which one unit moves a utility.</summary>
    internal static long Sensitivity(PrivacyUnit unit, Rational probability)
    {
        long a = (long)probability.Numerator, b = (long)probability.Denominator;
        return unit.Relation == NeighbourRelation.AddRemove ? (unit.Rows * Math.Max(a, b - a)) + (unit.Influence * b) : (unit.Rows + unit.Influence) * b;
    }

    /// <summary>The largest epsilon on a grid whose square is at most 8 rho: exact.</summary>
    internal static Rational Epsilon(Rational rho)
    {
        if (rho.Sign <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(rho), rho, "A spend is above 0.");
        }

        // floor(√(8 rho) 2^20) / 2^20.
        var scaled = 8 * rho * ((Rational)(1L << 40));
        return new Rational(ExactSampler.Root(scaled.Numerator / scaled.Denominator), 1L << 20);
    }
}
