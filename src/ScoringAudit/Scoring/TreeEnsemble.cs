namespace ScoringAudit.Scoring;

/// <summary>A weighted sum of decision trees and the line that turns it into log-odds. Scores by walking each tree: the reference for faster scorers.</summary>
/// <remarks>
/// raw = (float)(bias + Σ weight · leaf), summed in double precision in tree order and then cast, as ML.NET does;
/// log-odds = −(slope · raw + offset), which is the Platt calibrator p = 1 / (1 + exp(slope · raw + offset)) of ML.NET.
/// </remarks>
public sealed class TreeEnsemble : ISlotModel
{
    private readonly DecisionTree[] _trees;

    /// <summary>An ensemble.</summary>
    /// <param name="slots">Number of slots that a row has.</param>
    /// <param name="trees">The trees in order.</param>
    /// <param name="bias">Constant of the raw score.</param>
    /// <param name="slope">Slope of the calibrator; −1 where the raw score is log-odds already.</param>
    /// <param name="offset">Offset of the calibrator.</param>
    /// <exception cref="ArgumentException">A tree reads a slot that does not exist, or a number is not finite.</exception>
    public TreeEnsemble(int slots, IReadOnlyList<DecisionTree> trees, double bias = 0, double slope = -1, double offset = 0)
    {
        if (!double.IsFinite(bias) || !double.IsFinite(slope) || !double.IsFinite(offset))
        {
            throw new ArgumentException("Bias, slope and offset must be finite.");
        }

        _trees = [.. trees];
        for (var t = 0; t < _trees.Length; t++)
        {
            if (_trees[t].SlotsUsed() is { Count: > 0 } used && used[^1] >= slots)
            {
                throw new ArgumentException($"Tree {t} reads slot {used[^1]}, there are {slots} slots.", nameof(trees));
            }
        }

        Slots = slots;
        Bias = bias;
        Slope = slope;
        Offset = offset;
    }

    /// <inheritdoc/>
    public int Slots { get; }

    /// <summary>The trees in order.</summary>
    public IReadOnlyList<DecisionTree> Trees => _trees;

    /// <summary>Constant of the raw score.</summary>
    public double Bias { get; }

    /// <summary>Slope of the calibrator: log-odds = −(slope · raw + offset).</summary>
    public double Slope { get; }

    /// <summary>Offset of the calibrator.</summary>
    public double Offset { get; }

    /// <summary>Raw score of one row: ML.NET's Score column, bit for bit.</summary>
    public float RawScoreRow(ReadOnlySpan<float> slots)
    {
        var sum = Bias;
        foreach (var tree in _trees)
        {
            sum += tree.Weight * tree.LeafValues[tree.LeafOf(slots)];
        }

        return (float)sum;
    }

    /// <summary>Log-odds of one row.</summary>
    public double ScoreRow(ReadOnlySpan<float> slots) => ToLogOdds(RawScoreRow(slots));

    /// <summary>Raw scores of a block: ML.NET's Score column, for the round-trip gate.</summary>
    public void RawScore(SlotBlock columns, Span<float> raw)
    {
        var slots = new float[Slots];
        for (var row = 0; row < columns.Rows; row++)
        {
            columns.CopyRow(row, slots);
            raw[row] = RawScoreRow(slots);
        }
    }

    /// <inheritdoc/>
    public void Score(SlotBlock columns, Span<double> logOdds)
    {
        var slots = new float[Slots];
        for (var row = 0; row < columns.Rows; row++)
        {
            columns.CopyRow(row, slots);
            logOdds[row] = ScoreRow(slots);
        }
    }

    /// <summary>Log-odds of a raw score.</summary>
    public double ToLogOdds(float raw) => -((Slope * raw) + Offset);
}
