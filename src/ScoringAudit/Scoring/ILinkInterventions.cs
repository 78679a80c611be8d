using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Scoring;

/// <summary>Changes who is linked to whom, or what a linked record says, and asks the known score again: swap a partner, list a row, flip many.</summary>
/// <remarks>Each question says whether scores that feed scores are solved again. Rows are numbered from 0 as in the portfolio. Not thread-safe.</remarks>
public interface ILinkInterventions
{
    /// <summary>Name of the link, as ready plans call it: "partners", "contacts", "address".</summary>
    string Link { get; }

    /// <summary>Whose records come in by it.</summary>
    Origin Origin { get; }

    /// <summary>Who reads whom.</summary>
    CsrGraph Graph { get; }

    /// <summary>Unit, direction and range of the score.</summary>
    ScoreScale Scale { get; }

    /// <summary>The score of each row as it is.</summary>
    ReadOnlySpan<double> Scores { get; }

    /// <summary>A code of each row: rows of one code are alike in size and kind, so one may stand in for the other as a partner.</summary>
    ReadOnlySpan<int> Likeness { get; }

    /// <summary>Names of the grades, or empty.</summary>
    IReadOnlyList<string> Grades { get; }

    /// <summary>What a listing does to the row itself and to those that read it, in words.</summary>
    string Listing { get; }

    /// <summary>What is solved again and what stays, in words.</summary>
    /// <param name="solveAgain">Whether scores that feed scores are solved again.</param>
    string Rule(bool solveAgain);

    /// <summary>The grade of a row at a score; −1 without grades.</summary>
    int GradeOf(int row, double score);

    /// <summary>The score of each row if it read another row in the place of one that it reads, the share kept; one row at a time.</summary>
    /// <param name="rows">Rows that swap.</param>
    /// <param name="partners">The row that each gives up; it reads it.</param>
    /// <param name="replacements">The row that each takes on; equal to the partner: nothing changes.</param>
    /// <param name="solveAgain">Whether scores that feed scores are solved again; else all other scores stay.</param>
    /// <param name="scores">Receives the score of each.</param>
    /// <exception cref="ArgumentException">Lengths differ, a row does not read its partner, or reads the replacement already.</exception>
    void Swap(ReadOnlySpan<int> rows, ReadOnlySpan<int> partners, ReadOnlySpan<int> replacements, bool solveAgain, Span<double> scores);

    /// <summary>Lists one row and says whom it moves.</summary>
    /// <param name="row">The row.</param>
    /// <param name="solveAgain">Whether scores that feed scores are solved again; else only those that read the row see its new state.</param>
    IReadOnlyList<ListingChange> List(int row, bool solveAgain);

    /// <summary>Lists many rows at once.</summary>
    /// <param name="treated">Whether each row is listed.</param>
    /// <param name="solveAgain">Whether scores that feed scores are solved again; else only those that read a listed row see it.</param>
    /// <param name="scores">Receives the score of every row.</param>
    void Flip(ReadOnlySpan<bool> treated, bool solveAgain, Span<double> scores);
}
