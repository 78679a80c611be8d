using System.Globalization;
using ScoringAudit.Primitives;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ScoringAudit.Storage;

/// <summary>A place in a plan's YAML that knows its line and its path of keys, for messages.</summary>
internal sealed class PlanNode(string file, string path, YamlNode node)
{
    private const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public bool IsText => node is YamlScalarNode;

    /// <summary>Whether it is a list.</summary>
    public bool IsList => node is YamlSequenceNode;

    public bool IsMap => node is YamlMappingNode;

    /// <summary>Whether it is this word.</summary>
    public bool IsWord(string word) => node is YamlScalarNode scalar && scalar.Value == word;

    /// <summary>The entries of a mapping by key, after a check that every key is known and every required one is there.</summary>
    public Dictionary<string, PlanNode> Map(string[] known, params string[] required)
    {
        if (node is not YamlMappingNode map)
        {
            throw Wrong($"a mapping with the keys {string.Join(", ", known)}");
        }

        var entries = new Dictionary<string, PlanNode>(StringComparer.Ordinal);
        foreach (var (key, value) in map.Children)
        {
            var name = KeyOf(key);
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                var hint = Nearest.Of(name, known) is { } near ? $"Did you mean '{near}'?" : $"The keys here are: {string.Join(", ", known)}.";
                throw new AuditDataException($"{file}, line {key.Start.Line}: unknown key '{Under(name)}'. {hint}");
            }

            entries.Add(name, new PlanNode(file, Under(name), value));
        }

        foreach (var name in required)
        {
            if (!entries.ContainsKey(name))
            {
                throw new AuditDataException($"{file}, line {node.Start.Line}: the key '{Under(name)}' is missing. Add it.");
            }
        }

        return entries;
    }

    /// <summary>The entries of a mapping whose keys are free, in the order written.</summary>
    public IEnumerable<(string Key, PlanNode Value)> Entries(string expected)
    {
        if (node is not YamlMappingNode map)
        {
            throw Wrong(expected);
        }

        foreach (var (key, value) in map.Children)
        {
            yield return (KeyOf(key), new PlanNode(file, Under(KeyOf(key)), value));
        }
    }

    /// <summary>The items of a list.</summary>
    public IEnumerable<PlanNode> Items(string expected)
    {
        if (node is not YamlSequenceNode list)
        {
            throw Wrong($"a list of {expected}, as in [a, b]");
        }

        return list.Children.Select((item, i) => new PlanNode(file, $"{path}[{i + 1}]", item));
    }

    /// <summary>A text that is not empty.</summary>
    public string Text(string expected) =>
        node is YamlScalarNode { Value.Length: > 0 } scalar && !IsNull(scalar) ? scalar.Value! : throw Wrong(expected);

    /// <summary>A list of texts, each once.</summary>
    public string[] Texts(string expected)
    {
        var texts = new List<string>();
        foreach (var item in Items(expected))
        {
            var text = item.Text(expected);
            if (texts.Contains(text, StringComparer.Ordinal))
            {
                throw item.Fail($"'{text}' stands there twice. Remove one.");
            }

            texts.Add(text);
        }

        return [.. texts];
    }

    /// <summary>A finite number that passes a test.</summary>
    public double Number(string expected, Func<double, bool>? accept = null) =>
        node is YamlScalarNode scalar
            && double.TryParse(scalar.Value, Decimal, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            && (accept is null || accept(number))
            ? number
            : throw Wrong(expected);

    /// <summary>A whole number of at least some value.</summary>
    public int Whole(string expected, int least) =>
        node is YamlScalarNode scalar
            && int.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least
            ? number
            : throw Wrong(expected);

    /// <summary>A seed.</summary>
    public ulong Seed() =>
        node is YamlScalarNode scalar && ulong.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong("a whole number from 0 to 18446744073709551615");

    /// <summary>One of a few words.</summary>
    public T Choice<T>(IReadOnlyDictionary<string, T> words)
    {
        if (node is YamlScalarNode { Value: { } word } && words.TryGetValue(word, out var value))
        {
            return value;
        }

        var hint = node is YamlScalarNode { Value.Length: > 0 } scalar && Nearest.Of(scalar.Value, words.Keys) is { } near ? $" Did you mean '{near}'?" : string.Empty;
        throw Fail($"found {Found()}, expected {OneOf(words.Keys)}.{hint}");
    }

    /// <summary>An error at this place.</summary>
    public AuditDataException Fail(string what) => new($"{file}, line {node.Start.Line}{(path.Length > 0 ? $", {path}" : string.Empty)}: {what}");

    /// <summary>The words joined as "a, b or c".</summary>
    public static string OneOf(IEnumerable<string> words)
    {
        string[] all = [.. words];
        return all.Length == 1 ? all[0] : $"{string.Join(", ", all[..^1])} or {all[^1]}";
    }

    private AuditDataException Wrong(string expected) => Fail($"found {Found()}, expected {expected}.");

    private string Found() => node switch
    {
        YamlMappingNode => "a mapping",
        YamlSequenceNode => "a list",
        YamlScalarNode { Value.Length: > 0 } scalar => $"'{scalar.Value}'",
        _ => "nothing",
    };

    private string KeyOf(YamlNode key) =>
        key is YamlScalarNode { Value: { } name } ? name : throw new AuditDataException($"{file}, line {key.Start.Line}: found a key that is no text, expected a name. Write 'name: value'.");

    private string Under(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static bool IsNull(YamlScalarNode scalar) => scalar.Style == ScalarStyle.Plain && scalar.Value is "~" or "null";
}
