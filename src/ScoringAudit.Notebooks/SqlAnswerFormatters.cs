namespace ScoringAudit.Notebooks;

/// <summary>How the answer to a query shows itself; found by name, as Microsoft.DotNet.Interactive.Formatting looks for it.</summary>
public sealed class SqlAnswerFormatters
{
    /// <summary>The formatters.</summary>
#pragma warning disable CA1822 // a kernel calls it on an instance
    public IEnumerable<object> CreateTypeFormatters() => [new SqlAnswerFormatter(CellOutput.Html), new SqlAnswerFormatter(CellOutput.PlainText)];
#pragma warning restore CA1822
}
