using System.Globalization;
using ScoringAudit.Primitives;

namespace ScoringAudit.Privacy;

/// <summary>What all reports on one data set may cost together, and the promise that this keeps.</summary>
/// <remarks>Ledger and mechanisms count in rho (zCDP), an exact fraction rounded down; epsilon and delta are what a reader is told.</remarks>
public sealed record PrivacyBudget
{
    /// <summary>Largest epsilon accepted: beyond it the promise says nothing.</summary>
    public const double MostEpsilon = 10;

    /// <summary>Largest delta accepted.</summary>
    public const double MostDelta = 1e-6;

    /// <summary>A promise of (epsilon, delta).</summary>
    /// <param name="epsilon">In (0, 10]; 1 by default.</param>
    /// <param name="delta">In (0, 1e-6].</param>
    /// <exception cref="AuditDataException">A value is out of range.</exception>
    public PrivacyBudget(double epsilon, double delta)
    {
        if (!(epsilon > 0 && epsilon <= MostEpsilon))
        {
            throw new AuditDataException(string.Create(CultureInfo.InvariantCulture, $"plan: disclosure.epsilon is {epsilon}, expected a number above 0 and at most {MostEpsilon}. Write 1 unless you have a reason; a larger one promises less."));
        }

        if (!(delta > 0 && delta <= MostDelta))
        {
            throw new AuditDataException(string.Create(CultureInfo.InvariantCulture, $"plan: disclosure.delta is {delta}, expected a number above 0 and at most 0.000001. Leave it out, or write a smaller one."));
        }

        Epsilon = epsilon;
        Delta = delta;
        Rho = Rational.FloorOf(ZeroConcentrated.Rho(epsilon, delta), 36);
        if (Rho.Sign <= 0)
        {
            throw new AuditDataException(string.Create(CultureInfo.InvariantCulture, $"plan: disclosure.epsilon is {epsilon}: too small for any release. Raise it."));
        }
    }

    /// <summary>Epsilon 1, delta one in a million.</summary>
    public static PrivacyBudget Default { get; } = new(1, MostDelta);

    /// <summary>Epsilon.</summary>
    public double Epsilon { get; }

    /// <summary>Delta.</summary>
    public double Delta { get; }

    /// <summary>The spend that keeps the promise, rounded down.</summary>
    public Rational Rho { get; }
}
