using System.Globalization;

namespace ScoringAudit.Privacy;

/// <summary>A release was refused because it would cost more than is left. The decision reads only public numbers.</summary>
public sealed class BudgetExceededException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="label">What was asked for.</param>
    /// <param name="asked">Its cost.</param>
    /// <param name="left">What is left.</param>
    public BudgetExceededException(string label, Rational asked, Rational left)
        : base(string.Create(CultureInfo.InvariantCulture, $"The privacy budget of these data is exhausted: '{label}' costs rho {asked.ToDouble():G4}, left is {left.ToDouble():G4}. Nothing was computed. Read the earlier report again, or ask for fewer tables."))
    {
    }
}
