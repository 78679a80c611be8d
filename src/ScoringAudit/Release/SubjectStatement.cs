namespace ScoringAudit.Release;

/// <summary>A statement for one person about the own score: the only thing about a person that a writer accepts. Only <see cref="SubjectGate"/> makes it.</summary>
public sealed class SubjectStatement
{
    internal SubjectStatement()
    {
    }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Its algorithm.</summary>
    public required string Algorithm { get; init; }

    /// <summary>"favourable", "unfavourable" or null where there is no decision, or it is withheld.</summary>
    public required string? Decision { get; init; }

    /// <summary>Whether there is a decision that is not repeated, because it would tell of another person's record. The statement is then a function of the own record and the model alone.</summary>
    public required bool IsDecisionWithheld { get; init; }

    /// <summary>The recorded decision where it is not the model's; else null.</summary>
    public required string? Recorded { get; init; }

    /// <summary>The score in points; null where it would reveal another person's data by subtraction.</summary>
    public required double? Points { get; init; }

    /// <summary>Whether exact amounts are withheld.</summary>
    public required bool IsShielded { get; init; }

    /// <summary>The procedure and principles that were applied, sentence by sentence.</summary>
    public required IReadOnlyList<string> Procedure { get; init; }

    /// <summary>What each feature of the own record did, in schema order.</summary>
    public required IReadOnlyList<StatementPart> Own { get; init; }

    /// <summary>What weighed most against the person, at most four.</summary>
    public required IReadOnlyList<StatementReason> Reasons { get; init; }

    /// <summary>Whose other records entered.</summary>
    public required IReadOnlyList<StatementOrigin> Others { get; init; }

    /// <summary>Changes of the own record that would have led to a favourable decision.</summary>
    public required IReadOnlyList<StatementChange> Changes { get; init; }

    /// <summary>What is to be said of the changes, or why there is none.</summary>
    public required string ChangesNote { get; init; }

    /// <summary>What the statement rests on and leaves out.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
