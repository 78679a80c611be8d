using ScoringAudit.Portfolios;
using ScoringAudit.Worlds.Catalogue;

namespace ScoringAudit.Worlds.Persons;

/// <summary>What a scenario adds to the plain person world: columns, the scale of the score, and whether there are contacts or families.</summary>
/// <remarks>The plain columns and their rows stay as they are; added columns come after them.</remarks>
internal sealed record PersonExtension(string Scenario, double Min, double Max, IReadOnlyList<Column> Columns, IReadOnlyList<Origin> Origins, bool HasContacts, bool HasFamilies)
{
    private static readonly string[] Plain = ["neighbours-area", "neighbours-scores", "thin-file-gate", "tenure-not-place"];

    /// <summary>Null for the scenarios of the plain person world.</summary>
    public static PersonExtension? Of(WorldSpec spec)
    {
        var scenario = ScenarioCatalogue.Require(spec.Scenario);
        if (Plain.Contains(spec.Scenario) || spec.Scenario.StartsWith("six-worlds", StringComparison.Ordinal))
        {
            return null;
        }

        Origin[] origins = [.. scenario.Channels.Select(c => c.Origin).Where(o => o != Origin.Own).Distinct()];
        var contacts = scenario.Channels.Any(c => c.Name == "contacts");
        var points = spec.Scenario == "points-and-grades";
        return new PersonExtension(spec.Scenario, points ? 0 : 100, points ? 1200 : 999, ColumnsOf(spec.Scenario), origins, contacts, spec.Scenario == "parent-to-child");
    }

    private static Column[] ColumnsOf(string scenario) => scenario switch
    {
        "neighbours-features" => [Number("neighbours_mean_income")],
        "household" => [Number("household_mean_score")],
        "parent-to-child" => [Whole("mother_id"), Whole("father_id"), Flag("parent_on_debtor_list")],
        "social-contacts" => [Whole("contacts"), Number("contacts_mean_score")],
        "voluntary-platform" => [Whole("contacts"), Number("contacts_mean_score"), Number("contacts_listed_share")],
        "social-media-trust" => [Whole("contacts"), Number("contacts_mean_score"), Number("mean_rating")],
        "reward-card" => [Flag("lives_with_others"), Flag("benefit")],
        "fitness-bonus" => [Flag("consent"), Number("steps_per_day")],
        "official-discretion" => [Whole("official_id")],
        "reporting-burden" => [Whole("reports_missed")],
        "identifier-linkage" => [Flag("other_register_entry"), Flag("linked")],
        "place-time-trace" => [Whole("pings_in_centre")],
        "errors-and-appeals" => [Flag("record_error"), Flag("corrected")],
        "points-and-grades" => [Whole("convictions"), Whole("good_deeds"), new Column("grade", ColumnKind.Category, ["A", "B", "C", "D"])],
        "twelve-criteria" =>
        [
            Whole("age_of_oldest_card"), Whole("longest_remaining_loan"), Whole("telecom_inquiries_12m"), Whole("age_of_oldest_bank_contract"), Flag("mortgage_or_guarantee"),
            Whole("instalment_loans_12m"), Whole("loans_repaid"), Flag("identity_checked"), Whole("age_of_newest_revolving"),
        ],
        _ => [],
    };

    private static Column Number(string name) => new(name, ColumnKind.Float);

    private static Column Whole(string name) => new(name, ColumnKind.Integer);

    private static Column Flag(string name) => new(name, ColumnKind.Flag);
}
