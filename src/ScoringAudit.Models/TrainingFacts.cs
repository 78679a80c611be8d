namespace ScoringAudit.Models;

/// <summary>What the caller knows of a training and <c>model.json</c> records.</summary>
/// <param name="HoldoutShare">Share of rows held out, in [0, 1).</param>
/// <param name="HoldoutBlocks">What the hold-out kept together: "rows", "subject", "street", "area" or a link's name.</param>
/// <param name="DataDigest">Digest of the data.</param>
public sealed record TrainingFacts(double HoldoutShare, string HoldoutBlocks, string DataDigest);
