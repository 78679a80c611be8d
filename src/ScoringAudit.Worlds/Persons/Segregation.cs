namespace ScoringAudit.Worlds.Persons;

/// <summary>The law of a street's share of group B: logistic(a + b·z), z standard normal, with a given mean and a given dissimilarity index.</summary>
/// <remarks>
/// Dissimilarity of a law of shares p with mean π: D = E|p − π| / (2π(1 − π)) (Duncan and Duncan 1955, for streets of equal size).
/// a and b are found by bisection over 201 midpoints of the normal quantile; only portable arithmetic.
/// </remarks>
internal readonly record struct Segregation(double A, double B)
{
    private const int Points = 201;

    // Households of a street that are drawn to group B differ in size: that alone moves a street's share of people.
    public static double LeastDissimilarity(double share, double peoplePerStreet)
    {
        const double peoplePerHousehold = 50.0 / 27, sizeVariation = 0.52, meanDeviation = 0.798, tolerance = 0.03;
        var households = peoplePerStreet / peoplePerHousehold;
        var chance = meanDeviation * sizeVariation * Math.Sqrt(share * (1 - share) / households) / (2 * share * (1 - share));
        return Math.Max(0, ((chance * chance) - (tolerance * tolerance)) / (2 * tolerance));
    }

    public static Segregation Solve(double share, double dissimilarity)
    {
        var z = new double[Points];
        for (var i = 0; i < Points; i++)
        {
            z[i] = PortableMath.NormalQuantile((i + 0.5) / Points);
        }

        double low = 0, high = 64;
        for (var step = 0; step < 40; step++)
        {
            var b = (low + high) / 2;
            if (Dissimilarity(z, Centre(z, share, b), b, share) < dissimilarity)
            {
                low = b;
            }
            else
            {
                high = b;
            }
        }

        return new Segregation(Centre(z, share, (low + high) / 2), (low + high) / 2);
    }

    public double Share(double z) => PortableMath.Logistic(A + (B * z));

    private static double Centre(double[] z, double share, double b)
    {
        double low = -400, high = 400;
        for (var step = 0; step < 46; step++)
        {
            var a = (low + high) / 2;
            var mean = 0.0;
            foreach (var value in z)
            {
                mean += PortableMath.Logistic(a + (b * value));
            }

            if (mean < share * z.Length)
            {
                low = a;
            }
            else
            {
                high = a;
            }
        }

        return (low + high) / 2;
    }

    private static double Dissimilarity(double[] z, double a, double b, double share)
    {
        var sum = 0.0;
        foreach (var value in z)
        {
            sum += Math.Abs(PortableMath.Logistic(a + (b * value)) - share);
        }

        return sum / z.Length / (2 * share * (1 - share));
    }
}
