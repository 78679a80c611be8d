using ScoringAudit.Worlds.Persons;

namespace ScoringAudit.Worlds.Firms;

/// <summary>The persons of a person world who found and run firms: what their own records say.</summary>
/// <remarks>The world is neighbours-area with every channel off, the seed of the firm world and a quarter as many people as there are firms, at least 200; ids are its subject ids.</remarks>
internal sealed class OfficerPersons
{
    private readonly short[] _score;
    private readonly byte[] _arrears;

    private OfficerPersons(int count) => (_score, _arrears) = (new short[count], new byte[count]);

    public int Count => _score.Length;

    public static WorldSpec SpecOf(WorldSpec firms) => WorldSpec.Of("neighbours-area").Control() with
    {
        Seed = firms.Seed,
        Subjects = Math.Max(200, firms.Subjects / 4),
        GroupShare = firms.GroupShare,
        Dissimilarity = firms.Dissimilarity,
        PlaceRisk = firms.PlaceRisk,
    };

    public static OfficerPersons Make(WorldSpec firms, ParallelOptions options)
    {
        var context = new PersonContext(SpecOf(firms));
        var layout = context.Layout;
        var persons = new OfficerPersons(context.Spec.Subjects);
        Parallel.For(
            0,
            layout.Postcodes,
            options,
            () => new Worker(context),
            (postcode, _, worker) =>
            {
                worker.Make(postcode, persons);
                return worker;
            },
            _ => { });
        return persons;
    }

    /// <summary>The person's score, in whole points.</summary>
    public int Score(int person) => _score[person];

    /// <summary>Whether the person is on the debtor list: two or more arrears of the own.</summary>
    public bool IsDebtor(int person) => _arrears[person] >= 2;

    /// <summary>Whether the person has any arrears of the own.</summary>
    public bool HasArrears(int person) => _arrears[person] >= 1;

    private sealed class Worker(PersonContext context)
    {
        private readonly PersonGenerator _generator = new(context);
        private readonly int[] _streets = new int[2 * context.Layout.StreetsPerPostcode];
        private PersonColumns _columns = new(0);

        public void Make(int postcode, OfficerPersons to)
        {
            var layout = context.Layout;
            var start = layout.Start(postcode);
            var size = layout.Start(postcode + 1) - start;
            if (_columns.Rows < size)
            {
                _columns = new PersonColumns(2 * size);
            }

            var streets = layout.StreetsPerPostcode;
            _generator.Make(postcode, _columns, null, 0, 0, _streets.AsSpan(0, streets), _streets.AsSpan(streets), out var _);
            for (var i = 0; i < size; i++)
            {
                to._score[start + i] = (short)Math.Floor(_columns.Score[i] + 0.5);
                to._arrears[start + i] = (byte)_columns.Arrears[i];
            }
        }
    }
}
