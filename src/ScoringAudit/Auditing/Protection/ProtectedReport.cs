using System.Globalization;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Privacy;

namespace ScoringAudit.Auditing.Protection;

/// <summary>Makes findings, tables and notes of released tables: a pure function of what was released and of what was public before.</summary>
/// <remarks>Nothing here can reach a row: an architecture test forbids it.</remarks>
public static class ProtectedReport
{
    /// <summary>The report of a release.</summary>
    public static ProtectedEvidence Of(ProtectedRelease release)
    {
        ArgumentNullException.ThrowIfNull(release);
        var to = new ProtectedFindings(release);
        for (var g = 0; g < release.Design.Groupings.Count; g++)
        {
            var about = g.ToString(CultureInfo.InvariantCulture);
            var decisions = release.Find(ProtectedTableKind.Decisions, about);
            if (decisions is not null)
            {
                ProtectedRateFindings.Add(to, release.Design.Groupings[g], decisions, overall: g == 0);
            }

            if (release.Find(ProtectedTableKind.Scores, about) is { } scores)
            {
                ProtectedScoreFindings.Add(to, release.Design.Groupings[g], new ProtectedTally(release.Design, release.Design.Groupings[g], scores, decisions), overall: g == 0);
            }
        }

        Areas(to, release);
        ProtectedModelFindings.Add(to, release);
        Notes(to, release);
        return new ProtectedEvidence(to.To.Findings, to.To.Tables, to.To.Notes, to.To.Facts, release);
    }

    private static void Areas(ProtectedFindings to, ProtectedRelease release)
    {
        if (release.Find(ProtectedTableKind.Areas) is not { } table)
        {
            return;
        }

        var width = ProtectedTables.Decision.Size;
        var areas = release.Design.Areas!.Shape.Levels.Count;
        double[] favourable = [.. Enumerable.Range(0, areas).Select(a => (double)table.Value.Cells[a * width])], others = [.. Enumerable.Range(0, areas).Select(a => (double)table.Value.Cells[(a * width) + 1])];
        to.Add(
            "leakage",
            new Finding
            {
                Id = string.Empty,
                Measure = "area_clustering",
                N = (long)Math.Max(0, favourable.Sum() + others.Sum()),
                Clusters = areas,
                Access = "S",
                Scale = "correlation",
                Source = "intraclass correlation of decisions within public areas, noise taken off; jackknife over areas (docs/PRIVACY.md)",
                Note = "likeness of decisions within an area, whatever it comes from; n is a noisy count",
            },
            AreaClustering.Of(favourable, others, table.Law.Variance, to.Level),
            method: "jackknife_areas",
            why: areas < AreaClustering.LeastAreas ? string.Create(CultureInfo.InvariantCulture, $"{areas} areas are too few: an interval over areas needs {AreaClustering.LeastAreas}") : null);
    }

    private static void Notes(ProtectedFindings to, ProtectedRelease release)
    {
        var design = release.Design;
        foreach (var note in design.LeftOut)
        {
            to.To.Note(note);
        }

        if (release.Find(ProtectedTableKind.Capping) is { } capping)
        {
            var cut = RatePosterior.Of(new NoisyCount(capping.Value.Cells[1], 1), new NoisyCount(capping.Value.Cells[0], 1), (DiscreteGaussianLaw)capping.Law, 0).Rate(design.Plan.Confidence);
            var rows = design.Unit.Rows;
            to.Add("data", new Finding
            {
                Id = string.Empty,
                Measure = "share_of_units_capped",
                N = ProtectedFindings.People(capping.Value.Sum((IReadOnlyList<int>?)null)),
                Access = "S",
                Scale = "rate",
                Source = "units with more rows than are counted; rates lean towards people with few rows",
            }, cut);
            to.To.Note("data", "unit", string.Create(CultureInfo.InvariantCulture, $"At most {rows} row{(rows == 1 ? string.Empty : "s")} of each value of '{design.CapColumn}' {(rows == 1 ? "is" : "are")} counted, the first of the file. Rows beyond were left out of about {Percent(cut.Median)} of them (between {Percent(cut.Interval.Low)} and {Percent(cut.Interval.High)})."));
        }

        if (design.Unit.Rows > 1)
        {
            to.To.Note("limit", "interval", "Several rows of one unit are counted, and intervals take rows as independent: they are too narrow where rows of one unit are alike. Set disclosure.rows to 1 for intervals that hold.");
        }

        to.To.Note("limit", "interval", "Intervals cover the noise and the sampling of independent units. They do not cover clustering in streets or areas.");
        if (design.Model is not null)
        {
            to.To.Note("limit", "rows", "All rows are scored, those that trained the model included where they are among them: outcome measures then flatter the model.");
        }
    }

    internal static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
