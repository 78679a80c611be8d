using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>A score that is a constant plus one part for each feature: logistic regression, GAM, points scorecard before its limits.</summary>
/// <param name="Schema">The features.</param>
/// <param name="Constant">The constant.</param>
/// <param name="Values">For each feature one part for each row.</param>
/// <param name="Limits">Limits of the sum; infinite where there are none.</param>
/// <param name="Unit">"log-odds" or "points".</param>
internal sealed record AdditiveParts(FeatureSchema Schema, double Constant, double[][] Values, (double Low, double High) Limits, string Unit)
{
    /// <summary>The parts of rows; null where the score is not of this form.</summary>
    public static AdditiveParts? Of(IScorer scorer, FeatureMatrix rows)
    {
        if (scorer is PointsScorecard card)
        {
            var points = Empty(rows);
            for (var f = 0; f < points.Length; f++)
            {
                card.Parts(f, rows.Columns[f], points[f]);
            }

            return new AdditiveParts(rows.Schema, card.BasePoints, points, (card.Scale.Min, card.Scale.Max), "points");
        }

        if (scorer is not EncodedScorer { Model: LinearModel or AdditiveModel } encoded)
        {
            return null;
        }

        var slots = TreeRows.Encode(encoded.Features, rows.All);
        var values = Empty(rows);
        for (var f = 0; f < values.Length; f++)
        {
            var feature = encoded.Features.Features[f];
            for (var slot = feature.FirstSlot; slot < feature.FirstSlot + feature.Slots; slot++)
            {
                if (encoded.Model is AdditiveModel gam)
                {
                    gam.AddEffects(slot, slots[slot], values[f]);
                }
                else if (((LinearModel)encoded.Model).Weights[slot] is var weight and not 0)
                {
                    var x = slots[slot];
                    for (var row = 0; row < x.Length; row++)
                    {
                        values[f][row] += weight * x[row];
                    }
                }
            }
        }

        var constant = encoded.Model is AdditiveModel a ? a.Bias : ((LinearModel)encoded.Model).Bias;
        return new AdditiveParts(rows.Schema, constant, values, (double.NegativeInfinity, double.PositiveInfinity), "log-odds");
    }

    /// <summary>Sums of the parts of a player's features.</summary>
    public double[] Sum(Func<Feature, bool> chosen)
    {
        var sum = new double[Values.Length == 0 ? 0 : Values[0].Length];
        for (var f = 0; f < Values.Length; f++)
        {
            if (chosen(Schema.Features[f]))
            {
                for (var row = 0; row < sum.Length; row++)
                {
                    sum[row] += Values[f][row];
                }
            }
        }

        return sum;
    }

    private static double[][] Empty(FeatureMatrix rows) => [.. rows.Columns.Select(_ => new double[rows.Rows])];
}
