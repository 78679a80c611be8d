using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;
using ScoringAudit.Worlds;

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

    private static readonly string[] Scores = ["score", "risk_score", "pd"];
    private static readonly string[] Decisions = ["decision", "approved", "selected", "hired"];
    private static readonly string[] Outcomes = ["outcome", "default", "defaulted"];
    private static readonly string[] NotKnown =
    [
        "unknown", "not available", "race not available", "sex not available", "ethnicity not available", "not provided", "not specified", "not stated", "not reported",
        "not disclosed", "undisclosed", "prefer not to say", "prefer not to answer", "declined to state", "declined to answer", "missing", "no answer", "information not provided",
    ];

    /// <summary>The score, decision and outcome of a file whose command line names none, by their column names: the three columns score, outcome and group need no option.</summary>
    public static AskedColumns Named(string path, AskedColumns asked, ICollection<string> guesses, CancellationToken cancel)
    {
        var schema = DataFile.Open(path, CsvOptions.Default, cancel).Schema;
        string? Find(string[] names) => schema.Columns.FirstOrDefault(c => names.Contains(c.Name, StringComparer.OrdinalIgnoreCase))?.Name;
        var (score, decision, outcome) = (Find(Scores), Find(Decisions), asked.Outcome ?? Find(Outcomes));
        if (score is null && decision is null)
        {
            return asked;
        }

        foreach (var (what, column) in new[] { ("score", score), ("decision", decision), ("outcome", asked.Outcome is null ? outcome : null) })
        {
            if (column is not null)
            {
                guesses.Add($"{what}: column '{column}', by its name");
            }
        }

        return asked with { Score = score, Decision = decision, Outcome = outcome };
    }

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

        var references = References(asked);

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
                Time = asked.Time,
                Controls = asked.Controls,
                Intersections = [.. asked.Intersections.Select(i => Intersection(i, groups))],
                Protected = [.. groups.Select(g => Protected(schema, g, references.GetValueOrDefault(g), guesses))],
                Features = [],
            },
            Disclosure = Disclosure(path, asked, guesses),
        };
    }

    // Spelled out, so that whoever reads the plan sees it: what was guessed from the rows cannot be published. A world's rows are proven, not guessed.
    private static DisclosurePlan Disclosure(string path, AskedColumns asked, ICollection<string> guesses)
    {
        var isWorld = DataFile.Companion(path, WorldFiles.Json) is not null;
        if (!isWorld && !asked.IsClassNamed)
        {
            guesses.Add("disclosure: class restricted, exact numbers that are not for publication; to publish, write a plan with a public schema (scoring-audit schema)");
        }

        return DisclosurePlan.Restricted with { MinCell = asked.MinCell ?? DisclosurePlan.Restricted.MinCell, Stated = !isWorld };
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

    private static ProtectedRole Protected(PortfolioSchema schema, string column, string? reference, ICollection<string> guesses)
    {
        var levels = schema.Find(column) is { } id ? schema[id].Levels : [];
        if (column.Equals("age", StringComparison.OrdinalIgnoreCase) && levels.All(l => double.TryParse(l, System.Globalization.CultureInfo.InvariantCulture, out _)))
        {
            guesses.Add($"bins of age: under 25, 25-39, 40-59, 60 and over; reference: {reference ?? "the largest"}");
            return new ProtectedRole(column, reference ?? ProtectedRole.Largest, [], [25, 40, 60]);
        }

        // Values that say that nobody knows are no group; they are counted apart.
        string[] unknown = [.. levels.Where(l => NotKnown.Contains(l.Trim(), StringComparer.OrdinalIgnoreCase) && l != reference)];
        if (unknown.Length > 0 && levels.Count - unknown.Length >= 2)
        {
            guesses.Add($"{column}: {string.Join(", ", unknown.Select(u => $"'{u}'"))} means not known, its rows are in no group");
        }
        else
        {
            unknown = [];
        }

        if (reference is null)
        {
            guesses.Add($"reference of {column}: its largest group");
        }

        return ProtectedRole.Of(column, reference ?? ProtectedRole.Largest) with { Unknown = unknown };
    }

    private static Dictionary<string, string> References(AskedColumns asked)
    {
        var references = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in asked.References)
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            if (at < 1 || at == text.Length - 1)
            {
                throw new CommandLineException($"--reference: found '{text}', expected COL=GROUP, for example --reference race=White; a group may be largest or highest_rate.");
            }

            references[text[..at]] = text[(at + 1)..];
        }

        return references;
    }

    private static string[] Intersection(string text, IReadOnlyList<string> groups)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        foreach (var part in parts)
        {
            if (!groups.Contains(part))
            {
                var hint = Nearest.Of(part, groups) is { } near ? $"Did you mean '{near}'?" : $"The groups are: {string.Join(", ", groups)}.";
                throw new CommandLineException($"--intersect: '{part}' is not a protected column. {hint}");
            }
        }

        return parts.Length >= 2 ? parts : throw new CommandLineException($"--intersect: found '{text}', expected two or more columns, for example --intersect race,sex.");
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
