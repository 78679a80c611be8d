using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Explanation;

/// <summary>How far the association share depends on which rows happened to train: trained again on whole blocks of training rows drawn with replacement.</summary>
/// <remarks>
/// share ± t(B − 1) · standard deviation of the shares of B refits, all measured on the audited rows as they are (block bootstrap with normal-theory limits:
/// Efron and Tibshirani 1993, section 12.2; blocks: Künsch 1989). It speaks of this training procedure on other training rows. It does not test whether
/// there is any share: training gives irrelevant features a share too, see <see cref="RetrainedNull"/>.
/// </remarks>
public static class RetrainedShare
{
    /// <summary>Fewest refits.</summary>
    public const int FewestRefits = 5;

    /// <summary>Trains again and measures.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="rows">The portfolio that trained the score.</param>
    /// <param name="plan">The plan that trained it.</param>
    /// <param name="blocks">Block of each row of the portfolio; null: rows are independent.</param>
    /// <param name="share">The score's association share on the audited rows.</param>
    /// <param name="audited">The audited rows.</param>
    /// <param name="refits">Trainings; at least 5.</param>
    /// <param name="level">Nominal coverage.</param>
    /// <param name="streams">Parent of the stream "retrained-share".</param>
    /// <param name="options">How shares are measured; null: the defaults.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <returns>The share with its interval; no interval where a refit gives other features, or fewer than two blocks train.</returns>
    public static IntervalEstimate Measure(
        ITrainer trainer,
        IPortfolio rows,
        TrainingPlan plan,
        int[]? blocks,
        Estimate share,
        FeatureMatrix audited,
        int refits,
        double level,
        Streams streams,
        AssociationShareOptions? options = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(audited);
        ArgumentOutOfRangeException.ThrowIfLessThan(refits, FewestRefits);
        var table = new MemoryRows(rows);
        int[] training = [.. Enumerable.Range(0, table.Rows).Where(i => plan.Training?[i] ?? true)];
        int[][] units = [.. training.GroupBy(i => blocks?[i] ?? i).Select(g => g.ToArray())];
        if (!share.IsDefined || units.Length < 2)
        {
            return new IntervalEstimate(share, null, IntervalMethods.None, Clusters: units.Length);
        }

        var everything = rows.Schema.Columns.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        var shares = new List<double>();
        for (var refit = 0; refit < refits; refit++)
        {
            cancel.ThrowIfCancellationRequested();
            var sequence = streams.Derive("retrained-share").Derive((long)refit).Sequence();
            var again = trainer.Train(table.With(everything, Draw(sequence, table.Rows, training, units)), plan, cancel).Scorer;
            if (!RetrainedNull.Fits(again.Features, audited.Schema))
            {
                return new IntervalEstimate(share, null, IntervalMethods.None, Clusters: units.Length);
            }

            shares.Add(AssociationShare.Measure(again, new FeatureMatrix(again.Features, audited.Columns), options, cancel).Share().Or(0));
        }

        var mean = shares.Sum() / shares.Count;
        var deviation = Math.Sqrt(shares.Sum(s => (s - mean) * (s - mean)) / (shares.Count - 1));
        var half = StudentQuantile.TwoSided(level, shares.Count - 1) * deviation;
        return new IntervalEstimate(
            share, new Interval(Math.Max(0, share.Value - half), Math.Min(1, share.Value + half), level), IntervalMethods.BlockBootstrapRefitT, Clusters: units.Length);
    }

    // As many training rows as there are, whole blocks one after the other, the last one cut; rows that do not train stay as they are.
    private static int[] Draw(RandomSequence sequence, int rows, int[] training, int[][] units)
    {
        var from = Enumerable.Range(0, rows).ToArray();
        for (var at = 0; at < training.Length;)
        {
            foreach (var row in units[sequence.NextBelow(units.Length)])
            {
                if (at < training.Length)
                {
                    from[training[at++]] = row;
                }
            }
        }

        return from;
    }
}
