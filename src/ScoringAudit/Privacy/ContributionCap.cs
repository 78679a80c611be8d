namespace ScoringAudit.Privacy;

/// <summary>Leaves out rows beyond a person's cap before anything is counted: without it one person could move a table without bound.</summary>
/// <remarks>
/// The first rows in file order stay. Which rows stay depends on that person's rows alone, so that no person's presence changes what others contribute.
/// Capping biases rates towards people with few rows: the share left out is itself a number about the data and needs a release of its own.
/// </remarks>
public sealed class ContributionCap
{
    private readonly Dictionary<int, int> _seen = [];
    private readonly int _cap;

    /// <summary>A cap of at least 1 row per person.</summary>
    public ContributionCap(int cap)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cap, 1);
        _cap = cap;
    }

    /// <summary>Whether this row of the person still counts.</summary>
    /// <param name="person">Code of the person.</param>
    public bool Admit(int person)
    {
        var seen = _seen.GetValueOrDefault(person);
        if (seen >= _cap)
        {
            return false;
        }

        _seen[person] = seen + 1;
        return true;
    }
}
