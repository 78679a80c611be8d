using MathNet.Numerics.Distributions;
using ScoringAudit.Primitives;

namespace ScoringAudit.Benchmarks;

/// <summary>People in segregated streets with a favourable decision each, whose true AIR is known.</summary>
/// <remarks>
/// Person i of street s is favourable iff √ρ Z_s + √(1 − ρ) E_i &lt; Φ⁻¹(rate of the person's group), so rates are exact in every
/// world's law and ρ is the latent intra-street correlation. Given Z_s the decisions of a street's group are independent with a common
/// probability, so their number is drawn at once. Street composition: the group's share is drawn from a U-shaped law around its mean.
/// </remarks>
internal sealed class ClusteredWorld
{
    private readonly double[] _threshold;
    private readonly double _correlation;
    private readonly double _share;

    public ClusteredWorld(int streets, int perStreet, double share, double groupRate, double referenceRate, double correlation)
    {
        (GroupCounts, GroupSuccesses) = (new double[streets], new double[streets]);
        (ReferenceCounts, ReferenceSuccesses) = (new double[streets], new double[streets]);
        PerStreet = perStreet;
        _share = share;
        _correlation = correlation;
        _threshold = [Normal.InvCDF(0, 1, groupRate), Normal.InvCDF(0, 1, referenceRate)];
    }

    public int PerStreet { get; }

    public double[] GroupCounts { get; }

    public double[] GroupSuccesses { get; }

    public double[] ReferenceCounts { get; }

    public double[] ReferenceSuccesses { get; }

    /// <summary>Draws a new world into the arrays.</summary>
    public void Draw(Streams streams)
    {
        for (var s = 0; s < GroupCounts.Length; s++)
        {
            var draws = streams.Sequence((ulong)s);

            // A street belongs to one side or the other, with a minority of up to 70 % of the other share in it: segregated.
            var composition = draws.NextUniform() < _share
                ? 1 - (0.35 * (1 - _share) * draws.NextUniform() * 2)
                : 0.35 * _share * draws.NextUniform() * 2;
            var place = Normal.InvCDF(0, 1, Math.Max(draws.NextUniform(), 1e-17)) * Math.Sqrt(_correlation);
            var own = Math.Sqrt(1 - _correlation);
            var groupChance = Normal.CDF(0, 1, (_threshold[0] - place) / own);
            var referenceChance = Normal.CDF(0, 1, (_threshold[1] - place) / own);
            int group = 0, groupYes = 0, referenceYes = 0;
            for (var i = 0; i < PerStreet; i++)
            {
                var inGroup = draws.NextUniform() < composition;
                var yes = draws.NextUniform() < (inGroup ? groupChance : referenceChance);
                group += inGroup ? 1 : 0;
                groupYes += inGroup && yes ? 1 : 0;
                referenceYes += !inGroup && yes ? 1 : 0;
            }

            GroupCounts[s] = group;
            GroupSuccesses[s] = groupYes;
            ReferenceCounts[s] = PerStreet - group;
            ReferenceSuccesses[s] = referenceYes;
        }
    }

    /// <summary>The group's rate with its counts.</summary>
    public Rate Group => Rate.Of((long)GroupSuccesses.Sum(), (long)GroupCounts.Sum());

    /// <summary>The reference group's rate with its counts.</summary>
    public Rate Reference => Rate.Of((long)ReferenceSuccesses.Sum(), (long)ReferenceCounts.Sum());
}
