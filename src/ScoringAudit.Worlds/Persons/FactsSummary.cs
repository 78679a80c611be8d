namespace ScoringAudit.Worlds.Persons;

/// <summary>Adds postcode sums, in order, into realised facts.</summary>
internal static class FactsSummary
{
    public static WorldFacts Of(PersonContext context, ReadOnlySpan<PostcodeFacts> postcodes, ReadOnlySpan<int> streetPeople, ReadOnlySpan<int> streetMinority)
    {
        long people = 0, minority = 0, defaults = 0, thin = 0, islands = 0, minorityIslands = 0;
        double cross = 0, lag = 0, bound = 0;
        var steps = 0;
        long links = 0, same = 0, from = 0, to = 0;
        foreach (ref readonly var p in postcodes)
        {
            people += p.People;
            minority += p.MinorityPeople;
            defaults += p.Defaults;
            thin += p.ThinFiles;
            islands += p.Islands;
            minorityIslands += p.MinorityIslands;
            cross += p.CrossLag;
            lag += p.Lag;
            steps = Math.Max(steps, p.Steps);
            bound = Math.Max(bound, p.ErrorBound);
            links += p.Links;
            same += p.SameGroup;
            from += p.FromMinority;
            to += p.ToMinority;
        }

        var share = (double)minority / people;
        var majority = people - minority;
        var dissimilarity = double.NaN;
        var moran = double.NaN;
        if (minority > 0 && majority > 0)
        {
            dissimilarity = 0;
            for (var s = 0; s < streetPeople.Length; s++)
            {
                dissimilarity += Math.Abs(((double)streetMinority[s] / minority) - ((double)(streetPeople[s] - streetMinority[s]) / majority));
            }

            dissimilarity /= 2;
            double linked = people - islands, linkedMinority = minority - minorityIslands;
            var product = cross - (share * lag) - (share * linkedMinority) + (share * share * linked);
            moran = linked == 0 ? double.NaN : people / linked * product / (people * share * (1 - share));
        }

        return new WorldFacts(
            people,
            postcodes.Length,
            streetPeople.Length,
            share,
            dissimilarity,
            moran,
            (double)defaults / people,
            (double)thin / people,
            islands,
            context.Extension is { HasContacts: true } ? context.Spec.Strength("contacts") : context.Dials.Neighbours,
            steps,
            bound,
            double.NaN,
            double.NaN,
            links,
            Assortativity(links, same, from, to));
    }

    // (Σ e_gg − Σ a_g·b_g) / (1 − Σ a_g·b_g) over the two groups (Newman 2003, Physical Review E 67, 026126).
    private static double Assortativity(long links, long same, long from, long to)
    {
        double inside = (double)same / links, a = (double)from / links, b = (double)to / links;
        var expected = (a * b) + ((1 - a) * (1 - b));
        return links == 0 || expected == 1 ? double.NaN : (inside - expected) / (1 - expected);
    }
}
