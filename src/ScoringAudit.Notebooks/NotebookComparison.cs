using System.Globalization;
using System.Text.RegularExpressions;

namespace ScoringAudit.Notebooks;

/// <summary>Compares the saved outputs of a notebook with those of a new run.</summary>
/// <remarks>
/// Texts are compared word by word. Numbers with more than six significant digits may differ by 1e-9 of their size (another machine), shorter ones
/// not at all. A figure is compared by its data: an image must be there in both, and its text/plain holds every plotted number. Times are not compared.
/// </remarks>
public static partial class NotebookComparison
{
    /// <summary>Differences, one line each, with cell numbers; empty when the saved outputs are those of the run.</summary>
    public static IReadOnlyList<string> Differences(NotebookDocument saved, NotebookDocument ran)
    {
        ArgumentNullException.ThrowIfNull(saved);
        ArgumentNullException.ThrowIfNull(ran);
        return [.. saved.Cells.Zip(ran.Cells).Where(p => p.First.Kind == CellKind.Code).Select(p => (p.First.Number, What: Difference(p.First.Outputs, p.Second.Outputs)))
            .Where(d => d.What is not null).Select(d => string.Create(CultureInfo.InvariantCulture, $"cell {d.Number}: {d.What}"))];
    }

    /// <summary>Whether two texts are the same but for rounding in long numbers.</summary>
    public static bool SameText(string a, string b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a == b)
        {
            return true;
        }

        var (left, right) = (Number().Matches(a), Number().Matches(b));
        return left.Count == right.Count && Number().Replace(a, "#") == Number().Replace(b, "#") && left.Zip(right).All(p => SameNumber(p.First.Value, p.Second.Value));
    }

    private static bool SameNumber(string a, string b) =>
        a == b || (a.Count(char.IsAsciiDigit) > 6 && b.Count(char.IsAsciiDigit) > 6
            && double.TryParse(a, CultureInfo.InvariantCulture, out var x) && double.TryParse(b, CultureInfo.InvariantCulture, out var y)
            && Math.Abs(x - y) <= 1e-9 * Math.Max(Math.Abs(x), Math.Abs(y)));

    private static string? Difference(IReadOnlyList<CellOutput> saved, IReadOnlyList<CellOutput> ran)
    {
        if (saved.Count != ran.Count)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{saved.Count} saved outputs, the run gives {ran.Count}");
        }

        for (var i = 0; i < saved.Count; i++)
        {
            if (ran[i].IsVolatile)
            {
                continue;
            }

            if (saved[i].Kind != ran[i].Kind || !saved[i].Data.Keys.SequenceEqual(ran[i].Data.Keys))
            {
                return string.Create(CultureInfo.InvariantCulture, $"output {i + 1} is of another kind ({string.Join(", ", saved[i].Data.Keys)} saved, {string.Join(", ", ran[i].Data.Keys)} now)");
            }

            var image = saved[i].Data.ContainsKey(CellOutput.PlainText);
            foreach (var (key, text) in saved[i].Data)
            {
                var now = ran[i].Data[key];
                if (!(image && key.StartsWith("image/", StringComparison.Ordinal)) && !SameText(text, now))
                {
                    return string.Create(CultureInfo.InvariantCulture, $"output {i + 1} ({key}) differs: saved \"{Around(text, now)}\", now \"{Around(now, text)}\"");
                }
            }
        }

        return null;
    }

    // The first line that differs, shortened.
    private static string Around(string text, string other)
    {
        var (lines, others) = (text.Split('\n'), other.Split('\n'));
        var line = lines.Where((l, at) => at >= others.Length || others[at] != l).FirstOrDefault(string.Empty).Trim();
        return line.Length > 80 ? line[..80] + "…" : line;
    }

    [GeneratedRegex(@"\d+(\.\d+)?([eE][-+]?\d+)?")]
    private static partial Regex Number();
}
