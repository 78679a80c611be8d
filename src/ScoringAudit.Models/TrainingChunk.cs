namespace ScoringAudit.Models;

/// <summary>A run of encoded rows as a trainer reads them: row by row, slot beside slot.</summary>
/// <remarks>
/// Row-major on purpose: encoding copies every value anyway, and ML.NET reads one row's vector after the other, so the transposition is
/// done once when the chunk is filled and not again in every pass. 20 slots take 80 bytes a row.
/// </remarks>
/// <param name="Rows">Number of rows.</param>
/// <param name="Values">Slot values, rows × slots; no NaN.</param>
/// <param name="Adverse">Whether the outcome was adverse, for each row; empty for rows that are only scored.</param>
/// <param name="Weights">Sample weights, for each row; empty for rows of weight 1.</param>
public sealed record TrainingChunk(int Rows, float[] Values, bool[] Adverse, float[] Weights);
