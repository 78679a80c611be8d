using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Benchmarks;

/// <summary>Small worlds of streets, areas, partners and periods whose leakage is known, for the calibration of the passive instruments.</summary>
internal sealed class PassiveWorld
{
    private readonly int[] _street;
    private readonly int[] _area;
    private RandomSequence _random;
    private double _spare = double.NaN;

    public PassiveWorld(int streets, int houses, int streetsPerArea, Streams streams)
    {
        _random = streams.Sequence();
        _street = new int[streets * houses];
        _area = new int[_street.Length];
        for (var i = 0; i < _street.Length; i++)
        {
            // Half of each street lies in one area, half in the next.
            _street[i] = i / houses;
            _area[i] = (2 * (_street[i] / streetsPerArea)) + ((i % houses) / (houses / 2));
        }

        Graph = new WindowGraph(_street, [], 4);
    }

    public int Nodes => _street.Length;

    public WindowGraph Graph { get; }

    public int[] Street => _street;

    public int[] Area => _area;

    public double Uniform() => _random.NextUniform();

    /// <summary>A standard normal number (Box and Muller 1958).</summary>
    public double Normal()
    {
        if (!double.IsNaN(_spare))
        {
            var kept = _spare;
            _spare = double.NaN;
            return kept;
        }

        var radius = Math.Sqrt(-2 * Math.Log(1 - _random.NextUniform()));
        var (sin, cos) = Math.SinCos(2 * Math.PI * _random.NextUniform());
        _spare = radius * sin;
        return radius * cos;
    }

    /// <summary>An own feature by which people sort over streets: half of its variance lies between streets.</summary>
    public double[] Sorted()
    {
        double[] ofStreet = [.. Enumerable.Range(0, _street[^1] + 1).Select(_ => Normal())];
        return [.. _street.Select(s => Math.Sqrt(0.5) * (ofStreet[s] + Normal()))];
    }

    /// <summary>Noise: normal, skewed (χ² of one degree of freedom, centred), or alike next door (autoregression along the street).</summary>
    public double[] Noise(string kind)
    {
        var e = new double[Nodes];
        for (var i = 0; i < e.Length; i++)
        {
            var z = Normal();
            e[i] = kind switch
            {
                "skewed" => ((z * z) - 1) / Math.Sqrt(2),
                "autoregressive" => i > 0 && _street[i] == _street[i - 1] ? (0.6 * e[i - 1]) + (0.8 * z) : z,
                _ => z,
            };
        }

        return e;
    }

    /// <summary>A value of each area, dealt out to its people.</summary>
    public double[] OfArea()
    {
        double[] values = [.. Enumerable.Range(0, _area.Max() + 1).Select(_ => Normal())];
        return [.. _area.Select(a => values[a])];
    }

    /// <summary>Scores that feed scores: y = ρWy + fixed part.</summary>
    public double[] Solve(double rho, double[] fixedPart)
    {
        var y = (double[])fixedPart.Clone();
        var lag = new double[y.Length];
        for (var step = 0; rho != 0 && step < 60; step++)
        {
            Graph.Lag(y, lag);
            for (var i = 0; i < y.Length; i++)
            {
                y[i] = (rho * lag[i]) + fixedPart[i];
            }
        }

        return y;
    }

    /// <summary>Scores over eight periods of people exposed by events, three to an event, and of as many who are never exposed.</summary>
    public EventSpillover Events(int events, double effect, double trend, double sectorShock, double heavy)
    {
        int exposedCount = 3 * events, n = 2 * exposedCount;
        int[] exposed = [.. Enumerable.Range(0, n).Select(i => i < exposedCount ? 3 + (i / 3 % 3) : -1)];
        int[] cluster = [.. Enumerable.Range(0, n).Select(i => i < exposedCount ? i / 3 : i)];
        var level = new double[n];
        var scores = new double[8][];
        for (var p = 0; p < scores.Length; p++)
        {
            scores[p] = new double[n];
            double[] common = [.. Enumerable.Range(0, events).Select(_ => Normal())];
            for (var i = 0; i < n; i++)
            {
                var shock = heavy > 0 && Uniform() < 0.02 ? heavy * Normal() : 0;
                level[i] += (3 * Normal()) + shock + (2 * (exposed[i] >= 0 ? common[i / 3] : Normal())) + (exposed[i] > p ? trend : 0);
                scores[p][i] = 500 + (3 * p) + level[i] + (exposed[i] >= 0 && p >= exposed[i] ? effect + sectorShock : 0);
            }
        }

        return EventSpillover.Run(scores, exposed, cluster, [], 0.95);
    }
}
