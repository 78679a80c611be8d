using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Auditing;

/// <summary>One channel or link on its way up the ladder: its graph, where there is one, and the tests of its rungs as they come in.</summary>
internal sealed class LeakageChannel(string channel, string? link, IWeights? graph, Origin? origin = null)
{
    /// <summary>Whose records come in by it; null where neither the plan nor the name says.</summary>
    public Origin? Origin { get; } = origin ?? ChannelOrigins.Of(channel);

    /// <summary>Name: an origin, or a link's name.</summary>
    public string Channel => channel;

    /// <summary>"address", "area" or a link's name; null where the plan says of nobody who is linked to whom.</summary>
    public string? Link => link;

    /// <summary>Who is linked to whom; null where the plan does not say.</summary>
    public IWeights? Graph { get; set; } = graph;

    /// <summary>How many rows would do where those given cannot show a weak clustering; null where they can, or where it is unknown.</summary>
    public long? RowsNeeded { get; set; }

    /// <summary>The tests of rungs 1 to 5.</summary>
    public RungTest[] Tests { get; } =
    [
        RungTest.None("the plan does not say who is linked to whom: add columns.address, columns.area or links"),
        RungTest.None("it needs scores, links and own features"),
        RungTest.None("it needs areas that meet on a street, or a list of events with scores before and after"),
        RungTest.None("a recorded score cannot be asked again: give the model under 'model', or ask the score's owner to score changed records"),
        RungTest.None("it needs the model file (trees), or the world that made the score"),
    ];
}
