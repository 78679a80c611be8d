using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Worlds.Persons;

/// <summary>Fills what a scenario adds for one postcode after another, and scores it. Each thread has its own.</summary>
/// <remarks>
/// raw = own + Σ channel·term + contacts·(mean score of contacts − 600); score = clip(raw), rounded to 0.01. Terms are functions of the
/// published columns, but for an official's leaning. Contacts' scores are solved by simultaneous steps with the bound of <see cref="Mechanism"/>.
/// </remarks>
internal sealed class ExtensionWorker
{
    private readonly PersonContext _context;
    private readonly PersonExtension _extension;
    private readonly ulong _key;
    private readonly ulong _officials;
    private readonly TwelveCriteria _twelve = new();
    private int[][] _terms = [];
    private double[] _fixed = [], _score = [], _feed = [];

    public ExtensionWorker(PersonContext context)
    {
        (_context, _extension) = (context, context.Extension!);
        _key = context.Root.Derive("extension/" + _extension.Scenario).Key;
        _officials = context.Root.Derive("officials").Key;
        Ties = new Ties(context);
    }

    public Ties Ties { get; }

    public int Steps { get; private set; }

    public double ErrorBound { get; private set; }

    public void Run(int postcode, PersonColumns c, TruthColumns? truth, int offset, int size)
    {
        Reserve(size);
        if (_extension.HasContacts)
        {
            Ties.Contacts(c, offset, size, _context.Spec.Dial("homophily"));
        }

        Fill(postcode, c, offset, size);
        var channels = _context.Channels;
        for (var i = 0; i < size; i++)
        {
            var row = offset + i;
            var own = _extension.Scenario switch { "points-and-grades" => 100_000, "twelve-criteria" => _twelve.Hundredths(c, row), _ => c.OwnPart[row] };
            _fixed[i] = own;
            c.OwnPart[row] = own;
            for (var k = 0; k < channels.Count; k++)
            {
                _terms[k][i] = channels[k] == "contacts" ? 0 : PersonGenerator.Hundredths(_context.Spec.Strength(channels[k]) * Term(channels[k], c, row, i, size, offset));
                _fixed[i] += _terms[k][i];
                if (_context.ChannelOrigins[k] == Origin.Own)
                {
                    c.OwnPart[row] += _terms[k][i];
                    c.TenureFull[row] = channels[k] == "address-age" ? _terms[k][i] : 0;
                }
            }
        }

        Solve(c, offset, size, null, c.Score, true);
        Finish(c, offset, size);
        if (truth is null)
        {
            return;
        }

        for (var o = 0; o < truth.Parts.Length; o++)
        {
            for (var i = 0; i < size; i++)
            {
                var sum = 0;
                for (var k = 0; k < channels.Count; k++)
                {
                    sum += _context.ChannelOrigins[k] == _context.Origins[1 + o] ? channels[k] == "contacts" ? PersonGenerator.Hundredths(_feed[i]) : _terms[k][i] : 0;
                }

                truth.Parts[o][offset + i] = sum;
            }
        }

        for (var v = 0; v < truth.Variants.Length; v++)
        {
            Solve(c, offset, size, v < _context.ActiveChannels.Count ? _context.ActiveChannels[v] : "*", truth.Variants[v], false);
        }
    }

    /// <summary>Counts links of the postcode by the groups at both ends.</summary>
    public void CountLinks(PersonColumns c, int offset, int size, ref PostcodeFacts facts)
    {
        for (var i = 0; i < size && _extension.HasContacts; i++)
        {
            foreach (var other in Ties.Contact.AsSpan(Ties.Start[i], Ties.Start[i + 1] - Ties.Start[i]))
            {
                Link(c.Group[offset + i], c.Group[offset + other], ref facts);
            }
        }

        for (var row = offset; row < offset + size && _extension.HasFamilies; row++)
        {
            for (var parent = 0; parent < 2; parent++)
            {
                if (c.Extra[parent].Integers[row] is > 0 and var id)
                {
                    Link(c.Group[row], c.Group[offset + (int)(id - c.SubjectId[offset])], ref facts);
                }
            }
        }
    }

    private static void Link(int from, int to, ref PostcodeFacts facts)
    {
        facts.Links++;
        facts.SameGroup += from == to ? 1 : 0;
        facts.FromMinority += from;
        facts.ToMinority += to;
    }

    private void Solve(PersonColumns c, int offset, int size, string? off, double[] scores, bool keep)
    {
        var channels = _context.Channels;
        for (var i = 0; i < size; i++)
        {
            var raw = _fixed[i];
            for (var k = 0; off is not null && k < channels.Count; k++)
            {
                raw -= off == "*" || off == channels[k] ? _terms[k][i] : 0;
            }

            _score[i] = raw / 100;
        }

        var rho = _extension.HasContacts && off is not ("*" or "contacts") ? _context.Spec.Strength("contacts") : 0;
        if (rho != 0)
        {
            Contacts(size, rho, keep);
        }
        else if (keep)
        {
            _feed.AsSpan(0, size).Clear();
        }

        for (var i = 0; i < size; i++)
        {
            scores[offset + i] = Math.Floor((Math.Clamp(_score[i], _extension.Min, _extension.Max) * 100) + 0.5) / 100;
        }
    }

    // On entry _score holds what does not depend on scores; on return the fixpoint. _feed is scratch, and on keep the feed at the fixpoint.
    private void Contacts(int size, double rho, bool keep)
    {
        var fixedPart = _score.AsSpan(0, size).ToArray();
        double first = 0, power = 1;
        for (var step = 1; ; step++)
        {
            for (var i = 0; i < size; i++)
            {
                _feed[i] = rho * Lag(i);
            }

            var change = 0.0;
            for (var i = 0; i < size; i++)
            {
                var next = Math.Clamp(fixedPart[i] + _feed[i], _extension.Min, _extension.Max);
                change = Math.Max(change, Math.Abs(next - _score[i]));
                _score[i] = next;
            }

            first = step == 1 ? change : first;
            power *= rho;
            var bound = Math.Min(power * first, rho * change) / (1 - rho);
            if (step > 1 && bound <= Mechanism.Tolerance)
            {
                if (keep)
                {
                    (Steps, ErrorBound) = (Math.Max(Steps, step), Math.Max(ErrorBound, bound));
                }

                return;
            }
        }
    }

    private double Lag(int i)
    {
        int from = Ties.Start[i], to = Ties.Start[i + 1];
        var sum = 0.0;
        for (var e = from; e < to; e++)
        {
            sum += _score[Ties.Contact[e]];
        }

        return from == to ? 0 : (sum / (to - from)) - OwnScore.Centre;
    }

    private double Term(string channel, PersonColumns c, int row, int i, int size, int offset)
    {
        var extra = c.Extra;
        return channel switch
        {
            "neighbours-income" => float.IsNaN(extra[0].Floats[row]) ? 0 : (extra[0].Floats[row] - 2200.0) / 800,
            "household" => float.IsNaN(extra[0].Floats[row]) ? 0 : extra[0].Floats[row] - OwnScore.Centre,
            "parent" => extra[2].Flags[row] ? -1 : 0,
            "contact-listed" => -extra[2].Floats[row],
            "ratings" => (extra[2].Floats[row] - 3.5) / 0.7,
            "cohabitation" => extra[0].Flags[row] ? 1 : 0,
            "fitness" => extra[0].Flags[row] && extra[1].Floats[row] >= 8000 ? 1 : 0,
            "official" => new Draws(_officials, (ulong)extra[0].Integers[row]).Normal(0),
            "missed-reports" => -extra[0].Integers[row],
            "linked-register" => extra[0].Flags[row] && extra[1].Flags[row] ? -1 : 0,
            "trace" => -extra[0].Integers[row] / 10.0,
            "record-error" => extra[0].Flags[row] && !extra[1].Flags[row] ? -1 : 0,
            "overlay" => c.Age[row] < 25 ? -1 : 0,
            "deductions" => -((100 * extra[0].Integers[row]) + (50 * c.Arrears[row])),
            "rewards" => Math.Min(extra[1].Integers[row], 3),
            "address-age" => TwelveCriteria.AddressPoints(c.Tenure[row]),
            _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "not a channel of an extended person world"),
        };
    }

    private void Fill(int postcode, PersonColumns c, int offset, int size)
    {
        var extra = c.Extra;
        for (var i = 0; i < size; i++)
        {
            var row = offset + i;
            var draw = new Draws(_key, (ulong)c.SubjectId[row]);
            switch (_extension.Scenario)
            {
                case "household":
                    extra[0].Floats[row] = HouseholdMean(c, row, offset, size);
                    break;
                case "parent-to-child":
                    int mother = Ties.Parent(c, offset, size, i, 0), father = Ties.Parent(c, offset, size, i, 1);
                    extra[0].Integers[row] = mother < 0 ? 0 : c.SubjectId[offset + mother];
                    extra[1].Integers[row] = father < 0 ? 0 : c.SubjectId[offset + father];
                    extra[2].Flags[row] = (mother >= 0 && c.Arrears[offset + mother] >= 2) || (father >= 0 && c.Arrears[offset + father] >= 2);
                    break;
                case "social-contacts" or "voluntary-platform" or "social-media-trust":
                    ContactColumns(c, offset, i, draw);
                    break;
                case "reward-card":
                    extra[0].Flags[row] = (i > 0 && c.Household[row - 1] == c.Household[row]) || (i + 1 < size && c.Household[row + 1] == c.Household[row]);
                    break;
                case "fitness-bonus":
                    extra[0].Flags[row] = draw.Uniform(0) < PortableMath.Logistic(0.3 - (0.03 * (c.Age[row] - 45)));
                    extra[1].Floats[row] = extra[0].Flags[row] ? (float)Math.Clamp(100 * Math.Floor((75 - (0.4 * (c.Age[row] - 45)) + (25 * draw.Normal(1))) + 0.5), 0, 30_000) : float.NaN;
                    break;
                case "official-discretion":
                    extra[0].Integers[row] = 1 + (8L * postcode) + (int)(8 * draw.Uniform(0));
                    break;
                case "reporting-burden":
                    var access = 0.8 - (0.02 * (c.PurchasingPower[row] - 100)) - (0.0004 * (c.Income[row] - 2200));
                    extra[0].Integers[row] = draw.Uniform(0) < PortableMath.Logistic(access - 2.6) ? 1 + (int)(4 * draw.Uniform(1)) : 0;
                    break;
                case "identifier-linkage":
                    extra[0].Flags[row] = draw.Uniform(0) < 0.06;
                    extra[1].Flags[row] = draw.Uniform(1) < _context.Spec.Dial("match-rate");
                    break;
                case "place-time-trace":
                    extra[0].Integers[row] = (long)Math.Floor(-12 * PortableMath.Log(1 - draw.Uniform(0)));
                    break;
                case "errors-and-appeals":
                    extra[0].Flags[row] = draw.Uniform(0) < _context.Spec.Dial("error-rate");
                    extra[1].Flags[row] = extra[0].Flags[row] && draw.Uniform(1) < _context.Spec.Dial("appeal-success");
                    break;
                case "points-and-grades":
                    extra[0].Integers[row] = draw.Uniform(0) < 0.03 ? 1 + (int)(2 * draw.Uniform(1)) : 0;
                    extra[1].Integers[row] = (long)Math.Floor(-1.2 * PortableMath.Log(1 - draw.Uniform(2)));
                    break;
                case "twelve-criteria":
                    TwelveCriteria.Fill(c, row, draw);
                    break;
            }
        }
    }

    private void Finish(PersonColumns c, int offset, int size)
    {
        for (var row = offset; row < offset + size; row++)
        {
            if (_extension.Scenario == "reward-card")
            {
                c.Extra[1].Flags[row] = c.Score[row] >= 650;
            }
            else if (_extension.Scenario == "points-and-grades")
            {
                c.Extra[2].Codes[row] = c.Score[row] >= 960 ? 0 : c.Score[row] >= 850 ? 1 : c.Score[row] >= 700 ? 2 : 3;
            }
        }
    }

    private static float HouseholdMean(PersonColumns c, int row, int offset, int size)
    {
        long sum = 0;
        var others = 0;
        for (var step = -1; step <= 1; step += 2)
        {
            for (var j = row + step; j >= offset && j < offset + size && c.Household[j] == c.Household[row]; j += step)
            {
                sum += c.OwnPart[j];
                others++;
            }
        }

        return others == 0 ? float.NaN : (float)(Math.Floor(((double)sum / others) + 0.5) / 100);
    }

    private void ContactColumns(PersonColumns c, int offset, int i, Draws draw)
    {
        var row = offset + i;
        int from = Ties.Start[i], to = Ties.Start[i + 1];
        double sum = 0, listed = 0;
        for (var e = from; e < to; e++)
        {
            var other = offset + Ties.Contact[e];
            sum += c.OwnPart[other];
            listed += c.Arrears[other] >= 2 ? 1 : 0;
        }

        c.Extra[0].Integers[row] = to - from;
        c.Extra[1].Floats[row] = from == to ? float.NaN : (float)(Math.Floor((sum / (to - from)) + 0.5) / 100);
        if (c.Extra.Length > 2)
        {
            c.Extra[2].Floats[row] = _extension.Scenario == "social-media-trust"
                ? (float)(Math.Clamp(Math.Floor((10 * (3.7 - (0.15 * c.Group[row]) + (0.6 * draw.Normal(0)))) + 0.5), 10, 50) / 10)
                : from == to ? 0 : (float)(Math.Floor((10_000 * listed / (to - from)) + 0.5) / 10_000);
        }
    }

    private void Reserve(int size)
    {
        if (_fixed.Length < size || _terms.Length == 0)
        {
            _terms = [.. _context.Channels.Select(_ => new int[size])];
            (_fixed, _score, _feed) = (new double[size], new double[size], new double[size]);
        }
    }
}
