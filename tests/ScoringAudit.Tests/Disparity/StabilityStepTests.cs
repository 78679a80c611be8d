using ScoringAudit.Auditing;
using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Release;

namespace ScoringAudit.Tests.Disparity;

public class StabilityStepTests
{
    [Fact]
    public void Index_TwoTables_IsTheSumByHand()
    {
        // (10, 20, 30, 40) against (25, 25, 25, 25), ½ added to each: shares (10.5, 20.5, 30.5, 40.5)/102 and 25.5/102
        var psi = PopulationStability.Of([10, 20, 30, 40], [25, 25, 25, 25]);
        Assert.Equal(0.2179942131527476, psi.Index.Value, 12);
        Assert.Equal(3 * 0.02, psi.Expected.Value, 12);
        Assert.InRange(psi.PValue.Value, 0.010, 0.015); // chi-square 10.90 with 3 degrees of freedom: .0123
        Assert.Equal(psi.Index.Value, PopulationStability.Of([25, 25, 25, 25], [10, 20, 30, 40]).Index.Value, 12);
        Assert.Equal(0, PopulationStability.Of([3, 3], [3, 3]).Index.Value);
        Assert.Equal("the base has no rows", PopulationStability.Of([0, 0], [1, 1]).Index.Reason);
        Assert.Equal("all values lie in one bin", PopulationStability.Of([4, 0], [1, 0]).Index.Reason);
    }

    [Fact]
    public void PValue_WithoutShift_IsNotTooSmall()
    {
        // 300 pairs of samples of 400 in 10 bins without a shift: p below .05 in 5 %, 15 of 300, standard error 3.8: at most 30
        var random = Streams.FromSeed(4).Derive("psi").Sequence();
        var alarms = 0;
        for (var world = 0; world < 300; world++)
        {
            long[] a = new long[10], b = new long[10];
            for (var i = 0; i < 400; i++)
            {
                a[random.NextBelow(10)]++;
                b[random.NextBelow(10)]++;
            }

            alarms += PopulationStability.Of(a, b).PValue.Value < 0.05 ? 1 : 0;
        }

        Assert.InRange(alarms, 3, 30);
    }

    [Fact]
    public void EdgesAndCount_TiesAndMissing_HaveTheirBins()
    {
        double[] edges = PopulationStability.Edges([1, 1, 1, 1, 2, 3, 4, double.NaN], 4);
        Assert.Equal([3], edges); // sorted without NaN: positions 7·1/4 = 1, 7·2/4 = 3, 7·3/4 = 5 hold 1, 1, 3; an edge at the least value would make an empty bin
        Assert.Equal([5, 2, 1], PopulationStability.Count([1, 1, 1, 1, 2, 3, 4, double.NaN], edges));
    }

    [Fact]
    public void Audit_WithPeriods_ShowsWhatMoved()
    {
        // in 2024-03 the scores of all fall by 60 and B is refused more often
        var evidence = Run(3);
        var found = evidence.Findings.ToDictionary(f => f.Id);
        var calm = found["disparity/population_stability_index/stratum=month=2024-02"];
        var moved = found["disparity/population_stability_index/stratum=month=2024-03"];
        Assert.Equal("2024-01", moved.Reference);
        Assert.True(calm.PValue > 0.001 && calm.Value < 0.05);
        Assert.True(moved.PValue < 1e-9 && moved.Value > 0.5);
        Assert.True(found["disparity/population_stability_index/feature=income/stratum=month=2024-03"].Value < 0.05);
        var air = found["disparity/adverse_impact_ratio/race/B/stratum=month=2024-03"];
        // 3 periods, 1 comparison: 1 − .05/3
        Assert.Equal(1 - (0.05 / 3), air.Simultaneous!.Value.Level, 9);
        Assert.Equal(Verdict.NotMet, air.Verdict);
        Assert.Equal(Verdict.Met, found["disparity/adverse_impact_ratio/race/B/stratum=month=2024-01"].Verdict);
        var table = evidence.Tables.Single(t => t.Name == "disparity-by-period").Rows;
        Assert.Equal(["2024-01", "2024-02", "2024-03"], table.Where(r => Equals(r[1], "adverse_impact_ratio")).Select(r => (string)r[4]!));
        Assert.Equal(3, table.Count(r => Equals(r[1], "standardized_mean_difference")));
        Assert.Equal(3, table.Count(r => Equals(r[1], "equal_opportunity_difference")));
    }

    [Fact]
    public void Release_GroupTooSmallInOnePeriod_DoesNotFollowFromTheOthers()
    {
        // periods sum to the whole, so one hidden period would follow from the others
        var rows = ColumnPortfolio.Build("t")
            .Category("race", [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? "B" : "W")])
            .Category("approved", [.. Enumerable.Range(0, 400).Select(i => i >= 200 && i % 2 == 0 ? (i < 206 ? "yes" : "no") : i % 4 < 2 ? "yes" : "no")])
            .Category("month", [.. Enumerable.Range(0, 400).Select(i => i < 200 ? "m1" : "m2")]).Build();
        var plan = new AuditPlan { Roles = new Roles { Decision = DecisionRole.Recorded("approved", "yes"), Protected = [ProtectedRole.Of("race", "W")], Time = "month" } };
        var evidence = PrimarySuppression.Apply(Audit.Run(rows, plan, new AuditInputs()), 10, []).Evidence;
        // B in m2: 3 of 100; what remains is B in m1, or B in all
        FindingStatus Status(string id) => evidence.Findings.Single(f => f.Id == id).Status;
        Assert.Equal(FindingStatus.Suppressed, Status("disparity/adverse_impact_ratio/race/B/stratum=month=m2"));
        Assert.Contains(FindingStatus.Suppressed, new[] { Status("disparity/selection_rate/race/B/stratum=month=m1"), Status("disparity/selection_rate/race/B") });
        Assert.All(evidence.Tables.Single(t => t.Name == "disparity-by-period").Rows.Where(r => Equals(r[2], "B") && Equals(r[4], "m2")), r => Assert.Null(r[5]));
    }

    [Fact]
    public void Compare_UnderConsented_IsRefused()
    {
        var rows = ColumnPortfolio.Build("t").Category("race", ["B", "W", "B", "W"]).Category("approved", ["yes", "no", "no", "yes"]).Build();
        var plan = new AuditPlan
        {
            Roles = new Roles { Decision = DecisionRole.Recorded("approved", "yes"), Protected = [ProtectedRole.Of("race", "W")] },
            Disclosure = DisclosurePlan.Restricted with { Class = DisclosureClass.Consented },
        };
        Assert.Equal(
            "plan: compare: 'before' cannot be compared under class consented: what is rounded or noisy in one file follows from two. Remove 'compare', or audit each file by itself.",
            Assert.Throws<AuditDataException>(() => Audit.Run(rows, plan, new AuditInputs { Compared = new ComparedRows("before", rows, Provenance.External("test")) })).Message);
    }

    [Fact]
    public void Compare_AnotherFile_IndexIsByHandAndTheBandIsWiderThanEachInterval()
    {
        // scores 0 to 99 in the other file; here 50 to 149: of its ten bins the upper five hold 10 each and the last 60
        IPortfolio Rows(int from) => ColumnPortfolio.Build("t")
            .Category("race", [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? "B" : "W")])
            .Category("approved", [.. Enumerable.Range(0, 100).Select(i => i % 5 < 3 ? "yes" : "no")])
            .Number("score", [.. Enumerable.Range(0, 100).Select(i => (double)(i + from))]).Build();
        var plan = new AuditPlan
        {
            Roles = new Roles { Score = new ScoreRole("score", ScoreDirection.HigherIsSafer), Decision = DecisionRole.Recorded("approved", "yes"), Protected = [ProtectedRole.Of("race", "W")] },
            Measures = ["disparity"],
        };
        var evidence = Audit.Run(Rows(50), plan, new AuditInputs { Compared = new ComparedRows("before", Rows(0), Provenance.External("test")) });
        var psi = evidence.Findings.Single(f => f.Id == "disparity/population_stability_index");
        Assert.Equal(PopulationStability.Of([10, 10, 10, 10, 10, 10, 10, 10, 10, 10], [0, 0, 0, 0, 0, 10, 10, 10, 10, 60]).Index.Value, psi.Value!.Value, 12);
        Assert.Equal("before", psi.Reference);
        var own = evidence.Findings.Single(f => f.Id == "disparity/adverse_impact_ratio/race/B/stratum=before");
        var row = evidence.Tables.Single(t => t.Name == "disparity-by-file").Rows.Single(r => Equals(r[1], "adverse_impact_ratio") && Equals(r[4], "before"));
        // two files, one comparison: MOVER on exact limits at 1 − .05/2
        var exact = GroupRates.Of(RateMetricsTests.Decisions((30, 50), (30, 50)), new Grouping("g", ["a", "b"], "b", [0], [2]), RateMetrics.SelectionRate, 0.975).Single(r => r.Measure == "adverse_impact_ratio");
        Assert.Equal(exact.Simultaneous!.Value.Low, (double)row[6]!, 12);
        Assert.Equal(exact.Simultaneous!.Value.High, (double)row[7]!, 12);
        Assert.True((double)row[6]! < own.Simultaneous!.Value.Low && (double)row[7]! > own.Simultaneous!.Value.High);
        Assert.Equal("before: 100 rows", evidence.Facts["compared with"]);
    }

    [Fact]
    public void Compare_ExternalFile_MakesSyntheticDataExternal()
    {
        var world = Rows();
        var evidence = Audit.Run(world, new AuditPlan { Roles = new Roles { Decision = DecisionRole.Recorded("approved", "yes"), Protected = [ProtectedRole.Of("race", "W")] } }, new AuditInputs
        {
            Provenance = Provenance.Prove(world, new Same(world)),
            Compared = new ComparedRows("before", world, Provenance.External("a file proves nothing")),
        });
        Assert.False(evidence.Provenance.IsSynthetic);
        Assert.Equal("'before', the file compared with: a file proves nothing", evidence.Provenance.Statement);
        static IPortfolio Rows() => ColumnPortfolio.Build("t").Category("race", ["B", "W", "B", "W"]).Category("approved", ["yes", "no", "no", "yes"]).Build();
    }

    [Fact]
    public void Compare_GroupOfTheOtherFileTooSmall_IsHiddenThereOnly()
    {
        // B in the other file: 3 of 100; here 40 of 100
        IPortfolio Rows(int favoured) => ColumnPortfolio.Build("t")
            .Category("race", [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? "B" : "W")])
            .Category("approved", [.. Enumerable.Range(0, 200).Select(i => i / 2 < (i % 2 == 0 ? favoured : 50) ? "yes" : "no")]).Build();
        var plan = new AuditPlan { Roles = new Roles { Decision = DecisionRole.Recorded("approved", "yes"), Protected = [ProtectedRole.Of("race", "W")] } };
        var evidence = PrimarySuppression.Apply(Audit.Run(Rows(40), plan, new AuditInputs { Compared = new ComparedRows("before", Rows(3), Provenance.External("test")) }), 10, []).Evidence;
        FindingStatus Status(string id) => evidence.Findings.Single(f => f.Id == id).Status;
        Assert.Equal(FindingStatus.Suppressed, Status("disparity/selection_rate/race/B/stratum=before"));
        Assert.Equal(FindingStatus.Defined, Status("disparity/selection_rate/race/B"));
        var table = evidence.Tables.Single(t => t.Name == "disparity-by-file").Rows.Where(r => Equals(r[2], "B")).ToList();
        Assert.All(table.Where(r => Equals(r[4], "before")), r => Assert.Null(r[5]));
        Assert.All(table.Where(r => Equals(r[4], "(this file)")), r => Assert.NotNull(r[5]));
    }

    [Theory]
    [InlineData(1, "Stability between periods: column 'month' has fewer than two values, or too many for periods; give months or years.")]
    [InlineData(90, "Stability between periods: column 'month' has 90 different values, and at most 60 periods are compared; give months or years.")]
    public void Audit_TooFewOrTooManyPeriods_AreSkippedWithTheReason(int periods, string note) => Assert.Contains(Run(periods).Notes, n => n.Text == note);

    private sealed class Same(IPortfolio rows) : ISyntheticProof
    {
        public string Statement => "made again";

        public IPortfolio Regenerate(CancellationToken cancel) => rows;
    }

    private static AuditEvidence Run(int periods)
    {
        const int n = 3_600;
        var random = Streams.FromSeed(9).Derive("periods").Sequence();
        string[] race = new string[n], month = new string[n], approved = new string[n], bad = new string[n];
        double[] score = new double[n], income = new double[n];
        for (var i = 0; i < n; i++)
        {
            var p = i % periods;
            race[i] = random.NextUniform() < 0.5 ? "B" : "W";
            month[i] = "2024-" + (p + 1).ToString("00", System.Globalization.CultureInfo.InvariantCulture);
            score[i] = 600 + (100 * random.NextUniform()) - (p == 2 ? 60 : 0);
            income[i] = random.NextUniform();
            approved[i] = random.NextUniform() < (p == 2 && race[i] == "B" ? 0.3 : 0.7) ? "yes" : "no";
            bad[i] = random.NextUniform() < 0.3 ? "yes" : "no";
        }

        var rows = ColumnPortfolio.Build("t").Category("race", race).Category("month", month).Category("approved", approved).Category("bad", bad).Number("score", score).Number("income", income).Build();
        return Audit.Run(
            rows,
            new AuditPlan
            {
                Roles = new Roles
                {
                    Score = new ScoreRole("score", ScoreDirection.HigherIsSafer),
                    Decision = DecisionRole.Recorded("approved", "yes"),
                    Outcome = new OutcomeRole("bad", "yes"),
                    Protected = [ProtectedRole.Of("race", "W")],
                    Features = [FeatureRole.Of("income")],
                    Time = "month",
                },
            },
            new AuditInputs());
    }
}
