using System.Text;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Pages;

/// <summary>All that a report page shows; every part of it was released.</summary>
/// <remarks>
/// Made only from <see cref="ReleasedEvidence"/>, or from the files that were written from it: nothing else can reach a page. Both ways
/// give the same model, and so the same page.
/// </remarks>
public sealed class ReportModel
{
    private ReportModel(ReleasedFindings findings, IReadOnlyList<ReleasedTable> tables, string plan, RunManifest? manifest)
    {
        Findings = findings;
        Tables = tables;
        Plan = plan.ReplaceLineEndings("\n");
        Manifest = manifest;
    }

    /// <summary>Path of the plan as run.</summary>
    public const string PlanPath = "plan.yaml";

    /// <summary>Findings, notes, facts, disclosure and banner.</summary>
    public ReleasedFindings Findings { get; }

    /// <summary>Tables, sorted by name (ordinal).</summary>
    public IReadOnlyList<ReleasedTable> Tables { get; }

    /// <summary>The plan as run, YAML text.</summary>
    public string Plan { get; }

    /// <summary>How the result came about; null where no manifest was written.</summary>
    public RunManifest? Manifest { get; }

    /// <summary>The model of released evidence.</summary>
    /// <param name="evidence">Evidence that passed the gate.</param>
    /// <param name="plan">The plan as run, YAML text; no rows, no ids.</param>
    /// <param name="manifest">The manifest, or null. The page never lists itself or the manifest's own digest.</param>
    public static ReportModel Of(ReleasedEvidence evidence, string plan, RunManifest? manifest)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new ReportModel(ReleasedFindings.Of(evidence), ReleasedTable.AllOf(evidence), plan, manifest);
    }

    /// <summary>The model of a written audit: findings.json, tables/, plan.yaml and, where there is one, manifest.json.</summary>
    /// <param name="open">Opens a file by its relative path, or gives null when there is none.</param>
    /// <exception cref="AuditDataException">A file is missing, from a newer schema, or cannot be read.</exception>
    public static ReportModel Read(Func<string, Stream?> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        using var findings = open("findings.json") ?? throw TablesCsv.Missing("findings.json", "the findings");
        var read = FindingsJson.Read(findings);
        var tables = TablesCsv.Read(open);
        using var plan = open(PlanPath) ?? throw TablesCsv.Missing(PlanPath, "the plan as run");
        using var reader = new StreamReader(plan, Encoding.UTF8);
        using var manifest = open("manifest.json");
        return new ReportModel(read, tables, reader.ReadToEnd(), manifest is null ? null : ManifestJson.Read(manifest));
    }
}
