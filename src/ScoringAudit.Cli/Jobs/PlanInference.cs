using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Jobs;

/// <summary>A plan from a file and a few column names: what is not said is guessed from names and values, and the plan is shown.</summary>
internal static class PlanInference
{
    private static readonly string[] Groups = ["group", "race", "ethnicity", "sex", "gender"];
    private static readonly string[] Areas = ["plz", "postcode", "postal_code", "zip", "zip_code", "area", "area_id"];
    private static readonly string[] Subjects = ["subject_id", "customer_id", "person_id"];
    private static readonly string[] Rows = ["row_id", "account_id", "loan_id"];
    private static readonly string[] Yes = ["1", "true", "yes", "y", "approved", "approve", "accepted", "accept", "granted", "favourable", "favorable", "hired", "selected", "good"];
    private static readonly string[] Bad = ["1", "true", "yes", "y", "default", "defaulted", "bad", "adverse", "charged off", "late"];

    /// <summary>Makes the plan.</summary>
    /// <param name="path">The data.</param>
    /// <param name="asked">What the command line says.</param>
    /// <param name="guesses">Takes a sentence for each guess.</param>
    /// <param name="cancel">Stops the pass over the data.</param>
    public static AuditPlan Of(string path, AskedColumns asked, ICollection<string> guesses, CancellationToken cancel)
    {
        var rows = DataFile.Open(path, new CsvOptions { Categories = [.. asked.Groups], Numbers = asked.Score is { } score ? [score] : [] }, cancel);
        var schema = rows.Schema;
        foreach (var (name, option) in asked.Named())
        {
            schema.Require(name, option);
        }

        var taken = asked.Named().Select(n => n.Column).ToHashSet(StringComparer.Ordinal);
        string? Guess(string what, string[] names)
        {
            var found = schema.Columns.FirstOrDefault(c => !taken.Contains(c.Name) && names.Contains(c.Name, StringComparer.OrdinalIgnoreCase))?.Name;
            if (found is not null)
            {
                taken.Add(found);
                guesses.Add($"{what}: column '{found}', by its name");
            }

            return found;
        }

        var groups = asked.Groups.Count > 0 ? asked.Groups : [.. schema.Columns.Where(c => Groups.Contains(c.Name, StringComparer.OrdinalIgnoreCase) && !taken.Contains(c.Name)).Select(c => c.Name)];
        if (asked.Groups.Count == 0 && groups.Count > 0)
        {
            guesses.Add($"protected: {string.Join(", ", groups)}, by name");
        }

        return new AuditPlan
        {
            Data = path,
            Roles = new Roles
            {
                Row = Unique(rows, Guess("row", Rows), guesses, cancel),
                Subject = asked.Subject ?? Guess("subject", Subjects),
                Area = (asked.Area ?? Guess("area", Areas)) is { } area ? new AreaRole(area, null) : null,
                Address = asked.Address is { } address ? new AddressRole(address, null) : null,
                Weight = asked.Weight,
                Score = asked.Score is { } s ? new ScoreRole(s, Direction(rows, s, asked, guesses)) : null,
                Decision = Decision(rows, asked, guesses),
                Outcome = asked.Outcome is { } o ? new OutcomeRole(o, asked.Adverse ?? Value(rows, o, Bad, "outcome", "adverse", guesses)) : null,
                Protected = [.. groups.Select(g => Protected(schema, g, guesses))],
                Features = [],
            },
            Disclosure = DisclosurePlan.Restricted with { MinCell = asked.MinCell ?? DisclosurePlan.Restricted.MinCell },
        };
    }

    private static string? Unique(IPortfolio rows, string? column, ICollection<string> guesses, CancellationToken cancel)
    {
        if (column is null)
        {
            return null;
        }

        try
        {
            UniqueCheck.Require(rows, column, cancel);
            return column;
        }
        catch (AuditDataException)
        {
            guesses.Add($"row: not '{column}' after all, its values repeat");
            return null;
        }
    }

    private static ProtectedRole Protected(PortfolioSchema schema, string column, ICollection<string> guesses)
    {
        if (column.Equals("age", StringComparison.OrdinalIgnoreCase) && schema.Find(column) is { } id && schema[id].Levels.All(l => double.TryParse(l, System.Globalization.CultureInfo.InvariantCulture, out _)))
        {
            guesses.Add("bins of age: under 25, 25-39, 40-59, 60 and over; reference: the largest");
            return new ProtectedRole(column, ProtectedRole.Largest, [], [25, 40, 60]);
        }

        guesses.Add($"reference of {column}: its largest group");
        return ProtectedRole.Of(column);
    }

    private static DecisionRole Decision(IPortfolio rows, AskedColumns asked, ICollection<string> guesses)
    {
        if (asked.Decision is { } column)
        {
            return DecisionRole.Recorded(column, asked.Favourable ?? Value(rows, column, Yes, "decision", "favourable", guesses));
        }

        guesses.Add("decision: none was given, so the safer half of the scores counts as favourable (approval rate 0.5)");
        return DecisionRole.AtApprovalRate(0.5);
    }

    private static ScoreDirection Direction(IPortfolio rows, string column, AskedColumns asked, ICollection<string> guesses)
    {
        switch (asked.Direction)
        {
            case "higher_is_riskier":
                return ScoreDirection.HigherIsRiskier;
            case "higher_is_safer":
                return ScoreDirection.HigherIsSafer;
        }

        var probability = true;
        var numbers = new double[Batch.MaxRows];
        using var reader = rows.Open([rows.Schema.Require(column, "--score")]);
        while (probability && reader.Read(out var batch))
        {
            batch.CopyNumbers(0, numbers);
            foreach (var score in numbers.AsSpan(0, batch.Rows))
            {
                probability &= !(score < 0) && !(score > 1); // a missing score says nothing about the scale
            }
        }

        guesses.Add(probability
            ? $"score: '{column}' lies in [0, 1] and is taken as a probability of the adverse outcome, higher is riskier; say --direction higher_is_safer if not"
            : $"score: '{column}' is taken as points, higher is safer; say --direction higher_is_riskier if not");
        return probability ? ScoreDirection.HigherIsRiskier : ScoreDirection.HigherIsSafer;
    }

    private static string Value(IPortfolio rows, string column, string[] known, string role, string option, ICollection<string> guesses)
    {
        var id = rows.Schema.Require(column, "--" + role);
        var levels = rows.Schema[id].Levels;
        var found = levels.Count > 0 ? levels.FirstOrDefault(l => known.Contains(l, StringComparer.OrdinalIgnoreCase)) : "1";
        if (found is null)
        {
            throw new AuditDataException($"{rows.Schema.Source}: column '{column}' ({role}) holds {string.Join(", ", levels.Take(6))}; which of them is {option}? Say --{option} VALUE.");
        }

        guesses.Add($"{role}: '{found}' in column '{column}' is {option}");
        return found;
    }
}
