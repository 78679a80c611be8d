using ScoringAudit.Portfolios;

namespace ScoringAudit.Auditing;

/// <summary>Whose records a channel or link carries, from its name.</summary>
internal static class ChannelOrigins
{
    private static readonly Dictionary<string, Origin> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["families"] = Origin.Family,
        ["parents"] = Origin.Family,
        ["neighbours"] = Origin.Neighbourhood,
        ["neighbors"] = Origin.Neighbourhood,
        ["friends"] = Origin.Contact,
        ["suppliers"] = Origin.Partner,
        ["customers"] = Origin.Partner,
        ["buyers"] = Origin.Partner,
        ["authorities"] = Origin.Authority,
    };

    /// <summary>The origin that a name says, in the singular or the plural; null where it says none.</summary>
    public static Origin? Of(string name)
    {
        if (Words.TryGetValue(name, out var origin))
        {
            return origin;
        }

        foreach (var o in Enum.GetValues<Origin>())
        {
            if (o != Origin.Own && (name.Equals(o.ToString(), StringComparison.OrdinalIgnoreCase) || name.Equals(o + "s", StringComparison.OrdinalIgnoreCase)))
            {
                return o;
            }
        }

        return null;
    }
}
