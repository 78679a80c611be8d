namespace ScoringAudit.Privacy;

/// <summary>One public dimension of a table: its levels come from the plan, never from the data. Levels that the plan lacks fall into a last cell "not in the schema".</summary>
public sealed record TableDimension
{
    /// <summary>Name of the cell for values that the schema does not list.</summary>
    public const string Unlisted = "not in the schema";

    /// <summary>A dimension.</summary>
    /// <param name="name">Name of the column or role.</param>
    /// <param name="levels">Levels, at least one, all different.</param>
    public TableDimension(string name, IReadOnlyList<string> levels)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(levels);
        if (levels.Count == 0 || levels.Distinct(StringComparer.Ordinal).Count() != levels.Count || levels.Contains(Unlisted, StringComparer.Ordinal))
        {
            throw new ArgumentException($"Dimension '{name}' needs at least one level, all different, none called '{Unlisted}'.", nameof(levels));
        }

        Name = name;
        Levels = [.. levels];
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Listed levels, in the order of the plan.</summary>
    public IReadOnlyList<string> Levels { get; }

    /// <summary>Listed levels and the unlisted one.</summary>
    public int Size => Levels.Count + 1;

    /// <summary>The level's index; the last for whatever is not listed.</summary>
    public int IndexOf(string? level)
    {
        for (var i = 0; i < Levels.Count; i++)
        {
            if (string.Equals(Levels[i], level, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return Levels.Count;
    }

    /// <summary>Bands from public edges: below the first, between two, from the last on. Values beyond the edges are clipped into the outer bands; NaN is unlisted.</summary>
    /// <param name="name">Name.</param>
    /// <param name="edges">Inner edges, rising.</param>
    public static TableDimension Bands(string name, IReadOnlyList<double> edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        var levels = new List<string>();
        for (var i = 0; i <= edges.Count; i++)
        {
            if (i > 0 && i < edges.Count && !(edges[i] > edges[i - 1]))
            {
                throw new ArgumentException($"Edges of '{name}' must rise.", nameof(edges));
            }

            var low = i == 0 ? "-inf" : edges[i - 1].ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            var high = i == edges.Count ? "inf" : edges[i].ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            levels.Add("[" + low + "," + high + ")");
        }

        return new TableDimension(name, levels);
    }

    /// <summary>Index of a value among the bands of these edges; NaN gives the unlisted cell.</summary>
    public static int BandOf(double value, IReadOnlyList<double> edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        if (double.IsNaN(value))
        {
            return edges.Count + 1;
        }

        var band = 0;
        while (band < edges.Count && value >= edges[band])
        {
            band++;
        }

        return band;
    }

    /// <inheritdoc/>
    public bool Equals(TableDimension? other) => other is not null && Name == other.Name && Levels.SequenceEqual(other.Levels, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Levels.Count);
}
