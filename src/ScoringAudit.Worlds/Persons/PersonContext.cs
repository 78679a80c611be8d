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
        var root = Streams.FromSeed(spec.Seed).Derive("world/persons");
        Layout = new Layout(spec.Subjects, root.Derive("layout"));
        Segregation = Segregation.Solve(spec.GroupShare, spec.Dissimilarity);
        Composition = new StratifiedNormals(root.Derive("composition"), Layout.Postcodes);
        Affluence = new StratifiedNormals(root.Derive("affluence"), Layout.Postcodes);
        PostcodeShock = new StratifiedNormals(root.Derive("postcode-shock"), Layout.Postcodes);
        StreetOrder = root.Derive("street-order");
        StreetKey = root.Derive("street").Key;
        HouseholdKey = root.Derive("household").Key;
        PersonKey = root.Derive("person").Key;

        // A channel of strength 0 needs no second solution: the score without it is the score.
        Channels = [.. ScenarioCatalogue.Require(spec.Scenario).Channels.Select(c => c.Name)];
        var active = Channels.Where(c => Dials[c] != 0).ToArray();
        ActiveChannels = active;
        Variants = active.Length <= 1 ? [.. active.Select(Dials.Without)] : [.. active.Select(Dials.Without), default];
    }

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
