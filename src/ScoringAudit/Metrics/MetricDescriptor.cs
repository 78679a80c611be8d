namespace ScoringAudit.Metrics;

/// <summary>What a metric is: printed beside every number, so that one word never stands for two formulas.</summary>
/// <param name="Id">snake_case name, as in findings.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Formula">Formula in plain text.</param>
/// <param name="Direction">Which way is better.</param>
/// <param name="Low">Smallest possible value; −∞ when unbounded.</param>
/// <param name="High">Largest possible value; +∞ when unbounded.</param>
/// <param name="Ideal">Value of a perfect score.</param>
/// <param name="Source">Author, year, section.</param>
public sealed record MetricDescriptor(
    string Id, string Name, string Formula, MetricDirection Direction, double Low, double High, double Ideal, string Source);
