using System.Numerics;
using System.Runtime.InteropServices;

namespace ScoringAudit.Scoring;

/// <summary>Turns feature values into model inputs by the rules that <see cref="Feature"/> states. Immutable; safe to use from several threads.</summary>
/// <remarks>
/// A number: the value, or the training median where it is missing. A category: 1 in the slot of the row's level, or in the
/// "other" slot for a level not in the list, 0 elsewhere; all 0 where it is missing. The missing slot, where the feature has one,
/// is 1 where the value is missing and 0 elsewhere. A missing value in a feature without a missing slot therefore reads as the
/// median, or as all-zero.
/// </remarks>
public sealed class FeatureEncoder
{
    /// <summary>An encoder for a schema.</summary>
    public FeatureEncoder(FeatureSchema schema) => Schema = schema;

    /// <summary>The features and their slots.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>Encodes all features of a block.</summary>
    /// <param name="block">Feature values in the schema's order.</param>
    /// <param name="to">Slots of the schema; at least as many rows as the block.</param>
    /// <exception cref="ArgumentException">Features, slots or rows do not match.</exception>
    public void Encode(in FeatureBlock block, SlotBlock to)
    {
        if (block.Count != Schema.Count)
        {
            throw new ArgumentException($"The block has {block.Count} features, the schema has {Schema.Count}.", nameof(block));
        }

        for (var feature = 0; feature < Schema.Count; feature++)
        {
            EncodeFeature(feature, block[feature], to);
        }
    }

    /// <summary>Encodes one feature's values and leaves the other features' slots as they are.</summary>
    /// <param name="feature">Position in the schema.</param>
    /// <param name="values">Numbers, or level positions; missing is NaN.</param>
    /// <param name="to">Slots of the whole schema; at least as many rows as values.</param>
    /// <exception cref="ArgumentException">Slots or rows do not match.</exception>
    public void EncodeFeature(int feature, ReadOnlySpan<float> values, SlotBlock to)
    {
        if (to.Slots != Schema.Slots)
        {
            throw new ArgumentException($"The target has {to.Slots} slots, the schema has {Schema.Slots}.", nameof(to));
        }

        if (to.Rows < values.Length)
        {
            throw new ArgumentException($"The target has {to.Rows} rows, the block has {values.Length}.", nameof(to));
        }

        var f = Schema.Features[feature];
        if (f.Kind == FeatureKind.Number)
        {
            FillMissing(values, f.Median, to[f.FirstSlot]);
        }
        else
        {
            for (var slot = 0; slot <= f.Levels.Count; slot++)
            {
                to[f.FirstSlot + slot][..values.Length].Clear();
            }

            for (var row = 0; row < values.Length; row++)
            {
                if (!float.IsNaN(values[row]))
                {
                    // A position past the list cannot come from a reader; it is an unseen level too.
                    to[f.FirstSlot + Math.Clamp((int)values[row], 0, f.Levels.Count)][row] = 1;
                }
            }
        }

        if (f.HasMissingSlot)
        {
            var missing = to[f.FirstSlot + f.Slots - 1];
            for (var row = 0; row < values.Length; row++)
            {
                missing[row] = float.IsNaN(values[row]) ? 1 : 0;
            }
        }
    }

    private static void FillMissing(ReadOnlySpan<float> values, float median, Span<float> to)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var targets = MemoryMarshal.Cast<float, Vector<float>>(to);
        var fill = new Vector<float>(median);
        for (var i = 0; i < vectors.Length; i++)
        {
            var v = vectors[i];
            targets[i] = Vector.ConditionalSelect(Vector.Equals(v, v), v, fill);
        }

        for (var row = vectors.Length * Vector<float>.Count; row < values.Length; row++)
        {
            to[row] = float.IsNaN(values[row]) ? median : values[row];
        }
    }
}
