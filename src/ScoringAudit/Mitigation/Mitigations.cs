using System.Globalization;
using ScoringAudit.Primitives;

namespace ScoringAudit.Mitigation;

/// <summary>The mitigations by name, as plans and the command line call them.</summary>
public static class Mitigations
{
    private static readonly IMitigation[] All =
    [
        new NoMitigation(),
        new ReweighingMitigation(),
        new OwnResidualMitigation(),
        new ProtectedResidualMitigation(),
        new GradientMitigation(),
        new GradientMitigation(ParityConstraint.TruePositiveRate),
        new GradientMitigation(ParityConstraint.EqualizedOdds),
        new QuantileRepairMitigation(),
        new GroupThresholdMitigation(),
        new GroupThresholdMitigation(GroupThresholdRule.TruePositiveRate),
    ];

    /// <summary>The names; "quantile-repair" may be followed by its amount, as in quantile-repair:0.5.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(m => m.Name)];

    /// <summary>The mitigation of a name.</summary>
    /// <exception cref="AuditDataException">There is none; the nearest name is suggested.</exception>
    public static IMitigation Require(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var parts = name.Split(':');
        if (parts is ["quantile-repair", var text])
        {
            return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount is >= 0 and <= 1
                ? new QuantileRepairMitigation(amount)
                : throw new AuditDataException($"alternatives: mitigations: found '{name}', expected an amount of repair from 0 to 1, as in quantile-repair:0.5.");
        }

        var hint = Nearest.Of(name, Names) is { } near ? $"Did you mean '{near}'?" : $"Mitigations: {string.Join(", ", Names)}.";
        return All.FirstOrDefault(m => m.Name == name) ?? throw new AuditDataException($"alternatives: mitigations: there is no mitigation '{name}'. {hint}");
    }
}
