using ScoringAudit.Portfolios;

namespace ScoringAudit.Worlds.Firms;

/// <summary>Tables and general facts of a run of firms.</summary>
internal static class FirmFiles
{
    public const string Partners = "links-partners", Officers = "links-officers", Events = "events-lists";

    public static IReadOnlyList<WorldTable> Tables(FirmWorld world, int first, int end)
    {
        var tables = new List<WorldTable>
        {
            new(Partners, FirmTables.Partners(world, first, end)),
            new(Officers, FirmTables.Officers(world, first, end)),
        };
        if (world.Rules.Periods > 0)
        {
            tables.Add(new(Events, FirmTables.Events(world, first, end)));
        }

        return tables;
    }

    public static WorldFacts Facts(FirmWorld world, ColumnPortfolio subjects)
    {
        var rows = subjects.Rows!.Value;
        var bad = subjects.Values(subjects.Schema.Require("violation_24m", "facts")).Integers.Sum();
        long foreign = subjects.Values(subjects.Schema.Require("ownership", "facts")).Codes.Sum();
        return Facts(world, rows, foreign, bad, subjects.Schema[subjects.Schema.Require("district", "facts")].Levels.Count);
    }

    public static WorldFacts Facts(FirmWorld world, long rows, long foreign, long bad, int districts) => new(
        rows,
        districts,
        0,
        (double)foreign / rows,
        double.NaN,
        double.NaN,
        (double)bad / rows,
        double.NaN,
        world.Graph.Islands,
        world.Scores.Fixpoint.Contraction,
        world.Scores.Fixpoint.Steps,
        world.Scores.Fixpoint.ErrorBound);
}
