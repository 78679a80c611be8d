using System.Collections.Immutable;

namespace ScoringAudit.Notebooks;

/// <summary>One output of a cell.</summary>
/// <remarks>A stream holds its text under its name ("stdout"); an error under "ename", "evalue" and "traceback"; the others under MIME types.</remarks>
/// <param name="Kind">Which kind.</param>
/// <param name="Data">Texts by key, sorted by key (ordinal).</param>
public sealed record CellOutput(OutputKind Kind, ImmutableSortedDictionary<string, string> Data)
{
    /// <summary>Name of the stream's text.</summary>
    public const string Stdout = "stdout";

    /// <summary>MIME type of plain text.</summary>
    public const string PlainText = "text/plain";

    /// <summary>MIME type of HTML.</summary>
    public const string Html = "text/html";

    /// <summary>MIME type of a drawing.</summary>
    public const string Svg = "image/svg+xml";

    /// <summary>Whether the text differs from run to run (times) and is not compared.</summary>
    public bool IsVolatile { get; init; }

    /// <summary>Console text.</summary>
    public static CellOutput OfStream(string text) => new(OutputKind.Stream, Empty.Add(Stdout, text));

    /// <summary>Something displayed, by MIME type.</summary>
    public static CellOutput OfDisplay(IEnumerable<KeyValuePair<string, string>> data, bool isResult = false) =>
        new(isResult ? OutputKind.Result : OutputKind.Display, Empty.AddRange(data));

    /// <summary>Plain text that is displayed.</summary>
    public static CellOutput OfText(string text) => new(OutputKind.Display, Empty.Add(PlainText, text));

    /// <summary>An error: its kind, what it says, and where.</summary>
    public static CellOutput OfError(string name, string value, string trace) =>
        new(OutputKind.Error, Empty.Add("ename", name).Add("evalue", value).Add("traceback", trace));

    private static ImmutableSortedDictionary<string, string> Empty { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
