using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Benchmarks;

/// <summary>How often an interval covered the truth; undefined intervals are counted apart, never as covered.</summary>
internal sealed class CoverageCell
{
    /// <summary>Worlds whose interval held the truth.</summary>
    public long Covered { get; private set; }

    /// <summary>Worlds with an interval.</summary>
    public long Defined { get; private set; }

    /// <summary>Worlds without an interval.</summary>
    public long Undefined { get; private set; }

    /// <summary>Covered over defined.</summary>
    public double Coverage => (double)Covered / Defined;

    /// <summary>The 99.9 % Clopper–Pearson interval of the coverage.</summary>
    public Interval Limits => BinomialInterval.ClopperPearson(Covered, Defined, 0.999);

    /// <summary>Whether that interval lies below 92.5 %: the rule for nominal 95 %.</summary>
    public bool Fails => Defined == 0 || Limits.High < 0.925;

    public void Add(Interval? interval, double truth)
    {
        if (interval is not { } limits)
        {
            Undefined++;
            return;
        }

        Defined++;
        Covered += limits.Contains(truth) ? 1 : 0;
    }

    public void Add(CoverageCell other)
    {
        Covered += other.Covered;
        Defined += other.Defined;
        Undefined += other.Undefined;
    }
}
