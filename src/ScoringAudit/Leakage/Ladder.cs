using ScoringAudit.Statistics;

namespace ScoringAudit.Leakage;

/// <summary>How far the evidence for one channel goes: clustered &lt; unexplained by own features &lt; discontinuous or moving &lt; responds to intervention &lt; mechanism known.</summary>
/// <remarks>
/// One declared test for each rung; Holm's adjustment over rungs 2 to 4 (those that were tested). The value is the highest rung reached. A query
/// outranks what is seen: where interventions or the mechanism were tested and nothing responded, the value is 0, none found, however clustered the
/// score is. Estimators that are valid only under an assumption (two-stage least squares, Oaxaca–Blinder) are no rungs.
/// </remarks>
/// <param name="Value">0 to 5.</param>
/// <param name="Step">Name of the rung; not_tested or none_found at 0.</param>
/// <param name="Rungs">All five, lowest first.</param>
public sealed record Ladder(int Value, string Step, IReadOnlyList<LadderRung> Rungs)
{
    /// <summary>Names of the rungs 1 to 5.</summary>
    public static IReadOnlyList<string> Names { get; } = ["clustered", "unexplained_by_own", "discontinuous_or_moving", "responds_to_intervention", "mechanism_known"];

    /// <summary>Climbs.</summary>
    /// <param name="tests">The tests of rungs 1 to 5.</param>
    /// <param name="alpha">Level, for example 0.05.</param>
    public static Ladder Climb(IReadOnlyList<RungTest> tests, double alpha)
    {
        ArgumentNullException.ThrowIfNull(tests);
        if (tests.Count != Names.Count)
        {
            throw new ArgumentException($"{tests.Count} tests for {Names.Count} rungs.", nameof(tests));
        }

        int[] family = [.. Enumerable.Range(1, 3).Where(r => tests[r].PValue is not null)];
        var adjusted = Multiplicity.Holm([.. family.Select(r => tests[r].PValue!.Value)]);
        var rungs = new LadderRung[tests.Count];
        var value = 0;
        for (var r = 0; r < rungs.Length; r++)
        {
            var at = Array.IndexOf(family, r);
            var p = at < 0 ? tests[r].PValue : adjusted[at];
            var reached = tests[r].Exact ?? p <= alpha;
            rungs[r] = new LadderRung(Names[r], tests[r].Tested, reached, tests[r].PValue, tests[r].Why);
            value = reached ? r + 1 : value;
        }

        if (value < 4 && rungs.Skip(3).Any(r => r.Tested))
        {
            value = 0;
        }

        var step = value > 0 ? Names[value - 1] : rungs.Any(r => r.Tested) ? "none_found" : "not_tested";
        return new Ladder(value, step, rungs);
    }
}
