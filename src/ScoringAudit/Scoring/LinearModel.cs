namespace ScoringAudit.Scoring;

/// <summary>Log-odds = bias + Σ weight · slot, in double precision, in slot order.</summary>
public sealed class LinearModel : ISlotModel
{
    private readonly double[] _weights;

    /// <summary>A linear model.</summary>
    /// <param name="bias">Log-odds where every slot is 0.</param>
    /// <param name="weights">One finite weight for each slot.</param>
    public LinearModel(double bias, double[] weights)
    {
        foreach (var weight in weights)
        {
            if (!double.IsFinite(weight))
            {
                throw new ArgumentException("A weight is not finite.", nameof(weights));
            }
        }

        Bias = bias;
        _weights = [.. weights];
    }

    /// <summary>Log-odds where every slot is 0.</summary>
    public double Bias { get; }

    /// <summary>One weight for each slot.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <inheritdoc/>
    public int Slots => _weights.Length;

    /// <inheritdoc/>
    public void Score(SlotBlock columns, Span<double> logOdds)
    {
        var sum = logOdds[..columns.Rows];
        sum.Fill(Bias);
        for (var slot = 0; slot < _weights.Length; slot++)
        {
            var weight = _weights[slot];
            if (weight == 0)
            {
                continue;
            }

            var x = columns[slot];
            for (var row = 0; row < sum.Length; row++)
            {
                sum[row] += weight * x[row];
            }
        }
    }
}
