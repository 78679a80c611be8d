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
    public static (double[][] Values, double[] Predictions) Explain(PatternEngine engine, EncodedScorer scorer, FeatureBlock rows, int threads, CancellationToken cancel)
    {
        if (rows.Count != scorer.Features.Count)
        {
            throw new ArgumentException($"The block has {rows.Count} features, the score has {scorer.Features.Count}.", nameof(rows));
        }

        var values = new double[engine.Columns][];
        for (var c = 0; c < values.Length; c++)
        {
            values[c] = new double[rows.Rows];
        }

        var predictions = new double[rows.Rows];
        var chunks = (rows.Rows + ChunkRows - 1) / ChunkRows;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel };
        Parallel.For(0, chunks, parallel, () => new PatternScratch(), (chunk, _, scratch) =>
        {
            var start = chunk * ChunkRows;
            var size = Math.Min(ChunkRows, rows.Rows - start);
            engine.Explain(Encode(scorer.Features, rows.Slice(start, size)), values, predictions, start, scratch);
            return scratch;
        }, _ => { });
        return (values, predictions);
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
