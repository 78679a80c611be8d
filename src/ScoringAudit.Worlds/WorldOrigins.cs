using ScoringAudit.Portfolios;

namespace ScoringAudit.Worlds;

/// <summary>Whose record each feature of a person world truly comes from, whatever a plan declares.</summary>
public static class WorldOrigins
{
    /// <summary>Features of the person's own record. Time at the address starts again on a move.</summary>
    public static IReadOnlyList<string> Own { get; } =
    [
        "age", "income", "employment", "months_employed", "credit_lines", "utilisation", "arrears_24m", "inquiries_12m",
        "age_of_oldest_account", "tenure_months", "thin_file",
    ];

    /// <summary>Statistics of the postcode.</summary>
    public static IReadOnlyList<string> Area { get; } = ["area_purchasing_power", "area_default_rate"];

    /// <summary>Features of the neighbours' records.</summary>
    public static IReadOnlyList<string> Neighbourhood { get; } = ["neighbours_mean_score"];

    /// <summary>Features that look like the person's own and depend on street and postcode alone: truly of origin area.</summary>
    public static IReadOnlyList<string> Proxies { get; } = ["parcel_locker_distance_m", "mobile_cell_load", "delivery_window"];

    /// <summary>The true origin of each feature.</summary>
    public static IReadOnlyDictionary<string, Origin> True { get; } = new SortedDictionary<string, Origin>(
        Own.Select(f => (f, Origin.Own))
            .Concat(Area.Select(f => (f, Origin.Area)))
            .Concat(Neighbourhood.Select(f => (f, Origin.Neighbourhood)))
            .Concat(Proxies.Select(f => (f, Origin.Area)))
            .ToDictionary(p => p.f, p => p.Item2),
        StringComparer.Ordinal);
}
