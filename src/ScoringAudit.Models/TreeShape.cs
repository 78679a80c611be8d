namespace ScoringAudit.Models;

/// <summary>How far trees may grow. The number of rows that a leaf must keep decides how much a model remembers of single people.</summary>
/// <param name="Trees">Number of trees; at least 1.</param>
/// <param name="Leaves">Most leaves of a tree; at least 2. A forest takes twice as many.</param>
/// <param name="LeastRowsInLeaf">Fewest training rows in a leaf; at least 1.</param>
public sealed record TreeShape(int Trees, int Leaves, int LeastRowsInLeaf)
{
    /// <summary>What <see cref="MlNetTrainer"/> takes unless told otherwise: 100 trees of 20 leaves with at least 20 rows each.</summary>
    public static TreeShape Default { get; } = new(100, 20, 20);
}
