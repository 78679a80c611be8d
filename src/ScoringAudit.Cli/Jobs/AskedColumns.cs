namespace ScoringAudit.Cli.Jobs;

/// <summary>What a command line says of a file's columns.</summary>
internal sealed record AskedColumns
{
    /// <summary>--score.</summary>
    public string? Score { get; init; }

    /// <summary>--direction.</summary>
    public string? Direction { get; init; }

    /// <summary>--decision.</summary>
    public string? Decision { get; init; }

    /// <summary>--favourable.</summary>
    public string? Favourable { get; init; }

    /// <summary>--outcome.</summary>
    public string? Outcome { get; init; }

    /// <summary>--adverse.</summary>
    public string? Adverse { get; init; }

    /// <summary>--group, each.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>--area.</summary>
    public string? Area { get; init; }

    /// <summary>--address.</summary>
    public string? Address { get; init; }

    /// <summary>--subject.</summary>
    public string? Subject { get; init; }

    /// <summary>--weight.</summary>
    public string? Weight { get; init; }

    /// <summary>--reference, each COL=GROUP.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>--intersect, each COL,COL.</summary>
    public IReadOnlyList<string> Intersections { get; init; } = [];

    /// <summary>--control, each.</summary>
    public IReadOnlyList<string> Controls { get; init; } = [];

    /// <summary>--time.</summary>
    public string? Time { get; init; }

    /// <summary>--min-cell.</summary>
    public int? MinCell { get; init; }

    /// <summary>--compare.</summary>
    public string? Compare { get; init; }

    /// <summary>Whether --class names a class.</summary>
    public bool IsClassNamed { get; init; }

    /// <summary>Whether any column was named.</summary>
    public bool Any => Named().Any() || Direction is not null || Favourable is not null || Adverse is not null || References.Count > 0 || Intersections.Count > 0;

    /// <summary>Columns that were named, with the option that named them.</summary>
    public IEnumerable<(string Column, string Option)> Named() =>
        new[] { (Score, "--score"), (Decision, "--decision"), (Outcome, "--outcome"), (Area, "--area"), (Address, "--address"), (Subject, "--subject"), (Weight, "--weight"), (Time, "--time") }
            .Where(p => p.Item1 is not null).Select(p => (p.Item1!, p.Item2)).Concat(Groups.Select(g => (g, "--group"))).Concat(Controls.Select(c => (c, "--control")));
}
