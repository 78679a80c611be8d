namespace ScoringAudit.Portfolios;

/// <summary>The rows under audit: typed columns that can be opened again, always in the same order. Safe to open from several threads.</summary>
public interface IPortfolio
{
    /// <summary>The columns.</summary>
    PortfolioSchema Schema { get; }

    /// <summary>The number of rows, where it is known.</summary>
    long? Rows { get; }

    /// <summary>Starts a pass over the rows.</summary>
    /// <param name="columns">The columns wanted; each batch has them in this order.</param>
    IBatchReader Open(IReadOnlyList<ColumnId> columns);
}
