using ScoringAudit.Statistics;

namespace ScoringAudit.Privacy;

/// <summary>How often an attack succeeds: the middle of its Wilson interval, and half the interval's width.</summary>
/// <param name="Rate">In [0, 1].</param>
/// <param name="Error">Half of the interval's width.</param>
public readonly record struct AttackRate(double Rate, double Error)
{
    /// <summary>The rate of an attack that was tried some times.</summary>
    /// <param name="successes">Tries that succeeded.</param>
    /// <param name="attempts">Tries, at least 1.</param>
    /// <param name="level">Level of the interval.</param>
    public static AttackRate Of(long successes, long attempts, double level = 0.95)
    {
        var interval = BinomialInterval.Wilson(successes, attempts, level);
        return new AttackRate((interval.Low + interval.High) / 2, (interval.High - interval.Low) / 2);
    }
}
