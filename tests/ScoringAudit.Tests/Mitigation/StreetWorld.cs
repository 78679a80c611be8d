using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Mitigation;

/// <summary>People in segregated streets, with an own record and a record of the place whose real risk is a dial.</summary>
/// <remarks>
/// Street s has place +1 or −1 plus uniform noise; group B has 80 % of the people where it is −1, and 20 % where it is +1. Own record x is uniform on (−√3, √3), the same
/// law in both groups. Log-odds of default: −1.2 − 1.3 x − risk · place + groupRisk for group B.
/// </remarks>
internal static class StreetWorld
{
    public static ColumnPortfolio Make(int streets, int perStreet, double risk, ulong seed, double groupRisk = 0)
    {
        var n = streets * perStreet;
        var streams = Streams.FromSeed(seed).Derive("street world");
        float[] own = new float[n], place = new float[n];
        var street = new int[n];
        var group = new string[n];
        var adverse = new long[n];
        for (var s = 0; s < streets; s++)
        {
            var poor = s % 2 == 0;
            var z = (poor ? -1 : 1) + (0.6 * (streams.Uniform((ulong)s, 0) - 0.5));
            for (var i = s * perStreet; i < (s + 1) * perStreet; i++)
            {
                var e = (ulong)(streets + i);
                street[i] = s;
                place[i] = (float)z;
                group[i] = streams.Uniform(e, 0) < (poor ? 0.8 : 0.2) ? "B" : "A";
                own[i] = (float)(Math.Sqrt(3) * ((2 * streams.Uniform(e, 1)) - 1));
                adverse[i] = streams.Uniform(e, 2) < 1 / (1 + Math.Exp(1.2 + (1.3 * own[i]) + (risk * z) - (group[i] == "B" ? groupRisk : 0))) ? 1 : 0;
            }
        }

        return ColumnPortfolio.Build("streets.csv")
            .Identifier("street", street, [.. Enumerable.Range(0, streets).Select(s => "s" + s)])
            .Number("own", own).Number("place", place).Category("group", group).Integer("default", adverse).Build();
    }

    public static AuditPlan Plan(AlternativesPlan? search = null) => new()
    {
        Roles = new Roles
        {
            Outcome = new OutcomeRole("default", "1"),
            Decision = DecisionRole.AtApprovalRate(0.7),
            Address = new AddressRole("street", null),
            Protected = [ProtectedRole.Of("group", "A")],
            Features = [FeatureRole.Of("own"), FeatureRole.Of("place", Origin.Neighbourhood)],
        },
        Alternatives = search,
        Seed = 3,
    };
}
