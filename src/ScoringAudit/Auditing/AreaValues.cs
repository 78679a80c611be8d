using ScoringAudit.Networks;

namespace ScoringAudit.Auditing;

/// <summary>Statistics of areas that an audit is given beside its rows, and which areas touch.</summary>
/// <param name="Name">Name in findings: the file's.</param>
/// <param name="AreaOfRow">Area of each row of the portfolio, as a position; −1 where the table does not have it.</param>
/// <param name="Columns">Numbers by column name, one for each area; missing is NaN.</param>
/// <param name="Adjacency">Which areas touch, by position; null where the plan does not say.</param>
public sealed record AreaValues(string Name, int[] AreaOfRow, IReadOnlyDictionary<string, double[]> Columns, EdgeList? Adjacency);
