using ScoringAudit.Privacy;

namespace ScoringAudit.Tests.Privacy;

/// <summary>A ledger that forgets, for tests.</summary>
internal sealed class MemoryLedger : IPrivacyLedger
{
    private readonly Dictionary<(string, string), (Rational Rho, IReadOnlyList<long>? Values)> _entries = [];

    /// <summary>What happened, in order.</summary>
    public List<string> Log { get; } = [];

    public Rational Spent(string data) => _entries.Where(e => e.Key.Item1 == data).Aggregate(Rational.Zero, (s, e) => s + e.Value.Rho);

    public Rational Left(string data, PrivacyBudget budget) => budget.Rho > Spent(data) ? budget.Rho - Spent(data) : Rational.Zero;

    public bool IsCharged(string data, string request) => _entries.ContainsKey((data, request));

    public IReadOnlyList<long>? Answer(string data, string request) => _entries.GetValueOrDefault((data, request)).Values;

    public void Charge(string data, PrivacyBudget budget, string request, string label, Rational rho)
    {
        if (IsCharged(data, request))
        {
            return;
        }

        if (Spent(data) + rho > budget.Rho)
        {
            throw new BudgetExceededException(label, rho, budget.Rho - Spent(data));
        }

        Log.Add("charge");
        _entries.Add((data, request), (rho, null));
    }

    public void Record(string data, string request, IReadOnlyList<long> values)
    {
        Log.Add("record");
        _entries[(data, request)] = (_entries[(data, request)].Rho, values);
    }
}
