using ScoringAudit.Primitives;

namespace ScoringAudit.Worlds.Firms;

/// <summary>Runs the lists of four agencies over a firm, quarter by quarter. Firms do not touch each other here, so any shard can be run alone.</summary>
/// <remarks>
/// A violation is found when a uniform number is below (chance of a violation)·(rate of inspections). Found violations are minor (60 %: on the
/// irregularity list), general (30 %) or serious (10 %: both on the blacklist). A firm leaves the irregularity list with chance 0.12 a quarter;
/// after 12 quarters there it may be blacklisted. It leaves a blacklist after min(most, least + time to cure) quarters, the time to cure
/// having mean 4. Numbers are drawn by firm, quarter and agency, whatever the rules: a stronger rule acts on the same luck. Chances are invented.
/// </remarks>
internal sealed class ListSimulator
{
    public const int Agencies = 4, MarketAgency = 1;
    public static readonly string[] AgencyNames = ["environment", "industry", "market", "tax"];
    public static readonly string[] EventKinds = ["black_off", "black_on", "irregular_off", "irregular_on"];

    private const int BlackOff = 0, BlackOn = 1, IrregularOff = 2, IrregularOn = 3;
    private const double Inspections = 0.6, Cure = 0.12;

    // How readily the agency of the row follows that of the column.
    private static readonly double[] Cooperation = [0, 0.3, 0.6, 0.3, 0.3, 0, 0.8, 0.5, 0.6, 0.8, 0, 1, 0.3, 0.5, 1, 0];
    private static readonly double[] Violation = [.. Enumerable.Range(0, 101).Select(f => PortableMath.Logistic(-4.4 - (0.1 * (f - 82))))];
    private static readonly double[] Start = [.. Enumerable.Range(0, 101).Select(f => PortableMath.Logistic(-5.4 - (0.11 * (f - 82))))];

    private readonly ulong _start, _found, _kind, _move, _spread;

    public ListSimulator(Streams streams)
    {
        (_start, _found, _kind) = (streams.Derive("start").Key, streams.Derive("found").Key, streams.Derive("kind").Key);
        (_move, _spread) = (streams.Derive("move").Key, streams.Derive("spread").Key);
    }

    /// <summary>Runs a firm.</summary>
    /// <param name="firm">The firm.</param>
    /// <param name="factors">The own factor that each agency watches, 0 to 100.</param>
    /// <param name="good">Whether the own record earns a place on the red list while no other list has the firm.</param>
    /// <param name="exemptSector">Whether the year of exemption is for it.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="events">Receives changes; null: not wanted.</param>
    public ListState Run(int firm, ReadOnlySpan<int> factors, bool good, bool exemptSector, ListRules rules, List<ListEvent>? events)
    {
        // State of an agency: 0 none, n > 0 quarters on the irregularity list, black when the stay left is set.
        Span<int> irregular = stackalloc int[Agencies];
        Span<int> black = stackalloc int[Agencies];
        var start = new Draws(_start, (ulong)firm);
        var listed = 0;
        for (var k = 0; k < Agencies; k++)
        {
            black[k] = -1;
            irregular[k] = 0;
            if (start.Uniform(k) < Start[factors[k]])
            {
                black[k] = Stay(rules, 2 - (int)(3 * start.Uniform(4 + k)), start.Uniform(8 + k));
                listed++;
            }
        }

        var from = Math.Max(1, rules.Periods - 7);
        for (var t = 1; t <= rules.Periods; t++)
        {
            var red = good && listed == 0;
            var rate = red ? Inspections * PortableMath.Exp(-rules.Red) : Inspections;
            var found = Philox.Block(_found, (ulong)firm, (ulong)t);
            var touched = listed > 0;
            for (var k = 0; k < Agencies; k++)
            {
                touched |= Draws.Unit(Word(found, k)) < Violation[factors[k]] * Inspections;
            }

            if (touched)
            {
                listed = Quarter(firm, t, factors, rate, exemptSector && t >= from && t < from + 4, rules, found, irregular, black, events);
            }
        }

        byte blackMask = 0, irregularMask = 0;
        for (var k = 0; k < Agencies; k++)
        {
            blackMask |= (byte)(black[k] >= 0 ? 1 << k : 0);
            irregularMask |= (byte)(irregular[k] > 0 ? 1 << k : 0);
        }

        return new ListState(blackMask, irregularMask, good && listed == 0);
    }

    private int Quarter(int firm, int t, ReadOnlySpan<int> factors, double rate, bool exempt, ListRules rules, (ulong Low, ulong High) found, Span<int> irregular, Span<int> black, List<ListEvent>? events)
    {
        var move = Philox.Block(_move, (ulong)firm, (ulong)t);
        var spread = Philox.Block(_spread, (ulong)firm, (ulong)t);
        var before = 0;
        for (var l = 0; l < Agencies; l++)
        {
            before |= black[l] > 0 ? 1 << l : 0;
        }

        var listed = 0;
        for (var k = 0; k < Agencies; k++)
        {
            var u = Draws.Unit(Word(move, k));
            if (black[k] >= 0 && --black[k] < 0)
            {
                events?.Add(new ListEvent(firm, t, k, BlackOff));
            }

            if (irregular[k] > 0)
            {
                if (u < Cure)
                {
                    irregular[k] = 0;
                    events?.Add(new ListEvent(firm, t, k, IrregularOff));
                }
                else if (++irregular[k] > 12 && 1 - u < rules.Hazard * (1 - Cure))
                {
                    irregular[k] = 0;
                    Blacken(firm, t, k, 2, rules, irregular, black, events);
                }
            }

            if (Draws.Unit(Word(found, k)) < Violation[factors[k]] * rate)
            {
                var draw = new Draws(_kind, Key(firm, t, k));
                if (!(exempt && draw.Uniform(1) < rules.Exempt))
                {
                    var severity = draw.Uniform(0) < 0.6 ? 0 : draw.Uniform(0) < 0.9 ? 1 : 2;
                    if (severity > 0)
                    {
                        Blacken(firm, t, k, severity, rules, irregular, black, events);
                    }
                    else if (irregular[k] == 0 && black[k] < 0)
                    {
                        irregular[k] = 1;
                        events?.Add(new ListEvent(firm, t, k, IrregularOn));
                    }
                }
            }

            if (before != 0 && rules.Spread > 0 && black[k] < 0)
            {
                var stays = 1.0;
                for (var l = 0; l < Agencies; l++)
                {
                    stays *= (before >> l & 1) != 0 ? 1 - (rules.Spread * Cooperation[(k * Agencies) + l]) : 1;
                }

                if (Draws.Unit(Word(spread, k)) < 1 - stays)
                {
                    Blacken(firm, t, k, 1, rules, irregular, black, events);
                }
            }

            listed += black[k] >= 0 || irregular[k] > 0 ? 1 : 0;
        }

        return listed;
    }

    private void Blacken(int firm, int t, int k, int severity, ListRules rules, Span<int> irregular, Span<int> black, List<ListEvent>? events)
    {
        var stay = Stay(rules, severity, new Draws(_kind, Key(firm, t, k)).Uniform(2));
        if (black[k] < 0)
        {
            events?.Add(new ListEvent(firm, t, k, BlackOn));
        }

        irregular[k] = 0;
        black[k] = Math.Max(black[k], stay);
    }

    private static ulong Key(int firm, int t, int k) => ((ulong)(uint)firm << 16) | (uint)((t << 2) | k);

    private static int Stay(ListRules rules, int severity, double u)
    {
        var (least, most) = rules.Removal[severity];
        var cure = (int)Math.Floor(-4 * PortableMath.Log(1 - u));
        return (int)Math.Floor((rules.Stay * Math.Min(most, least + cure)) + 0.5);
    }

    private static uint Word((ulong Low, ulong High) block, int k)
    {
        var word = (k & 2) == 0 ? block.Low : block.High;
        return (uint)((k & 1) == 0 ? word : word >> 32);
    }
}
