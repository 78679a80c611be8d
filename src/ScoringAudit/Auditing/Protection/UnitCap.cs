using ScoringAudit.Portfolios;
using ScoringAudit.Privacy;

namespace ScoringAudit.Auditing.Protection;

/// <summary>Leaves out rows of a unit beyond its cap, and counts units with and without such rows. A row without a unit's name is a unit of its own.</summary>
internal sealed class UnitCap(int rows, KeyColumn key)
{
    private readonly Dictionary<int, int> _seen = [];
    private readonly ContributionCap _cap = new(rows);
    private readonly int[] _codes = new int[Batch.MaxRows];

    /// <summary>Units all of whose rows were counted.</summary>
    public long Whole => _seen.Values.LongCount(n => n <= rows);

    /// <summary>Units with rows left out.</summary>
    public long Cut => _seen.Values.LongCount(n => n > rows);

    /// <summary>Which rows of a batch are counted.</summary>
    public void Admit(in Batch batch, int position, bool[] keep)
    {
        key.Read(batch, position, _codes);
        for (var i = 0; i < batch.Rows; i++)
        {
            keep[i] = _cap.Admit(_codes[i]);
            _seen[_codes[i]] = _seen.GetValueOrDefault(_codes[i]) + 1;
        }
    }
}
