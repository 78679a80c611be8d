using ScoringAudit.Primitives;

namespace ScoringAudit.Metrics;

/// <summary>Errors of a predicted number: for outcomes that are amounts, not yes or no.</summary>
/// <remarks>e = predicted − actual. Use them by group with <c>GroupMetrics.Columns</c>. Undefined without rows.</remarks>
public static class NumericErrors
{
    /// <summary>√(mean e²); in units of the outcome, ideal 0.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static Estimate RootMeanSquare(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual) =>
        Mean(predicted, actual, e => e * e).Map(Math.Sqrt);

    /// <summary>Mean e²; ideal 0.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static Estimate MeanSquare(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual) => Mean(predicted, actual, e => e * e);

    /// <summary>Mean |e|; in units of the outcome, ideal 0.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static Estimate MeanAbsolute(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual) => Mean(predicted, actual, Math.Abs);

    /// <summary>R² = 1 − Σ e² / Σ (actual − mean actual)²; ideal 1, below 0 where the mean would predict better; undefined for a constant outcome.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static Estimate RSquared(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual)
    {
        var error = MeanSquare(predicted, actual);
        if (!error.IsDefined)
        {
            return error;
        }

        double mean = 0, spread = 0;
        foreach (var y in actual)
        {
            mean += y / actual.Length;
        }

        foreach (var y in actual)
        {
            spread += (y - mean) * (y - mean) / actual.Length;
        }

        return spread > 0 ? Estimate.Of(1 - (error.Value / spread)) : Estimate.Undefined("all rows have the same outcome");
    }

    /// <summary>Jain's index of how evenly errors are shared: (Σ |e|)² / (n Σ e²), in [1/n, 1], ideal 1; undefined where there is no error at all.</summary>
    /// <remarks>Source: Jain, Chiu and Hawe 1984.</remarks>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static Estimate JainIndex(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual)
    {
        var (size, square) = (MeanAbsolute(predicted, actual), MeanSquare(predicted, actual));
        return !size.IsDefined ? size : square.Value > 0 ? Estimate.Of(size.Value * size.Value / square.Value) : Estimate.Undefined("there is no error");
    }

    private static Estimate Mean(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual, Func<double, double> of)
    {
        if (predicted.Length != actual.Length)
        {
            throw new ArgumentException($"Expected {predicted.Length} outcomes, one per prediction, found {actual.Length}.", nameof(actual));
        }

        var sum = 0.0;
        for (var i = 0; i < actual.Length; i++)
        {
            sum += of(predicted[i] - actual[i]);
        }

        return actual.Length == 0 ? Estimate.Undefined("there are no rows") : Estimate.Of(sum / actual.Length);
    }
}
