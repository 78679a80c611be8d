using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>How much of what moves a score comes from other people's records: E|φ_A| / (E|φ_A| + E|φ_O|).</summary>
/// <remarks>
/// φ are exact interventional Shapley values of the game with two players, own record (O) and everything else (A), on log-odds (points for a
/// scorecard, with its limits); background and expectation are the audited rows. With two players φ_A is the mean of two orders:
/// ½[(v(A) − v(∅)) + (f − v(O))]. In [0, 1]; exactly 0 iff A never moves the score; undefined for a constant score. It describes the fixed
/// model: not what causes the outcome, nor what own features inherit from neighbours. Sources: Shapley 1953; Owen 1977 (quotient game);
/// Janzing, Minorics and Blöbaum 2020 (interventional).
/// </remarks>
public static class AssociationShare
{
    /// <summary>Measures the share and its companions.</summary>
    /// <param name="scorer">The score.</param>
    /// <param name="rows">The audited rows; at least one.</param>
    /// <param name="options">Threads and sample sizes; null: the defaults.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="ArgumentException">There is no row, or the rows have other features than the score.</exception>
    public static AssociationShareResult Measure(IScorer scorer, FeatureMatrix rows, AssociationShareOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new AssociationShareOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SampledBackground, 1, nameof(options));
        if (rows.Rows == 0)
        {
            throw new ArgumentException("There is no row to explain.", nameof(rows));
        }

        if (!scorer.Features.Features.Select(f => f.Name).SequenceEqual(rows.Schema.Features.Select(f => f.Name), StringComparer.Ordinal))
        {
            throw new ArgumentException("The rows have other features than the score.", nameof(rows));
        }

        var shares = Shares(options.Weights, rows.Rows);
        var game = OwnAndOthersGame.Of(scorer, rows, options, cancel);
        var (mean, own, others) = game.Solve([shares], cancel)[0];
        return new AssociationShareResult(scorer.Features, rows, game, options.Weights is null ? null : shares, mean, own, others);
    }

    /// <summary>Measures the share as it would be if some features were another's record: the companion for suspects of origin_check.</summary>
    /// <param name="scorer">The score.</param>
    /// <param name="rows">The audited rows.</param>
    /// <param name="moved">Names of the features that count as another's record.</param>
    /// <param name="options">Threads and sample sizes; null: the defaults.</param>
    /// <param name="cancel">Stops the work.</param>
    public static AssociationShareResult MeasureMoved(IScorer scorer, FeatureMatrix rows, IReadOnlySet<string> moved, AssociationShareOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var other = DeclaredOrigins.Moved(scorer, moved);
        return Measure(other, new FeatureMatrix(other.Features, rows.Columns), options, cancel);
    }

    internal static double[] Shares(double[]? weights, int rows)
    {
        if (weights is null)
        {
            var equal = new double[rows];
            Array.Fill(equal, 1.0 / rows);
            return equal;
        }

        if (weights.Length != rows || weights.Any(w => !double.IsFinite(w) || w < 0) || !(weights.Sum() > 0))
        {
            throw new ArgumentException($"Expected {rows} finite weights of at least 0 with a positive sum.", nameof(weights));
        }

        var sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }

    /// <summary>What replacing everything else by another row's does: the donor is a random other row, all its associative features together.</summary>
    /// <param name="scorer">The score.</param>
    /// <param name="rows">The audited rows.</param>
    /// <param name="favourable">Decides from a score on the score's own scale; null: no decisions.</param>
    /// <param name="streams">Parent of the stream "association-share".</param>
    /// <param name="options">Donors and threads; null: the defaults.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <returns>Mean absolute change in points, and the share of (row, donor) pairs whose decision changes; undefined where it cannot be told.</returns>
    public static (Estimate Points, Estimate DecisionChanges) Replace(
        IScorer scorer, FeatureMatrix rows, Func<double, bool>? favourable, Streams streams, AssociationShareOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new AssociationShareOptions();
        if (rows.Rows < 2)
        {
            return (Estimate.Undefined("there is no other row"), Estimate.Undefined("there is no other row"));
        }

        var sequence = streams.Derive("association-share").Sequence();
        double[] scores = new double[rows.Rows], replaced = new double[rows.Rows];
        ParallelScoring.Score(scorer, rows.All, scores, options.Threads, cancel);
        var donors = new int[rows.Rows];
        var sum = 0.0;
        long changes = 0;
        for (var k = 0; k < options.Donors; k++)
        {
            for (var row = 0; row < donors.Length; row++)
            {
                var donor = sequence.NextBelow(donors.Length - 1);
                donors[row] = donor >= row ? donor + 1 : donor;
            }

            float[][] columns = [.. rows.Columns.Select((column, f) =>
                rows.Schema.Features[f].Origin == Origin.Own ? column : Array.ConvertAll(donors, d => column[d]))];
            ParallelScoring.Score(scorer, new FeatureBlock(columns, 0, rows.Rows), replaced, options.Threads, cancel);
            for (var row = 0; row < donors.Length; row++)
            {
                sum += Math.Abs(scorer.Scale.ToPoints(replaced[row]) - scorer.Scale.ToPoints(scores[row]));
                changes += favourable is not null && favourable(replaced[row]) != favourable(scores[row]) ? 1 : 0;
            }
        }

        var pairs = (double)rows.Rows * options.Donors;
        return (Estimate.Of(sum / pairs), favourable is null ? Estimate.Undefined("there is no decision") : Estimate.Of(changes / pairs));
    }
}
