using System.Globalization;
using DuckDB.NET.Data;
using ScoringAudit.Disparity;
using ScoringAudit.Portfolios;
using ScoringAudit.Storage;

namespace ScoringAudit.Benchmarks;

/// <summary>From a Parquet file with string groups to every cell of group × decision × outcome: ours, and DuckDB's GROUP BY of the same columns.</summary>
internal static class DisparityParquet
{
    private static readonly string[] Sexes = ["female", "male"];
    private static readonly string[] Regions = ["north", "south", "east", "west", "centre"];
    private static readonly string[] Decisions = ["refused", "approved"];
    private static readonly string[] Outcomes = ["paid", "defaulted"];

    /// <summary>Runs both; false when they do not count the same.</summary>
    public static bool Run(int[] sex, int[] region, sbyte[] decision, sbyte[] outcome, int rows, TextWriter output, TextWriter log)
    {
        var path = Path.Combine(Path.GetTempPath(), $"scoring-audit-{Environment.ProcessId}.parquet");
        try
        {
            int[] Codes(sbyte[] values) => [.. values.Take(rows).Select(v => (int)v)];
            var portfolio = ColumnPortfolio.Build("quick")
                .Category("sex", sex[..rows], Sexes).Category("region", region[..rows], Regions)
                .Category("decision", Codes(decision), Decisions).Category("outcome", Codes(outcome), Outcomes).Build();
            using (var file = File.Create(path))
            {
                ParquetFile.Write(portfolio, file);
            }

            long mine = 0, theirs = 0;
            var ours = CpuClock.Best(3, () => mine = Ours(path));
            var peer = CpuClock.Best(3, () => theirs = Peer(path));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"parquet_string_groups_vs_duckdb,{rows},{ours:F3},{peer:F3},{peer / ours:F2}"));
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ours takes {ours / peer:F1} times DuckDB's CPU; the bar is 15"));
            if (mine != theirs)
            {
                log.WriteLine("The two do not count the same.");
            }

            return mine == theirs && ours <= 15 * peer;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static long Ours(string path)
    {
        var measured = GroupMetrics.Of(ParquetPortfolio.Open(path)).Decision("decision", "approved").Outcome("outcome", "defaulted").By("sex", "male").And("region").Measure();
        long sum = 0;
        for (var g = 0; g < measured.Groups.Count; g++)
        {
            sum += measured.Groups[g].StartsWith("female", StringComparison.Ordinal) ? measured.Tally.Counts(g).FalsePositive.Rows : 0;
        }

        return sum;
    }

    private static long Peer(string path)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT sex, region, decision, outcome, count(*) FROM read_parquet('{path}') GROUP BY sex, region, decision, outcome";
        using var reader = command.ExecuteReader();
        long sum = 0;
        while (reader.Read())
        {
            sum += reader.GetString(0) == "female" && reader.GetString(2) == "approved" && reader.GetString(3) == "defaulted" ? reader.GetInt64(4) : 0;
        }

        return sum;
    }
}
