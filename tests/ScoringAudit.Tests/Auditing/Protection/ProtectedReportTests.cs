using System.Text;
using System.Text.RegularExpressions;
using ScoringAudit.Auditing.Protection;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Privacy;
using ScoringAudit.Release;
using ScoringAudit.Tests.Architecture;
using ScoringAudit.Tests.Privacy;

namespace ScoringAudit.Tests.Auditing.Protection;

/// <summary>Findings follow from released tables and from nothing else.</summary>
public class ProtectedReportTests
{
    private static ProtectedRelease Run(PrivacyPlan? privacy = null) => ProtectedAudit.Run(
        ProtectedPassTests.Rows(_ => true), ProtectedPassTests.Design(privacy ?? ProtectedPassTests.Node), ProtectedPassTests.Inputs,
        new PrivacySession(new MemoryLedger(), "d", PrivacyBudget.Default));

    [Fact]
    public void Sources_OfTheReport_NameNoRowAndNoSealedValue()
    {
        // The report writer's own files, and every file after it, take released values only.
        string[] writers = ["ProtectedReport.cs", "ProtectedFindings.cs", "ProtectedRateFindings.cs", "ProtectedScoreFindings.cs", "ProtectedModelFindings.cs", "ProtectedEvidence.cs", "ProtectedRelease.cs", "ProtectedDesign.cs", "ProtectedTables.cs", "ProtectedForecast.cs", "ProtectedUnit.cs", "ProtectedFirst.cs", "ProtectedTally.cs", "ProtectedMoves.cs", "MoveBands.cs"];
        var folder = Path.Combine(RoomTests.Root(), "src", "ScoringAudit", "Auditing", "Protection");
        foreach (var name in writers)
        {
            var text = Regex.Replace(File.ReadAllText(Path.Combine(folder, name)), "//.*", string.Empty);
            Assert.DoesNotMatch(@"\bIPortfolio\b|\bBatch\b|\bConfidential\b|\bAuditInputs\b|\bScoredRows\b|\bFeatureMatrix\b|\bIScorer\b|\.Open\(", text);
        }

        // Nobody forgot a file: the others are those that count.
        string[] counters = ["ProtectedAudit.cs", "ProtectedPass.cs", "ProtectedScores.cs", "PublicDimension.cs", "UnitCap.cs"];
        var unknown = Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!).Except(writers).Except(counters)
            .Where(f => Regex.IsMatch(File.ReadAllText(Path.Combine(folder, f)), @"\bIPortfolio\b|\bBatch\b|\bConfidential\b"));
        Assert.Empty(unknown);
    }

    [Fact]
    public void Types_OfTheReport_AreMadeByMechanismsOnly()
    {
        Assert.Empty(typeof(ProtectedEvidence).GetConstructors());
        Assert.Empty(typeof(ProtectedRelease).GetConstructors());
        var ways = typeof(ReleaseGate).GetMethods().Where(m => m.Name == nameof(ReleaseGate.Release)).Select(m => m.GetParameters()[0].ParameterType.Name).Order(StringComparer.Ordinal);
        Assert.Equal(["AuditEvidence", "ProtectedEvidence"], ways);
    }

    [Fact]
    public void WriteAndRead_AnyRelease_GivesTheSameReport()
    {
        var release = Run();
        using var stream = new MemoryStream();
        release.Write(stream);
        stream.Position = 0;
        var again = ProtectedRelease.Read(stream, release.Design.Plan, ProtectedPassTests.Schema);
        static string Text(ProtectedRelease r) => string.Join('\n', ProtectedReport.Of(r).Findings.Select(f => $"{f.Id} {f.Value:R} {f.Interval?.Limits.Low:R} {f.Interval?.Limits.High:R} {f.Verdict} {f.N} {f.NeededN} {f.Reason}"));
        Assert.Equal(Text(release), Text(again));
        // Which intersection is the reference follows from released counts, so from noise: some other one has a ratio.
        Assert.Contains("disparity/adverse_impact_ratio/model=m/race*age/", Text(release), StringComparison.Ordinal);
        Assert.Contains("leakage/association_share/model=m", Text(release), StringComparison.Ordinal);
        Assert.Contains("leakage/own_only_violation_share/model=m", Text(release), StringComparison.Ordinal);
        Assert.Contains("leakage/move_effect_place/model=m", Text(release), StringComparison.Ordinal);
        Assert.Contains("leakage/area_clustering/model=m", Text(release), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TalliesOfAnotherPlan_AreRefused()
    {
        var release = Run();
        using var stream = new MemoryStream();
        release.Write(stream);
        stream.Position = 0;
        var other = release.Design.Plan with { Roles = release.Design.Plan.Roles with { Decision = ScoringAudit.Portfolios.DecisionRole.AtCutoff(0.5) } };
        Assert.Equal(
            "tallies.json does not belong to plan.yaml and schema.yaml beside it: the table 'capping' differs. Expected the files of one result. Run the audit again: released values come from the ledger.",
            Assert.Throws<AuditDataException>(() => ProtectedRelease.Read(stream, other, ProtectedPassTests.Schema)).Message);
        using var nonsense = new MemoryStream(Encoding.UTF8.GetBytes("{}"));
        Assert.StartsWith("tallies.json lacks what released tables have.", Assert.Throws<AuditDataException>(() => ProtectedRelease.Read(nonsense, other, ProtectedPassTests.Schema)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_LargeExactTables_FindsWhatIsThere()
    {
        // Without noise worth the name (rho of a million), 100 times the portfolio: rates must be those of a count by hand.
        var design = ProtectedPassTests.Design(new PrivacyPlan { Unit = PrivacyUnitKind.Person });
        var first = Run(new PrivacyPlan { Unit = PrivacyUnitKind.Person });
        var at = design.Tables.ToList().FindIndex(t => t.Name == "decisions: race");

        // race a, b, unlisted × favourable, unfavourable, unknown × not adverse, adverse, unknown.
        long[] cells = [600, 100, 0, 200, 100, 0, 0, 0, 0, 150, 50, 0, 250, 50, 0, 0, 0, 0, .. Enumerable.Repeat(0L, 9)];
        var tables = first.Tables.Select((t, i) => i == at ? HistogramMechanism.Reread(t.Value.Schema, t.Unit, 1_000_000, cells) : t).ToList();
        var found = ProtectedReport.Of(new ProtectedRelease(design, tables)).Findings.ToDictionary(f => f.Id);

        // a: 700 of 1,000; b: 200 of 500; ratio 0.4 / 0.7 = 0.571. TPR 600/800 and 150/400; FPR 100/200 and 50/100.
        Assert.Equal(0.7, found["disparity/selection_rate/model=m/race/a"].Value!.Value, 2e-3);
        var air = found["disparity/adverse_impact_ratio/model=m/race/b"];
        Assert.Equal(0.5714, air.Value!.Value, 4e-3);
        Assert.Equal(Verdict.NotMet, air.Verdict);
        Assert.Equal(500, air.N);
        Assert.Equal(-0.375, found["disparity/equal_opportunity_difference/model=m/race/b"].Value!.Value, 4e-3);
        Assert.Equal(0.375, found["disparity/equalized_odds_difference/model=m/race/b"].Value!.Value, 1e-2);
        Assert.Equal(0.5, found["disparity/false_positive_rate/model=m/race/b"].Value!.Value, 5e-3);
        Assert.Equal(150 / 200.0, found["disparity/positive_predictive_value/model=m/race/b"].Value!.Value, 4e-3);
    }

    [Fact]
    public void Statement_AnyRelease_AddsUpAndNamesWhatIsNotCovered()
    {
        var statement = Run().Statement();
        Assert.Equal(statement.SpentHere, statement.Tables.Sum(t => t.Rho), 1e-12);
        Assert.True(statement.EpsilonHere <= 1);
        Assert.Contains(statement.NotCovered, t => t.StartsWith("the model itself", StringComparison.Ordinal));
        Assert.Contains(statement.NotCovered, t => t.StartsWith("recorded outcomes", StringComparison.Ordinal));
        Assert.Contains("the time that the computation took", statement.NotCovered);
        Assert.Contains("what the auditor sees on the screen and in the data", statement.NotCovered);
    }

    [Fact]
    public void Design_FeatureOfOthersWithoutAggregate_IsRefused() => Assert.Equal(
        "plan: 'area_share' reads other people's records, and no released aggregate stands in for it. Declare it under disclosure.aggregates (feature, cell); or, if it is a public statistic, under disclosure.publicFeatures; or audit a model without; or write disclosure.unit: person, and the report says that influence on others is not covered.",
        Assert.Throws<AuditDataException>(() => ProtectedPassTests.Design(new PrivacyPlan())).Message);
}
