namespace ScoringAudit.Worlds.Persons;

/// <summary>The cut-off of a world's score and who cannot reach it, from counts over the grid of scores: neither order nor chunks matter.</summary>
/// <remarks>
/// The best own record of a person has no arrears, no use of credit lines and no inquiries; age, income, work, accounts, time at the address
/// and channels of origin own stay as they are, and so do the others' parts. Captive at a cut-off c: the score with the best own record lies
/// below c, without the others' parts it would not. That is an interval of c for each person; its ends are counted.
/// </remarks>
internal sealed class CaptiveSums
{
    private readonly int _least;
    private readonly int _most;
    private readonly long[] _scores;
    private readonly long[] _held;
    private readonly bool _mends;

    public CaptiveSums(PersonContext context)
    {
        _least = (int)(100 * (context.Extension?.Min ?? Mechanism.Least));
        _most = (int)(100 * (context.Extension?.Max ?? Mechanism.Most));
        _scores = new long[_most - _least + 1];
        _held = new long[_scores.Length + 1];

        // Two scenarios count points of their own and have no other origin.
        _mends = context.Origins.Count > 1;
    }

    public void Add(PersonColumns people, TruthColumns truth, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            _scores[PersonGenerator.Hundredths(people.Score[i]) - _least]++;
            var others = 0;
            foreach (var part in truth.Parts)
            {
                others += part[i];
            }

            if (!_mends || others >= 0)
            {
                continue;
            }

            var best = people.OwnPart[i] + OwnScore.Mendable(people, i);
            var with = Math.Clamp(best + others, _least, _most);
            var without = Math.Clamp(best, _least, _most);
            _held[with + 1 - _least]++;
            _held[without + 1 - _least]--;
        }
    }

    /// <summary>The cut-off that approves the plan's share of people, and the captive share of those below it; NaN where nobody is.</summary>
    public (double Cutoff, double Share) Result()
    {
        long people = 0, below = 0, captive = 0;
        foreach (var count in _scores)
        {
            people += count;
        }

        // The largest score that at least the wanted share reaches.
        var at = 0;
        for (; at < _scores.Length - 1 && people - below - _scores[at] >= WorldPlans.ApprovalRate * people; at++)
        {
            below += _scores[at];
        }

        for (var k = 0; k <= at; k++)
        {
            captive += _held[k];
        }

        return ((_least + at) / 100.0, below == 0 ? double.NaN : (double)captive / below);
    }
}
