using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>Whether features declared own behave like values of a place or of those linked.</summary>
internal static class OriginCheckStep
{
    private const string Room = "leakage";

    public static void Run(AuditSubject subject)
    {
        var roles = subject.Plan.Roles;
        var rows = subject.Rows.Rows;
        var features = Features(subject);
        if (features is null || (roles.Area is null && roles.Address is null && subject.Inputs.LinkEdges.Count == 0))
        {
            return;
        }

        subject.Report("origin check");
        var matrix = FeatureMatrix.Read(rows, features);
        var nodes = PassiveNodes.Of(subject, matrix.Rows);
        var places = new List<(string Name, string Says, int[] Place)>();
        if (roles.Area is { } area)
        {
            places.Add(("area", "an area", Codes(area.Column, "plan: columns.area")));
        }

        if (roles.Address is { } address)
        {
            places.Add(("address", "a street", Codes(address.Column, "plan: columns.address")));
        }

        var lags = Lags(subject, nodes);
        var suspects = new List<string>();
        for (var f = 0; f < features.Count; f++)
        {
            var feature = features.Features[f];
            if (feature.Origin == Origin.Own && !Known(roles, feature.Name))
            {
                One(subject, feature, nodes.Pick<float>(matrix.Columns[f]), places, lags, suspects);
            }
        }

        subject.Suspects = suspects;
        if (suspects.Count > 0)
        {
            subject.To.Note("warning", "origin_check", $"Declared own, but {(suspects.Count == 1 ? "behaves" : "behave")} like a value of the place or of those linked: {string.Join(", ", suspects)}. Check whose record {(suspects.Count == 1 ? "it comes" : "they come")} from, and declare the origin under 'features'.");
        }

        int[] Codes(string column, string asked) => PassiveSample.Dense(nodes.Pick<int>(KeyColumn.Bind(rows.Schema, column, asked).ReadAll(rows)));
    }

    // The place itself is a place, whoever lists it among the features.
    private static bool Known(Roles roles, string column) => column == roles.Area?.Column || column == roles.Address?.Column || column == roles.Address?.Order;

    private static FeatureSchema? Features(AuditSubject subject)
    {
        if (subject.Model is { } model)
        {
            return model.Scorer.Features;
        }

        var rows = subject.Rows.Rows;
        var own = BoundPlan.Features(rows.Schema, subject.Plan.Roles).Where(f => f.Origin == Origin.Own).ToList();
        return own.Count == 0 ? null : FeatureSchemaBuilder.Fit(rows, own, null);
    }

    // The mean score of those whom each subject reads, by link; NaN for islands.
    private static List<(string Name, double[] Lag)> Lags(AuditSubject subject, PassiveNodes nodes)
    {
        var all = new List<(string, double[])>();
        double[]? scores = null;
        foreach (var name in subject.Inputs.LinkEdges.Keys.Order(StringComparer.Ordinal))
        {
            scores ??= nodes.Mean(LeakageStep.Scores(subject));
            var graph = SparseWeights.Of(LeakageChannels.Edges(subject, nodes, name));
            var lag = new double[graph.Nodes];
            graph.Lag(scores, lag);
            for (var i = 0; i < lag.Length; i++)
            {
                lag[i] = graph.ReadBy(i).Length == 0 ? double.NaN : lag[i];
            }

            all.Add((name, lag));
        }

        return all;
    }

    private static void One(AuditSubject subject, Feature feature, float[] values, List<(string Name, string Says, int[] Place)> places, List<(string Name, double[] Lag)> lags, List<string> suspects)
    {
        var details = new Dictionary<string, double>();
        Estimate? best = null;
        var like = string.Empty;
        void Take(string detail, string says, Estimate value)
        {
            if (value.IsDefined)
            {
                details[detail] = value.Value;
            }

            if (best is not { IsDefined: true } known || (value.IsDefined && value.Value > known.Value))
            {
                (best, like) = (value, says);
            }
        }

        foreach (var (name, says, place) in places)
        {
            Take(name, "constant within " + says, OriginCheck.Of(values, feature.Kind == FeatureKind.Category, place));
        }

        foreach (var (name, lag) in feature.Kind == FeatureKind.Number ? lags : [])
        {
            Take("link." + name, $"the mean score of those linked by '{name}'", Correlation(values, lag).Map(Math.Abs));
        }

        if (best is not { } value)
        {
            return;
        }

        var suspect = value.IsDefined && value.Value >= OriginCheck.Suspect;
        if (suspect)
        {
            suspects.Add(feature.Name);
        }

        subject.Add(Room, new Finding
        {
            Id = string.Empty,
            Measure = "origin_check",
            Feature = feature.Name,
            Origin = "own",
            N = values.Length,
            Value = value.IsDefined ? value.Value : null,
            Status = value.IsDefined ? FindingStatus.Defined : FindingStatus.Undefined,
            Reason = value.Reason,
            Access = "S",
            Scale = "share",
            Screen = value.IsDefined ? (suspect ? "suspect" : "unsuspicious") : null,
            Details = details,
            Note = suspect
                ? $"Declared own, but nearly {like}: it behaves like another's record. The threshold of {OriginCheck.Suspect.ToString(System.Globalization.CultureInfo.InvariantCulture)} is a convention of this toolkit."
                : $"Largest likeness to a value of a place or of those linked; from {OriginCheck.Suspect.ToString(System.Globalization.CultureInfo.InvariantCulture)} on, a suspect, by a convention of this toolkit.",
            Source = "intra-class correlation over pairs: Fisher 1925, section 38",
        });
    }

    private static Estimate Correlation(float[] values, double[] lag)
    {
        double n = 0, mx = 0, my = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsNaN(values[i]) && !double.IsNaN(lag[i]))
            {
                n++;
                mx += values[i];
                my += lag[i];
            }
        }

        if (n < OriginCheck.FewestPairs)
        {
            return Estimate.Undefined(FormattableString.Invariant($"{n:0} people have links and a value, fewer than {OriginCheck.FewestPairs}"));
        }

        (mx, my) = (mx / n, my / n);
        double xx = 0, yy = 0, xy = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsNaN(values[i]) && !double.IsNaN(lag[i]))
            {
                xx += (values[i] - mx) * (values[i] - mx);
                yy += (lag[i] - my) * (lag[i] - my);
                xy += (values[i] - mx) * (lag[i] - my);
            }
        }

        return xx <= 1e-12 * n * (1 + (mx * mx)) || yy <= 1e-12 * n * (1 + (my * my)) ? Estimate.Undefined("the feature is constant") : Estimate.Of(xy / Math.Sqrt(xx * yy));
    }
}
