using ScoringAudit.Primitives;

namespace ScoringAudit.Evidence;

/// <summary>What a plan says of a model's file that the file does not say itself: an ONNX file tells neither what its columns nor what its numbers mean.</summary>
public sealed record ModelDeclaration
{
    /// <summary>Nothing declared.</summary>
    public static ModelDeclaration None { get; } = new();

    /// <summary>Names of the columns of the model's one input matrix, in its order; empty: the file says so itself, or its inputs are single named columns.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Name of the output that is the score; null: the only output of real numbers.</summary>
    public string? Output { get; init; }

    /// <summary>Which column of that output, from 0; null: it has one.</summary>
    public int? OutputColumn { get; init; }

    /// <summary>What the number is; null: the file says so itself.</summary>
    public ScoreKind? Kind { get; init; }

    /// <summary>Which end is risky; null: the file says so itself.</summary>
    public ScoreDirection? Direction { get; init; }
}
