using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>The audited rows that explanations read: all of them, or a sample by a stream where there are very many; with their clusters.</summary>
/// <param name="Rows">Features of the rows.</param>
/// <param name="Kept">Positions among the audited rows, ascending.</param>
/// <param name="Clusters">Cluster of each row; null where rows are independent.</param>
internal sealed record ExplainedRows(FeatureMatrix Rows, int[] Kept, int[]? Clusters)
{
    private const int MostRows = 100_000;

    public static ExplainedRows Of(AuditSubject subject)
    {
        var table = subject.Table!;
        var keep = new bool[table.Rows];
        Array.Fill(keep, true);
        if (table.Rows > MostRows)
        {
            var streams = subject.Streams.Derive("explained rows");
            var share = (double)MostRows / table.Rows;
            for (var i = 0; i < keep.Length; i++)
            {
                keep[i] = streams.Uniform((ulong)i, 0) < share;
            }

            subject.To.Note("limit", "explanation", FormattableString.Invariant($"Explanations and the association share are computed on a random sample of about {MostRows} of the audited rows."));
        }

        int[] kept = [.. Enumerable.Range(0, keep.Length).Where(i => keep[i])];
        return new ExplainedRows(
            FeatureMatrix.Read(subject.Rows.Rows, subject.Model!.Scorer.Features, keep),
            kept,
            table.Clusters.IsEmpty ? null : Pick(table.Clusters, kept));
    }

    /// <summary>The kept rows' part of a column.</summary>
    public static int[] Pick(ReadOnlySpan<int> all, int[] kept)
    {
        var picked = new int[kept.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            picked[i] = all[kept[i]];
        }

        return picked;
    }
}
