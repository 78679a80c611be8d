namespace ScoringAudit.Notebooks;

/// <summary>What a run is given besides the notebook.</summary>
public sealed record NotebookOptions
{
    /// <summary>Directory of the notebook: paths of #r and of Parquet files in SQL are relative to it.</summary>
    public string Directory { get; init; } = ".";

    /// <summary>Packages that the program already has.</summary>
    public PackageIndex Packages { get; init; } = PackageIndex.Empty;

    /// <summary>Most time for one cell.</summary>
    public TimeSpan CellTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Clock of #!time and of the time limit.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told a warning: a package in another version.</summary>
    public Action<string>? Warn { get; init; }
}
