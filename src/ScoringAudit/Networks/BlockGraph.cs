namespace ScoringAudit.Networks;

/// <summary>Everybody in a block (street, area) is everybody else's neighbour; the node itself is left out. No edge is stored.</summary>
/// <remarks>Leaving the subject out matters: with it, cells of one or two people correlate a score with itself.</remarks>
public sealed class BlockGraph : INeighbourGraph
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

        foreach (var size in _size)
        {
            Islands += size == 1 ? 1 : 0;
            Pairs += (long)size * (size - 1);
        }
    }

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
}
