using System.Globalization;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Disparity;

/// <summary>A protected attribute bound to its column: turns values into group codes.</summary>
public sealed class GroupColumn
{
    private const int MostGroups = 10_000;
    private const int MostPlainNumbers = 50;

    private readonly int[] _codeOfLevel;
    private readonly double[] _edges;
    private readonly double[] _values;

    private GroupColumn(string name, ColumnId column, string reference, IReadOnlyList<string> groups, int[] codeOfLevel, double[] edges, double[] values)
    {
        Name = name;
        Column = column;
        Reference = reference;
        Groups = groups;
        _codeOfLevel = codeOfLevel;
        _edges = edges;
        _values = values;
    }

    /// <summary>Attribute name: the column's.</summary>
    public string Name { get; }

    /// <summary>The column.</summary>
    public ColumnId Column { get; }

    /// <summary>Reference group's name, or a policy.</summary>
    public string Reference { get; }

    /// <summary>Names of the groups by code.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>Binds a protected role to a portfolio.</summary>
    /// <exception cref="AuditDataException">The column is missing, has one group, lacks the reference group, or is a number without bins.</exception>
    public static GroupColumn Bind(IPortfolio rows, ProtectedRole role)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(role);
        var id = rows.Schema.Require(role.Column, "plan: protected");
        var column = rows.Schema[id];
        GroupColumn bound;
        if (role.Bins.Count > 0)
        {
            if (!column.IsNumeric)
            {
                throw new AuditDataException($"{rows.Schema.Source}: protected column '{role.Column}' holds text, but the plan gives bins. Bins need a number: remove 'bins', or give a numeric column.");
            }

            bound = new GroupColumn(role.Column, id, role.Reference, BinNames(role.Bins), [], [.. role.Bins], []);
        }
        else if (column.IsCoded)
        {
            bound = OfLevels(rows.Schema.Source, id, column, role);
        }
        else
        {
            bound = OfPlainNumbers(rows, id, column, role);
        }

        var policy = role.Reference is ProtectedRole.Largest or ProtectedRole.HighestRate;
        if (!policy && !bound.Groups.Contains(role.Reference))
        {
            var near = Nearest.Of(role.Reference, bound.Groups);
            var hint = near is null ? $"The groups are: {string.Join(", ", bound.Groups.Take(12))}." : $"Did you mean '{near}'?";
            throw new AuditDataException($"{rows.Schema.Source}: protected column '{role.Column}' has no group '{role.Reference}' (plan: protected.reference). {hint}");
        }

        if (bound.Groups.Count < 2)
        {
            throw new AuditDataException($"{rows.Schema.Source}: protected column '{role.Column}' has {bound.Groups.Count} group{(bound.Groups.Count == 1 ? string.Empty : "s")}. A comparison needs at least 2: give another column, or bins.");
        }

        return bound;
    }

    /// <summary>The attribute as a grouping at a position among the simple attributes.</summary>
    public Grouping ToGrouping(int position) => new(Name, Groups, Reference, [position], [Groups.Count]);

    /// <summary>Turns a batch's values into codes; −1 where the value is missing or not in the public list.</summary>
    public void Read(in Batch batch, int column, Span<int> to)
    {
        if (batch.Kind(column) is ColumnKind.Category or ColumnKind.Identifier)
        {
            var codes = batch.Codes(column);
            for (var i = 0; i < codes.Length; i++)
            {
                to[i] = codes[i] < 0 ? -1 : _codeOfLevel[codes[i]];
            }

            return;
        }

        var numbers = new double[batch.Rows];
        batch.CopyNumbers(column, numbers);
        for (var i = 0; i < numbers.Length; i++)
        {
            to[i] = double.IsNaN(numbers[i]) ? -1 : _edges.Length > 0 ? Bin(numbers[i]) : Math.Max(-1, Array.BinarySearch(_values, numbers[i]));
        }
    }

    /// <summary>Names of bins with the given inner edges: "&lt;25", "25-39", "40-59", "≥60" for whole edges, else "[0.5, 1)".</summary>
    public static IReadOnlyList<string> BinNames(IReadOnlyList<double> edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        var whole = edges.All(e => e == Math.Floor(e) && Math.Abs(e) < 1e15);
        var names = new List<string> { "<" + Text(edges[0]) };
        for (var k = 1; k < edges.Count; k++)
        {
            names.Add(!whole ? $"[{Text(edges[k - 1])}, {Text(edges[k])})"
                : edges[k] - 1 == edges[k - 1] ? Text(edges[k - 1])
                : $"{Text(edges[k - 1])}-{Text(edges[k] - 1)}");
        }

        names.Add("≥" + Text(edges[^1]));
        return names;
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static GroupColumn OfLevels(string source, ColumnId id, Column column, ProtectedRole role)
    {
        RequireUnknown(source, role, column.Levels);
        var groups = role.Categories.Count > 0 ? role.Categories : role.Unknown.Count == 0 ? column.Levels : [.. column.Levels.Except(role.Unknown, StringComparer.Ordinal)];
        if (groups.Count > MostGroups)
        {
            throw new AuditDataException($"{source}: protected column '{role.Column}' has {groups.Count} different values; at most {MostGroups} groups can be compared. Is it an id? Give bins, categories, or another column.");
        }

        var at = groups.Select((g, i) => (g, i)).ToDictionary(p => p.g, p => p.i, StringComparer.Ordinal);
        var codes = column.Levels.Select(level => at.TryGetValue(level, out var code) ? code : -1).ToArray();
        return new GroupColumn(role.Column, id, role.Reference, groups, codes, [], []);
    }

    private static GroupColumn OfPlainNumbers(IPortfolio rows, ColumnId id, Column column, ProtectedRole role)
    {
        var seen = new SortedSet<double>();
        using var reader = rows.Open([id]);
        while (reader.Read(out var batch))
        {
            var numbers = new double[batch.Rows];
            batch.CopyNumbers(0, numbers);
            foreach (var v in numbers)
            {
                if (!double.IsNaN(v))
                {
                    seen.Add(v);
                }
            }

            if (seen.Count > MostPlainNumbers)
            {
                throw new AuditDataException($"{rows.Schema.Source}: protected column '{role.Column}' is a number with more than {MostPlainNumbers} different values. Give its bins in the plan, for example: bins: [25, 40, 60].");
            }
        }

        double[] values = [.. seen];
        string[] names = [.. values.Select(v => column.Kind == ColumnKind.Flag ? (v == 1 ? "true" : "false") : Text(v))];
        if (role.Categories.Count > 0)
        {
            var kept = names.Zip(values).Where(p => role.Categories.Contains(p.First)).ToArray();
            names = [.. kept.Select(p => p.First)];
            values = [.. kept.Select(p => p.Second)];
        }

        RequireUnknown(rows.Schema.Source, role, names);
        if (role.Unknown.Count > 0)
        {
            var known = names.Zip(values).Where(p => !role.Unknown.Contains(p.First)).ToArray();
            names = [.. known.Select(p => p.First)];
            values = [.. known.Select(p => p.Second)];
        }

        return new GroupColumn(role.Column, id, role.Reference, names, [], [], values);
    }

    private static void RequireUnknown(string source, ProtectedRole role, IReadOnlyList<string> values)
    {
        foreach (var unknown in role.Unknown)
        {
            if (role.Categories.Count == 0 && !values.Contains(unknown))
            {
                var hint = Nearest.Of(unknown, values) is { } near ? $"Did you mean '{near}'?" : $"The values are: {string.Join(", ", values.Take(12))}.";
                throw new AuditDataException($"{source}: protected column '{role.Column}' has no value '{unknown}' (plan: protected.unknown). {hint}");
            }
        }
    }

    private int Bin(double value)
    {
        var bin = 0;
        while (bin < _edges.Length && value >= _edges[bin])
        {
            bin++;
        }

        return bin;
    }
}
