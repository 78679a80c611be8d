using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Scoring;

/// <summary>A score whose law on a network is known, and what it would be if links or linked records were other.</summary>
/// <remarks>
/// s = clip(fixed + level·(W s − centre) − worst·max over read rows of (cut − s)⁺ − listed·(share of listed rows among those read)), solved to the fixpoint.
/// Listing a row takes <see cref="ListingPoints"/> off its own record and, where it was not listed before, lists it for those that read it. Scores are as
/// solved, before any rounding. Swaps and single listings follow the change (<see cref="ScoreCascade"/>, every score within 1e-4/(1 − q) points); many at once
/// are solved whole.
/// </remarks>
public sealed class LinkedScore : ILinkInterventions
{
    private const double Tolerance = 1e-9, Least = 1e-4;
    private readonly double[] _fixed;
    private readonly double[] _solved;
    private readonly bool[] _listed;
    private readonly double _listedPoints;
    private readonly int[] _likeness;
    private readonly Func<int, double, int>? _grade;
    private readonly NetworkFeed _feed;
    private readonly Lazy<ScoreCascade> _cascade;
    private (int Reader, float Share)[] _readers = new (int, float)[256];

    /// <summary>A known law.</summary>
    /// <param name="link">Name of the link.</param>
    /// <param name="origin">Whose records come in by it.</param>
    /// <param name="graph">Who reads whom.</param>
    /// <param name="feed">How scores feed scores, in points; its limits are the scale's.</param>
    /// <param name="fixedPart">What depends neither on scores nor on lists of others, in points.</param>
    /// <param name="listed">Who is listed, as those see it who read them; empty: nobody.</param>
    /// <param name="listedPoints">Points lost when all rows that are read are listed.</param>
    /// <param name="listingPoints">Points that a listing takes off the row's own record.</param>
    /// <param name="likeness">Code of each row; rows of one code may stand in for each other. Empty: all are alike.</param>
    /// <exception cref="AuditDataException">Scores do not converge.</exception>
    public LinkedScore(string link, Origin origin, CsrGraph graph, NetworkFeed feed, double[] fixedPart, bool[] listed, double listedPoints, double listingPoints, int[] likeness)
        : this(link, origin, graph, feed, fixedPart, listed, listedPoints, listingPoints, likeness, [], null)
    {
    }

    /// <summary>A known law with grades.</summary>
    /// <param name="link">Name of the link.</param>
    /// <param name="origin">Whose records come in by it.</param>
    /// <param name="graph">Who reads whom.</param>
    /// <param name="feed">How scores feed scores, in points.</param>
    /// <param name="fixedPart">What depends neither on scores nor on lists of others, in points.</param>
    /// <param name="listed">Who is listed; empty: nobody.</param>
    /// <param name="listedPoints">Points lost when all rows that are read are listed.</param>
    /// <param name="listingPoints">Points that a listing takes off the row's own record.</param>
    /// <param name="likeness">Code of each row; empty: all are alike.</param>
    /// <param name="grades">Names of the grades.</param>
    /// <param name="grade">The grade of a row at a score.</param>
    /// <exception cref="AuditDataException">Scores do not converge.</exception>
    public LinkedScore(
        string link,
        Origin origin,
        CsrGraph graph,
        NetworkFeed feed,
        double[] fixedPart,
        bool[] listed,
        double listedPoints,
        double listingPoints,
        int[] likeness,
        IReadOnlyList<string> grades,
        Func<int, double, int>? grade)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(feed);
        ArgumentNullException.ThrowIfNull(fixedPart);
        ArgumentNullException.ThrowIfNull(listed);
        ArgumentNullException.ThrowIfNull(likeness);
        if (fixedPart.Length != graph.Nodes || (listed.Length > 0 && listed.Length != graph.Nodes) || (likeness.Length > 0 && likeness.Length != graph.Nodes))
        {
            throw new ArgumentException($"{fixedPart.Length} fixed parts, {listed.Length} lists and {likeness.Length} codes for {graph.Nodes} nodes.", nameof(fixedPart));
        }

        (Link, Origin, Graph, _feed) = (link, origin, graph, feed);
        (_fixed, _listedPoints, ListingPoints, Grades, _grade) = (fixedPart, listedPoints, listingPoints, grades, grade);
        _listed = listed.Length > 0 ? listed : new bool[graph.Nodes];
        _likeness = likeness.Length > 0 ? likeness : new int[graph.Nodes];
        _solved = new double[graph.Nodes];
        Solve(_listed, fixedPart, _solved);
        _cascade = new Lazy<ScoreCascade>(() => new ScoreCascade(Graph, _feed, WithLists(_listed, _fixed), _solved, Least));
    }

    /// <inheritdoc/>
    public string Link { get; }

    /// <inheritdoc/>
    public Origin Origin { get; }

    /// <inheritdoc/>
    public CsrGraph Graph { get; }

    /// <inheritdoc/>
    public ScoreScale Scale => ScoreScale.SafetyPoints(_feed.Min, _feed.Max);

    /// <inheritdoc/>
    public ReadOnlySpan<double> Scores => _solved;

    /// <inheritdoc/>
    public ReadOnlySpan<int> Likeness => _likeness;

    /// <inheritdoc/>
    public IReadOnlyList<string> Grades { get; }

    /// <summary>Points that a listing takes off the row's own record.</summary>
    public double ListingPoints { get; }

    /// <inheritdoc/>
    public string Listing => FormattableString.Invariant($"a listing takes {ListingPoints:0.#} points off the own record")
        + (_listedPoints > 0 ? FormattableString.Invariant($" and counts as listed with those who read it (up to {_listedPoints:0.#} points)") : string.Empty);

    /// <inheritdoc/>
    public string Rule(bool solveAgain) => solveAgain
        ? "scores that feed scores are solved again, other lists stay"
        : "scores that feed scores are not solved again: all other scores stay as they were";

    /// <inheritdoc/>
    public int GradeOf(int row, double score) => _grade is null ? -1 : _grade(row, score);

    /// <inheritdoc/>
    public void Swap(ReadOnlySpan<int> rows, ReadOnlySpan<int> partners, ReadOnlySpan<int> replacements, bool solveAgain, Span<double> scores)
    {
        if (rows.Length != partners.Length || rows.Length != replacements.Length || scores.Length < rows.Length)
        {
            throw new ArgumentException($"{rows.Length} rows, {partners.Length} partners, {replacements.Length} replacements and {scores.Length} scores; they must go together.", nameof(rows));
        }

        var cascade = _cascade.Value;
        for (var k = 0; k < rows.Length; k++)
        {
            if (partners[k] == replacements[k])
            {
                scores[k] = _solved[rows[k]];
                continue;
            }

            try
            {
                cascade.Swap(rows[k], partners[k], replacements[k]);
                if (_listedPoints != 0 && _listed[partners[k]] != _listed[replacements[k]])
                {
                    var before = ListFixpoint.Share(Graph, rows[k], _listed);
                    var share = ShareOf(rows[k], partners[k]);
                    cascade.Shift(rows[k], Lost(before) - Lost(before + (_listed[replacements[k]] ? share : -share)));
                }

                cascade.Follow(solveAgain ? int.MaxValue : 0);
                scores[k] = cascade.Score(rows[k]);
            }
            finally
            {
                cascade.Undo();
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ListingChange> List(int row, bool solveAgain)
    {
        var cascade = _cascade.Value;
        cascade.Shift(row, -ListingPoints);
        if (_listedPoints != 0 && !_listed[row])
        {
            var count = cascade.ReadersOf(row, _readers);
            if (count > _readers.Length)
            {
                _readers = new (int, float)[2 * count];
                cascade.ReadersOf(row, _readers);
            }

            foreach (var (reader, share) in _readers.AsSpan(0, count))
            {
                var before = ListFixpoint.Share(Graph, reader, _listed);
                cascade.Shift(reader, Lost(before) - Lost(before + share), 1);
            }
        }

        cascade.Follow(solveAgain ? int.MaxValue : 1);
        var changes = new List<ListingChange>();
        foreach (var i in cascade.Touched)
        {
            if (i == row || cascade.Score(i) != cascade.Before(i))
            {
                changes.Add(new ListingChange(i, cascade.Hop(i), cascade.Before(i), cascade.Score(i)));
            }
        }

        cascade.Undo();
        return changes;
    }

    /// <inheritdoc/>
    public void Flip(ReadOnlySpan<bool> treated, bool solveAgain, Span<double> scores)
    {
        if (treated.Length != Graph.Nodes || scores.Length < treated.Length)
        {
            throw new ArgumentException($"{treated.Length} rows and {scores.Length} scores for {Graph.Nodes} nodes.", nameof(treated));
        }

        var now = (double[])_fixed.Clone();
        var listed = (bool[])_listed.Clone();
        for (var i = 0; i < now.Length; i++)
        {
            if (treated[i])
            {
                now[i] -= ListingPoints;
                listed[i] = true;
            }
        }

        if (solveAgain)
        {
            Solve(listed, now, scores);
            return;
        }

        // One step: those who read a treated row see its new score, and nobody further.
        var seen = (double[])_solved.Clone();
        var lists = WithLists(listed, now);
        for (var i = 0; i < now.Length; i++)
        {
            seen[i] = treated[i] ? Clip(lists[i] + ScoreFixpoint.FeedOf(Graph, _feed, i, _solved)) : seen[i];
        }

        for (var i = 0; i < now.Length; i++)
        {
            scores[i] = Clip(lists[i] + ScoreFixpoint.FeedOf(Graph, _feed, i, seen));
        }
    }

    private double Clip(double score) => score < _feed.Min ? _feed.Min : score > _feed.Max ? _feed.Max : score;

    private double ShareOf(int reader, int partner)
    {
        var begin = (int)Graph.Offsets[reader];
        return Graph.Shares[begin + Graph.Targets[begin..(int)Graph.Offsets[reader + 1]].IndexOf(partner)];
    }

    // In hundredths, as scores are.
    private double Lost(double share) => Math.Floor((_listedPoints * share * 100) + 0.5) / 100;

    private double[] WithLists(bool[] listed, double[] now)
    {
        if (_listedPoints == 0)
        {
            return now;
        }

        var all = (double[])now.Clone();
        for (var i = 0; i < all.Length; i++)
        {
            all[i] -= Lost(ListFixpoint.Share(Graph, i, listed));
        }

        return all;
    }

    private void Solve(bool[] listed, double[] now, Span<double> scores)
    {
        var all = WithLists(listed, now);
        if (_feed.Level == 0 && _feed.Worst == 0)
        {
            for (var i = 0; i < all.Length; i++)
            {
                scores[i] = Clip(all[i]);
            }

            return;
        }

        ScoreFixpoint.Solve(Graph, all, _feed, Tolerance, scores);
    }
}
