using System.Text;

namespace ScoringAudit.Storage;

/// <summary>Codes for texts in order of first appearance; a text is stored once, however many rows have it.</summary>
internal sealed class NameTable
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly List<string> _names = [];
    private char[] _chars = new char[256];

    public NameTable() => _bySpan = _codes.GetAlternateLookup<ReadOnlySpan<char>>();

    public int Count => _names.Count;

    public IReadOnlyList<string> Names => _names;

    public int CodeOf(ReadOnlySpan<byte> utf8) => CodeOf(Decode(utf8));

    public int CodeOf(ReadOnlySpan<char> text)
    {
        if (!_bySpan.TryGetValue(text, out var code))
        {
            code = _names.Count;
            var name = text.ToString();
            _names.Add(name);
            _codes.Add(name, code);
        }

        return code;
    }

    /// <summary>The code of a text, or −1 where it is not in the table. Safe to call from several threads once the table is complete.</summary>
    public int Find(ReadOnlySpan<byte> utf8)
    {
        Span<char> chars = utf8.Length <= 256 ? stackalloc char[256] : new char[utf8.Length];
        return Find(chars[..Encoding.UTF8.GetChars(utf8, chars)]);
    }

    /// <summary>The code of a text, or −1 where it is not in the table.</summary>
    public int Find(ReadOnlySpan<char> text) => _bySpan.TryGetValue(text, out var code) ? code : -1;

    /// <summary>Sorts the names ordinally.</summary>
    /// <returns>The new code of each old one.</returns>
    public int[] Sort()
    {
        var order = Enumerable.Range(0, _names.Count).ToArray();
        Array.Sort(order, (a, b) => string.CompareOrdinal(_names[a], _names[b]));
        var newCodes = new int[order.Length];
        var sorted = new string[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            newCodes[order[i]] = i;
            sorted[i] = _names[order[i]];
        }

        for (var i = 0; i < sorted.Length; i++)
        {
            _names[i] = sorted[i];
            _codes[sorted[i]] = i;
        }

        return newCodes;
    }

    private ReadOnlySpan<char> Decode(ReadOnlySpan<byte> utf8)
    {
        if (_chars.Length < utf8.Length)
        {
            _chars = new char[utf8.Length * 2];
        }

        return _chars.AsSpan(0, Encoding.UTF8.GetChars(utf8, _chars));
    }
}
