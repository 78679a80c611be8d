using System.Globalization;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Privacy;

namespace ScoringAudit.Auditing.Protection;

/// <summary>Importance, association share and the distortion of a decoupled score, from released tables of distances in points.</summary>
internal static class ProtectedModelFindings
{
    private static readonly EvidenceTable Importances = new(
        "importance", "What the score uses: how far other values of a feature move it", "importance", ["panel", "label", "origin", "value", "low", "high", "unit"], []);

    private static readonly double[] Middles = [.. Enumerable.Range(0, PointBands.Shape.Levels.Count).Select(PointBands.Middle)];

    public static void Add(ProtectedFindings to, ProtectedRelease release)
    {
        if (release.Design.Model is not { } model)
        {
            return;
        }

        var origins = (to.Plan.Roles.Features ?? []).ToDictionary(f => f.Column, f => f.Origin, StringComparer.Ordinal);
        for (var f = 0; f < model.Features.Count; f++)
        {
            if (release.Find(ProtectedTableKind.Importance, model.Features[f]) is { } table)
            {
                Importance(to, model.Features[f], origins.GetValueOrDefault(model.Features[f], Origin.Own), Bands(table, 60_000 + f));
            }
        }

        if (release.Find(ProtectedTableKind.OwnPart) is { } own && release.Find(ProtectedTableKind.OthersPart) is { } others)
        {
            Share(to, Bands(own, 70_000), Bands(others, 70_001));
        }

        foreach (var channel in new[] { ProtectedMoves.All, ProtectedMoves.Place })
        {
            if (release.Find(ProtectedTableKind.Moves, channel) is { } moves)
            {
                Moves(to, channel, moves);
            }
        }

        if (release.Find(ProtectedTableKind.Distortion) is { } distortion)
        {
            var bands = Bands(distortion, 70_002);
            var mean = Mean(bands, to.Level);
            to.Add("leakage", Points("score_distortion", bands, "mean |score at one deviation of the released aggregates' noise − score at none|; decoupled route (docs/PRIVACY.md)") with { Access = "M" }, mean);
            to.To.Note("model", "distortion", string.Create(CultureInfo.InvariantCulture, $"The score was computed again with released values in place of {string.Join(", ", to.Plan.Disclosure.Privacy!.Aggregates.Select(a => "'" + a.Feature + "'"))}. One standard deviation of their noise moves it by {mean.Median:0.#} points on average (between {mean.Interval.Low:0.#} and {mean.Interval.High:0.#})."));
        }
    }

    private static void Importance(ProtectedFindings to, string feature, Origin origin, BandPosterior bands)
    {
        var word = origin.ToString().ToLowerInvariant();
        var added = to.Add(
            "explanation",
            Points("permutation_importance", bands, "Fisher, Rudin and Dominici 2019, section 3, with values of a released marginal in place of a permutation") with { Feature = feature, Origin = word, Metric = "points_moved" },
            bands.IsTooFew ? null : Mean(bands, to.Level));
        to.To.AddRow(Importances, [Titles.Panel(string.Empty, added), feature, word, added.Value, added.Interval?.Limits.Low, added.Interval?.Limits.High, "points moved"], RowGuard.Of(added));
    }

    // The share of rows whose score changed though their own record did not, and how far place moves scores.
    private static void Moves(ProtectedFindings to, string channel, Released<NoisyTable> table)
    {
        var listed = MoveBands.Shape.Levels.Count;
        NoisyCount unchanged = new(table.Value.Cells[0], 1), changed = default;
        for (var b = 1; b < listed; b++)
        {
            changed += new NoisyCount(table.Value.Cells[b], 1);
        }

        var law = (DiscreteGaussianLaw)table.Law;
        if (channel == ProtectedMoves.All)
        {
            to.Add(
                "leakage",
                new Finding
                {
                    Id = string.Empty,
                    Measure = "own_only_violation_share",
                    N = ProtectedFindings.People(unchanged + changed),
                    Access = "M",
                    Scale = "rate",
                    Source = "bounded probes: four public donors in place of others' records (docs/PRIVACY.md)",
                    Note = "rows whose score changed though their own record was kept; n is a noisy count",
                },
                RatePosterior.Of(changed, unchanged, law, 71_000).Rate(to.Level));
        }

        if (channel == ProtectedMoves.All && !ProtectedMoves.IsPlaceOnly(to.Design))
        {
            return;
        }

        var bands = BandPosterior.Of([.. Enumerable.Range(0, listed).Select(b => new NoisyCount(table.Value.Cells[b], 1))], law, 71_001);
        double[] middles = [0, .. Middles];
        to.Add(
            "leakage",
            Points("move_effect_place", bands, "mean |score with another place's public values − score|, four public donors, clipped at 200 points (docs/PRIVACY.md)", [0, .. Lows], [0, .. Highs]),
            bands.IsTooFew ? null : Mean(bands, to.Level, middles));
    }

    // E|others| / (E|others| + E|own|), each a mean of clipped points.
    private static void Share(ProtectedFindings to, BandPosterior own, BandPosterior others)
    {
        var few = own.IsTooFew || others.IsTooFew;
        PosteriorInterval? share = few ? null : others.Of(
            own,
            (a, o) =>
            {
                double x = Math.Max(0, BandMeasures.Mean(a, Middles)), y = Math.Max(0, BandMeasures.Mean(o, Middles));
                return x + y > 0 ? x / (x + y) : double.NaN;
            },
            to.Level);
        to.Add("leakage", Points("association_share", others, "Shapley 1953 for two players, interventional; eight public background rows; parts clipped at 200 points, from bands") with { Scale = "share" }, share);
    }

    private static readonly double[] Lows = [.. Enumerable.Range(0, PointBands.Shape.Levels.Count).Select(PointBands.Low)];

    private static readonly double[] Highs = [.. Enumerable.Range(0, PointBands.Shape.Levels.Count).Select(PointBands.High)];

    private static Finding Points(string measure, BandPosterior bands, string source, double[]? lows = null, double[]? highs = null) => new()
    {
        Id = string.Empty,
        Measure = measure,
        N = (long)Math.Max(0, bands.Total),
        Access = "M",
        Scale = "points",
        Source = source,
        Note = "distances are clipped at 200 points and counted in public bands; n is a noisy count",
        Details = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["meanOfLowerEdges"] = Finite(BandMeasures.Mean(bands.Centre, lows ?? Lows)),
            ["meanOfUpperEdges"] = Finite(BandMeasures.Mean(bands.Centre, highs ?? Highs)),
        },
    };

    private static double Finite(double value) => double.IsFinite(value) ? Math.Clamp(value, 0, 200) : 0;

    // In points: no width is too large in itself, the reader sees the limits.
    private static PosteriorInterval Mean(BandPosterior bands, double level, double[]? middles = null)
    {
        var of = bands.Of(counts => BandMeasures.Mean(counts, middles ?? Middles), level);
        return new PosteriorInterval(Math.Clamp(of.Median, 0, 200), new Primitives.Interval(Math.Clamp(of.Interval.Low, 0, 200), Math.Clamp(of.Interval.High, 0, 200), level), !double.IsFinite(of.Median));
    }

    private static BandPosterior Bands(Released<NoisyTable> table, int stream) => BandPosterior.Of(
        [.. Enumerable.Range(0, PointBands.Shape.Levels.Count).Select(b => new NoisyCount(table.Value.Cells[b], 1))], (DiscreteGaussianLaw)table.Law, stream);
}
