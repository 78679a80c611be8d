namespace ScoringAudit.Privacy;

/// <summary>Membership inference: how an attacker scores a person as "was in the training data", from the probability that models give to the person's true outcome.</summary>
/// <remarks>
/// A signal p(x|θ) is the probability that model θ gives to the outcome that x had. Every score is higher where x looks more like a member. Attacks that fail prove nothing about privacy.
/// Sources: loss, Yeom et al. 2018, section 3; difficulty calibration, Watson et al. 2022; LiRA, Carlini et al. 2022, algorithm 1; RMIA, Zarifzadeh, Liu and Shokri 2024, equations 3 and 10.
/// </remarks>
public static class MembershipScores
{
    private const double Edge = 1e-6;

    /// <summary>RMIA with reference models on both sides or one: p̄(x) = ((1 + a) · mean over models without x + (1 − a)) / 2.</summary>
    /// <param name="meanOut">Mean signal of the models that did not see x, in [0, 1].</param>
    /// <param name="a">How far models that saw x would be above the others, in [0, 1]; 1: only models without x count.</param>
    public static double Average(double meanOut, double a) => (((1 + a) * meanOut) + (1 - a)) / 2;

    /// <summary>RMIA: the share of population points that x is likelier than, each relative to how likely it is under models at large.</summary>
    /// <param name="signal">p(x|θ) of the target.</param>
    /// <param name="average">p̄(x) for each, see <see cref="Average"/>.</param>
    /// <param name="population">p(z|θ) of points that no model saw.</param>
    /// <param name="populationAverage">p̄(z) for each.</param>
    /// <returns>For each x a share in [0, 1].</returns>
    /// <exception cref="ArgumentException">Lengths differ, or there is no population.</exception>
    public static double[] Rmia(ReadOnlySpan<double> signal, ReadOnlySpan<double> average, ReadOnlySpan<double> population, ReadOnlySpan<double> populationAverage)
    {
        Same(signal, average);
        Same(population, populationAverage);
        if (population.IsEmpty)
        {
            throw new ArgumentException("RMIA needs points that no model was trained on.", nameof(population));
        }

        var others = new double[population.Length];
        for (var z = 0; z < others.Length; z++)
        {
            others[z] = population[z] / Math.Max(populationAverage[z], Edge);
        }

        Array.Sort(others);
        var scores = new double[signal.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = (double)Below(others, signal[i] / Math.Max(average[i], Edge)) / others.Length;
        }

        return scores;
    }

    /// <summary>Difficulty calibration: the signal less its mean over models that did not see x.</summary>
    public static double[] Difficulty(ReadOnlySpan<double> signal, ReadOnlySpan<double> meanOut)
    {
        Same(signal, meanOut);
        var scores = new double[signal.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = signal[i] - meanOut[i];
        }

        return scores;
    }

    /// <summary>LiRA, online: log of the ratio of normal densities of the logit of the signal, fitted to models with and without x; one variance for all people on each side.</summary>
    /// <remarks>Fewer than 64 models do not give a variance for each person (Carlini et al. 2022, section V.C), so it is pooled.</remarks>
    /// <param name="signals">Signals, a row for each reference model.</param>
    /// <param name="members">Whether the model saw the person, like <paramref name="signals"/>.</param>
    /// <param name="target">Signals of the target.</param>
    public static double[] LikelihoodRatio(IReadOnlyList<double[]> signals, IReadOnlyList<bool[]> members, ReadOnlySpan<double> target)
    {
        ArgumentNullException.ThrowIfNull(signals);
        ArgumentNullException.ThrowIfNull(members);
        var n = target.Length;
        double[] sumIn = new double[n], sumOut = new double[n], countIn = new double[n], countOut = new double[n];
        for (var m = 0; m < signals.Count; m++)
        {
            for (var i = 0; i < n; i++)
            {
                var logit = Logit(signals[m][i]);
                (members[m][i] ? ref sumIn[i] : ref sumOut[i]) += logit;
                (members[m][i] ? ref countIn[i] : ref countOut[i])++;
            }
        }

        double squaresIn = 0, squaresOut = 0, freeIn = 0, freeOut = 0;
        for (var m = 0; m < signals.Count; m++)
        {
            for (var i = 0; i < n; i++)
            {
                var inside = members[m][i];
                var rest = Logit(signals[m][i]) - (inside ? sumIn[i] / countIn[i] : sumOut[i] / countOut[i]);
                (inside ? ref squaresIn : ref squaresOut) += rest * rest;
            }
        }

        for (var i = 0; i < n; i++)
        {
            freeIn += Math.Max(0, countIn[i] - 1);
            freeOut += Math.Max(0, countOut[i] - 1);
        }

        var (varianceIn, varianceOut) = (Math.Max(1e-12, squaresIn / Math.Max(1, freeIn)), Math.Max(1e-12, squaresOut / Math.Max(1, freeOut)));
        var scores = new double[n];
        for (var i = 0; i < n; i++)
        {
            if (countIn[i] == 0 || countOut[i] == 0)
            {
                continue; // 0: no model with, or none without this person tells nothing
            }

            var logit = Logit(target[i]);
            var (a, b) = (logit - (sumIn[i] / countIn[i]), logit - (sumOut[i] / countOut[i]));
            scores[i] = (-a * a / (2 * varianceIn)) - (0.5 * Math.Log(varianceIn)) + (b * b / (2 * varianceOut)) + (0.5 * Math.Log(varianceOut));
        }

        return scores;
    }

    private static double Logit(double p) => Math.Log(Math.Clamp(p, Edge, 1 - Edge) / (1 - Math.Clamp(p, Edge, 1 - Edge)));

    private static int Below(double[] sorted, double value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static void Same(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length)
        {
            throw new ArgumentException($"Expected {a.Length} numbers, found {b.Length}.", nameof(b));
        }
    }
}
