using ScoringAudit.Primitives;

namespace ScoringAudit.Leakage;

/// <summary>How far a feature is one value for all people of a place: 1 where everybody of an area or a street has the same, 0 where they differ as strangers do.</summary>
/// <remarks>
/// 1 − D_within/D_all, D being the mean over pairs of people of the squared difference (of numbers) or of being different (categories): the intra-class correlation by
/// pairs. A feature that is declared own but constant within places behaves like a value of the place, whatever it is called. Undefined with fewer than 30 pairs
/// within places, fewer than 10 places with a pair, or a constant feature. Source: Fisher 1925, section 38 (intra-class correlation over all pairs).
/// </remarks>
public static class OriginCheck
{
    /// <summary>At this value or above a feature is a suspect.</summary>
    public const double Suspect = 0.9;

    /// <summary>Fewest pairs of people within places.</summary>
    public const int FewestPairs = 30;

    /// <summary>Fewest places with a pair.</summary>
    public const int FewestPlaces = 10;

    /// <summary>Measures.</summary>
    /// <param name="values">The feature; NaN: missing, left out. Codes of a category, where it is one.</param>
    /// <param name="isCategory">Whether values are codes, of which only equality has a meaning.</param>
    /// <param name="place">Place of each person, as a dense code.</param>
    public static Estimate Of(ReadOnlySpan<float> values, bool isCategory, ReadOnlySpan<int> place)
    {
        if (values.Length != place.Length)
        {
            throw new ArgumentException($"{values.Length} values and {place.Length} places.", nameof(place));
        }

        double mean = 0, present = 0;
        var places = 0;
        for (var i = 0; i < values.Length; i++)
        {
            places = Math.Max(places, place[i] + 1);
            if (!float.IsNaN(values[i]))
            {
                mean += values[i];
                present++;
            }
        }

        mean /= Math.Max(1, present);
        var cells = new Dictionary<(int Place, float Value), double>();
        var levels = new Dictionary<float, double>();
        double[] count = new double[places], sum = new double[places], squares = new double[places];
        double allSquares = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i]))
            {
                continue;
            }

            count[place[i]]++;
            var x = values[i] - mean;
            sum[place[i]] += x;
            squares[place[i]] += x * x;
            allSquares += x * x;
            if (isCategory)
            {
                cells[(place[i], values[i])] = cells.GetValueOrDefault((place[i], values[i])) + 1;
                levels[values[i]] = levels.GetValueOrDefault(values[i]) + 1;
            }
        }

        double pairs = 0, within = 0;
        var paired = 0;
        for (var u = 0; u < places; u++)
        {
            paired += count[u] > 1 ? 1 : 0;
            pairs += count[u] * (count[u] - 1);
            within += isCategory ? count[u] * count[u] : 2 * ((count[u] * squares[u]) - (sum[u] * sum[u]));
        }

        within -= isCategory ? cells.Values.Sum(c => c * c) : 0;
        var allPairs = present * (present - 1);
        var all = isCategory ? (present * present) - levels.Values.Sum(c => c * c) : 2 * present * allSquares;
        return pairs / 2 < FewestPairs ? Estimate.Undefined(FormattableString.Invariant($"{pairs / 2:0} pairs of people share a place, fewer than {FewestPairs}"))
            : paired < FewestPlaces ? Estimate.Undefined($"{paired} places hold two people or more, fewer than {FewestPlaces}")
            : all <= 1e-12 * present * present * (1 + (mean * mean)) ? Estimate.Undefined("the feature is constant")
            : Estimate.Of(1 - (within / pairs / (all / allPairs)));
    }
}
