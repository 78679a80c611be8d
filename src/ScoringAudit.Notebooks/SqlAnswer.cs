namespace ScoringAudit.Notebooks;

/// <summary>The answer to a query: a table that shows itself in any notebook kernel.</summary>
[SqlAnswer.TypeFormatterSource(typeof(SqlAnswerFormatters), PreferredMimeTypes = [CellOutput.Html, CellOutput.PlainText])]
public sealed class SqlAnswer
{
    private readonly CellOutput _output;

    internal SqlAnswer(CellOutput output) => _output = output;

    /// <summary>Whether the query was not asked, because DuckDB's native library is not on the machine.</summary>
    public bool IsSkipped => _output.IsVolatile;

    /// <summary>The text of one MIME type, or null.</summary>
    public string? Text(string mimeType) => _output.Data.GetValueOrDefault(mimeType);

    /// <inheritdoc/>
    public override string ToString() => Text(CellOutput.PlainText) ?? string.Empty;

    // A kernel looks for an attribute of this name, whoever declares it.
    [AttributeUsage(AttributeTargets.Class)]
    internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
    {
        public Type FormatterSourceType { get; } = formatterSourceType;

        public string[] PreferredMimeTypes { get; set; } = [];
    }
}
