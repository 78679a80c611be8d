using System.Globalization;

namespace ScoringAudit.Benchmarks;

/// <summary>Options of the form --name value.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public Options(ReadOnlySpan<string> args)
    {
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length)
            {
                throw new FormatException($"Expected --name value, found '{args[i]}'.");
            }

            _values[args[i][2..]] = args[i + 1];
        }
    }

    /// <summary>An integer option, or its default.</summary>
    public int Int(string name, int fallback) =>
        _values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;

    /// <summary>A text option, or its default.</summary>
    public string Text(string name, string fallback) => _values.GetValueOrDefault(name, fallback);
}
