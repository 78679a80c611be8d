using System.Globalization;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Auditing;

/// <summary>Finds one person's rows by the id, without telling anything of other ids.</summary>
public static class SubjectRows
{
    /// <summary>The person's rows, one flag for each row of the portfolio.</summary>
    /// <param name="rows">The portfolio.</param>
    /// <param name="plan">Names the column of the id: columns.subject, else columns.row.</param>
    /// <param name="id">The id as it stands in the file.</param>
    /// <param name="mayName">Whether other ids may be named in a message: rows proven synthetic, or declared open.</param>
    /// <exception cref="AuditDataException">The plan names no column of ids, or the id is not in it.</exception>
    public static bool[] Find(IPortfolio rows, AuditPlan plan, string id, bool mayName)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(id);
        var name = plan.Roles.Subject ?? plan.Roles.Row
            ?? throw new AuditDataException("plan: a person is found by an id, but the plan names no column that holds one. Add columns.subject (or columns.row).");
        var column = rows.Schema.Require(name, "plan: columns." + (plan.Roles.Subject is null ? "row" : "subject"));
        var flags = new List<bool>();
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        using var reader = rows.Open([column]);
        while (reader.Read(out var batch))
        {
            if (rows.Schema[column].IsCoded)
            {
                var levels = rows.Schema[column].Levels;
                foreach (var code in batch.Codes(0))
                {
                    flags.Add(code >= 0 && levels[code] == id);
                    Remember(code >= 0 ? levels[code] : null);
                }

                continue;
            }

            var numbers = new double[batch.Rows];
            batch.CopyNumbers(0, numbers);
            foreach (var number in numbers)
            {
                var text = double.IsNaN(number) ? null : number.ToString("R", CultureInfo.InvariantCulture);
                flags.Add(text == id);
                Remember(text);
            }
        }

        if (flags.Contains(true))
        {
            return [.. flags];
        }

        var hint = !mayName ? "Other ids are not named, because they are other people's. Check spaces, leading zeros and capitals."
            : Nearest.Of(id, ids) is { } near ? $"Did you mean '{near}'?" : "Check spaces, leading zeros and capitals.";
        throw new AuditDataException($"{rows.Schema.Source}: column '{name}' has no row with the id that was asked for. Expected an id as it stands in the file. {hint}");

        void Remember(string? text)
        {
            if (mayName && text is not null && ids.Count < 200_000)
            {
                ids.Add(text);
            }
        }
    }
}
