using ScoringAudit.Mitigation;
using ScoringAudit.Primitives;

namespace ScoringAudit.Benchmarks;

/// <summary>People in segregated streets under two fixed scores, one of which reads the place: what the paired intervals of a search for alternatives are tried on.</summary>
/// <remarks>
/// Street s has place z uniform on (−√3, √3) (unit variance) and a common shock to its outcomes; a person belongs to group B with probability share − tilt · z clipped to (0.02, 0.98).
/// Own record x uniform on (−√3, √3). Log-odds of default: −1.5 − 1.2 x − risk · z + shock. First score: −1.2 x − use · z. Second: −1.2 x − noise · u with u an independent
/// uniform of unit variance, so that its accuracy can be set. Both approve below thresholds fixed for all worlds.
/// </remarks>
internal sealed class PairedWorld(int streets, int perStreet, double share, double tilt, double risk, double use, double noise, double shock, double firstThreshold, double secondThreshold)
{
    private static readonly double Root3 = Math.Sqrt(3);

    public double[] First { get; } = new double[streets * perStreet];

    public double[] Second { get; } = new double[streets * perStreet];

    public int[] Groups { get; } = new int[streets * perStreet];

    public sbyte[] Adverse { get; } = new sbyte[streets * perStreet];

    public int[] Clusters { get; } = [.. Enumerable.Range(0, streets * perStreet).Select(i => i / perStreet)];

    public void Draw(Streams streams)
    {
        for (var s = 0; s < streets; s++)
        {
            var draws = streams.Sequence((ulong)s);
            double Centred() => Root3 * ((2 * draws.NextUniform()) - 1);
            var z = Centred();
            var common = shock * Centred();
            var chance = Math.Clamp(share - (tilt * z), 0.02, 0.98);
            for (var i = s * perStreet; i < (s + 1) * perStreet; i++)
            {
                var x = Centred();
                Groups[i] = draws.NextUniform() < chance ? 1 : 0;
                First[i] = (-1.2 * x) - (use * z);
                Second[i] = (-1.2 * x) - (noise * Centred());
                Adverse[i] = draws.NextUniform() < 1 / (1 + Math.Exp(1.5 + (1.2 * x) + (risk * z) - common)) ? (sbyte)1 : (sbyte)0;
            }
        }
    }

    public DecidedPair Pair() => new(
        [.. First.Select(r => r <= firstThreshold ? 1.0 : 0)], [.. Second.Select(r => r <= secondThreshold ? 1.0 : 0)], Groups, Adverse, [], Clusters);
}
