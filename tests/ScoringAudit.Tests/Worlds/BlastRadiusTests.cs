using ScoringAudit.Portfolios;
using ScoringAudit.Worlds;
using static ScoringAudit.Tests.Worlds.WorldTestData;

namespace ScoringAudit.Tests.Worlds;

/// <summary>Blast radius against listing the firm and solving everything again, from the published tables alone: no shared code.</summary>
public class BlastRadiusTests
{
    [Theory]
    [InlineData("corporate-partners", 0, "")]
    [InlineData("corporate-partners", 720, "")]
    [InlineData("worst-partner", 0, "")]
    [InlineData("exemption-year", 0, "cn2026")]
    [InlineData("officers", 650, "spc2013")]
    public void Seeds_ListedOneByOne_AreTheWorldSolvedAgain(string id, double below, string preset)
    {
        var spec = WorldSpec.Of(id) with { Subjects = 3000, Seed = 6, Preset = preset.Length == 0 ? null : preset };
        spec = id == "corporate-partners" ? spec.WithDial("list-below", below) : spec;
        var world = World.Generate(spec);
        var blast = world.Firms!.Blast!;
        var again = new Again(world, below);
        Assert.Equal(32, blast.Seeds.Count);
        foreach (var seed in blast.Seeds)
        {
            Assert.Equal(again.List((int)seed.Firm - 1), (seed.Changed, seed.Listed));
            Assert.Equal(again.Readers((int)seed.Firm - 1), seed.Readers);
        }

        Assert.Equal(blast.Seeds.Sum(s => s.Changed), blast.ByHop.Sum());
        Assert.Equal(blast.Seeds.Take(16).Average(s => s.Changed), blast.MeanOfRandom);
        Assert.Equal(blast.Seeds.Skip(16).Average(s => s.Changed), blast.MeanOfHubs);
        Assert.Equal(blast.Seeds.Max(s => s.Changed), blast.Largest);
        Assert.True(blast.Seeds.Sum(s => s.Changed) > 0);
        Assert.Equal(below > 0, blast.Seeds.Sum(s => s.Listed) > 0);
        Assert.True(blast.Seeds.Skip(16).All(s => s.IsHub) && !blast.Seeds.Take(16).Any(s => s.IsHub));
        Assert.True(blast.Seeds.Skip(16).Min(s => s.Readers) >= again.ReadersAtRank(16));
    }

    [Fact]
    public void LargeWorld_IsSampledToHalfTheGrid()
    {
        var world = World.Generate(WorldSpec.Of("corporate-partners") with { Subjects = 100_100 });
        var blast = world.Firms!.Blast!;
        Assert.Equal(0.005, blast.Tolerance);
        var again = new Again(world, 0);
        foreach (var seed in new[] { blast.Seeds[0], blast.Seeds[16] })
        {
            var exact = again.List((int)seed.Firm - 1).Changed;
            Assert.InRange(seed.Changed, (exact * 0.98) - 2, (exact * 1.02) + 2);
        }

        Assert.True(blast.MeanOfHubs > 20 * blast.MeanOfRandom);
    }

    [Fact]
    public void NoChannelBetweenFirms_HasNoBlast()
    {
        Assert.Null(Small("five-factors", 500).Firms!.Blast);
        Assert.Null(Small("officers", 500).Firms!.Blast); // spc2020: a firm's listing reaches nobody
        Assert.Null(World.Generate(WorldSpec.Of("corporate-partners").Control() with { Subjects = 500 }).Firms!.Blast);
    }

    /// <summary>Dense sweeps over published columns.</summary>
    private sealed class Again
    {
        private readonly string _id;
        private readonly double _below;
        private readonly int _n;
        private readonly double[] _own;
        private readonly double[] _black;
        private readonly bool[] _debtor = [];
        private readonly List<(int To, double Share)>[] _partners;
        private readonly List<int>[] _officers;
        private readonly int[] _readers;
        private readonly double[] _exemptBlack;
        private readonly bool[] _before;
        private readonly double[] _score;

        public Again(World world, double below)
        {
            (_id, _below, _n) = (world.Spec.Scenario, below, (int)world.Subjects.Rows!.Value);
            _black = Numbers(world.Subjects, "blacklists");

            // What partners see is not masked by the exemption: the lists of the same world without it.
            _exemptBlack = _id == "exemption-year" ? Numbers(World.Generate(world.Spec.WithStrength("exemption", 0)).Subjects, "blacklists") : _black;
            _own = [.. world.Truth.Part(Origin.Own).ToArray().Zip(world.Truth.Part(Origin.Authority).ToArray(), (a, b) => a + b)];
            _partners = [.. Enumerable.Range(0, _n).Select(_ => new List<(int, double)>())];
            _readers = new int[_n];
            var links = world.Tables.Single(t => t.Name == "links-partners").Rows;
            var (from, to, share) = (Numbers(links, "from_id"), Numbers(links, "to_id"), Numbers(links, "share"));
            for (var e = 0; e < from.Length; e++)
            {
                _partners[(int)from[e] - 1].Add(((int)to[e] - 1, share[e]));
                _readers[(int)to[e] - 1]++;
            }

            _officers = [.. Enumerable.Range(0, _n).Select(_ => new List<int>())];
            if (_id == "officers")
            {
                _debtor = [.. Numbers(World.Generate(WorldSpec.Of("neighbours-area").Control() with { Subjects = Math.Max(200, _n / 4), Seed = world.Spec.Seed }).Subjects, "arrears_24m").Select(a => a >= 2)];
                var seats = world.Tables.Single(t => t.Name == "links-officers").Rows;
                foreach (var (f, p) in Numbers(seats, "from_id").Zip(Numbers(seats, "person_id")))
                {
                    _officers[(int)f - 1].Add((int)p - 1);
                }
            }

            (_score, _before) = Solve(-1);
            for (var i = 0; i < _n; i++)
            {
                Assert.Equal(_score[i], world.Truth.Score[i], 0.0101);
            }
        }

        public int Readers(int firm) => _readers[firm];

        public int ReadersAtRank(int rank) => _readers.OrderDescending().ElementAt(rank - 1);

        public (int Changed, int Listed) List(int seed)
        {
            var (score, listed) = Solve(seed);
            int changed = 0, added = 0;
            for (var i = 0; i < _n; i++)
            {
                changed += i != seed && Grade(score[i]) != Grade(_score[i]) ? 1 : 0;
                added += i != seed && listed[i] && !_before[i] ? 1 : 0;
            }

            return (changed, added);
        }

        private static int Grade(double score) => (Math.Floor((100 * score) + 0.5) / 100) switch { >= 850 => 0, >= 750 => 1, >= 600 => 2, _ => 3 };

        private (double[] Score, bool[] Listed) Solve(int seed)
        {
            var own = (double[])_own.Clone();
            var listed = _exemptBlack.Select(b => b > 0).ToArray();
            if (seed >= 0)
            {
                own[seed] -= _black[seed] < 3 ? 150 : 0;
                listed[seed] = true;
            }

            var lost = Lists(listed, seed);
            var score = new double[_n];
            var fixedPart = own.Zip(lost, (a, b) => a - b).ToArray();
            for (var sweep = 0; sweep < 30; sweep++)
            {
                for (var i = 0; i < _n; i++)
                {
                    var mean = 0.0;
                    var worst = 0.0;
                    foreach (var (to, share) in _id is "corporate-partners" or "worst-partner" ? _partners[i] : [])
                    {
                        mean += share * score[to];
                        worst = Math.Max(worst, 700 - score[to]);
                    }

                    score[i] = Math.Clamp(fixedPart[i] + (_id == "corporate-partners" ? 0.3 * (mean - 800) : -0.3 * worst), 0, 1000);
                }
            }

            return (score, listed);
        }

        // Points that lists of others cost; completes the lists from below.
        private double[] Lists(bool[] listed, int seed)
        {
            var lost = new double[_n];
            var points = _id switch { "corporate-partners" => 40.0, "exemption-year" => 60.0, _ => 0 };
            for (var changed = true; changed;)
            {
                changed = false;
                var runs = new Dictionary<int, int>();
                for (var i = 0; i < _n; i++)
                {
                    foreach (var p in listed[i] ? _officers[i] : [])
                    {
                        runs[p] = runs.GetValueOrDefault(p) + 1;
                    }
                }

                for (var i = 0; i < _n; i++)
                {
                    var share = _partners[i].Sum(p => listed[p.To] ? p.Share : 0);
                    var hit = _officers[i].Any(p => _debtor[p] || runs.GetValueOrDefault(p) > (listed[i] ? 1 : 0));
                    lost[i] = (Math.Floor((100 * points * share) + 0.5) / 100) + (hit ? 80 : 0);
                    if (!listed[i] && i != seed && _below > 0 && _own[i] - (points * share) - (hit ? 80 : 0) < _below)
                    {
                        (listed[i], changed) = (true, true);
                    }
                }
            }

            return lost;
        }
    }
}
