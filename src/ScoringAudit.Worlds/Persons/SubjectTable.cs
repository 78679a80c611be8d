using ScoringAudit.Portfolios;

namespace ScoringAudit.Worlds.Persons;

/// <summary>The columns of a person world as a portfolio shows them, in order, over generated arrays.</summary>
internal static class SubjectTable
{
    public static IReadOnlyList<(Column Column, ColumnBuffer Values)> Of(PersonColumns c, PersonContext context, int firstPostcode, int endPostcode) =>
    [
        Integers("subject_id", c.SubjectId),
        (new Column("postcode", ColumnKind.Category, new Names(endPostcode - firstPostcode, p => context.Layout.PostcodeName(firstPostcode + p))), Codes(ColumnKind.Category, c.Postcode)),
        (new Column("street_id", ColumnKind.Identifier, StreetNames(context.Layout, firstPostcode, endPostcode)), Codes(ColumnKind.Identifier, c.Street)),
        Integers("house_number", c.House),
        Integers("household_id", c.Household),
        Category("group", c.Group, PersonColumns.GroupLevels),
        Category("sex", c.Sex, PersonColumns.SexLevels),
        Integers("age", c.Age),
        Floats("income", c.Income),
        Category("employment", c.Employment, PersonColumns.EmploymentLevels),
        Integers("months_employed", c.MonthsEmployed),
        Integers("credit_lines", c.CreditLines),
        Floats("utilisation", c.Utilisation),
        Integers("arrears_24m", c.Arrears),
        Integers("inquiries_12m", c.Inquiries),
        Floats("age_of_oldest_account", c.OldestAccount),
        Integers("tenure_months", c.Tenure),
        (new Column("thin_file", ColumnKind.Flag), ColumnBuffer.Of(c.Thin, [])),
        Floats("area_purchasing_power", c.PurchasingPower),
        Floats("area_default_rate", c.AreaDefaultRate),
        Floats("neighbours_mean_score", c.NeighboursScore),
        Floats("parcel_locker_distance_m", c.LockerDistance),
        Floats("mobile_cell_load", c.CellLoad),
        Category("delivery_window", c.DeliveryWindow, PersonColumns.DeliveryLevels),
        Integers("default_24m", c.Default),
        (new Column("score", ColumnKind.Double), ColumnBuffer.Of(c.Score)),
        .. (context.Extension?.Columns ?? []).Select((column, k) => (column, c.Extra[k])),
    ];

    private static Names StreetNames(Layout layout, int first, int end)
    {
        var streets = layout.StreetsPerPostcode;
        return new Names((end - first) * streets, s => layout.StreetName(first + (s / streets), s % streets));
    }

    private static (Column, ColumnBuffer) Integers(string name, long[] values) => (new Column(name, ColumnKind.Integer), ColumnBuffer.Of(values, []));

    private static (Column, ColumnBuffer) Floats(string name, float[] values) => (new Column(name, ColumnKind.Float), ColumnBuffer.Of(values));

    private static (Column, ColumnBuffer) Category(string name, int[] codes, string[] levels) =>
        (new Column(name, ColumnKind.Category, levels), Codes(ColumnKind.Category, codes));

    private static ColumnBuffer Codes(ColumnKind kind, int[] codes) => ColumnBuffer.OfCodes(kind, codes);
}
