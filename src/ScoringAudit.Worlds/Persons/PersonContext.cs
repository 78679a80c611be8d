using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Worlds.Catalogue;

namespace ScoringAudit.Worlds.Persons;

/// <summary>Everything about a world that does not depend on the row: layout, laws, keys, dials. Shared by all threads.</summary>
internal sealed class PersonContext
{
    public PersonContext(WorldSpec spec)
    {
        Spec = spec.Checked();
        Dials = Dials.Of(spec);
        var root = Root = Streams.FromSeed(spec.Seed).Derive("world/persons");
        Extension = PersonExtension.Of(spec);
        Layout = new Layout(spec.Subjects, spec.Streets, root.Derive("layout"));
        Segregation = Segregation.Solve(spec.GroupShare, spec.Dissimilarity);
        Composition = new StratifiedNormals(root.Derive("composition"), Layout.Postcodes);
        Affluence = new StratifiedNormals(root.Derive("affluence"), Layout.Postcodes);
        PostcodeShock = new StratifiedNormals(root.Derive("postcode-shock"), Layout.Postcodes);
        StreetOrder = root.Derive("street-order");
        StreetKey = root.Derive("street").Key;
        HouseholdKey = root.Derive("household").Key;
        PersonKey = root.Derive("person").Key;

        // A channel of strength 0 needs no second solution: the score without it is the score.
        var channels = ScenarioCatalogue.Require(spec.Scenario).Channels;
        Channels = [.. channels.Select(c => c.Name)];
        ChannelOrigins = [.. channels.Select(c => c.Origin)];
        Origins = Extension is null ? [Origin.Own, Origin.Area, Origin.Neighbourhood] : [Origin.Own, .. Extension.Origins];
        var active = Channels.Where(c => spec.Strength(c) != 0).ToArray();
        ActiveChannels = active;
        VariantCount = active.Length <= 1 ? active.Length : active.Length + 1;
        Variants = Extension is not null ? [] : active.Length <= 1 ? [.. active.Select(Dials.Without)] : [.. active.Select(Dials.Without), default];
    }

    public Streams Root { get; }

    /// <summary>What the scenario adds to the plain person world; null: nothing.</summary>
    public PersonExtension? Extension { get; }

    public IReadOnlyList<Origin> ChannelOrigins { get; }

    /// <summary>Origins with a part in the score, own first.</summary>
    public IReadOnlyList<Origin> Origins { get; }

    public int VariantCount { get; }

    public WorldSpec Spec { get; }

    public Dials Dials { get; }

    public Layout Layout { get; }

    public Segregation Segregation { get; }

    public StratifiedNormals Composition { get; }

    public StratifiedNormals Affluence { get; }

    public StratifiedNormals PostcodeShock { get; }

    public Streams StreetOrder { get; }

    public ulong StreetKey { get; }

    public ulong HouseholdKey { get; }

    public ulong PersonKey { get; }

    public IReadOnlyList<string> Channels { get; }

    public IReadOnlyList<string> ActiveChannels { get; }

    /// <summary>One set of dials for each active channel with that channel off; where there are several, a last one with all off.</summary>
    public IReadOnlyList<Dials> Variants { get; }
}
