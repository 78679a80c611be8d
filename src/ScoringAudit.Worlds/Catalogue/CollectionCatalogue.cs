namespace ScoringAudit.Worlds.Catalogue;

/// <summary>The eleven classes of information that the source article lists (the national basic catalogue of public credit information of 2021), and which columns of a firm world fall under them.</summary>
/// <remarks>
/// The classes are the article's, in our own words; the article calls them a list of punishment measures, the public record the catalogue of
/// what may be collected (China Law Translate; chinajusticeobserver). Which column falls under which class is our reading. The edition of
/// 2024, which adds intellectual property, was not read.
/// </remarks>
public static class CollectionCatalogue
{
    /// <summary>The eleven classes.</summary>
    public static IReadOnlyList<string> Classes { get; } =
    [
        "registration", "judgments and arbitration", "administrative decisions", "professional titles and qualifications", "abnormal operation",
        "lists of seriously untrustworthy subjects", "performance of contracts", "credit commitments and how they were kept", "results of credit evaluations",
        "honesty and trustworthiness", "credit information from market entities",
    ];

    private static readonly Dictionary<string, int> ByColumn = new(StringComparer.Ordinal)
    {
        ["age_months"] = 0,
        ["employees"] = 0,
        ["sector"] = 0,
        ["ownership"] = 0,
        ["taxes_on_time"] = 2,
        ["environment"] = 2,
        ["product_quality"] = 2,
        ["industry_rules"] = 2,
        ["licences"] = 3,
        ["irregularity_lists"] = 4,
        ["blacklists"] = 5,
        ["redlisted"] = 9,
    };

    /// <summary>The class of a column of a firm world; null: it lies outside all eleven, because it is about another subject than the firm.</summary>
    public static string? ClassOf(string column) => ByColumn.TryGetValue(column, out var at) ? Classes[at] : null;

    /// <summary>Those of some columns that lie outside all classes, in their order.</summary>
    public static IReadOnlyList<string> Outside(IEnumerable<string> columns) => [.. columns.Where(c => ClassOf(c) is null)];
}
