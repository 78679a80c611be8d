using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>A leaf too deep for a table: its part is computed for each row, from the background's distinct patterns or from cover ratios.</summary>
internal sealed class DirectLeaf
{
    private readonly LeafPath _path;
    private readonly Allocation _allocation;
    private readonly KeyValuePair<ulong, double>[]? _patterns;
    private readonly ulong _held;

    /// <summary>A direct leaf.</summary>
    /// <param name="path">The leaf.</param>
    /// <param name="allocation">How its worth is dealt out.</param>
    /// <param name="patterns">The background's patterns with their shares, in ascending order; null: cover ratios.</param>
    /// <param name="held">Bits that every row counts as meeting: a player that keeps the background's values.</param>
    public DirectLeaf(LeafPath path, Allocation allocation, KeyValuePair<ulong, double>[]? patterns, ulong held = 0)
    {
        _held = held;
        _path = path;
        _allocation = allocation;
        _patterns = patterns;
    }

    /// <summary>Adds the leaf's part to the columns.</summary>
    public void Add(SlotBlock block, double[][] columns, int offset)
    {
        var part = new double[_allocation.Columns.Length];
        for (var row = 0; row < block.Rows; row++)
        {
            Array.Clear(part);
            var satisfied = _path.Tests.Evaluate(block, row) | _held;
            if (_patterns is null)
            {
                _allocation.AddProduct(satisfied, _path.Ratios, _path.Value, part);
            }
            else
            {
                foreach (var (pattern, share) in _patterns)
                {
                    var needed = _path.Tests.Full & ~pattern;
                    if ((needed & ~satisfied) == 0)
                    {
                        _allocation.Add(needed, pattern & ~satisfied, _path.Value * share, part, 1);
                    }
                }
            }

            for (var c = 0; c < part.Length; c++)
            {
                columns[_allocation.Columns[c]][offset + row] += part[c];
            }
        }
    }
}
