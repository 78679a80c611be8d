using System.Runtime.Intrinsics.X86;
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

    /// <summary>Columns of patterns that the batch needs at most.</summary>
    public static int PatternColumns => MostPatterns + 1;

    /// <summary>Splits tables into batches.</summary>
    /// <param name="patterns">For each table the bytes of its patterns.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="width">Width of the vectors that will be used.</param>
    public static PatternBatch[] Of(PatternByte[][] patterns, PatternTable[] tables, VectorWidth width)
    {
        var batches = new List<PatternBatch>();
        for (var first = 0; first < tables.Length;)
        {
            var bytes = new List<PatternByte>();
            var end = first;
            var firstByte = new List<int>();
            for (; end < tables.Length && bytes.Count < MostPatterns; end++)
            {
                firstByte.Add(bytes.Count);
                bytes.AddRange(patterns[end]);
            }

            batches.Add(new PatternBatch([.. bytes], [.. Runs(tables[first..end], [.. firstByte], width == VectorWidth.Bits512 && Avx512Vbmi.IsSupported)]));
            first = end;
        }

        return [.. batches];
    }

    /// <summary>Adds what the tables say of rows to the output columns.</summary>
    /// <param name="ranks">Ranks of the rows.</param>
    /// <param name="patterns">Room for patterns: <see cref="PatternColumns"/> columns.</param>
    /// <param name="columns">Output columns.</param>
    /// <param name="offset">Where the rows stand in them.</param>
    /// <param name="width">Width of the vectors; all give the same bits.</param>
    public void Add(RankBlock ranks, RankBlock patterns, double[][] columns, int offset, VectorWidth width)
    {
        for (var p = 0; p < _patterns.Length; p++)
        {
            _patterns[p].Evaluate(ranks, patterns, p, width);
        }

        foreach (var run in _runs)
        {
            PatternKernels.Add(run, patterns, columns[run.Column].AsSpan(offset, ranks.Rows));
        }
    }

    private static IEnumerable<ColumnRun> Runs(PatternTable[] tables, int[] firstByte, bool bytes)
    {
        var byColumn = Enumerable.Range(0, tables.Length)
            .SelectMany(t => tables[t].Columns.Select(c => (Column: c, Table: t)))
            .Where(p => ColumnRun.Largest(tables[p.Table], p.Column) > 0)
            .GroupBy(p => (p.Column, Wide: tables[p.Table].Bits > 8))
            .OrderBy(g => g.Key);
        foreach (var group in byColumn)
        {
            int[] members = [.. group.Select(p => p.Table).OrderBy(t => tables[t].Bits).ThenBy(t => t)];
            var size = members.Sum(t => ColumnRun.PlaneLength(tables[t].Bits) * ColumnRun.Planes);
            var runs = Math.Max((size + RunBytes - 1) / RunBytes, (members.Length + ColumnRun.Most - 1) / ColumnRun.Most);
            foreach (var part in Enumerable.Range(0, runs).Select(r => members.Where((_, i) => i % runs == r).ToArray()).Where(part => part.Length > 0))
            {
                yield return new ColumnRun(group.Key.Column, [.. part.Select(t => tables[t])], [.. part.Select(t => firstByte[t])], bytes);
            }
        }
    }
}
