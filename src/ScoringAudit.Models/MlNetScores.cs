using Microsoft.ML;

namespace ScoringAudit.Models;

/// <summary>Reads ML.NET's Score and Probability columns.</summary>
internal static class MlNetScores
{
    public static (float[] Scores, float[] Probabilities) Of(IDataView scored, int rows)
    {
        var score = scored.Schema["Score"];
        var probability = scored.Schema.GetColumnOrNull("Probability");
        var scores = new float[rows];
        var probabilities = new float[rows];
        using var cursor = scored.GetRowCursor(probability is { } p ? [score, p] : [score]);
        var getScore = cursor.GetGetter<float>(score);
        var getProbability = probability is { } column ? cursor.GetGetter<float>(column) : null;
        for (var row = 0; cursor.MoveNext(); row++)
        {
            getScore(ref scores[row]);
            getProbability?.Invoke(ref probabilities[row]);
        }

        return (scores, probabilities);
    }
}
