namespace ScoringAudit.Privacy;

/// <summary>The durable record of what was spent on each data set and what was released for it. Storage keeps it.</summary>
public interface IPrivacyLedger
{
    /// <summary>What was charged on a data set so far, whoever asked.</summary>
    /// <param name="data">Keyed digest of the data.</param>
    Rational Spent(string data);

    /// <summary>What may still be charged on a data set under a budget: never below 0, and never more than the first budget on these data left.</summary>
    Rational Left(string data, PrivacyBudget budget);

    /// <summary>Whether a request was charged, released or not.</summary>
    bool IsCharged(string data, string request);

    /// <summary>The values released earlier for the same request, or null.</summary>
    /// <param name="data">Keyed digest of the data.</param>
    /// <param name="request">Digest of the request: schema, unit, relation, spend, everything that decides the answer.</param>
    IReadOnlyList<long>? Answer(string data, string request);

    /// <summary>Charges a request; on the disk before it returns. A charge whose answer was lost is not charged again.</summary>
    /// <exception cref="BudgetExceededException">It would exceed the budget; nothing was written.</exception>
    void Charge(string data, PrivacyBudget budget, string request, string label, Rational rho);

    /// <summary>Keeps the released values of a charged request; on the disk before it returns, and before anyone sees them.</summary>
    /// <exception cref="InvalidOperationException">The request was not charged, or is answered already.</exception>
    void Record(string data, string request, IReadOnlyList<long> values);
}
