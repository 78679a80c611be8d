using ScoringAudit.Scoring;

namespace ScoringAudit.Worlds.Persons;

/// <summary>The columns of the twelve published criteria, and their invented points.</summary>
internal sealed class TwelveCriteria
{
    private static readonly PointsScorecard Card = WorldScorecards.TwelveCriteria;
    private static readonly int Address = IndexOf("tenure_months");
    private readonly float[] _values = new float[Card.Features.Count];

    /// <summary>Points of the card but for the address, in hundredths.</summary>
    public int Hundredths(PersonColumns c, int row)
    {
        Values(c, row, _values);
        var sum = Card.BasePoints;
        for (var f = 0; f < _values.Length; f++)
        {
            sum += f == Address ? 0 : Points(f, _values[f]);
        }

        return PersonGenerator.Hundredths(sum);
    }

    public static double AddressPoints(long months) => Points(Address, months);

    public static void Fill(PersonColumns c, int row, Draws draw)
    {
        var e = c.Extra;
        var adult = 12 * (c.Age[row] - 17);
        var calm = 1 - Math.Min(1.0, c.Arrears[row] / 2.0);
        e[0].Integers[row] = c.Thin[row] ? 0 : (long)Math.Floor(adult * 0.7 * draw.Uniform(0));
        e[1].Integers[row] = draw.Uniform(1) < 0.45 ? (long)Math.Floor(120 * draw.Uniform(2)) : 0;
        e[2].Integers[row] = (long)Math.Floor(-1.1 * PortableMath.Log(1 - draw.Uniform(3)));
        e[3].Integers[row] = float.IsNaN(c.OldestAccount[row]) ? 0 : (long)c.OldestAccount[row];
        e[4].Flags[row] = draw.Uniform(4) < 0.12 + (0.1 * calm);
        e[5].Integers[row] = (long)Math.Floor(-0.5 * PortableMath.Log(1 - draw.Uniform(5)));
        e[6].Integers[row] = c.Thin[row] ? 0 : (long)Math.Floor(3 * calm * draw.Uniform(6));
        e[7].Flags[row] = draw.Uniform(7) < 0.85;
        e[8].Integers[row] = c.Thin[row] ? 0 : (long)Math.Floor(60 * draw.Uniform(8));
    }

    private static int IndexOf(string name)
    {
        for (var f = 0; f < Card.Features.Count; f++)
        {
            if (Card.Features.Features[f].Name == name)
            {
                return f;
            }
        }

        throw new InvalidOperationException("The card has no " + name + ".");
    }

    // In the order of the card.
    private static void Values(PersonColumns c, int row, float[] to)
    {
        var e = c.Extra;
        to[0] = e[0].Integers[row];
        to[1] = c.Tenure[row];
        to[2] = c.Inquiries[row];
        to[3] = e[1].Integers[row];
        to[4] = e[2].Integers[row];
        to[5] = e[3].Integers[row];
        to[6] = e[4].Flags[row] ? 1 : 0;
        to[7] = e[5].Integers[row];
        to[8] = e[6].Integers[row];
        to[9] = e[7].Flags[row] ? 1 : 0;
        to[10] = e[8].Integers[row];
        to[11] = c.Arrears[row];
    }

    private static double Points(int feature, float value)
    {
        var table = Card.Points[feature];
        var bin = 0;
        while (bin < table.UpperEdges.Length && value > table.UpperEdges[bin])
        {
            bin++;
        }

        return table.Points[bin];
    }
}
