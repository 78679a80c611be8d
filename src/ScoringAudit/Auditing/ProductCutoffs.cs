using System.Globalization;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>Decisions by a cut-off for each value of a column: a product, a branch. A row without a value has no decision.</summary>
public sealed class ProductCutoffs
{
    private readonly Dictionary<double, double>? _byNumber;
    private readonly double[] _byCode;
    private readonly double[] _numbers = new double[Batch.MaxRows];
    private readonly string _name;

    private ProductCutoffs(string name, ColumnId column, double[] byCode, Dictionary<double, double>? byNumber)
    {
        _name = name;
        Column = column;
        _byCode = byCode;
        _byNumber = byNumber;
    }

    /// <summary>The column that chooses the cut-off.</summary>
    public ColumnId Column { get; }

    /// <summary>Binds the cut-offs to a portfolio.</summary>
    /// <exception cref="AuditDataException">The column is absent, holds a value without a cut-off, or a cut-off names a value that it does not hold.</exception>
    public static ProductCutoffs Bind(PortfolioSchema schema, DecisionRole decision)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(decision);
        var id = schema.Require(decision.By!, "plan: columns.decision.by");
        var column = schema[id];
        if (!column.IsCoded)
        {
            var numbers = new Dictionary<double, double>();
            foreach (var (key, cutoff) in decision.Cutoffs)
            {
                numbers[double.TryParse(key, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Unknown(schema, decision.By!, key, [])] = cutoff;
            }

            return new ProductCutoffs(decision.By!, id, [], numbers);
        }

        foreach (var key in decision.Cutoffs.Keys.Order(StringComparer.Ordinal))
        {
            if (!column.Levels.Contains(key))
            {
                throw Unknown(schema, decision.By!, key, column.Levels);
            }
        }

        return new ProductCutoffs(
            decision.By!,
            id,
            [.. column.Levels.Select(level => decision.Cutoffs.TryGetValue(level, out var cutoff) ? cutoff : throw Missing(schema.Source, decision.By!, level))],
            null);
    }

    /// <summary>Decides a batch.</summary>
    /// <param name="source">Name of the data, for messages.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="at">Position of the column in the batch.</param>
    /// <param name="scale">The score's scale.</param>
    /// <param name="scores">The scores.</param>
    /// <param name="to">Takes 1 favourable, 0 not, −1 without a value.</param>
    public void Decide(string source, in Batch batch, int at, ScoreScale scale, ReadOnlySpan<double> scores, Span<sbyte> to)
    {
        batch.CopyNumbers(at, _numbers);
        for (var i = 0; i < batch.Rows; i++)
        {
            var value = _numbers[i];
            if (double.IsNaN(value))
            {
                to[i] = -1;
                continue;
            }

            var cutoff = _byNumber is null ? _byCode[(int)value]
                : _byNumber.TryGetValue(value, out var known) ? known
                : throw Missing(source, _name, value.ToString("R", CultureInfo.InvariantCulture));
            to[i] = DecisionRule.AtCutoff(scale, cutoff).IsFavourable(scores[i]) ? (sbyte)1 : (sbyte)0;
        }
    }

    private static AuditDataException Unknown(PortfolioSchema schema, string column, string key, IReadOnlyList<string> levels) =>
        new($"{schema.Source}: column '{column}' (plan: columns.decision.by) has no value '{key}'. {(Nearest.Of(key, levels) is { } near ? $"Did you mean '{near}'?" : levels.Count > 0 ? $"The values are: {string.Join(", ", levels.Take(12))}." : "It holds numbers.")}");

    private static AuditDataException Missing(string source, string column, string value) =>
        new($"{source}: column '{column}' (plan: columns.decision.by) holds '{value}', for which columns.decision.cutoffs has no cut-off. Add one.");
}
