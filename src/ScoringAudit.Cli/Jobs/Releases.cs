using System.Text;
using ScoringAudit.Evidence;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Files;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Jobs;

/// <summary>Takes evidence through the gate, with the release log where the class has one.</summary>
internal static class Releases
{
    /// <summary>Releases, and writes into the log what the report gives away before anybody sees it.</summary>
    public static ReleasedEvidence Release(AuditEvidence evidence, OpenedData data, string planPath, char access, string? output, byte[]? verified)
    {
        var plan = evidence.Plan.Disclosure;
        var logged = plan.Class is DisclosureClass.Restricted or DisclosureClass.Consented && (plan.Stated || !evidence.Provenance.IsSynthetic);
        var path = plan.Log is { } named ? PlanFile.Resolve(planPath, named)
            : output is not null ? Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(output)))!, ReleaseLogFile.FileName) : null;
        if (!logged || path is null)
        {
            return ReleaseGate.Release(evidence);
        }

        var digest = data.Digest(isPublic: false);
        using var log = ReleaseLogFile.Open(path, DigestKey.OfUser());
        if (verified is not null)
        {
            return ReleaseGate.Release(evidence, log.Earlier(digest, log.Digest(verified)));
        }

        // The same request again is the same report: it tells nothing new, and what came after it does not change it.
        var request = log.Digest(Encoding.UTF8.GetBytes(PlanFile.Write(evidence.Plan) + access));
        if (log.Answer(digest, request) is { } before && ReleaseGate.Release(evidence, log.Earlier(digest, before)) is var again && Digest(log, again) == before)
        {
            return again;
        }

        var released = ReleaseGate.Release(evidence, log.Earlier(digest));
        log.Append(digest, request, Digest(log, released), released.Cells);
        return released;
    }

    private static string Digest(ReleaseLogFile log, ReleasedEvidence released)
    {
        using var report = new MemoryStream();
        FindingsJson.Write(released, report);
        return log.Digest(report.GetBuffer().AsSpan(0, (int)report.Length));
    }
}
