using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ScoringAudit.Privacy;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Privacy;

/// <summary>Eight broken mechanisms, each found by the tester that passes the right one. Without them the suite would prove nothing.</summary>
public class NegativeControlTests
{
    private static readonly Rational Rho = PrivacyBudget.Default.Rho;
    private static readonly TableSchema Schema = new("t", [new TableDimension("group", ["a", "b"]), new TableDimension("decision", ["yes", "no"])]);
    private static readonly string[] Full = [.. Enumerable.Repeat("a", 9), "b"];

    private static bool KeepsPromise(NoiseLaw law, PrivacyUnit unit, double rho) =>
        PrivacyLossTests.Shifts(unit).All(s => PrivacyLoss.Of(law, s).LeastRho() <= rho * (1 + 1e-6));

    /// <summary>Whether two neighbouring inputs are told apart by an event that always happens for one and never for the other.</summary>
    private static bool ToldApart(Func<string[], string> mechanism)
    {
        // The neighbour lacks the person with the rare category.
        var with = Enumerable.Range(0, 60).Select(_ => mechanism(Full)).ToHashSet(StringComparer.Ordinal);
        var without = Enumerable.Range(0, 60).Select(_ => mechanism(Full[..^1])).ToHashSet(StringComparer.Ordinal);
        return !with.Overlaps(without);
    }

    private static Released<NoisyTable> Right(string[] rows, MemoryLedger? ledger = null, IBitSource? bits = null)
    {
        var counts = new long[Schema.Cells];
        foreach (var group in rows)
        {
            counts[Schema.CellOf([Schema.Dimensions[0].IndexOf(group), 0])]++;
        }

        var session = bits is null
            ? new PrivacySession(ledger ?? new MemoryLedger(), "data", PrivacyBudget.Default)
            : new PrivacySession(ledger ?? new MemoryLedger(), "data", PrivacyBudget.Default, bits);
        return HistogramMechanism.Release(Confidential<long[]>.Seal(counts), Schema, PrivacyUnit.Row(NeighbourRelation.AddRemove), Rho, "test", session);
    }

    private static string Shape(Released<NoisyTable> table) => string.Join('|', table.Value.Schema.Dimensions.Select(d => string.Join(',', d.Levels))) + table.Value.Cells.Count;

    [Fact]
    public void Control1_SigmaTooSmallByRootTwo_IsCaught()
    {
        var unit = PrivacyUnit.Row(NeighbourRelation.AddRemove);
        Assert.True(KeepsPromise(HistogramMechanism.Law(unit, Rho), unit, Rho.ToDouble()));
        Assert.False(KeepsPromise(new DiscreteGaussianLaw(HistogramMechanism.Law(unit, Rho).VarianceParameter / 2), unit, Rho.ToDouble()));
    }

    [Fact]
    public void Control2_SensitivityOfAddRemoveUnderReplace_IsCaught()
    {
        var right = PrivacyUnit.Row(NeighbourRelation.Replace);
        Assert.True(KeepsPromise(HistogramMechanism.Law(right, Rho), right, Rho.ToDouble()));
        Assert.False(KeepsPromise(HistogramMechanism.Law(PrivacyUnit.Row(NeighbourRelation.AddRemove), Rho), right, Rho.ToDouble()));

        // A person with three rows counted as one.
        Assert.False(KeepsPromise(HistogramMechanism.Law(right, Rho), PrivacyUnit.Person(3, NeighbourRelation.Replace), Rho.ToDouble()));
    }

    [Fact]
    public void Control3_CategoriesFromTheData_AreCaught()
    {
        Assert.False(ToldApart(rows => Shape(Right(rows))));
        Assert.True(ToldApart(rows => string.Join(',', rows.Distinct())));
    }

    [Fact]
    public void Control4_SuppressionByTheTrueCount_IsCaught()
    {
        // Right: the noisy count decides, so both events happen for both inputs. Wrong: ten people are shown, nine are not.
        Assert.False(ToldApart(rows => Right(rows).Value.Sum(null, [0]).Value < 10 ? "suppressed" : "shown"));
        Assert.True(ToldApart(rows => rows.Length < 10 ? "suppressed" : "shown"));
    }

    [Fact]
    public void Control5_FloatingPointNoise_IsCaught()
    {
        // Mironov (2012): with floats the values that 0 + noise can take are not those that 1 + noise can take. All 2^12 uniforms of a small generator.
        static HashSet<long> Support(double value, bool exact) =>
        [
            .. Enumerable.Range(1, 4095).Select(k => exact
                ? BitConverter.DoubleToInt64Bits(value + Math.Round(2 * Math.Log(k / 4096.0)))
                : BitConverter.DoubleToInt64Bits(value + (2 * Math.Log(k / 4096.0)))),
        ];
        static double Shared(bool exact)
        {
            var (zero, one) = (Support(0, exact), Support(1, exact));
            return (double)zero.Intersect(one).Count() / zero.Count;
        }

        Assert.True(Shared(exact: false) < 0.1, "nearly every output tells the input");
        Assert.True(Shared(exact: true) > 0.5);

        // And a released value is an integer by type.
        Assert.IsAssignableFrom<IReadOnlyList<long>>(Right(Full).Value.Cells);
    }

    [Fact]
    public void Control6_NoiseUsedTwice_IsCaught()
    {
        // The noise of two cells must not be the same: the variance of their difference is 2 s, not 0.
        static double Variance(Func<(long, long)> draw) => Enumerable.Range(0, 400).Select(_ => draw()).Average(p => Math.Pow(p.Item1 - p.Item2, 2));
        (long, long) Good()
        {
            var cells = Right([]).Value.Cells;
            return (cells[0], cells[1]);
        }

        (long, long) Reused()
        {
            var x = Right([]).Value.Cells[0];
            return (x, x);
        }

        // 400 draws of a chi-squared with one degree: 6 standard errors of the mean square are 6 √(2/400) = 0.42.
        var s = HistogramMechanism.Law(PrivacyUnit.Row(NeighbourRelation.AddRemove), Rho).Variance;
        Assert.InRange(Variance(Good) / (2 * s), 0.57, 1.43);
        Assert.NotInRange(Variance(Reused) / (2 * s), 0.57, 1.43);

        // Two runs on a forgotten ledger differ as well: nothing is seeded.
        Assert.NotEqual(string.Join(',', Enumerable.Range(0, 3).SelectMany(_ => Right([]).Value.Cells)), string.Join(',', Enumerable.Range(0, 3).SelectMany(_ => Right([]).Value.Cells)));
    }

    [Fact]
    public void Control7_SeedInTheArtefact_IsCaught()
    {
        // Any number of an artefact, taken as a seed, must not reproduce its noise.
        static bool SeedFound(string artefact, long[] noisy) => Regex.Matches(artefact, @"\d+").Any(m =>
            ulong.TryParse(m.Value, CultureInfo.InvariantCulture, out var seed)
            && Right(Full, bits: new ExactSamplerTests.StreamBits(seed)).Value.Cells.SequenceEqual(noisy));
        var seeded = Right(Full, bits: new ExactSamplerTests.StreamBits(77));
        Assert.True(SeedFound(JsonSerializer.Serialize(new { seed = 77, cells = seeded.Value.Cells }), [.. seeded.Value.Cells]));
        var right = Right(Full);
        Assert.False(SeedFound(JsonSerializer.Serialize(new { right.Label, Rho = right.Rho.ToString(), Unit = right.Unit.ToString(), right.Value.Cells }), [.. right.Value.Cells]));
    }

    [Fact]
    public void Control8_UnchargedPath_IsCaught()
    {
        // The tester: whatever is released stands in the ledger as a charge before the record. The control draws noise by itself.
        static bool Charged(Action<MemoryLedger> release)
        {
            var ledger = new MemoryLedger();
            release(ledger);
            return ledger.Log is ["charge", "record"] && ledger.Spent("data") == Rho;
        }

        Assert.True(Charged(ledger => Right(Full, ledger)));
        Assert.False(Charged(_ => new ExactSampler(new SystemBits()).Gaussian(20)));
    }
}
