using ScoringAudit.Portfolios;

namespace ScoringAudit.Cli.Jobs;

/// <summary>Warnings about public data sets that are often misread.</summary>
internal static class Cautions
{
    private static readonly string[] SouthGerman = ["laufkont", "laufzeit", "moral", "famges", "gastarb", "kredit"];

    /// <summary>What a reader of these columns must know.</summary>
    public static IReadOnlyList<string> Of(PortfolioSchema schema, Roles roles)
    {
        if (!SouthGerman.All(c => schema.Find(c) is not null))
        {
            return [];
        }

        var used = roles.Protected.Any(p => p.Column == "famges") ? " The plan takes it as a protected attribute: its groups are not men and women." : string.Empty;
        return
        [
            "South German Credit data: 'famges' cannot tell men from women: code 2 is \"female non-single or male single\". Older copies of these data are misread as having a sex column (Grömping 2019)." + used,
            "South German Credit data: bad loans were over-sampled (30 % of the rows): rates of default and probabilities do not carry over to the bank's applicants (Grömping 2019).",
        ];
    }
}
