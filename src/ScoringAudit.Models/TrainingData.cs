using System.Globalization;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Models;

/// <summary>The rows that train: features, outcomes and weights, and what was left out.</summary>
internal sealed class TrainingData
{
    private TrainingData(FeatureMatrix features, bool[] adverse, float[] weights, Dictionary<string, long> dropped, Dictionary<string, long> imputed)
    {
        Features = features;
        Adverse = adverse;
        Weights = weights;
        Dropped = dropped;
        Imputed = imputed;
    }

    public FeatureMatrix Features { get; }

    public FeatureSchema Schema => Features.Schema;

    public int Rows => Features.Rows;

    public bool[] Adverse { get; }

    /// <summary>Weights of mean 1, or empty.</summary>
    public float[] Weights { get; }

    public Dictionary<string, long> Dropped { get; }

    public Dictionary<string, long> Imputed { get; }

    public static TrainingData Read(IPortfolio rows, TrainingPlan plan)
    {
        var source = rows.Schema.Source;
        var outcome = plan.Roles.Outcome ?? throw new AuditDataException(
            $"{source}: the plan names no outcome, so there is nothing to learn. Expected columns.outcome with a column and the value that is adverse. Add it to the plan.");
        var roles = FeatureRoles(rows.Schema, plan.Roles);
        var bound = BinaryColumn.Bind(rows.Schema, outcome.Column, outcome.Adverse, "columns.outcome.adverse");
        var labels = new Labels(bound, plan.Roles.Weight is { } w ? rows.Schema.Require(w, "columns.weight") : null);
        labels.Read(rows, plan.Training);
        bound.RequireBoth(rows, labels.Positives, labels.Negatives);
        var use = labels.Use.ToArray();
        var schema = FeatureSchema.Fit(rows, roles, use);
        var matrix = FeatureMatrix.Read(rows, schema, use);
        var imputed = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var f = 0; f < schema.Count; f++)
        {
            var missing = matrix.Columns[f].LongCount(float.IsNaN);
            if (missing > 0)
            {
                imputed[schema.Features[f].Name] = missing;
            }
        }

        return new TrainingData(matrix, [.. labels.Adverse], labels.NormalisedWeights(source), labels.Dropped, imputed);
    }

    /// <summary>Encoded rows for a trainer; null takes all.</summary>
    public PortfolioDataView ToDataView(Func<int, bool>? take = null)
    {
        var encoder = new FeatureEncoder(Schema);
        var slots = SlotBlock.OfLength(Schema.Slots, Math.Min(Batch.MaxRows, Rows));
        var chunks = new List<TrainingChunk>();
        for (var start = 0; start < Rows; start += Batch.MaxRows)
        {
            var count = Math.Min(Batch.MaxRows, Rows - start);
            encoder.Encode(Features.All.Slice(start, count), slots.Slice(0, count));
            int[] kept = [.. Enumerable.Range(0, count).Where(row => take is null || take(start + row))];
            if (kept.Length > 0)
            {
                chunks.Add(Chunk(slots, start, kept));
            }
        }

        return new PortfolioDataView([.. Schema.Features.SelectMany(f => f.SlotNames())], chunks);
    }

    /// <summary>Encoded rows without weights, each as often as its weight says: for a trainer that cannot read weights.</summary>
    /// <remarks>Row i stands ⌊kC_i⌋ − ⌊kC_(i−1)⌋ times, with C the running sum of the weights (mean 1): the copies of any run of rows are within one of k times their weight.</remarks>
    /// <param name="repeats">k: copies of a row of mean weight.</param>
    public PortfolioDataView ToRepeatedView(int repeats)
    {
        var encoder = new FeatureEncoder(Schema);
        var slots = SlotBlock.OfLength(Schema.Slots, Math.Min(Batch.MaxRows, Rows));
        var chunks = new List<TrainingChunk>();
        var (sum, given) = (0.0, 0L);
        for (var start = 0; start < Rows; start += Batch.MaxRows)
        {
            var count = Math.Min(Batch.MaxRows, Rows - start);
            encoder.Encode(Features.All.Slice(start, count), slots.Slice(0, count));
            var kept = new List<int>();
            for (var row = 0; row < count; row++)
            {
                sum += Weights[start + row];
                for (; given < (long)Math.Floor((repeats * sum) + 1e-6); given++)
                {
                    kept.Add(row);
                }
            }

            if (kept.Count > 0)
            {
                chunks.Add(Chunk(slots, start, [.. kept]) with { Weights = [] });
            }
        }

        return new PortfolioDataView([.. Schema.Features.SelectMany(f => f.SlotNames())], chunks);
    }

    private TrainingChunk Chunk(SlotBlock slots, int start, int[] kept)
    {
        // Transposed in tiles, so that a slot's values are read from the cache line that they share.
        const int tile = 64;
        var values = new float[kept.Length * slots.Slots];
        for (var from = 0; from < kept.Length; from += tile)
        {
            var to = Math.Min(from + tile, kept.Length);
            for (var slot = 0; slot < slots.Slots; slot++)
            {
                var column = slots[slot];
                for (var i = from; i < to; i++)
                {
                    values[(i * slots.Slots) + slot] = column[kept[i]];
                }
            }
        }

        return new TrainingChunk(
            kept.Length,
            values,
            [.. kept.Select(row => Adverse[start + row])],
            Weights.Length == 0 ? [] : [.. kept.Select(row => Weights[start + row])]);
    }

    private static IReadOnlyList<FeatureRole> FeatureRoles(PortfolioSchema schema, Roles roles)
    {
        if (roles.Features is { } listed)
        {
            var leak = listed.FirstOrDefault(f => f.Column == roles.Outcome!.Column);
            return leak is null && listed.Count > 0 ? listed : throw new AuditDataException(
                leak is null
                    ? $"{schema.Source}: the plan lists no feature. Expected at least one under features. Add one, or leave the key out to use every column without a role."
                    : $"{schema.Source}: column '{leak.Column}' is the outcome and a feature too, so the score would read its own answer. Expected each in one role. Remove it from features.");
        }

        // An identifier (a name, a street) would be one slot for each person: never a feature by default.
        var taken = roles.NonFeatureColumns().ToHashSet(StringComparer.Ordinal);
        FeatureRole[] free = [.. schema.Columns.Where(c => c.Kind != ColumnKind.Identifier && !taken.Contains(c.Name)).Select(c => FeatureRole.Of(c.Name))];
        return free.Length > 0 ? free : throw new AuditDataException(
            $"{schema.Source}: every column has another role, so no feature is left. Expected at least one column that the score may read. List it under features.");
    }

    private sealed class Labels(BinaryColumn outcome, ColumnId? weight)
    {
        private readonly List<double> _weights = [];

        public List<bool> Use { get; } = [];

        public List<bool> Adverse { get; } = [];

        public long Positives { get; private set; }

        public long Negatives { get; private set; }

        public Dictionary<string, long> Dropped { get; } = new(StringComparer.Ordinal);

        public void Read(IPortfolio rows, bool[]? training)
        {
            using var reader = rows.Open(weight is { } w ? [outcome.Id, w] : [outcome.Id]);
            var labels = new sbyte[Batch.MaxRows];
            var weights = new double[Batch.MaxRows];
            while (reader.Read(out var batch))
            {
                outcome.Read(batch, 0, labels);
                if (weight is not null)
                {
                    batch.CopyNumbers(1, weights);
                }

                for (var row = 0; row < batch.Rows; row++)
                {
                    var at = batch.FirstRow + row;
                    if (training is not null && at >= training.Length)
                    {
                        throw new ArgumentException($"There are {training.Length} training flags; the portfolio has more rows.", nameof(training));
                    }

                    Use.Add((training is null || training[at]) && Take(rows.Schema, at, labels[row], weight is null ? 1 : weights[row]));
                }
            }

            if (training is not null && Use.Count != training.Length)
            {
                throw new ArgumentException($"There are {training.Length} training flags for {Use.Count} rows.", nameof(training));
            }
        }

        public float[] NormalisedWeights(string source)
        {
            if (weight is null)
            {
                return [];
            }

            var mean = _weights.Average();
            return mean > 0 ? [.. _weights.Select(w => (float)(w / mean))] : throw new AuditDataException($"{source}: all weights are 0.");
        }

        private bool Take(PortfolioSchema schema, long row, sbyte label, double rowWeight)
        {
            if (!double.IsFinite(rowWeight) || rowWeight < 0)
            {
                throw new AuditDataException(
                    string.Create(CultureInfo.InvariantCulture, $"{schema.Source}: row {row + 1}, column '{schema[weight!.Value].Name}': the weight is {(double.IsNaN(rowWeight) ? "missing" : rowWeight < 0 ? "negative" : "infinite")}. Expected a finite number of at least 0. Correct the weight, or leave columns.weight out."));
            }

            if (label < 0)
            {
                Dropped["the outcome is missing"] = Dropped.GetValueOrDefault("the outcome is missing") + 1;
                return false;
            }

            if (rowWeight == 0)
            {
                Dropped["the weight is 0"] = Dropped.GetValueOrDefault("the weight is 0") + 1;
                return false;
            }

            Adverse.Add(label == 1);
            _weights.Add(rowWeight);
            Positives += label;
            Negatives += 1 - label;
            return true;
        }
    }
}
