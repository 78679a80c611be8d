namespace ScoringAudit.Disparity;

/// <summary>A protected attribute, or an intersection or stratification of several: names of groups, and the parts that make a group's code.</summary>
/// <param name="Name">"race", or "race*sex".</param>
/// <param name="Groups">Names by code: "Black", or "Black*F".</param>
/// <param name="Reference">Reference group's name, or "largest", or "highest_rate".</param>
/// <param name="Parts">Positions of the simple attributes whose codes make this one's, most significant first.</param>
/// <param name="Sizes">Number of groups of each part.</param>
public sealed record Grouping(string Name, IReadOnlyList<string> Groups, string Reference, IReadOnlyList<int> Parts, IReadOnlyList<int> Sizes)
{
    /// <summary>Combines the parts' codes of one row; −1 when any is missing.</summary>
    /// <param name="simple">Codes of all simple attributes of the row, by position.</param>
    public int Code(ReadOnlySpan<int> simple)
    {
        var code = 0;
        for (var i = 0; i < Parts.Count; i++)
        {
            var part = simple[Parts[i]];
            if (part < 0)
            {
                return -1;
            }

            code = (code * Sizes[i]) + part;
        }

        return code;
    }

    /// <summary>The intersection of attributes: the product of their groups, named "Black*F".</summary>
    public static Grouping Intersect(IReadOnlyList<Grouping> attributes)
    {
        IEnumerable<string> names = [string.Empty];
        foreach (var attribute in attributes)
        {
            names = names.SelectMany(left => attribute.Groups.Select(right => left.Length == 0 ? right : left + "*" + right)).ToList();
        }

        return new Grouping(
            string.Join('*', attributes.Select(a => a.Name)),
            [.. names],
            attributes.All(a => a.Groups.Contains(a.Reference)) ? string.Join('*', attributes.Select(a => a.Reference)) : "largest",
            [.. attributes.SelectMany(a => a.Parts)],
            [.. attributes.SelectMany(a => a.Sizes)]);
    }
}
