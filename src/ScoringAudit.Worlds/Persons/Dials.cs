namespace ScoringAudit.Worlds.Persons;

/// <summary>The strengths of all channels that the person world has; a scenario opens some of them.</summary>
internal readonly record struct Dials(double Area, double Neighbours, double ThinFileArea, double Tenure, double HiddenOwn, double StreetShock)
{
    public static readonly string[] Names = ["area", "neighbours", "thin-file-area", "tenure", "hidden-own", "street-shock"];

    public static Dials Of(WorldSpec spec) => new(
        spec.Strength("area"),
        spec.Strength("neighbours"),
        spec.Strength("thin-file-area"),
        spec.Strength("tenure"),
        spec.Strength("hidden-own"),
        spec.Strength("street-shock"));

    public double this[string channel] => channel switch
    {
        "area" => Area,
        "neighbours" => Neighbours,
        "thin-file-area" => ThinFileArea,
        "tenure" => Tenure,
        "hidden-own" => HiddenOwn,
        "street-shock" => StreetShock,
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "not a channel of the person world"),
    };

    public Dials Without(string channel) => channel switch
    {
        "area" => this with { Area = 0 },
        "neighbours" => this with { Neighbours = 0 },
        "thin-file-area" => this with { ThinFileArea = 0 },
        "tenure" => this with { Tenure = 0 },
        "hidden-own" => this with { HiddenOwn = 0 },
        "street-shock" => this with { StreetShock = 0 },
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "not a channel of the person world"),
    };
}
