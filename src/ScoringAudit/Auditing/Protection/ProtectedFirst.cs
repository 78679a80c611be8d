using ScoringAudit.Primitives;
using ScoringAudit.Privacy;

namespace ScoringAudit.Auditing.Protection;

/// <summary>What the second pass reads of the first one's released tables: values that stand in for other people's records. Post-processing, at no cost.</summary>
internal sealed class ProtectedFirst
{
    private const int BackgroundRows = 8;
    private readonly ProtectedDesign _design;

    public ProtectedFirst(ProtectedDesign design, IReadOnlyDictionary<string, Released<NoisyTable>> released)
    {
        _design = design;
        var aggregates = design.Plan.Disclosure.Privacy!.Aggregates;
        Rates = new double[design.Cells.Count][];
        Deviations = new double[design.Cells.Count][];
        for (var a = 0; a < design.Cells.Count; a++)
        {
            var table = released[design.Tables.First(t => t.Kind == ProtectedTableKind.Aggregate && t.About == a.ToString(System.Globalization.CultureInfo.InvariantCulture)).Name];
            (Rates[a], Deviations[a]) = RatesOf(table, design.Cells[a].Shape.Size, aggregates[a].Scale);
        }

        if (design.Model is { } model)
        {
            Marginals = new double[model.Features.Count][];
            foreach (var (table, i) in design.Tables.Where(t => t.Kind == ProtectedTableKind.Marginal).Select(t => (t, model.Features.ToList().IndexOf(t.About))))
            {
                Marginals[i] = Cumulative(released[table.Name]);
            }
        }
        else
        {
            Marginals = [];
        }
    }

    /// <summary>For each aggregate the feature's value by public cell; the last for rows in none.</summary>
    public double[][] Rates { get; }

    /// <summary>Standard deviation of those values through noise.</summary>
    public double[][] Deviations { get; }

    /// <summary>Cumulative released shares of each feature's levels; null where there is none.</summary>
    public double[]?[] Marginals { get; }

    /// <summary>Background rows for the association share.</summary>
    public static int Background => BackgroundRows;

    /// <summary>A public value of a feature, drawn from its released shares: a number in the middle of a band, or a level's position in the model's list.</summary>
    /// <param name="feature">Position of the feature.</param>
    /// <param name="uniform">In [0, 1).</param>
    /// <param name="levels">The model's levels of a category; empty for a number.</param>
    public float Draw(int feature, double uniform, IReadOnlyList<string> levels)
    {
        if (Marginals[feature] is { } shares)
        {
            var level = 0;
            while (level < shares.Length - 1 && shares[level] <= uniform)
            {
                level++;
            }

            var dimension = _design.Features[feature]!;
            if (levels.Count == 0)
            {
                return (float)(dimension.Edges.Count > 0 ? dimension.Middle(level) : double.Parse(dimension.Shape.Levels[level], System.Globalization.CultureInfo.InvariantCulture));
            }

            for (var i = 0; i < levels.Count; i++)
            {
                if (levels[i] == dimension.Shape.Levels[level])
                {
                    return i;
                }
            }

            return levels.Count;
        }

        // A feature that is itself a released aggregate: another public cell's value.
        var name = _design.Model!.Features[feature];
        var at = _design.Plan.Disclosure.Privacy!.Aggregates.ToList().FindIndex(a => a.Feature == name);
        return (float)Rates[at][(int)(uniform * (Rates[at].Length - 1))];
    }

    // A cell's noisy share of adverse outcomes; one that noise drowns takes the share of all cells.
    private static (double[] Rates, double[] Deviations) RatesOf(Released<NoisyTable> table, int cells, double scale)
    {
        var width = ProtectedTables.Outcome.Size;
        var variance = table.Law.Variance;
        double good = 0, bad = 0;
        for (var c = 0; c < cells; c++)
        {
            good += table.Value.Cells[c * width];
            bad += table.Value.Cells[(c * width) + 1];
        }

        var all = good + bad > 0 ? Math.Clamp(bad / (good + bad), 0, 1) : 0.5;
        var rates = new double[cells];
        var deviations = new double[cells];
        for (var c = 0; c < cells; c++)
        {
            double n = table.Value.Cells[c * width] + table.Value.Cells[(c * width) + 1], x = table.Value.Cells[(c * width) + 1];
            var trusted = c < cells - 1 && n > 3 * Math.Sqrt(2 * variance);
            var rate = trusted ? Math.Clamp(x / n, 0, 1) : all;
            rates[c] = scale * rate;
            // Of bad / (bad + good), each with this variance: the delta method.
            deviations[c] = trusted ? scale * Math.Sqrt(variance * (((1 - rate) * (1 - rate)) + (rate * rate))) / n : 0;
        }

        return (rates, deviations);
    }

    private static double[] Cumulative(Released<NoisyTable> table)
    {
        // The unlisted level has no value that could stand for it.
        var positive = table.Value.Cells.Take(table.Value.Cells.Count - 1).Select(c => Math.Max(0.0, c)).ToArray();
        var sum = positive.Sum();
        double upTo = 0;
        return [.. positive.Select(p => upTo += sum > 0 ? p / sum : 1.0 / positive.Length)];
    }
}
