using System.Globalization;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Models;

/// <summary>The gate of a model whose own library is not at hand: it must give the scores that a file says it gave, row by row.</summary>
/// <remarks>
/// What can be compared: <c>raw_score</c>, a tree model's sum of leaves before any link (LightGBM's predict with raw_score, ML.NET's Score);
/// <c>probability</c> and <c>log_odds</c> of the adverse outcome; <c>points</c>. Tolerance: 1e-6 of the larger of 1 and the number, which
/// is what single precision keeps. Rows should hold missing values and rare categories: what is not in them is not compared.
/// </remarks>
public static class ReferenceScores
{
    /// <summary>Fewest rows that are a comparison.</summary>
    public const int LeastRows = 100;

    private const double Tolerance = 1e-6;

    /// <summary>Names that the column of scores may have.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["raw_score", "probability", "log_odds", "points"];

    /// <summary>Compares, and throws where a row differs.</summary>
    /// <param name="scorer">The model as it was read.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="expected">Their scores.</param>
    /// <param name="column">What they are: one of <see cref="Columns"/>.</param>
    /// <param name="model">What the model is called in messages.</param>
    /// <param name="source">What the file of scores is called in messages.</param>
    /// <returns>The rows compared.</returns>
    /// <exception cref="AuditDataException">There are too few rows, the model has no such number, or a row differs.</exception>
    public static int Check(IScorer scorer, FeatureMatrix rows, double[] expected, string column, string model, string source)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(expected);
        if (rows.Rows < LeastRows)
        {
            throw new AuditDataException(string.Create(CultureInfo.InvariantCulture, $"{source}: there are {rows.Rows} rows of reference scores. Expected at least {LeastRows}, with missing values and rare categories among them: what is not compared is not checked. Add rows."));
        }

        var scores = new double[rows.Rows];
        scorer.Score(rows.All, scores);
        var convert = Reading(scorer, column) ?? throw new AuditDataException($"{source}: the column '{column}' cannot be compared: the model '{model}' gives {Word(scorer.Scale.Kind)}{(column == "raw_score" ? " and is no tree ensemble" : string.Empty)}. Expected a column that it gives: {string.Join(", ", Columns.Where(c => Reading(scorer, c) is not null))}. Rename or recompute it.");
        int first = -1, different = 0;
        for (var row = 0; row < scores.Length; row++)
        {
            scores[row] = convert(scores[row]);
            if (!(Math.Abs(scores[row] - expected[row]) <= Tolerance * Math.Max(1, Math.Abs(expected[row]))))
            {
                first = first < 0 ? row : first;
                different++;
            }
        }

        return first < 0 ? scores.Length : throw new AuditDataException(string.Create(
            CultureInfo.InvariantCulture,
            $"{model}: the model is refused, nothing is explained: {source}, row {first + 1}: found {column} {scores[first]:R} as read here, expected {expected[first]:R} as the file has it; {different} of {scores.Length} rows differ by more than {Tolerance:R}. The file of scores is of another model, rows or columns are in another form, or the model uses what this version does not read. Score the rows again with the model's own library (raw_score=True), or audit its scores from a column."));
    }

    private static Func<double, double>? Reading(IScorer scorer, string column) => (column, scorer.Scale.Kind) switch
    {
        ("raw_score", ScoreKind.LogOdds) when scorer is EncodedScorer { Model: BitVectorScorer { Ensemble: var trees } } => s => (-s - trees.Offset) / trees.Slope,
        ("probability", ScoreKind.LogOdds or ScoreKind.Probability) => s => scorer.Scale.ToAdverseProbability(s),
        ("log_odds", ScoreKind.LogOdds) => s => scorer.Scale.RiskSign * s,
        ("points", ScoreKind.Points) => s => s,
        _ => null,
    };

    private static string Word(ScoreKind kind) => kind switch { ScoreKind.LogOdds => "log-odds", ScoreKind.Probability => "probabilities", _ => "points" };
}
