using System.Text.RegularExpressions;
using ScoringAudit.Primitives;

namespace ScoringAudit.Notebooks;

/// <summary>A code cell as the runner understands it: one language, and what its directives ask for.</summary>
/// <param name="Language">csharp, markdown, html or sql.</param>
/// <param name="Timed">Whether the time is shown.</param>
/// <param name="Code">The code; lines of directives are emptied, so that line numbers stay.</param>
/// <param name="Packages">Packages asked for by #r "nuget: …".</param>
/// <param name="Assemblies">Assemblies asked for by #r "….dll".</param>
internal sealed partial record CellScript(string Language, bool Timed, string Code, IReadOnlyList<(string Name, string? Version)> Packages, IReadOnlyList<string> Assemblies)
{
    private static readonly string[] Languages = ["csharp", "markdown", "html", "sql"];

    /// <summary>Reads the directives of a cell.</summary>
    /// <exception cref="AuditDataException">It asks for another language, or the magic is not on the first line.</exception>
    internal static CellScript Parse(NotebookCell cell, string notebook)
    {
        var lines = cell.Source.Split('\n');
        var language = Known(cell.Language ?? "csharp", cell, notebook);
        var timed = false;
        var head = true;
        var packages = new List<(string, string?)>();
        var assemblies = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith("#!", StringComparison.Ordinal))
            {
                if (!head)
                {
                    throw new AuditDataException($"{notebook}, cell {cell.Number}, line {i + 1}: '{line}' stands after code. Expected one language per cell, its magic on the first line: .NET Interactive would give it the whole cell. Split the cell.");
                }

                var magic = line[2..].Split(' ')[0];
                timed |= magic == "time";
                language = magic == "time" ? language : Known(magic, cell, notebook);
                lines[i] = string.Empty;
            }
            else if (language == "csharp" && Load().IsMatch(line))
            {
                throw new AuditDataException($"{notebook}, cell {cell.Number}, line {i + 1}: '#load' takes code from another file, which this runner does not read. Write the code into the cell.");
            }
            else if (language == "csharp" && Reference().Match(line) is { Success: true } reference)
            {
                var text = reference.Groups[1].Value;
                if (text.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
                {
                    var parts = text["nuget:".Length..].Split(',', StringSplitOptions.TrimEntries);
                    packages.Add((parts[0], parts.Length > 1 ? parts[1] : null));
                }
                else
                {
                    assemblies.Add(text);
                }

                lines[i] = string.Empty;
            }
            else if (line.Length > 0)
            {
                head = false;
            }
        }

        return new CellScript(language, timed, string.Join('\n', lines), packages, assemblies);
    }

    private static string Known(string language, NotebookCell cell, string notebook)
    {
        var name = language is "c#" or "C#" ? "csharp" : language;
        return Languages.Contains(name)
            ? name
            : throw new AuditDataException($"{notebook}, cell {cell.Number}: its language is '{language}'. Expected one of {string.Join(", ", Languages)}, or time. Write the cell in one of them.");
    }

    [GeneratedRegex("^#\\s*load\\b")]
    private static partial Regex Load();

    [GeneratedRegex("^#\\s*r\\s*\"([^\"]+)\"")]
    private static partial Regex Reference();
}
