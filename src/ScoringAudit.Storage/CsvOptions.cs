using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Storage;

/// <summary>What the caller knows about a CSV that its text does not say: the delimiter, and how columns must be read.</summary>
/// <remarks>Names that the file does not have are ignored here; who needs such a column says so (<see cref="PortfolioSchema.Require"/>).</remarks>
public sealed record CsvOptions
{
    /// <summary>Nothing is known: everything is found from the text.</summary>
    public static CsvOptions Default { get; } = new();

    /// <summary>The delimiter, one ASCII character; null: found from the first line. A blank means runs of blanks and tabs.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Columns that must hold numbers; a text in one of them is an error with line and column.</summary>
    public IReadOnlyCollection<string> Numbers { get; init; } = [];

    /// <summary>Columns that are categories whatever they look like: their texts are the levels, so "01067" keeps its zero.</summary>
    public IReadOnlyCollection<string> Categories { get; init; } = [];

    /// <summary>Columns of names: whole numbers without leading zeros become integers, all else identifiers.</summary>
    public IReadOnlyCollection<string> Identifiers { get; init; } = [];

    /// <summary>Columns in which infinite numbers are let through; elsewhere they are an error.</summary>
    public IReadOnlyCollection<string> AllowInfinite { get; init; } = [];

    /// <summary>The options that a plan calls for: its delimiter and its roles.</summary>
    public static CsvOptions For(AuditPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return For(plan.Roles, plan.Delimiter is { Length: 1 } delimiter ? delimiter[0] : null);
    }

    /// <summary>The options that the roles of a plan call for.</summary>
    /// <param name="roles">Score, weight and attributes in bins are numbers; row, subject and address are identifiers; area, other protected attributes and features with a list of levels are categories.</param>
    /// <param name="delimiter">The plan's delimiter, or null.</param>
    public static CsvOptions For(Roles roles, char? delimiter = null)
    {
        ArgumentNullException.ThrowIfNull(roles);
        string[] numbers =
        [
            .. Named(roles.Score?.Column, roles.Weight),
            .. roles.Protected.Where(p => p.Bins.Count > 0).Select(p => p.Column),
            .. roles.Memberships.SelectMany(m => m.Columns),
        ];
        string[] identifiers = [.. Named(roles.Row, roles.Subject, roles.Address?.Column)];
        return new CsvOptions
        {
            Delimiter = delimiter,
            Numbers = numbers,
            Identifiers = identifiers,
            Categories =
            [
                .. Named(roles.Area?.Column, roles.Decision?.By)
                    .Concat(roles.Protected.Where(p => p.Bins.Count == 0).Select(p => p.Column))
                    .Concat((roles.Features ?? []).Where(f => f.Categories.Count > 0).Select(f => f.Column))
                    .Except(numbers, StringComparer.Ordinal)
                    .Except(identifiers, StringComparer.Ordinal),
            ],
        };
    }

    private static IEnumerable<string> Named(params string?[] names) => names.OfType<string>();
}
