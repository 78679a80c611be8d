using ScoringAudit.Disparity;
using ScoringAudit.Evidence;

namespace ScoringAudit.Release;

/// <summary>Takes the names of groups apart: the parts of an intersection, and the edges of a bin.</summary>
internal sealed class GroupParts
{
    private readonly Dictionary<string, HashSet<string>> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Attribute, string Group), (double? Low, double? High)> _bins = [];

    public GroupParts(AuditPlan plan)
    {
        foreach (var role in plan.Roles.Protected.Where(r => r.Bins.Count > 0))
        {
            var names = GroupColumn.BinNames(role.Bins);
            for (var i = 0; i < names.Count; i++)
            {
                Know(role.Column, names[i]);
                _bins[(role.Column, names[i])] = (i == 0 ? null : role.Bins[i - 1], i == names.Count - 1 ? null : role.Bins[i]);
            }
        }
    }

    /// <summary>Notes a group of a simple attribute.</summary>
    public void Know(string attribute, string group)
    {
        if (!_groups.TryGetValue(attribute, out var known))
        {
            _groups.Add(attribute, known = new HashSet<string>(StringComparer.Ordinal));
        }

        known.Add(group);
    }

    /// <summary>Groups of the parts of an intersection's group; null when the name cannot be taken apart.</summary>
    public IReadOnlyList<string>? Split(string attribute, string group)
    {
        var parts = attribute.Split('*');
        return parts.Length == 1 ? [group] : Split(parts, 0, group);
    }

    /// <summary>The bin of a group and the rest of its name; null where no part, or more than one, is a bin.</summary>
    public (string Others, double? Low, double? High)? BinOf(string attribute, string group)
    {
        var names = attribute.Split('*');
        if (Split(attribute, group) is not { } parts)
        {
            return null;
        }

        var binned = Enumerable.Range(0, parts.Count).Where(p => _bins.ContainsKey((names[p], parts[p]))).ToList();
        if (binned.Count != 1)
        {
            return null;
        }

        var (low, high) = _bins[(names[binned[0]], parts[binned[0]])];
        return (string.Join('*', parts.Where((_, p) => p != binned[0])), low, high);
    }

    private IReadOnlyList<string>? Split(string[] names, int at, string rest)
    {
        if (!_groups.TryGetValue(names[at], out var known))
        {
            return null;
        }

        if (at == names.Length - 1)
        {
            return known.Contains(rest) ? [rest] : null;
        }

        foreach (var group in known.Where(g => rest.StartsWith(g + "*", StringComparison.Ordinal)).OrderByDescending(g => g.Length).ThenBy(g => g, StringComparer.Ordinal))
        {
            if (Split(names, at + 1, rest[(group.Length + 1)..]) is { } more)
            {
                return [group, .. more];
            }
        }

        return null;
    }
}
