namespace ScoringAudit.Privacy;

/// <summary>Adds up losses and refuses what would exceed the budget; after a refusal it stays closed.</summary>
/// <remarks>In memory, for losses that add up (pure epsilon or rho). Rogers, Roth, Ullman and Vadhan (2016); OpenDP's privacy filter closes likewise.</remarks>
/// <param name="budget">Most that may be spent.</param>
public sealed class PrivacyFilter(Rational budget)
{
    /// <summary>What was spent.</summary>
    public Rational Spent { get; private set; }

    /// <summary>Whether a refusal has closed it.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Charges before anything is computed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The amount is not above 0.</exception>
    /// <exception cref="BudgetExceededException">It would exceed the budget, or an earlier charge did.</exception>
    public void Charge(string label, Rational amount)
    {
        if (amount.Sign <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(amount), amount, "A charge is above 0.");
        }

        if (IsClosed || Spent + amount > budget)
        {
            IsClosed = true;
            throw new BudgetExceededException(label, amount, budget - Spent);
        }

        Spent += amount;
    }
}
