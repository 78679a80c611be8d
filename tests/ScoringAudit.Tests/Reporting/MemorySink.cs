using ScoringAudit.Evidence;

namespace ScoringAudit.Tests.Reporting;

/// <summary>Keeps written files in memory.</summary>
internal sealed class MemorySink : IArtifactSink
{
    private readonly Dictionary<string, MemoryStream> _files = new(StringComparer.Ordinal);

    internal IEnumerable<string> Paths => _files.Keys.Order(StringComparer.Ordinal);

    public Stream Create(string path)
    {
        var file = new MemoryStream();
        _files.Add(path, file);
        return file;
    }

    internal byte[] Bytes(string path) => _files[path].ToArray();

    internal string Text(string path) => System.Text.Encoding.UTF8.GetString(Bytes(path));

    internal Stream? Open(string path) => _files.ContainsKey(path) ? new MemoryStream(Bytes(path)) : null;

    internal void Replace(string path, string? text)
    {
        _files.Remove(path);
        if (text is not null)
        {
            using var file = Create(path);
            file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>A whole written audit of the sample.</summary>
    internal static MemorySink Audit() => Audit(SampleEvidence.Released());

    /// <summary>A whole written audit.</summary>
    internal static MemorySink Audit(ScoringAudit.Release.ReleasedEvidence evidence)
    {
        var sink = new MemorySink();
        using (var to = sink.Create("findings.json"))
        {
            ScoringAudit.Reporting.Files.FindingsJson.Write(evidence, to);
        }

        ScoringAudit.Reporting.Files.TablesCsv.Write(evidence, sink);
        ScoringAudit.Reporting.Figures.FigureSvg.Write(evidence, sink);
        using (var to = sink.Create("manifest.json"))
        {
            ScoringAudit.Reporting.Files.ManifestJson.Write(SampleEvidence.Manifest, to);
        }

        sink.Replace("plan.yaml", SampleEvidence.Plan);
        using (var to = sink.Create("report.html"))
        {
            ScoringAudit.Reporting.Pages.ReportPage.Write(ScoringAudit.Reporting.Pages.ReportModel.Of(evidence, SampleEvidence.Plan, SampleEvidence.Manifest), to);
        }

        return sink;
    }
}
