using System.Runtime.Intrinsics.X86;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>Tables whose patterns are found together and then looked up column by column.</summary>
internal sealed class PatternBatch
{
    // The patterns of a chunk of rows stay in the second-level cache, the bytes of a run in the first.
    private const int MostPatterns = 128;
    private const int RunBytes = 28 << 10;

    private readonly PatternByte[] _patterns;
    private readonly ColumnRun[] _runs;

    private PatternBatch(PatternByte[] patterns, ColumnRun[] runs)
    {
        _patterns = patterns;
        _runs = runs;
    }

    /// <summary>Splits tables into batches.</summary>
    /// <param name="patterns">For each table the bytes of its patterns.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="width">Width of the vectors that will be used.</param>
    /// <param name="parallel">Threads.</param>
    public static PatternBatch[] Of(PatternByte[][] patterns, PatternTable[] tables, VectorWidth width, ParallelOptions parallel)
    {
        // Where each batch begins; a table of more than 8 bits has two columns of patterns.
        var starts = new List<int> { 0 };
        var columns = 0;
        for (var t = 0; t < tables.Length; t++)
        {
            if (columns >= MostPatterns)
            {
                starts.Add(t);
                columns = 0;
            }

            columns += patterns[t].Length;
        }

        var batches = new PatternBatch[tables.Length == 0 ? 0 : starts.Count];
        Parallel.ForEach(OneByOne.Range(batches.Length), parallel, b =>
        {
            var own = patterns[starts[b]..(b + 1 < starts.Count ? starts[b + 1] : tables.Length)];
            var firstByte = new int[own.Length];
            for (var t = 1; t < own.Length; t++)
            {
                firstByte[t] = firstByte[t - 1] + own[t - 1].Length;
            }

            var runs = Runs(tables.AsSpan(starts[b], own.Length).ToArray(), firstByte, width == VectorWidth.Bits512 && Avx512Vbmi.IsSupported);
            batches[b] = new PatternBatch([.. own.SelectMany(p => p)], [.. runs]);
        });
        return batches;
    }

    /// <summary>Adds what the tables say of rows to the output columns.</summary>
    /// <param name="ranks">Ranks of the rows.</param>
    /// <param name="scratch">Room.</param>
    /// <param name="columns">Output columns.</param>
    /// <param name="offset">Where the rows stand in them.</param>
    /// <param name="width">Width of the vectors; all give the same bits.</param>
    public void Add(RankBlock ranks, PatternScratch scratch, double[][] columns, int offset, VectorWidth width)
    {
        var patterns = scratch.Patterns(_patterns.Length, ranks.Rows);
        for (var p = 0; p < _patterns.Length; p++)
        {
            _patterns[p].Evaluate(ranks, patterns, p, width);
        }

        foreach (var run in _runs)
        {
            PatternKernels.Add(run, patterns, columns[run.Column].AsSpan(offset, ranks.Rows), scratch);
        }
    }

    // For each column the tables that move it, dealt out to as few runs as fit into the cache, so that a run has tables of every size.
    private static IEnumerable<ColumnRun> Runs(PatternTable[] tables, int[] firstByte, bool bytes)
    {
        var byColumn = Enumerable.Range(0, tables.Length)
            .SelectMany(t => tables[t].Columns.Where((_, c) => tables[t].Largest[c] > 0).Select(c => (Column: c, Table: t)))
            .GroupBy(p => (p.Column, Wide: tables[p.Table].Bits > 8))
            .OrderBy(g => g.Key);
        foreach (var group in byColumn)
        {
            int[] members = [.. group.Select(p => p.Table).OrderBy(t => tables[t].Bits).ThenBy(t => t)];
            var size = members.Sum(t => ColumnRun.PlaneLength(tables[t].Bits) * ColumnRun.Planes);
            var runs = (size + RunBytes - 1) / RunBytes;
            foreach (var part in Enumerable.Range(0, runs).Select(r => members.Where((_, i) => i % runs == r).ToArray()).Where(part => part.Length > 0))
            {
                yield return new ColumnRun(group.Key.Column, [.. part.Select(t => tables[t])], [.. part.Select(t => firstByte[t])], bytes);
            }
        }
    }
}
