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

    /// <summary>The true origin of each feature that a scenario adds to the plain person world.</summary>
    public static IReadOnlyDictionary<string, Origin> Added { get; } = new SortedDictionary<string, Origin>(StringComparer.Ordinal)
    {
        ["neighbours_mean_income"] = Origin.Neighbourhood,
        ["household_mean_score"] = Origin.Household,
        ["parent_on_debtor_list"] = Origin.Family,
        ["contacts"] = Origin.Own,
        ["contacts_mean_score"] = Origin.Contact,
        ["contacts_listed_share"] = Origin.Contact,
        ["mean_rating"] = Origin.Contact,
        ["lives_with_others"] = Origin.Household,
        ["consent"] = Origin.Own,
        ["steps_per_day"] = Origin.Own,
        ["reports_missed"] = Origin.Own,
        ["other_register_entry"] = Origin.Authority,
        ["linked"] = Origin.Authority,
        ["pings_in_centre"] = Origin.Own,
        ["record_error"] = Origin.Authority,
        ["corrected"] = Origin.Authority,
        ["convictions"] = Origin.Own,
        ["good_deeds"] = Origin.Own,
        ["age_of_oldest_card"] = Origin.Own,
        ["longest_remaining_loan"] = Origin.Own,
        ["telecom_inquiries_12m"] = Origin.Own,
        ["age_of_oldest_bank_contract"] = Origin.Own,
        ["mortgage_or_guarantee"] = Origin.Own,
        ["instalment_loans_12m"] = Origin.Own,
        ["loans_repaid"] = Origin.Own,
        ["identity_checked"] = Origin.Own,
        ["age_of_newest_revolving"] = Origin.Own,
    };

    /// <summary>The true origin of each feature of a world.</summary>
    public static IReadOnlyDictionary<string, Origin> Of(WorldSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.IsFirms)
        {
            return FirmPlans.True(spec);
        }

        var all = new SortedDictionary<string, Origin>(True.ToDictionary(p => p.Key, p => p.Value), StringComparer.Ordinal);
        foreach (var column in Persons.PersonExtension.Of(spec)?.Columns ?? [])
        {
            if (Added.TryGetValue(column.Name, out var origin))
            {
                all.Add(column.Name, origin);
            }
        }

        return all;
    }

    /// <summary>The true origin of each feature of the plain person world.</summary>
    public static IReadOnlyDictionary<string, Origin> True { get; } = new SortedDictionary<string, Origin>(
        Own.Select(f => (f, Origin.Own))
            .Concat(Area.Select(f => (f, Origin.Area)))
            .Concat(Neighbourhood.Select(f => (f, Origin.Neighbourhood)))
            .Concat(Proxies.Select(f => (f, Origin.Area)))
            .ToDictionary(p => p.f, p => p.Item2),
        StringComparer.Ordinal);
}
