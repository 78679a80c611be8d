using ScoringAudit.Auditing.Protection;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Privacy;

namespace ScoringAudit.Tests.Auditing.Protection;

/// <summary>One histogram, two resolutions, one tally.</summary>
public class ProtectedTallyTests
{
    private static readonly PublicSchema Schema = new(
        "schema.yaml",
        [
            new PublicColumn("race", ["a", "b"], [], double.NegativeInfinity, double.PositiveInfinity, "s"),
            new PublicColumn("pd", [], [0.2, 0.4, 0.6], 0, 1, "s"),
        ]);

    private static ProtectedDesign Design(DecisionRole? decision, PublicSchema? schema = null) => ProtectedDesign.Of(
        new AuditPlan
        {
            Roles = new Roles
            {
                Score = new ScoreRole("pd", ScoreDirection.HigherIsRiskier),
                Decision = decision,
                Outcome = new OutcomeRole("bad", "1", false),
                Protected = [new ProtectedRole("race", "a", [], [])],
            },
            Disclosure = new DisclosurePlan(DisclosureClass.Protected, null, 10, true) { Privacy = new PrivacyPlan { Unit = PrivacyUnitKind.Row } },
        },
        schema ?? Schema, null, null);

    private static readonly DecisionRole Recorded = DecisionRole.Recorded("approved", "1");

    private static Released<NoisyTable> Reread(ProtectedDesign design, ProtectedTableKind kind, Func<int, long> cell)
    {
        var table = design.Tables.Single(t => t.Kind == kind);
        return HistogramMechanism.Reread(table.Shape, table.Unit, table.Rho, [.. Enumerable.Range(0, table.Shape.Cells).Select(cell)]);
    }

    [Fact]
    public void Design_RecordedDecision_StandsInTheCells()
    {
        var design = Design(Recorded);
        var cells = design.Tables.Single(t => t.Kind == ProtectedTableKind.Scores);
        Assert.Equal("histogram: race", cells.Name);
        Assert.Equal(["race", "favourable", "outcome", "pd"], cells.Shape.Dimensions.Select(d => d.Name));
        Assert.Equal(-1, design.CutAt);
    }

    [Fact]
    public void Design_CutOff_IsAnEdgeAndNeedsNoDimension()
    {
        var design = Design(DecisionRole.AtCutoff(0.25));
        var cells = design.Tables.Single(t => t.Kind == ProtectedTableKind.Scores);
        Assert.Equal(["race", "outcome", "pd"], cells.Shape.Dimensions.Select(d => d.Name));
        Assert.Equal(["below 0", "[0,0.2)", "[0.2,0.25)", "[0.25,0.4)", "[0.4,0.6)", "[0.6,1]", "above 1"], cells.Shape.Dimensions[^1].Levels);
        Assert.Equal(2, design.CutAt);
        Assert.True(design.IsFavourableBelow);
        Assert.Equal(2, Design(DecisionRole.AtCutoff(0.4)).CutAt);
        Assert.Equal("scores: race", Design(null).Tables.Single(t => t.Kind == ProtectedTableKind.Scores).Name);
    }

    [Fact]
    public void Design_PublicRowsTooFewForTheCells_LeavesDecisionsOutOfThem()
    {
        var design = Design(Recorded, new PublicSchema("schema.yaml", Schema.Columns, 200));
        Assert.Equal(["race", "outcome", "pd"], design.Tables.Single(t => t.Kind == ProtectedTableKind.Scores).Shape.Dimensions.Select(d => d.Name));
        Assert.Contains(design.LeftOut, n => n.Text == "Decisions by score band: race: 126 cells are too many for the 200 rows of the schema at this budget, so that decisions are counted without the bands and bands without the decisions. Use fewer bands or groups.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bands_AnyNoise_AddUpToTheDecisions(bool recorded)
    {
        // Whatever the released numbers: bands of a group and an outcome add up to its released decisions, unlisted bands and decisions included.
        var design = Design(recorded ? Recorded : DecisionRole.AtCutoff(0.4));
        var grouping = design.Groupings.Single();
        var sums = Reread(design, ProtectedTableKind.Decisions, i => 1000 + (i * 37 % 101));
        var cells = Reread(design, ProtectedTableKind.Scores, i => (i * 53 % 17) - 4);
        var tally = new ProtectedTally(design, grouping, cells, sums);
        var whole = 0.0;
        for (var g = 0; g < 2; g++)
        {
            for (var o = 0; o < 2; o++)
            {
                var bands = tally.Bands([g], o, null, 1);
                var expected = Enumerable.Range(0, 3).Sum(d => sums.Value.Cells[(((g * 3) + d) * 3) + o]);
                // The band of missing scores is not listed: it holds its share of the correction.
                Assert.InRange(bands.Total, expected * 0.55, expected);
                whole += bands.Total;
            }
        }

        if (!recorded)
        {
            // Favourable rows of a, not adverse: below the cut-off. All bands are listed, so the sum is exact.
            var of = tally.Bands([0], 0, null, 1).Centre;
            Assert.Equal(sums.Value.Cells[0], of.Take(design.CutAt + 1).Sum(), 1e-9);
            Assert.Equal(sums.Value.Cells[3], of.Skip(design.CutAt + 1).Sum(), 1e-9);
        }

        Assert.Equal(whole, tally.Bands([0], 0, null, 1).Total + tally.Bands([0], 1, null, 1).Total + tally.Bands([1], 0, null, 1).Total + tally.Bands([1], 1, null, 1).Total, 1e-9);
    }

    [Fact]
    public void Bands_ExactCells_StayAsTheyAre()
    {
        // A table that agrees with its sums is not moved.
        var design = Design(DecisionRole.AtCutoff(0.4));
        var cells = Reread(design, ProtectedTableKind.Scores, i => i % 8 == 7 ? 0 : 10 + i);
        long Sum(int g, int o, Func<int, bool> band) => Enumerable.Range(0, 7).Where(band).Sum(b => cells.Value.Cells[(((g * 3) + o) * 7) + b]);
        var bands = design.ScoreBands!.Shape.Size;
        Assert.Equal(7, bands);
        var sums = Reread(design, ProtectedTableKind.Decisions, i =>
        {
            var (g, d, o) = (i / 9, i / 3 % 3, i % 3);
            return d == 2 ? Sum(g, o, b => b == 6) : Sum(g, o, b => b < 6 && b <= design.CutAt == (d == 0));
        });
        var of = new ProtectedTally(design, design.Groupings.Single(), cells, sums).Bands([1], 1, null, 1).Centre;
        Assert.Equal(Enumerable.Range(0, 6).Select(b => (double)cells.Value.Cells[(((1 * 3) + 1) * 7) + b]), of.Select(x => Math.Round(x, 9)));
    }

    [Fact]
    public void Count_ScoreOnTheCutOff_StandsOnTheSideOfItsDecision()
    {
        var design = Design(DecisionRole.AtCutoff(0.25));
        var rows = new ColumnPortfolioBuilder("t").Category("race", ["a", "a", "b"]).Number("pd", [0.25, 0.1, double.NaN]).Integer("bad", [0L, 0, 1]).Build();
        var tables = design.Tables.ToList();
        var counts = new ProtectedPass(rows, design, new ScoringAudit.Auditing.AuditInputs()).Count(tables);
        var (decisions, cells) = (counts[tables.FindIndex(t => t.Kind == ProtectedTableKind.Decisions)], counts[tables.FindIndex(t => t.Kind == ProtectedTableKind.Scores)]);

        // a, not adverse: one favourable below 0.25, one unfavourable from 0.25 on; b, adverse: neither decision nor band.
        Assert.Equal((1L, 1L), (decisions[0], decisions[3]));
        Assert.Equal([0, 1, 0, 1, 0, 0, 0, 0], cells[..8]);
        Assert.Equal(1, cells[(((1 * 3) + 1) * 8) + 7]);
    }
}
