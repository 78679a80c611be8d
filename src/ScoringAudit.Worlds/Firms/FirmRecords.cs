using ScoringAudit.Primitives;

namespace ScoringAudit.Worlds.Firms;

/// <summary>What every firm's own record holds, for all firms of the world, in as few bytes as will do.</summary>
/// <remarks>
/// Latent: q = 0.4·(sector) + 0.9·own quality. Each factor is round(82 + 9·(0.8 q + 0.6 e)) in [0, 100]. Margins are invented and only
/// meant to be plausible: grades mostly A and B, about 4 % of firms on a blacklist at the start.
/// </remarks>
internal sealed class FirmRecords
{
    /// <summary>Environment, industry rules, licences, product quality, taxes on time.</summary>
    public const int Factors = 5;

    public const int MostOfficers = 3;
    public static readonly string[] FactorNames = ["taxes_on_time", "licences", "environment", "product_quality", "industry_rules"];
    public static readonly int[] Weights = [25, 20, 20, 20, 15];
    private static readonly double[] SectorQuality = [-0.6, -1.1, 0.9, 1.5, -1.2, 1.1, 0.5, 0.2, -0.7, -0.4, 0.3];
    private static readonly double[] SectorForeign = [0.03, 0.04, 0.1, 0.3, 0.05, 0.25, 0.25, 0.06, 0.08, 0.1, 0.2];

    public FirmRecords(int firms)
    {
        Factor = new byte[Factors][];
        for (var k = 0; k < Factors; k++)
        {
            Factor[k] = new byte[firms];
        }

        Months = new short[firms];
        Foreign = new bool[firms];
        Officers = new int[MostOfficers * firms];
    }

    public byte[][] Factor { get; }

    /// <summary>Age in months.</summary>
    public short[] Months { get; }

    public bool[] Foreign { get; }

    /// <summary>Three places for each firm; the founder first; −1 where there is no other officer.</summary>
    public int[] Officers { get; }

    public ReadOnlySpan<int> OfficersOf(int firm)
    {
        var three = Officers.AsSpan(MostOfficers * firm, MostOfficers);
        return three[1] < 0 ? three[..1] : three[2] < 0 ? three[..2] : three;
    }

    /// <summary>The five factors as points of the five-factor score, in hundredths: Σ weight·factor on a scale to 1000.</summary>
    public int FivePoints(int firm)
    {
        var sum = 0;
        for (var k = 0; k < Factors; k++)
        {
            sum += FactorPoints(firm, k);
        }

        return sum;
    }

    public int FactorPoints(int firm, int factor) => Weights[factor] * Factor[factor][firm] * 10;

    /// <summary>The factor that each agency watches: environment, industry, market (the mean of licences and product quality), tax.</summary>
    public void Watched(int firm, Span<int> factors)
    {
        factors[0] = Factor[2][firm];
        factors[1] = Factor[4][firm];
        factors[2] = (Factor[1][firm] + Factor[3][firm]) / 2;
        factors[3] = Factor[0][firm];
    }

    /// <summary>Whether the record earns a place on the red list: 90 or more in every hundred, on average.</summary>
    public bool IsGood(int firm) => FivePoints(firm) >= 88_000;

    public static FirmRecords Make(int firms, int persons, Streams streams, ParallelOptions options)
    {
        var records = new FirmRecords(firms);
        var key = streams.Derive("record").Key;
        var officers = streams.Derive("officers").Key;
        const int chunk = 4096;
        Parallel.For(0, (firms + chunk - 1) / chunk, options, c =>
        {
            for (var i = c * chunk; i < Math.Min(firms, (c + 1) * chunk); i++)
            {
                records.One(i, new Draws(key, (ulong)i));
                records.Seats(i, persons, new Draws(officers, (ulong)i));
            }
        });
        return records;
    }

    private void One(int i, Draws draw)
    {
        var sector = FirmLayout.SectorOf(i);
        var quality = (0.4 * SectorQuality[sector]) + (0.9 * draw.Normal(0));
        for (var k = 0; k < Factors; k++)
        {
            Factor[k][i] = (byte)Math.Clamp(Math.Floor(82.5 + (9 * ((0.8 * quality) + (0.6 * draw.Normal(1 + k))))), 0, 100);
        }

        Months[i] = (short)Math.Min(480, Math.Floor(-96 * PortableMath.Log(draw.Uniform(6))));
        Foreign[i] = draw.Uniform(7) < SectorForeign[sector];
    }

    // One to three officers; a tenth of the seats go to people who hold many.
    private void Seats(int i, int persons, Draws draw)
    {
        var many = draw.Uniform(0);
        var count = many < 0.5 ? 1 : many < 0.8 ? 2 : 3;
        for (var k = 0; k < MostOfficers; k++)
        {
            var seat = -1;
            if (k < count)
            {
                var u = draw.Uniform(1 + (2 * k));
                seat = (int)(persons * (draw.Uniform(2 + (2 * k)) < 0.9 ? u : u * u));
                seat = (int)(seat * 7919L % persons);
                while (Officers.AsSpan(MostOfficers * i, k).Contains(seat))
                {
                    seat = (seat + 1) % persons;
                }
            }

            Officers[(MostOfficers * i) + k] = seat;
        }
    }
}
