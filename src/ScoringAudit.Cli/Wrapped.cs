namespace ScoringAudit.Cli;

/// <summary>Text for a console, broken at blanks.</summary>
internal static class Wrapped
{
    /// <summary>Columns that running text takes.</summary>
    public const int Width = 100;

    /// <summary>Writes a text, later lines indented; a word longer than a line is not broken.</summary>
    /// <param name="to">Where it goes.</param>
    /// <param name="text">The text.</param>
    /// <param name="first">What stands before the first line.</param>
    /// <param name="rest">What stands before the other lines.</param>
    public static void Write(TextWriter to, string text, string first = "", string rest = "")
    {
        var line = first;
        var empty = true;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!empty && line.Length + 1 + word.Length > Width)
            {
                to.WriteLine(line);
                line = rest;
                empty = true;
            }

            line += empty ? word : " " + word;
            empty = false;
        }

        to.WriteLine(line);
    }
}
