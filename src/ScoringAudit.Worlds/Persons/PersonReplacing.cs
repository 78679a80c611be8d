using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Worlds.Persons;

/// <summary>People who keep their own record and take another person's area, neighbours, household, parents, contacts or officials, as these count for that person.</summary>
internal sealed class PersonReplacing(PersonContext context, PersonColumns columns, TruthColumns truth, Func<Origin, bool> origins) : IInterventions
{
    private readonly bool[] _taken = [.. context.Origins.Skip(1).Select(o => origins(o))];
    private readonly bool _area = origins(Origin.Area), _near = origins(Origin.Neighbourhood);

    public string Rule => "Takes one other person's surroundings one person at a time; scores that feed scores are not solved again.";

    public void Move(ReadOnlySpan<int> rows, ReadOnlySpan<int> donors, bool resetTenure, Span<double> scores)
    {
        if (rows.Length != donors.Length || scores.Length < rows.Length)
        {
            throw new ArgumentException($"Rows, donors and scores have {rows.Length}, {donors.Length} and {scores.Length} entries; they must go together.");
        }

        for (var k = 0; k < rows.Length; k++)
        {
            int i = rows[k], d = donors[k];
            scores[k] = i == d ? columns.Score[i] : context.Extension is { } extension ? WithOthers(extension, i, d) : OfPlace(i, d);
        }
    }

    private double OfPlace(int i, int d)
    {
        var dials = context.Dials;
        var area = PersonGenerator.AreaHundredths(dials, (columns.PurchasingPower[_area ? d : i] - 100.0) / 15, columns.Thin[i]);
        var lag = columns.Lag[_near ? d : i];
        return PersonGenerator.Final(((columns.OwnPart[i] + area) / 100.0) + (double.IsNaN(lag) ? 0 : dials.Neighbours * lag));
    }

    private double WithOthers(PersonExtension extension, int i, int d)
    {
        var sum = columns.OwnPart[i];
        for (var o = 0; o < truth.Parts.Length; o++)
        {
            sum += truth.Parts[o][_taken[o] ? d : i];
        }

        return Math.Clamp(sum / 100.0, extension.Min, extension.Max);
    }
}
