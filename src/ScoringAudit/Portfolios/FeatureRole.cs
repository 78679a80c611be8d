namespace ScoringAudit.Portfolios;

/// <summary>A feature of the score, and whose record it comes from.</summary>
/// <param name="Column">Column name.</param>
/// <param name="Origin">Whose record.</param>
/// <param name="OnMove">What happens when the subject moves; null: own and partner keep, area and neighbourhood swap.</param>
/// <param name="Categories">The public list of levels; empty: the training levels in ordinal order.</param>
public sealed record FeatureRole(string Column, Origin Origin, OnMove? OnMove, IReadOnlyList<string> Categories)
{
    /// <summary>Whether subjects can change it; null: not declared. Of another person's record nothing can be declared.</summary>
    public Actionability? Actionable { get; init; }

    /// <summary>The reason in words that a subject is given; null: the column's name.</summary>
    public string? Code { get; init; }

    /// <summary>Smallest and largest value that a recourse may ask for, infinite where there is no limit; null: no limits.</summary>
    public (double Least, double Most)? Range { get; init; }

    /// <summary>How many other people stand behind its values; null: not declared.</summary>
    public BehindRole? Behind { get; init; }

    /// <summary>A feature of an origin with the defaults.</summary>
    public static FeatureRole Of(string column, Origin origin = Origin.Own, OnMove? onMove = null) => new(column, origin, onMove, []);

    /// <summary>What happens when the subject moves, by declaration or by origin.</summary>
    public OnMove MoveRule => OnMove ?? (Origin is Origin.Area or Origin.Neighbourhood ? Portfolios.OnMove.Swap : Portfolios.OnMove.Keep);
}
