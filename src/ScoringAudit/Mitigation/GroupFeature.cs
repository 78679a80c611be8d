using System.Globalization;
using ScoringAudit.Disparity;
using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Mitigation;

/// <summary>The protected attribute as a feature of a score that reads it.</summary>
internal sealed class GroupFeature
{
    private readonly IReadOnlyList<double> _bins;
    private readonly double[] _values;

    public GroupFeature(IPortfolio rows, GroupColumn group, ProtectedRole role)
    {
        var column = rows.Schema[group.Column];
        Groups = group.Groups.Count;
        IsNumber = !column.IsCoded;
        Name = role.Column;
        Levels = IsNumber ? [] : group.Groups;
        _bins = role.Bins;
        _values = IsNumber && role.Bins.Count == 0
            ? [.. group.Groups.Select(g => g == "true" ? 1 : g == "false" ? 0 : double.Parse(g, CultureInfo.InvariantCulture))] : [];
    }

    public string Name { get; }

    public int Groups { get; }

    private bool IsNumber { get; }

    private IReadOnlyList<string> Levels { get; }

    /// <summary>The features with this one behind them.</summary>
    public FeatureSchema AddedTo(FeatureSchema features) => new(
    [
        .. features.Features,
        new Feature(Name, IsNumber ? FeatureKind.Number : FeatureKind.Category, Origin.Own, OnMove.Keep, Levels, 0, false, features.Slots),
    ]);

    /// <summary>Group code of a value as the feature reader gives it; −1: none.</summary>
    public int Code(float value)
    {
        if (float.IsNaN(value))
        {
            return -1;
        }

        if (!IsNumber)
        {
            return (int)value < Groups ? (int)value : -1;
        }

        if (_bins.Count == 0)
        {
            return Array.FindIndex(_values, v => (float)v == value);
        }

        var bin = 0;
        while (bin < _bins.Count && value >= (float)_bins[bin])
        {
            bin++;
        }

        return bin;
    }
}
