using ScoringAudit.Networks;

namespace ScoringAudit.Worlds.Firms;

/// <summary>Adds one firm to the solved lists and everything that follows: partners that fall below the cut, officers and their other firms.</summary>
/// <remarks>Both rules are those of <see cref="ListFixpoint"/> and <see cref="OfficerLists"/>, followed from the least fixpoint upwards.</remarks>
internal sealed class ListCascade
{
    private readonly FirmWorld _world;
    private readonly Readers _readers;
    private readonly double _points;
    private readonly int _penalty;
    private readonly double _cut;
    private readonly bool[] _listed;
    private readonly int[] _part;
    private readonly int[] _count;
    private readonly int[] _firstFirm;
    private readonly int[] _firms;
    private readonly List<int> _added = [];
    private readonly List<(int Firm, int Part)> _moved = [];

    public ListCascade(FirmWorld world, Readers readers)
    {
        (_world, _readers) = (world, readers);
        _listed = (bool[])world.Scores.Listed.Clone();
        _points = world.Spec.Strength("partner-listed");
        _penalty = OfficersFollow(world) ? FirmWorld.Hundredths(world.Spec.Strength("officer-listed")) : 0;
        _cut = world.Scenario.Dials.Any(d => d.Name == "list-below") ? world.Spec.Dial("list-below") * 100 : 0;
        _part = _points != 0 ? (int[])world.Scores.Partner.Clone() : _penalty != 0 ? (int[])world.Scores.Officer.Clone() : [];
        _count = new int[_penalty != 0 ? world.Persons.Count : 0];
        (_firstFirm, _firms) = _penalty != 0 ? FirmsOfPersons(world) : ([], []);
        for (var i = 0; _penalty != 0 && i < _listed.Length; i++)
        {
            Count(i, _listed[i] ? 1 : 0);
        }
    }

    /// <summary>Whether one firm's listing reaches another.</summary>
    public static bool Spreads(FirmWorld world) => world.Spec.Strength("partner-listed") != 0 || OfficersFollow(world);

    /// <summary>Lists a firm.</summary>
    /// <param name="seed">The firm.</param>
    /// <param name="changed">Called with a firm whose own sum changes, the firm that brought it about, and the change in hundredths.</param>
    /// <returns>Other firms that are listed with it.</returns>
    public int Add(int seed, Action<int, int, double> changed)
    {
        if (!_listed[seed])
        {
            List(seed);
        }

        // What is added here follows from firms before it in the list.
        for (var k = 0; k < _added.Count; k++)
        {
            var from = _added[k];
            if (_points != 0)
            {
                foreach (var reader in _readers.Of(from))
                {
                    Set(reader, from, -FirmWorld.Hundredths(_points * ListFixpoint.Share(_world.Graph, reader, _listed)), changed);
                }
            }

            foreach (var person in _penalty != 0 ? _world.Records.OfficersOf(from) : [])
            {
                foreach (var firm in _firms.AsSpan(_firstFirm[person], _firstFirm[person + 1] - _firstFirm[person]))
                {
                    if (firm != from)
                    {
                        Set(firm, from, Hit(firm) ? -_penalty : 0, changed);
                    }
                }
            }
        }

        return Math.Max(0, _added.Count - 1);
    }

    /// <summary>Puts everything back.</summary>
    public void Undo()
    {
        foreach (var firm in _added)
        {
            _listed[firm] = false;
            Count(firm, -1);
        }

        for (var k = _moved.Count - 1; k >= 0; k--)
        {
            _part[_moved[k].Firm] = _moved[k].Part;
        }

        _added.Clear();
        _moved.Clear();
    }

    private static bool OfficersFollow(FirmWorld world) =>
        world.Spec.Strength("officer-listed") != 0 && world.Scenario.Preset(world.Spec.Preset)?.Name == OfficerLists.Spc2013;

    private void Set(int firm, int from, int part, Action<int, int, double> changed)
    {
        if (part == _part[firm])
        {
            return;
        }

        changed(firm, from, part - _part[firm]);
        _moved.Add((firm, _part[firm]));
        _part[firm] = part;

        // The rule sees the score without the level of partners; partners' lists count unrounded.
        var before = _world.Scores.Fixed[firm] - (_points != 0 ? _world.Scores.Partner[firm] : _world.Scores.Officer[firm]);
        var lost = _points != 0 ? _points * 100 * ListFixpoint.Share(_world.Graph, firm, _listed) : -part;
        if (_cut > 0 && !_listed[firm] && before - lost < _cut)
        {
            List(firm);
        }
    }

    private void List(int firm)
    {
        _listed[firm] = true;
        _added.Add(firm);
        Count(firm, 1);
    }

    private void Count(int firm, int change)
    {
        foreach (var person in _penalty != 0 && change != 0 ? _world.Records.OfficersOf(firm) : [])
        {
            _count[person] += change;
        }
    }

    private bool Hit(int firm)
    {
        foreach (var person in _world.Records.OfficersOf(firm))
        {
            if (_world.Persons.IsDebtor(person) || _count[person] > (_listed[firm] ? 1 : 0))
            {
                return true;
            }
        }

        return false;
    }

    private static (int[] First, int[] Firms) FirmsOfPersons(FirmWorld world)
    {
        var first = new int[world.Persons.Count + 1];
        for (var i = 0; i < world.Spec.Subjects; i++)
        {
            foreach (var person in world.Records.OfficersOf(i))
            {
                first[person + 1]++;
            }
        }

        for (var p = 0; p < world.Persons.Count; p++)
        {
            first[p + 1] += first[p];
        }

        var next = first[..^1];
        var firms = new int[first[^1]];
        for (var i = 0; i < world.Spec.Subjects; i++)
        {
            foreach (var person in world.Records.OfficersOf(i))
            {
                firms[next[person]++] = i;
            }
        }

        return (first, firms);
    }
}
