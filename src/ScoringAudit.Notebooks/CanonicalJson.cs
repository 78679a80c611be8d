using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScoringAudit.Notebooks;

/// <summary>Writes JSON as nbformat does: keys in ordinal order, one space of indent, characters unescaped, a line feed at the end.</summary>
internal static class CanonicalJson
{
    internal static byte[] Write(JsonNode root)
    {
        var text = new StringBuilder();
        Node(text, root, 0);
        return Encoding.UTF8.GetBytes(text.Append('\n').ToString());
    }

    private static void Node(StringBuilder to, JsonNode? node, int depth)
    {
        switch (node)
        {
            case JsonObject members when members.Count > 0:
                Block(to, '{', '}', depth, members.OrderBy(m => m.Key, StringComparer.Ordinal), m =>
                {
                    Text(to, m.Key);
                    to.Append(": ");
                    Node(to, m.Value, depth + 1);
                });
                break;
            case JsonArray items when items.Count > 0:
                Block(to, '[', ']', depth, items, item => Node(to, item, depth + 1));
                break;
            case JsonObject:
                to.Append("{}");
                break;
            case JsonArray:
                to.Append("[]");
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Text(to, value.GetValue<string>());
                break;
            default:
                to.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private static void Block<T>(StringBuilder to, char open, char close, int depth, IEnumerable<T> items, Action<T> write)
    {
        to.Append(open);
        var first = true;
        foreach (var item in items)
        {
            to.Append(first ? "\n" : ",\n").Append(' ', depth + 1);
            write(item);
            first = false;
        }

        to.Append('\n').Append(' ', depth).Append(close);
    }

    private static void Text(StringBuilder to, string text)
    {
        to.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => to.Append("\\\""),
                '\\' => to.Append("\\\\"),
                '\n' => to.Append("\\n"),
                '\r' => to.Append("\\r"),
                '\t' => to.Append("\\t"),
                '\b' => to.Append("\\b"),
                '\f' => to.Append("\\f"),
                < ' ' => to.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => to.Append(c),
            };
        }

        to.Append('"');
    }
}
