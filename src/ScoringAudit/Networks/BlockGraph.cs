namespace ScoringAudit.Networks;

/// <summary>Everybody in a block (street, area) is everybody else's neighbour; the node itself is left out. No edge is stored.</summary>
/// <remarks>Leaving the subject out matters: with it, cells of one or two people correlate a score with itself.</remarks>
public sealed class BlockGraph : IWeights
{
    private readonly int[] _block;
    private readonly int[] _size;

    /// <summary>A graph over blocks.</summary>
    /// <param name="block">Block of each node, as a dense code.</param>
    public BlockGraph(int[] block)
    {
        ArgumentNullException.ThrowIfNull(block);
        _block = block;
        var blocks = 0;
        foreach (var b in block)
        {
            blocks = Math.Max(blocks, b + 1);
        }

        _size = new int[blocks];
        foreach (var b in block)
        {
            _size[b]++;
        }

        var s1 = 0.0;
        foreach (var size in _size)
        {
            Islands += size == 1 ? 1 : 0;
            Pairs += (long)size * (size - 1);
            s1 += size < 2 ? 0 : 2.0 * size / (size - 1); // s(s − 1) pairs of ½ (2/(s − 1))²
        }

        double linked = Nodes - Islands;
        Sums = new WeightSums(linked, s1, 4 * linked);
    }

    /// <inheritdoc/>
    public WeightSums Sums { get; }

    /// <inheritdoc/>
    public int Nodes => _block.Length;

    /// <inheritdoc/>
    public int Islands { get; }

    /// <inheritdoc/>
    public long Pairs { get; }

    /// <inheritdoc/>
    public void Lag(ReadOnlySpan<double> values, Span<double> lag)
    {
        var sums = new double[_size.Length];
        for (var i = 0; i < _block.Length; i++)
        {
            sums[_block[i]] += values[i];
        }

        for (var i = 0; i < _block.Length; i++)
        {
            var others = _size[_block[i]] - 1;
            lag[i] = others == 0 ? 0 : (sums[_block[i]] - values[i]) / others;
        }
    }

    /// <inheritdoc/>
    public void TransposedLag(ReadOnlySpan<double> values, Span<double> lag) => Lag(values, lag);

    /// <inheritdoc/>
    public void CrossProducts8(ReadOnlySpan<float> lanes, Span<double> sums)
    {
        // Σ_i z_i (S − z_i)/(s − 1) = (S² − Σ z²)/(s − 1) in each block
        var total = new double[8 * _size.Length];
        var squares = new double[8 * _size.Length];
        for (var i = 0; i < _block.Length; i++)
        {
            var at = 8 * _block[i];
            for (var v = 0; v < 8; v++)
            {
                double z = lanes[(8 * i) + v];
                total[at + v] += z;
                squares[at + v] += z * z;
            }
        }

        sums[..8].Clear();
        for (var b = 0; b < _size.Length; b++)
        {
            for (var v = 0; v < 8 && _size[b] > 1; v++)
            {
                var at = (8 * b) + v;
                sums[v] += ((total[at] * total[at]) - squares[at]) / (_size[b] - 1);
            }
        }
    }
}
