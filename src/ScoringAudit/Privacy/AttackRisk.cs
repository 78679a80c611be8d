using ScoringAudit.Primitives;

namespace ScoringAudit.Privacy;

/// <summary>What an attack on a handed-on table tells of the people in it, beyond what it tells of anybody (Giomi, Boenisch, Wehmeyer and Tasnádi 2023, section 4).</summary>
/// <remarks>
/// risk = (main − control) / (1 − control): main on people whose rows made the table, control on people who took no part; a population's truths raise both.
/// The error follows from those of both rates. An attack that does no better than guessing (baseline) says nothing of the risk, whatever its rates: it is refused.
/// </remarks>
public static class AttackRisk
{
    /// <summary>The risk, or why it is not known.</summary>
    /// <param name="main">Rate on people in the table.</param>
    /// <param name="control">Rate on others.</param>
    /// <param name="baseline">Rate of guessing.</param>
    /// <param name="error">Half of the width of its interval; 0 where it is not known.</param>
    public static Estimate Of(AttackRate main, AttackRate control, AttackRate baseline, out double error)
    {
        error = 0;
        if (main.Rate <= baseline.Rate)
        {
            return Estimate.Undefined("the attack does no better than guessing, so that it says nothing of the risk");
        }

        if (control.Rate >= 1)
        {
            return Estimate.Undefined("the attack succeeds on everybody, in the table or not");
        }

        (var risk, error) = Residual(main, control);
        return Estimate.Of(risk);
    }

    /// <summary>(main − control) / (1 − control) with its error; below 0 where people outside are found more often.</summary>
    public static (double Risk, double Error) Residual(AttackRate main, AttackRate control)
    {
        var rest = 1 - control.Rate;
        return ((main.Rate - control.Rate) / rest, Math.Sqrt(Math.Pow(main.Error / rest, 2) + Math.Pow((main.Rate - 1) * control.Error / (rest * rest), 2)));
    }
}
