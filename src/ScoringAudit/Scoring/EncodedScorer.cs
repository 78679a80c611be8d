using System.Collections.Concurrent;
using System.Numerics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Scoring;

/// <summary>A score made of an encoder and a model over slots. Encodes and scores in blocks of rows with pooled buffers; safe to use from several threads.</summary>
public sealed class EncodedScorer : IScorer
{
    private const int BlockRows = 2048;

    private readonly FeatureEncoder _encoder;
    private readonly ConcurrentBag<SlotBlock> _rooms = [];

    /// <summary>A scorer.</summary>
    /// <param name="features">The features and their slots.</param>
    /// <param name="model">The model over those slots.</param>
    /// <param name="scale"><see cref="ScoreScale.AdverseLogOdds"/> or <see cref="ScoreScale.AdverseProbability"/>.</param>
    /// <exception cref="ArgumentException">The number of slots differs, or the scale is another.</exception>
    public EncodedScorer(FeatureSchema features, ISlotModel model, ScoreScale scale)
    {
        if (model.Slots != features.Slots)
        {
            throw new ArgumentException($"The model reads {model.Slots} slots, the features have {features.Slots}.", nameof(model));
        }

        if (scale != ScoreScale.AdverseLogOdds && scale != ScoreScale.AdverseProbability)
        {
            throw new ArgumentException($"The scale must be the adverse outcome's log-odds or probability, not {scale}.", nameof(scale));
        }

        Model = model;
        Scale = scale;
        _encoder = new FeatureEncoder(features);
    }

    /// <inheritdoc/>
    public FeatureSchema Features => _encoder.Schema;

    /// <inheritdoc/>
    public ScoreScale Scale { get; }

    /// <summary>The model over slots.</summary>
    public ISlotModel Model { get; }

    /// <inheritdoc/>
    public void Score(in FeatureBlock columns, Span<double> scores)
    {
        var size = Math.Min(BlockRows, columns.Rows);
        var room = _rooms.TryTake(out var used) && used.Rows >= size ? used : SlotBlock.Lasting(Features.Slots, (int)BitOperations.RoundUpToPowerOf2((uint)size));
        for (var start = 0; start < columns.Rows; start += size)
        {
            var rows = Math.Min(size, columns.Rows - start);
            var block = room.Slice(0, rows);
            _encoder.Encode(columns.Slice(start, rows), block);
            var part = scores.Slice(start, rows);
            Model.Score(block, part);
            ToScale(part);
        }

        _rooms.Add(room);
    }

    /// <summary>Turns log-odds into scores on <see cref="Scale"/>, in place.</summary>
    /// <remarks>Plain scalar arithmetic: a row's score has the same bits wherever it stands in a block.</remarks>
    internal void ToScale(Span<double> logOdds)
    {
        if (Scale.Kind != ScoreKind.Probability)
        {
            return;
        }

        for (var row = 0; row < logOdds.Length; row++)
        {
            logOdds[row] = 1 / (1 + Math.Exp(-logOdds[row]));
        }
    }
}
