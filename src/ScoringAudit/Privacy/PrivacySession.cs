namespace ScoringAudit.Privacy;

/// <summary>One run's access to a data set's budget: every mechanism charges here first, and the same request is answered from what was released.</summary>
public sealed class PrivacySession
{
    private readonly IPrivacyLedger _ledger;
    private readonly ExactSampler _sampler;
    private readonly List<SpendLine> _spends = [];

    /// <summary>A session with the system's cryptographic generator.</summary>
    /// <param name="ledger">The durable ledger.</param>
    /// <param name="data">Keyed digest of the data: all reports on the same data share it.</param>
    /// <param name="budget">The plan's budget.</param>
    public PrivacySession(IPrivacyLedger ledger, string data, PrivacyBudget budget)
        : this(ledger, data, budget, new SystemBits())
    {
    }

    internal PrivacySession(IPrivacyLedger ledger, string data, PrivacyBudget budget, IBitSource bits)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentException.ThrowIfNullOrEmpty(data);
        ArgumentNullException.ThrowIfNull(budget);
        _ledger = ledger;
        _sampler = new ExactSampler(bits);
        Data = data;
        Budget = budget;
    }

    /// <summary>Keyed digest of the data.</summary>
    public string Data { get; }

    /// <summary>The budget.</summary>
    public PrivacyBudget Budget { get; }

    /// <summary>What this session released, in order.</summary>
    public IReadOnlyList<SpendLine> Spends => _spends;

    /// <summary>Whether a request will be answered from what was released.</summary>
    public bool IsAnswered(string request) => _ledger.Answer(Data, request) is not null;

    /// <summary>Charges a whole report before any row is read: all of it, or nothing.</summary>
    /// <param name="requests">Label, identity (<see cref="HistogramMechanism.Request"/>) and cost of each table.</param>
    /// <exception cref="BudgetExceededException">What is not charged yet costs more than is left; nothing was charged.</exception>
    public void ChargeAll(IReadOnlyList<(string Label, string Request, Rational Rho)> requests)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var fresh = requests.Where(r => !_ledger.IsCharged(Data, r.Request)).ToList();
        var cost = fresh.Aggregate(Rational.Zero, (sum, r) => sum + r.Rho);
        var left = _ledger.Left(Data, Budget);
        if (cost > left)
        {
            throw new BudgetExceededException(fresh.Count == 1 ? fresh[0].Label : "this report", cost, left);
        }

        foreach (var (label, request, rho) in fresh)
        {
            _ledger.Charge(Data, Budget, request, label, rho);
        }
    }

    /// <summary>Charges, chooses by the exponential mechanism, records, and only then returns the index.</summary>
    /// <param name="label">Name in the ledger.</param>
    /// <param name="digest">Identity of the request.</param>
    /// <param name="rho">Its cost.</param>
    /// <param name="utilities">Exact utilities.</param>
    /// <param name="step">The exponent of one unit of utility: epsilon / (2 sensitivity).</param>
    internal int Choose(string label, string digest, Rational rho, ReadOnlySpan<long> utilities, Rational step)
    {
        if (_ledger.Answer(Data, digest) is { } earlier)
        {
            _spends.Add(new SpendLine(label, rho, true));
            return (int)earlier[0];
        }

        _ledger.Charge(Data, Budget, digest, label, rho);
        var best = utilities[0];
        foreach (var u in utilities)
        {
            best = Math.Max(best, u);
        }

        int chosen;
        do
        {
            chosen = (int)_sampler.Below(utilities.Length);
        }
        while (!_sampler.BernoulliExp(step.Numerator * (best - utilities[chosen]), step.Denominator));
        _ledger.Record(Data, digest, [chosen]);
        _spends.Add(new SpendLine(label, rho, false));
        return chosen;
    }

    /// <summary>Charges, draws, records, and only then returns.</summary>
    internal IReadOnlyList<long> Release(string label, string digest, Rational rho, NoiseLaw law, ReadOnlySpan<long> exact)
    {
        if (_ledger.Answer(Data, digest) is { } earlier)
        {
            _spends.Add(new SpendLine(label, rho, true));
            return earlier;
        }

        _ledger.Charge(Data, Budget, digest, label, rho);
        var noisy = new long[exact.Length];
        for (var i = 0; i < noisy.Length; i++)
        {
            noisy[i] = exact[i] + law.Draw(_sampler);
        }

        _ledger.Record(Data, digest, noisy);
        _spends.Add(new SpendLine(label, rho, false));
        return noisy;
    }
}
