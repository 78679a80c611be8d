namespace ScoringAudit.Statistics;

/// <summary>Argument checks that several methods share.</summary>
internal static class Guard
{
    public static void Level(double level)
    {
        if (!(level > 0 && level < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies in (0, 1).");
        }
    }

    public static void Counts(double successes, double trials)
    {
        if (!(trials >= 0) || double.IsInfinity(trials))
        {
            throw new ArgumentOutOfRangeException(nameof(trials), trials, "Trials must be finite and at least 0.");
        }

        if (!(successes >= 0 && successes <= trials))
        {
            throw new ArgumentOutOfRangeException(nameof(successes), successes, "Successes must lie in [0, trials].");
        }
    }

    public static void SameLength(int expected, int actual, string name)
    {
        if (expected != actual)
        {
            throw new ArgumentException($"Expected {expected} values as in the first span, found {actual}.", name);
        }
    }
}
