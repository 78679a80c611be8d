using System.Globalization;
using System.Text;

namespace ScoringAudit.EndToEnd;

/// <summary>Small made-up files.</summary>
internal static class Scores
{
    /// <summary>200 rows: 37 of 100 Black and 50 of 100 White approved; a probability, and an outcome.</summary>
    public static string Recorded
    {
        get
        {
            var text = new StringBuilder("id,pd,approved,race,default\n");
            for (var i = 0; i < 200; i++)
            {
                var black = i < 100;
                var approved = i % 100 < (black ? 37 : 50);
                var score = (approved ? 0.2 : 0.6) + (i % 17 / 100.0);
                text.Append(CultureInfo.InvariantCulture, $"{i + 1},{score:0.00},{(approved ? 1 : 0)},{(black ? "Black" : "White")},{((i * 7) + 3) % 5 / 4}\n");
            }

            return text.ToString();
        }
    }

    /// <summary>A plan on scores.csv with the recorded decision, and lines added at its end.</summary>
    public static string Plan(params string[] more) =>
        """
        schemaVersion: 1
        data: scores.csv
        columns:
          row: id
          score: { column: pd, direction: higher_is_riskier }
          decision: { column: approved, favourable: "1" }
          outcome: { column: default, adverse: "1" }
        protected:
          - { column: race, reference: White }

        """ + string.Join('\n', more) + "\n";
}
