namespace ScoringAudit.Privacy;

/// <summary>Released counts of a table. Cells may be negative: clipping would bias whatever is computed from them.</summary>
public sealed class NoisyTable
{
    private readonly long[] _cells;

    internal NoisyTable(TableSchema schema, IReadOnlyList<long> cells)
    {
        Schema = schema;
        _cells = [.. cells];
    }

    /// <summary>Its public shape.</summary>
    public TableSchema Schema { get; }

    /// <summary>The noisy cells, in the order of <see cref="TableSchema.CellOf"/>.</summary>
    public IReadOnlyList<long> Cells => _cells;

    /// <summary>The sum of the cells whose level indices pass, and how many they are: its noise is that many draws.</summary>
    /// <param name="chosen">For each dimension the levels to add, or null for all, unlisted ones included.</param>
    public NoisyCount Sum(params IReadOnlyList<int>?[] chosen)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        if (chosen.Length != Schema.Dimensions.Count)
        {
            throw new ArgumentException($"Expected a choice for each of {Schema.Dimensions.Count} dimensions.", nameof(chosen));
        }

        long sum = 0;
        var cells = 0;
        var at = new int[chosen.Length];
        for (var cell = 0; cell < _cells.Length; cell++)
        {
            var rest = cell;
            var take = true;
            for (var d = chosen.Length - 1; d >= 0; d--)
            {
                var size = Schema.Dimensions[d].Size;
                at[d] = rest % size;
                rest /= size;
                take &= chosen[d] is not { } levels || levels.Contains(at[d]);
            }

            if (take)
            {
                sum += _cells[cell];
                cells++;
            }
        }

        return new NoisyCount(sum, cells);
    }
}
