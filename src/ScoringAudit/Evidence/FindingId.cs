using System.Text;

namespace ScoringAudit.Evidence;

/// <summary>Builds ids: room/measure[/model=…][/attribute/group][/feature=…|channel=…|link=…][/metric=…][/stratum=…][/rows=…].</summary>
public static class FindingId
{
    /// <summary>The id of a finding from its parts; a '/' or '%' inside a part is percent-encoded.</summary>
    public static string Of(string room, Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var id = new StringBuilder(room).Append('/').Append(finding.Measure);
        Add(id, "model=", finding.Model);
        if (finding.Attribute is not null)
        {
            Add(id, string.Empty, finding.Attribute);
            Add(id, string.Empty, finding.Group);
        }

        Add(id, "feature=", finding.Feature);
        Add(id, "channel=", finding.Channel);
        Add(id, "link=", finding.Link);
        Add(id, "metric=", finding.Metric);
        Add(id, "stratum=", finding.Stratum);
        return id.ToString();
    }

    private static void Add(StringBuilder id, string prefix, string? part)
    {
        if (part is not null)
        {
            id.Append('/').Append(prefix).Append(part.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal));
        }
    }
}
