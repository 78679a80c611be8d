using ScoringAudit.Release;

namespace ScoringAudit.Reporting.Subjects;

/// <summary>A statement as plain text.</summary>
public static class StatementText
{
    /// <summary>Writes statements one after the other, with "\n" at the line ends.</summary>
    public static void Write(IReadOnlyList<SubjectStatement> statements, TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(statements);
        ArgumentNullException.ThrowIfNull(to);
        for (var i = 0; i < statements.Count; i++)
        {
            to.Write((i > 0 ? "\n\n" : string.Empty) + Of(statements[i], statements.Count > 1 ? i + 1 : null, statements.Count));
        }
    }

    private static string Of(SubjectStatement statement, int? number, int of)
    {
        var lines = new List<string> { StatementWords.Title + (number is { } n ? FormattableString.Invariant($" ({n} of {of})") : string.Empty), string.Empty, StatementWords.Decision(statement), StatementWords.Score(statement) };
        Block(lines, StatementWords.OthersHeading, [.. statement.Others.Select(StatementWords.Origin)]);
        Block(lines, StatementWords.ReasonsHeading, [.. statement.Reasons.Select(StatementWords.Reason)]);
        Block(lines, StatementWords.OwnHeading, [.. statement.Own.Select(p => $"{p.Text} = {p.Value}: {StatementWords.Effect(p)}")]);
        Block(lines, StatementWords.ChangesHeading, [statement.ChangesNote, .. statement.Changes.Select(c => "- " + StatementWords.Change(c))]);
        Block(lines, StatementWords.ProcedureHeading, statement.Procedure);
        Block(lines, StatementWords.NotesHeading, statement.Notes);
        return string.Join('\n', lines) + "\n";
    }

    private static void Block(List<string> lines, string heading, IReadOnlyList<string> texts)
    {
        if (texts.Count > 0)
        {
            lines.Add(string.Empty);
            lines.Add(heading);
            lines.AddRange(texts.Select(t => "  " + t));
        }
    }
}
