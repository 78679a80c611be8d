using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Worlds.Firms;

/// <summary>Firms that keep their own record and take another firm's partners, founder, officers or other agencies' lists, as these count for that firm.</summary>
internal sealed class FirmReplacing(FirmWorld world, double[] solved, Func<Origin, bool> origins) : IInterventions
{
    private readonly bool _partner = origins(Origin.Partner), _founder = origins(Origin.Founder), _officer = origins(Origin.Officer), _authority = origins(Origin.Authority);
    private readonly NetworkFeed _feed = world.Scores.Feed with { Centre = world.Scores.Feed.Centre / 100, Cut = world.Scores.Feed.Cut / 100 };
    private readonly FirmDials _dials = new(world.Spec, null);

    public string Rule => "Takes one other firm's records one firm at a time; scores that feed scores are not solved again.";

    public void Move(ReadOnlySpan<int> rows, ReadOnlySpan<int> donors, bool resetTenure, Span<double> scores)
    {
        if (rows.Length != donors.Length || scores.Length < rows.Length)
        {
            throw new ArgumentException($"Rows, donors and scores have {rows.Length}, {donors.Length} and {scores.Length} entries; they must go together.");
        }

        var parts = world.Scores;
        for (var k = 0; k < rows.Length; k++)
        {
            int i = rows[k], d = donors[k];
            if (i == d)
            {
                scores[k] = parts.Score[i];
                continue;
            }

            var own = world.OwnPart(i) + FirmScores.At(parts.Authority, _authority ? d : i);
            var founder = parts.Founder.Length == 0 ? 0
                : _founder || _authority ? world.Founder(i, world.Records.OfficersOf(_founder ? d : i)[0], _dials, own) : parts.Founder[i];
            var partner = _partner ? d : i;
            var feed = _feed.Level == 0 && _feed.Worst == 0 ? 0 : 100 * ScoreFixpoint.FeedOf(world.Graph, _feed, partner, solved);
            var sum = own + founder + FirmScores.At(parts.Officer, _officer ? d : i) + FirmScores.At(parts.Partner, partner) + feed;
            scores[k] = Math.Floor(Math.Clamp(sum, 0, parts.Feed.Max) + 0.5) / 100;
        }
    }
}
