using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>Makes the protected attributes of a plan: columns of groups, and columns of probabilities.</summary>
internal static class ProtectedReader
{
    public static (List<ProtectedRole> Groups, List<MembershipRole> Memberships) Read(IReadOnlyList<PlanNode> nodes)
    {
        var groups = new List<ProtectedRole>();
        var memberships = new List<MembershipRole>();
        foreach (var node in nodes)
        {
            if (node.Entries("a mapping").Any(e => e.Key == "probabilities"))
            {
                memberships.Add(Membership(node));
                if (memberships.Count(m => m.Name == memberships[^1].Name) > 1 || groups.Any(g => g.Column == memberships[^1].Name))
                {
                    throw node.Fail($"'{memberships[^1].Name}' stands there twice. Remove or rename one.");
                }
            }
            else
            {
                groups.Add(Group(node));
            }
        }

        return (groups, memberships);
    }

    private static MembershipRole Membership(PlanNode node)
    {
        var map = node.Map(["name", "probabilities", "reference"], "name", "probabilities");
        var columns = map["probabilities"].Entries("a mapping of groups to columns").ToList();
        if (columns.Count < 2)
        {
            throw map["probabilities"].Fail("found fewer than two groups, expected one column of probabilities for each group, as in { Black: p_black, White: p_white }.");
        }

        string[] groups = [.. columns.Select(c => c.Key)];
        var reference = map.TryGetValue("reference", out var r) ? r.Text("a group, or largest") : ProtectedRole.Largest;
        if (reference != ProtectedRole.Largest && !groups.Contains(reference, StringComparer.Ordinal))
        {
            var hint = Nearest.Of(reference, groups) is { } near ? $" Did you mean '{near}'?" : string.Empty;
            throw r!.Fail($"found '{reference}', expected {PlanNode.OneOf([.. groups, ProtectedRole.Largest])}.{hint}");
        }

        return new MembershipRole(map["name"].Text("a name"), groups, [.. columns.Select(c => c.Value.Text("the name of a column"))], reference);
    }

    private static ProtectedRole Group(PlanNode node)
    {
        var map = node.Map(["column", "reference", "categories", "bins", "unknown"], "column");
        if (map.ContainsKey("categories") && map.ContainsKey("bins"))
        {
            throw node.Fail("found categories and bins, expected one of them. Categories are for texts, bins for numbers.");
        }

        var reference = map.TryGetValue("reference", out var r) ? r.Text("a group, largest or highest_rate") : ProtectedRole.Largest;
        var categories = map.TryGetValue("categories", out var c) ? c.Texts("groups") : [];
        if (categories.Length > 0 && reference is not (ProtectedRole.Largest or ProtectedRole.HighestRate) && !categories.Contains(reference, StringComparer.Ordinal))
        {
            var hint = Nearest.Of(reference, categories) is { } near ? $" Did you mean '{near}'?" : string.Empty;
            throw r!.Fail($"found '{reference}', expected {PlanNode.OneOf([.. categories, ProtectedRole.Largest, ProtectedRole.HighestRate])}.{hint}");
        }

        return new ProtectedRole(map["column"].Text("the name of a column"), reference, categories, map.TryGetValue("bins", out var b) ? Bins(b) : [])
        {
            Unknown = map.TryGetValue("unknown", out var u) ? u.Texts("values that mean not known") : [],
        };
    }

    private static double[] Bins(PlanNode node)
    {
        double[] bins = [.. node.Items("numbers").Select(i => i.Number("a number"))];
        for (var i = 1; i < bins.Length; i++)
        {
            if (bins[i] <= bins[i - 1])
            {
                throw node.Fail("the bins do not increase. Expected inner edges in increasing order, as in [25, 40, 60].");
            }
        }

        return bins.Length > 0 ? bins : throw node.Fail("found no edge, expected at least one, as in [25, 40, 60].");
    }
}
