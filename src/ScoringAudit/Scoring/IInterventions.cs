using ScoringAudit.Portfolios;

namespace ScoringAudit.Scoring;

/// <summary>Changes the world and asks the known score again.</summary>
public interface IInterventions
{
    /// <summary>Whether scores that feed scores are solved again after a change, in one sentence for the report.</summary>
    string Rule { get; }

    /// <summary>Interventions on who is linked to whom, one for each link of the score; empty where it reads none or cannot be asked so.</summary>
    IReadOnlyList<ILinkInterventions> Links => [];

    /// <summary>Moves people: each row takes the whole place block (area and neighbours) of its donor's address.</summary>
    /// <remarks>A row that is its own donor stays where it is. Place effect: moved with time at the address kept, minus stayed. Tenure effect: stayed with it reset, minus stayed.</remarks>
    /// <param name="rows">Rows that move, numbered from 0.</param>
    /// <param name="donors">Row of the donor for each; as many as <paramref name="rows"/>.</param>
    /// <param name="resetTenure">Whether time at the address starts again at 0.</param>
    /// <param name="scores">Receives the score of each moved row; at least as long as <paramref name="rows"/>.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row does not exist.</exception>
    void Move(ReadOnlySpan<int> rows, ReadOnlySpan<int> donors, bool resetTenure, Span<double> scores);

    /// <summary>The same score, asked with others' records exchanged in the place of an address: each row keeps its own record and takes the donor's records of the wanted origins, all from one donor.</summary>
    /// <remarks>Scores of other rows stay as they are. A row that is its own donor keeps its score. <see cref="Origin.Own"/> is never exchanged.</remarks>
    /// <param name="origins">Which origins are exchanged.</param>
    /// <returns>An intervention whose <see cref="Move"/> exchanges these records; null where the score cannot be asked so.</returns>
    IInterventions? Replacing(Func<Origin, bool> origins) => null;
}
