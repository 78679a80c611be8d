using System.Globalization;
using ScoringAudit.Primitives;

namespace ScoringAudit.Worlds.Persons;

/// <summary>Where rows live: how many postcodes there are, and which rows each holds; all by arithmetic, so that a shard scans nothing.</summary>
/// <remarks>
/// About 200 people to a postcode (more above 16 million, where postcodes run out) and 50 to a street. Boundary p of P is n·(p + 0.3·(2u − 1))/P
/// with its own counter, so sizes vary from 0.4 to 1.6 of the mean; streets divide a postcode by the same rule with 0.35.
/// </remarks>
internal sealed class Layout
{
    /// <summary>People of a street, on average, unless a number of streets is asked for; and the fewest.</summary>
    public const int PeoplePerStreet = 50, FewestPerStreet = 10;

    private const int PeoplePerPostcode = 200, MostPostcodes = 80_000;

    private readonly int _subjects;
    private readonly ulong _key;
    private readonly ulong _streetKey;

    public Layout(int subjects, int? wantedStreets, Streams streams)
    {
        _subjects = subjects;
        _key = streams.Derive("postcodes").Key;
        _streetKey = streams.Derive("streets").Key;
        Postcodes = PostcodesOf(subjects);
        StreetsPerPostcode = (int)Math.Max(1, Math.Floor((wantedStreets is { } wanted ? (double)wanted / Postcodes : (double)subjects / Postcodes / PeoplePerStreet) + 0.5));
    }

    /// <summary>How many postcodes so many people have.</summary>
    public static int PostcodesOf(int subjects) => Math.Clamp((int)(((long)subjects + (PeoplePerPostcode / 2)) / PeoplePerPostcode), 1, MostPostcodes);

    public int Postcodes { get; }

    public int StreetsPerPostcode { get; }

    /// <summary>First row of a postcode; the row count for the number of postcodes.</summary>
    public int Start(int postcode) => postcode <= 0 ? 0 : postcode >= Postcodes
        ? _subjects
        : Cut(_subjects, postcode, Postcodes, 0.3, Streams.ToUnit(Philox.Block(_key, (ulong)postcode, 0).Low));

    /// <summary>First person of a street inside a postcode of a size; the size for the number of streets.</summary>
    public int StreetStart(int postcode, int street, int size) => street <= 0 ? 0 : street >= StreetsPerPostcode
        ? size
        : Cut(size, street, StreetsPerPostcode, 0.35, Streams.ToUnit(Philox.Block(_streetKey, (ulong)postcode, (ulong)street).Low));

    /// <summary>Postcodes of a shard: from first to end, end excluded.</summary>
    public (int First, int End) Range(WorldShard shard)
    {
        shard.Checked();
        return shard.Count <= Postcodes
            ? ((int)((long)(shard.Number - 1) * Postcodes / shard.Count), (int)((long)shard.Number * Postcodes / shard.Count))
            : throw new AuditDataException(string.Create(CultureInfo.InvariantCulture, $"shard: found {shard}, but the world has {Postcodes} postcodes, and a part holds at least one. Use at most {Postcodes} parts."));
    }

    public string PostcodeName(int postcode) =>
        (Postcodes <= 8_999 ? 10_007 + (10 * postcode) : 10_001 + postcode).ToString(CultureInfo.InvariantCulture);

    public string StreetName(int postcode, int street) =>
        string.Create(CultureInfo.InvariantCulture, $"{PostcodeName(postcode)}-{street + 1:00}");

    private static int Cut(int size, int k, int parts, double jitter, double u) =>
        (int)Math.Floor((k + (jitter * ((2 * u) - 1))) * size / parts);
}
