using System.Globalization;
using System.Text.Json;
using ScoringAudit.Disparity;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Release;

/// <summary>A reader of published reports who wants to know small counts: reads findings.json and the tables as text, writes down every sum that follows, and solves for each count.</summary>
/// <remarks>Knows the plan (groups, bins), which is published with the report. Shares no code with the gate.</remarks>
internal sealed class Attacker
{
    // Of the four cells true positive, false negative, false positive, true negative: successes and trials of each rate.
    private static readonly Dictionary<string, (int[] Yes, int[] All)> Rates = new(StringComparer.Ordinal)
    {
        ["selection_rate"] = ([0, 2], [0, 1, 2, 3]),
        ["demographic_parity_difference"] = ([0, 2], [0, 1, 2, 3]),
        ["adverse_impact_ratio"] = ([0, 2], [0, 1, 2, 3]),
        ["true_positive_rate"] = ([0], [0, 1]),
        ["equal_opportunity_difference"] = ([0], [0, 1]),
        ["false_negative_rate"] = ([1], [0, 1]),
        ["false_negative_rate_difference"] = ([1], [0, 1]),
        ["false_positive_rate"] = ([2], [2, 3]),
        ["false_positive_rate_difference"] = ([2], [2, 3]),
        ["true_negative_rate"] = ([3], [2, 3]),
        ["true_negative_rate_difference"] = ([3], [2, 3]),
        ["positive_predictive_value"] = ([0], [0, 2]),
        ["predictive_parity_difference"] = ([0], [0, 2]),
        ["false_discovery_rate"] = ([2], [0, 2]),
        ["false_discovery_rate_difference"] = ([2], [0, 2]),
        ["negative_predictive_value"] = ([3], [1, 3]),
        ["negative_predictive_value_difference"] = ([3], [1, 3]),
        ["false_omission_rate"] = ([1], [1, 3]),
        ["false_omission_rate_difference"] = ([1], [1, 3]),
        ["accuracy"] = ([0, 3], [0, 1, 2, 3]),
        ["accuracy_equality_difference"] = ([0, 3], [0, 1, 2, 3]),
        ["adverse_rate"] = ([2, 3], [0, 1, 2, 3]),
        ["adverse_rate_difference"] = ([2, 3], [0, 1, 2, 3]),
        ["shortfall"] = ([0, 2], [0, 1, 2, 3]),
        ["equalized_odds_difference"] = ([], [0, 1, 2, 3]),
        ["average_odds_difference"] = ([], [0, 1, 2, 3]),
        ["equalized_odds_mean_difference"] = ([], [0, 1, 2, 3]),
    };

    private readonly Dictionary<(string, string, int), int> _cells = [];
    private readonly List<(IReadOnlyDictionary<int, int> Row, long Total)> _equations = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Attribute → its groups; an intersection "a*b" has groups "x*y".</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Groups { get; init; }

    /// <summary>Whether numbers of a rate are withheld from the attacker, who then finds them from the rate and its interval.</summary>
    public bool OnlyRateAndInterval { get; init; }

    /// <summary>Groups of which a measure is suppressed, by measure and attribute.</summary>
    public Dictionary<(string, string), int> Suppressed { get; } = [];

    /// <summary>Reads a findings.json.</summary>
    public void ReadFindings(string json)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var f in document.RootElement.GetProperty("findings").EnumerateArray())
        {
            string? Text(string key) => f.TryGetProperty(key, out var v) ? v.GetString() : null;
            double? Number(string key) => f.TryGetProperty(key, out var v) ? v.GetDouble() : null;
            if (f.TryGetProperty("stratum", out _))
            {
                continue;
            }

            var (attribute, group, reference) = (Text("attribute") ?? string.Empty, Text("group") ?? string.Empty, Text("reference"));
            if (Text("status") == "suppressed")
            {
                Suppressed[(Text("measure")!, attribute)] = Suppressed.GetValueOrDefault((Text("measure")!, attribute)) + 1;
                continue;
            }

            if (!Rates.TryGetValue(Text("measure")!, out var rate))
            {
                if (Number("n") is { } rows && Text("measure") is not ("roc_auc" or "gini" or "ks"))
                {
                    Know(attribute, group, [0, 1, 2, 3], rows);
                }

                continue;
            }

            var (a, n) = (Number("numerator"), Number("denominator"));
            if (OnlyRateAndInterval && Text("measure") == "selection_rate" && f.TryGetProperty("interval", out var interval))
            {
                (a, n) = FromInterval(Number("value")!.Value, interval.GetProperty("low").GetDouble(), interval.GetProperty("high").GetDouble());
            }

            if (a is not null)
            {
                Know(attribute, group, rate.Yes, a.Value);
                Know(attribute, group, rate.All, n!.Value);
            }
            else if (Number("n") is { } size)
            {
                Know(attribute, group, rate.All, size);
            }

            if (reference is not null && Number("referenceNumerator") is { } b)
            {
                Know(attribute, reference, rate.Yes, b);
                Know(attribute, reference, rate.All, Number("referenceDenominator")!.Value);
            }
        }
    }

    /// <summary>Reads selection-rates.csv: a rate times its rows is a count.</summary>
    public void ReadRates(string csv)
    {
        foreach (var line in csv.Split('\n').Skip(1).Where(l => l.Length > 0))
        {
            var cells = line.Split(',');
            if (cells[2].Length > 0 && cells[5].Length > 0 && Groups.TryGetValue(cells[0].Trim('"'), out _))
            {
                var n = double.Parse(cells[5], CultureInfo.InvariantCulture);
                Know(cells[0].Trim('"'), cells[1].Trim('"'), [0, 2], double.Parse(cells[2], CultureInfo.InvariantCulture) * n);
                Know(cells[0].Trim('"'), cells[1].Trim('"'), [0, 1, 2, 3], n);
            }
        }
    }

    /// <summary>Groups add up to everybody, and intersections to groups, for each of the four cells.</summary>
    public void AddStructure()
    {
        foreach (var (attribute, groups) in Groups)
        {
            var parts = attribute.Split('*');
            for (var cell = 0; cell < 4; cell++)
            {
                if (parts.Length == 1)
                {
                    Equal([.. groups.Select(g => Cell(attribute, g, cell))], Cell(string.Empty, string.Empty, cell));
                    continue;
                }

                for (var part = 0; part < 2; part++)
                {
                    foreach (var group in Groups[parts[part]])
                    {
                        Equal([.. groups.Where(g => g.Split('*')[part] == group).Select(g => Cell(attribute, g, cell))], Cell(parts[part], group, cell));
                    }
                }
            }
        }
    }

    /// <summary>A bin is the sum of finer ones.</summary>
    public void AddBin(string attribute, string group, string fine, IEnumerable<string> parts)
    {
        foreach (var cell in Enumerable.Range(0, 4))
        {
            Equal([.. parts.Select(p => Cell(fine, p, cell))], Cell(attribute, group, cell));
        }
    }

    /// <summary>Bounds of a sum of cells of a group.</summary>
    public (double Low, double High) Range(string attribute, string group, int[] cells)
    {
        var all = _cells.Count;
        var extra = new Dictionary<int, int> { [all] = -1 };
        foreach (var cell in cells)
        {
            extra[Cell(attribute, group, cell)] = 1;
        }

        var (low, high) = ExactSimplex.Range(all + 1, Independent([.. _equations, (extra, 0L)], all + 1), all);
        return (low.ToDouble(), high?.ToDouble() ?? double.PositiveInfinity);
    }

    private int Cell(string attribute, string group, int cell)
    {
        if (!_cells.TryGetValue((attribute, group, cell), out var at))
        {
            _cells.Add((attribute, group, cell), at = _cells.Count);
        }

        return at;
    }

    private void Know(string attribute, string group, int[] cells, double value)
    {
        if (cells.Length > 0)
        {
            Add(cells.ToDictionary(c => Cell(attribute, group, c), _ => 1), (long)Math.Round(value));
        }
    }

    private void Equal(int[] parts, int whole)
    {
        var row = parts.ToDictionary(p => p, _ => 1);
        row[whole] = -1;
        Add(row, 0);
    }

    private void Add(Dictionary<int, int> row, long total)
    {
        if (_seen.Add(string.Join(' ', row.OrderBy(p => p.Key).Select(p => $"{p.Key}*{p.Value}"))))
        {
            _equations.Add((row, total));
        }
    }

    // Equations that follow from others only slow the fractions down.
    private static List<(IReadOnlyDictionary<int, int> Row, long Total)> Independent(List<(IReadOnlyDictionary<int, int> Row, long Total)> equations, int cells)
    {
        var kept = new List<(IReadOnlyDictionary<int, int>, long)>();
        var reduced = new List<(double[] Row, int Pivot)>();
        foreach (var e in equations)
        {
            var row = new double[cells];
            foreach (var (c, a) in e.Row)
            {
                row[c] = a;
            }

            foreach (var (r, pivot) in reduced)
            {
                var times = row[pivot] / r[pivot];
                for (var c = 0; c < cells && times != 0; c++)
                {
                    row[c] -= times * r[c];
                }
            }

            var most = Enumerable.Range(0, cells).MaxBy(c => Math.Abs(row[c]));
            if (Math.Abs(row[most]) > 1e-7)
            {
                reduced.Add((row, most));
                kept.Add(e);
            }
        }

        return kept;
    }

    // The only counts up to 400 whose mid-P interval is this one.
    private static (double A, double N) FromInterval(double rate, double low, double high)
    {
        for (var n = 1; n <= 400; n++)
        {
            var a = Math.Round(rate * n);
            if (Math.Abs((a / n) - rate) < 1e-12 && BinomialInterval.MidP(a, n, 0.95) is var limits && Math.Abs(limits.Low - low) < 1e-9 && Math.Abs(limits.High - high) < 1e-9)
            {
                return (a, n);
            }
        }

        throw new InvalidOperationException("No count up to 400 has this rate and interval.");
    }
}
