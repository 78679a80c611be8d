using System.Text;

namespace ScoringAudit.Notebooks;

/// <summary>A writer that sends what a running cell prints to that cell, and all else to where it went before.</summary>
/// <remarks>Give it to Console.SetOut once; cells that run side by side do not mix.</remarks>
/// <param name="otherwise">Where text goes that no cell prints.</param>
public sealed class ConsoleRouter(TextWriter otherwise) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => To().Write(value);

    /// <inheritdoc/>
    public override void Write(string? value) => To().Write(value);

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => To().Write(buffer, index, count);

    /// <inheritdoc/>
    public override void WriteLine() => To().Write('\n');

    /// <inheritdoc/>
    public override void WriteLine(string? value) => To().Write(value + "\n");

    /// <inheritdoc/>
    public override void Flush() => otherwise.Flush();

    private TextWriter To() => CellSink.Current?.Console ?? otherwise;
}
