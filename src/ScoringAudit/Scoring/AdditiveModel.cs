namespace ScoringAudit.Scoring;

/// <summary>A generalised additive model: log-odds = bias + Σ effect of the bin into which each slot's value falls.</summary>
/// <remarks>
/// Bin rule: the first bin whose upper bound is at least the value (x ≤ upper); a value above all bounds, or NaN, falls into the
/// last bin. This is the rule of ML.NET's GAM (FindFirstGE over the bin upper bounds). A slot without bins has no effect.
/// </remarks>
public sealed class AdditiveModel : ISlotModel
{
    private readonly double[][] _upperBounds;
    private readonly double[][] _effects;

    /// <summary>An additive model.</summary>
    /// <param name="bias">Log-odds without any effect.</param>
    /// <param name="upperBounds">For each slot, the bins' upper bounds, ascending.</param>
    /// <param name="effects">For each slot, the bins' effects on the log-odds; as many as bounds.</param>
    /// <exception cref="ArgumentException">Lengths differ, bounds do not ascend, or an effect is not finite.</exception>
    public AdditiveModel(double bias, double[][] upperBounds, double[][] effects)
    {
        if (upperBounds.Length != effects.Length)
        {
            throw new ArgumentException($"Bounds for {upperBounds.Length} slots, effects for {effects.Length}.", nameof(effects));
        }

        for (var slot = 0; slot < effects.Length; slot++)
        {
            if (upperBounds[slot].Length != effects[slot].Length)
            {
                throw new ArgumentException($"Slot {slot} has {upperBounds[slot].Length} bounds and {effects[slot].Length} effects.", nameof(effects));
            }

            for (var bin = 0; bin < effects[slot].Length; bin++)
            {
                if (!double.IsFinite(effects[slot][bin]))
                {
                    throw new ArgumentException($"Slot {slot}, bin {bin}: the effect is not finite.", nameof(effects));
                }

                if (double.IsNaN(upperBounds[slot][bin]) || (bin > 0 && upperBounds[slot][bin] <= upperBounds[slot][bin - 1]))
                {
                    throw new ArgumentException($"Slot {slot}: the bounds do not ascend at bin {bin}.", nameof(upperBounds));
                }
            }
        }

        Bias = bias;
        _upperBounds = [.. upperBounds.Select(b => b.ToArray())];
        _effects = [.. effects.Select(e => e.ToArray())];
    }

    /// <summary>Log-odds without any effect.</summary>
    public double Bias { get; }

    /// <inheritdoc/>
    public int Slots => _effects.Length;

    /// <summary>Upper bounds of a slot's bins, ascending.</summary>
    public ReadOnlySpan<double> UpperBounds(int slot) => _upperBounds[slot];

    /// <summary>Effects of a slot's bins on the log-odds.</summary>
    public ReadOnlySpan<double> Effects(int slot) => _effects[slot];

    /// <inheritdoc/>
    public void Score(SlotBlock columns, Span<double> logOdds)
    {
        var sum = logOdds[..columns.Rows];
        sum.Fill(Bias);
        for (var slot = 0; slot < _effects.Length; slot++)
        {
            AddEffects(slot, columns[slot], sum);
        }
    }

    /// <summary>Adds a slot's effects to the rows' sums.</summary>
    internal void AddEffects(int slot, ReadOnlySpan<float> values, Span<double> sums)
    {
        var effects = _effects[slot];
        if (effects.Length == 0)
        {
            return;
        }

        var bounds = _upperBounds[slot];
        for (var row = 0; row < sums.Length; row++)
        {
            sums[row] += effects[FirstAtLeast(bounds, values[row])];
        }
    }

    private static int FirstAtLeast(double[] bounds, double value)
    {
        int low = 0, high = bounds.Length - 1;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (value <= bounds[middle])
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
