using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

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

    /// <summary>Facts and the gap of a run of firms, from one more pass over it.</summary>
    public static (WorldFacts Facts, TruthGap Gap, FirmFacts Firms) Summary(FirmWorld world, IPortfolio subjects, int first, int end)
    {
        long bad = 0, foreign = 0;
        using (var reader = subjects.Open([subjects.Schema.Require("violation_24m", "facts")]))
        {
            while (reader.Read(out var batch))
            {
                foreach (var v in batch.Integers(0))
                {
                    bad += v;
                }
            }
        }

        var sums = FirmTruth.Sums(world);
        var truth = FirmTruthRows.Of(world, first, end);
        using (var reader = truth.Open([.. Enumerable.Range(1, sums.Columns).Select(c => new ColumnId(c))]))
        {
            while (reader.Read(out var batch))
            {
                for (var i = 0; i < batch.Rows; i++)
                {
                    var group = world.Records.Foreign[first + (int)batch.FirstRow + i] ? 1 : 0;
                    foreign += group;
                    sums.AddRow(group);
                    for (var c = 0; c < sums.Columns; c++)
                    {
                        sums.Add(c, group, batch.Doubles(c)[i]);
                    }
                }
            }
        }

        var districts = ((end - 1) / FirmSubjects.FirmsPerDistrict) - (first / FirmSubjects.FirmsPerDistrict) + 1;
        return (Facts(world, end - first, foreign, bad, districts, world.Graph.Offsets[end] - world.Graph.Offsets[first]), sums.Gap(), FirmSummary.Of(world));
    }

    public static WorldFacts Facts(FirmWorld world, ColumnPortfolio subjects, int first, int end)
    {
        var rows = subjects.Rows!.Value;
        var bad = subjects.Values(subjects.Schema.Require("violation_24m", "facts")).Integers.Sum();
        long foreign = subjects.Values(subjects.Schema.Require("ownership", "facts")).Codes.Sum();
        return Facts(world, rows, foreign, bad, subjects.Schema[subjects.Schema.Require("district", "facts")].Levels.Count, world.Graph.Offsets[end] - world.Graph.Offsets[first]);
    }

    public static WorldFacts Facts(FirmWorld world, long rows, long foreign, long bad, int districts, long links) => new(
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
        world.Scores.Fixpoint.ErrorBound,
        double.NaN,
        double.NaN,
        links,
        double.NaN);
}
