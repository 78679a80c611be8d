using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using ScoringAudit.Auditing.Protection;
using ScoringAudit.Evidence;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Figures;
using ScoringAudit.Reporting.Files;
using ScoringAudit.Reporting.Pages;
using ScoringAudit.Reporting.Plotly;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Jobs;

/// <summary>Writes a released audit as CONTRACT.md describes: findings, tables, figures, page, plan and manifest, all or nothing.</summary>
internal static class ResultWriter
{
    /// <summary>The released tables of a protected audit.</summary>
    public const string TalliesPath = "tallies.json";

    /// <summary>Writes into a new directory.</summary>
    public static void Write(ReleasedEvidence evidence, IReadOnlyList<ManifestFile> inputs, IReadOnlyList<string> command, string directory, bool force, Host host, ProtectedRelease? release = null, PublicSchema? schema = null)
    {
        using var sink = DirectorySink.Open(directory, force);
        Save(sink, "findings.json", to => FindingsJson.Write(evidence, to));
        TablesCsv.Write(evidence, sink);
        FigureSvg.Write(evidence, sink);
        var plan = PlanFile.Write(evidence.Plan);
        Save(sink, ReportModel.PlanPath, to => to.Write(Encoding.UTF8.GetBytes(plan)));
        if (release is not null)
        {
            Save(sink, TalliesPath, release.Write);
        }

        if (evidence.Plan.Disclosure.Privacy?.Schema is not null)
        {
            var text = SchemaFile.Write(schema!);
            Save(sink, PlanPaths.SchemaName, to => to.Write(Encoding.UTF8.GetBytes(text)));
        }

        var before = Manifest(evidence, inputs, sink.Written, command, host.Clock);
        Save(sink, ReportPage.Path, to => ReportPage.Write(ReportModel.Of(evidence, plan, before), to, new PlotlyFigures()));
        Save(sink, ResultDirectory.Manifest, to => ManifestJson.Write(before with { Outputs = sink.Written }, to));
        sink.Complete();
    }

    private static void Save(DirectorySink sink, string path, Action<Stream> write)
    {
        using var stream = sink.Create(path);
        write(stream);
    }

    private static RunManifest Manifest(ReleasedEvidence evidence, IReadOnlyList<ManifestFile> inputs, IReadOnlyList<ManifestFile> outputs, IReadOnlyList<string> command, TimeProvider clock) => new(
        "scoring-audit " + Version(typeof(ResultWriter).Assembly),
        RuntimeInformation.FrameworkDescription + ", " + Platform(),
        Packages(),
        command,
        evidence.Plan.Seed,
        command.Count > 1 && command[1] == "alternatives" ? ["alternatives/*", "train/*", "mitigation/*"]
            : evidence.Disclosure == DisclosureClass.Protected ? ["privacy/*", "protected/*"] : ["holdout", "train/*", "importance/*", "leakage/*", "accuracy/*"],
        inputs,
        outputs,
        evidence.SuppressedCells,
        clock.GetUtcNow());

    private static string Platform() =>
        OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "macOS" : OperatingSystem.IsLinux() ? "Linux" : "other";

    /// <summary>Versions of the libraries that can change a number.</summary>
    public static SortedDictionary<string, string> Packages()
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in new[] { "MathNet.Numerics", "Microsoft.ML.Core", "Microsoft.ML.FastTree", "Microsoft.ML.LightGbm", "Parquet", "CsvHelper", "YamlDotNet" })
        {
            versions[name] = Version(Assembly.Load(name));
        }

        return versions;
    }

    private static string Version(Assembly assembly)
    {
        var text = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? assembly.GetName().Version?.ToString() ?? "unknown";
        return text.Split('+')[0].ToString(CultureInfo.InvariantCulture);
    }
}
