namespace ScoringAudit.Scoring;

/// <summary>Changes the world and asks the known score again.</summary>
public interface IInterventions
{
    /// <summary>Whether scores that feed scores are solved again after a change, in one sentence for the report.</summary>
    string Rule { get; }

    /// <summary>Moves people: each row takes the whole place block (area and neighbours) of its donor's address.</summary>
    /// <remarks>A row that is its own donor stays where it is. Place effect: moved with time at the address kept, minus stayed. Tenure effect: stayed with it reset, minus stayed.</remarks>
    /// <param name="rows">Rows that move, numbered from 0.</param>
    /// <param name="donors">Row of the donor for each; as many as <paramref name="rows"/>.</param>
    /// <param name="resetTenure">Whether time at the address starts again at 0.</param>
    /// <param name="scores">Receives the score of each moved row; at least as long as <paramref name="rows"/>.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row does not exist.</exception>
    void Move(ReadOnlySpan<int> rows, ReadOnlySpan<int> donors, bool resetTenure, Span<double> scores);
}
