using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>What every tree explanation does with rows: encode, build an engine, run it in chunks.</summary>
internal static class TreeRows
{
    private const int ChunkRows = 2048;

    public static PatternEngine Build(
        EncodedScorer scorer, Background background, PlayerSet players, AllocationKind kind, bool pathDependent, TreeShapleyOptions options, CancellationToken cancel)
    {
        CheckSchema(scorer, background.Rows.Schema, nameof(background));
        CheckSchema(scorer, players.Schema, nameof(players));
        if (scorer.Model is not BitVectorScorer trees)
        {
            throw new ArgumentException("The score is not a tree ensemble.", nameof(scorer));
        }

        return PatternEngine.Build(trees, players, kind, pathDependent, Encode(scorer.Features, background.Rows.All), background.Shares(), options, cancel);
    }

    /// <summary>Encodes rows.</summary>
    public static SlotBlock Encode(FeatureSchema schema, FeatureBlock rows)
    {
        var slots = SlotBlock.OfLength(schema.Slots, rows.Rows);
        new FeatureEncoder(schema).Encode(rows, slots);
        return slots;
    }

    /// <summary>Runs an engine over rows; each row's numbers are the same for any number of threads.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="scorer">Who encodes the rows.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="summands">How many of the first columns must sum to score − base in every row; 0: nothing is checked.</param>
    /// <param name="threads">Most threads at work.</param>
    /// <param name="cancel">Stops the work between chunks of rows.</param>
    /// <returns>Columns, scores, and the largest gap between score and sum.</returns>
    public static (double[][] Values, double[] Predictions, double Error) Explain(
        PatternEngine engine, EncodedScorer scorer, FeatureBlock rows, int summands, int threads, CancellationToken cancel)
    {
        if (rows.Count != scorer.Features.Count)
        {
            throw new ArgumentException($"The block has {rows.Count} features, the score has {scorer.Features.Count}.", nameof(rows));
        }

        // Each worker clears its own rows: first touch of the memory is part of the work that is shared out.
        var values = new double[engine.Columns][];
        for (var c = 0; c < values.Length; c++)
        {
            values[c] = GC.AllocateUninitializedArray<double>(rows.Rows);
        }

        var predictions = GC.AllocateUninitializedArray<double>(rows.Rows);
        var errors = new double[(rows.Rows + ChunkRows - 1) / ChunkRows];
        var encoder = new FeatureEncoder(scorer.Features);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel };
        Parallel.ForEach(OneByOne.Range(errors.Length), parallel, PatternScratch.Take, (chunk, _, scratch) =>
        {
            var start = chunk * ChunkRows;
            var size = Math.Min(ChunkRows, rows.Rows - start);
            foreach (var column in values)
            {
                Array.Clear(column, start, size);
            }

            var slots = scratch.Slots(scorer.Features.Slots, size);
            encoder.Encode(rows.Slice(start, size), slots);
            engine.Explain(slots, values, predictions, start, scratch);
            errors[chunk] = summands == 0 ? 0 : Additivity.Check(values.AsSpan(0, summands), engine.Expected, predictions, start, size);
            return scratch;
        }, scratch => scratch.Return());
        return (values, predictions, errors.DefaultIfEmpty(0).Max());
    }

    /// <summary>Refuses rows of other features.</summary>
    public static void CheckSchema(EncodedScorer scorer, FeatureSchema schema, string name)
    {
        var expected = scorer.Features;
        if (ReferenceEquals(expected, schema))
        {
            return;
        }

        for (var f = 0; f < Math.Min(expected.Count, schema.Count); f++)
        {
            if (expected.Features[f].Name != schema.Features[f].Name || expected.Features[f].FirstSlot != schema.Features[f].FirstSlot)
            {
                throw new ArgumentException($"Feature {f} is '{schema.Features[f].Name}', the score's is '{expected.Features[f].Name}'.", name);
            }
        }

        if (expected.Count != schema.Count)
        {
            throw new ArgumentException($"There are {schema.Count} features, the score has {expected.Count}.", name);
        }
    }
}
