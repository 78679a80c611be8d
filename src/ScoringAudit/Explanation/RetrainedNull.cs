using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>What share a training procedure gives to associative features that tell nothing beyond own: trained again, many times, on rows whose associative block was dealt out anew.</summary>
/// <remarks>
/// The training rows are sorted by what their own record foretells of the associative features (least squares) and cut into strata of like size; within a stratum these
/// features change owners, all of a row together, so that they stay alike among themselves and keep their relation to own, but lose any
/// other to the outcome. Strata hold about ten rows. Where rows share blocks (streets), whole blocks change owners, within strata of their mean: neighbours keep sharing what they
/// share, and outcomes that cluster for other reasons are as likely to go along with it by chance as they were. A null model is measured as the score was: where audited
/// rows trained, on the values that they were dealt (a tree cuts out its own training rows, so on other values its share is another quantity, and
/// the test rejects a true null too often); rows that did not train stay as they are. A test of "no share beyond what training
/// invents", not of "no share": the share itself is exact. Sources: Candès, Fan, Janson and Lv 2018 (conditional randomisation);
/// Phipson and Smyth 2010 (the p-value's + 1); Besag and Clifford 1991 (sequential stopping: where three null shares are as large, more cannot make the p-value small).
/// </remarks>
public static class RetrainedNull
{
    // Small enough that own foretells the same within a stratum, large enough that nine of ten values change owners.
    private const int RowsOfStratum = 10;
    private const int BlocksOfStratum = 5;
    private const int MostStrataOfBlocks = 20;

    /// <summary>Null shares as large as the score's after which no more are drawn: the p-value is then this over their number.</summary>
    public const int StopAfter = 3;

    /// <summary>Trains under the null and compares.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="rows">The portfolio that trained the score.</param>
    /// <param name="plan">The plan that trained it.</param>
    /// <param name="scorer">The score.</param>
    /// <param name="share">Its association share on the audited rows.</param>
    /// <param name="audited">The audited rows.</param>
    /// <param name="refits">Most trainings; at least 1.</param>
    /// <param name="streams">Parent of the stream "retrained-null".</param>
    /// <param name="options">How shares are measured; null: the defaults.</param>
    /// <param name="blocks">Block of each row of the portfolio; null: rows are independent.</param>
    /// <param name="trainedAs">For each audited row its row in the portfolio, −1 where it is not there; null: no audited row trained.</param>
    /// <param name="cancel">Stops the work.</param>
    public static RetrainedNullResult Measure(
        ITrainer trainer,
        IPortfolio rows,
        TrainingPlan plan,
        IScorer scorer,
        Estimate share,
        FeatureMatrix audited,
        int refits,
        Streams streams,
        AssociationShareOptions? options = null,
        int[]? blocks = null,
        int[]? trainedAs = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(audited);
        ArgumentOutOfRangeException.ThrowIfLessThan(refits, 1);
        if (trainedAs is not null)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(trainedAs.Length, audited.Rows, nameof(trainedAs));
        }

        if (!share.IsDefined)
        {
            return new RetrainedNullResult(share, [], double.NaN);
        }

        var strata = StrataOf(scorer, rows, plan.Training, blocks);
        var associative = scorer.Features.Features.Where(f => f.Origin != Origin.Own).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var table = new MemoryRows(rows);
        var shares = new List<double>();
        for (var refit = 0; refit < refits; refit++)
        {
            cancel.ThrowIfCancellationRequested();
            var sequence = streams.Derive("retrained-null").Derive((long)refit).Sequence();
            var from = Enumerable.Range(0, table.Rows).ToArray();
            foreach (var stratum in strata)
            {
                var dealt = (int[][])stratum.Clone();
                sequence.Shuffle(dealt.AsSpan());
                for (var i = 0; i < stratum.Length; i++)
                {
                    // Rows of a block stand in the order of what own foretells: like takes from like.
                    int[] to = stratum[i], giver = dealt[i];
                    for (var k = 0; k < to.Length; k++)
                    {
                        from[to[k]] = giver[(int)((long)k * giver.Length / to.Length)];
                    }
                }
            }

            var dealtRows = table.With(associative, from);
            var again = trainer.Train(dealtRows, plan, cancel).Scorer;
            if (!Fits(again.Features, audited.Schema))
            {
                return new RetrainedNullResult(Estimate.Undefined("training again gives other features"), [], double.NaN);
            }

            // A null model that is constant gives nothing a share.
            shares.Add(AssociationShare.Measure(again, AsTrained(again.Features, dealtRows, audited, trainedAs), options, cancel).Share().Or(0));
            if (shares.Count(s => s >= share.Value) == StopAfter)
            {
                break;
            }
        }

        var larger = shares.Count(s => s >= share.Value);
        var p = larger == StopAfter ? (double)larger / shares.Count : (1.0 + larger) / (1 + shares.Count);
        return new RetrainedNullResult(Estimate.Of(share.Value - (shares.Sum() / shares.Count)), shares, p);
    }

    // Strata of blocks, a block being its rows; a row for itself where rows are independent.
    private static List<int[][]> StrataOf(IScorer scorer, IPortfolio rows, bool[]? training, int[]? blocks)
    {
        var own = new ConditionalFits(FeatureMatrix.Read(rows, scorer.Features, training)).ToldByOwn();
        var at = training is null ? Enumerable.Range(0, own.Length).ToArray() : [.. Enumerable.Range(0, training.Length).Where(i => training[i])];
        int[][] order = [.. Enumerable.Range(0, own.Length)
            .GroupBy(i => blocks?[at[i]] ?? i)
            .Select(g => g.OrderBy(i => own[i]).ThenBy(i => i).ToArray())
            .OrderBy(g => g.Sum(i => own[i]) / g.Length).ThenBy(g => g[0])
            .Select(g => Array.ConvertAll(g, i => at[i]))];

        // Fewer units in a stratum, and there is little to deal.
        var count = blocks is null ? Math.Max(1, order.Length / RowsOfStratum) : Math.Clamp(order.Length / BlocksOfStratum, 1, MostStrataOfBlocks);
        var strata = new List<int[][]>();
        for (var s = 0; s < count; s++)
        {
            int start = (int)((long)s * order.Length / count), end = (int)((long)(s + 1) * order.Length / count);
            strata.Add(order[start..end]);
        }

        return strata;
    }

    // Audited rows, those that trained with the values that they trained with.
    private static FeatureMatrix AsTrained(FeatureSchema features, IPortfolio dealt, FeatureMatrix audited, int[]? trainedAs)
    {
        if (trainedAs is null)
        {
            return new FeatureMatrix(features, audited.Columns);
        }

        var trained = FeatureMatrix.Read(dealt, features);
        return new FeatureMatrix(features, [.. audited.Columns.Select((column, f) => trainedAs.Select((row, i) => row < 0 ? column[i] : trained.Columns[f][row]).ToArray())]);
    }

    /// <summary>Whether two scores read the same features in the same form.</summary>
    internal static bool Fits(FeatureSchema a, FeatureSchema b) =>
        a.Count == b.Count && a.Features.Zip(b.Features).All(p =>
            p.First.Name == p.Second.Name && p.First.Kind == p.Second.Kind && p.First.Levels.SequenceEqual(p.Second.Levels, StringComparer.Ordinal));
}
