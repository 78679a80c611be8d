using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Release;
using ScoringAudit.Worlds;

namespace ScoringAudit.Benchmarks;

/// <summary><c>quick suppression</c>: the release gate of class restricted on a report with small groups, linked tables and a remembered earlier report: CPU seconds, and a digest of what is held back.</summary>
/// <remarks>The digest must not change when the gate gets faster.</remarks>
internal sealed class QuickSuppression : IBenchmarkCommand
{
    public string Summary => "[--subjects 6000] [--min-cell 10] the release gate: primary and complementary suppression, audited by linear programs";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        var spec = WorldSpec.Of("neighbours-area") with { Subjects = options.Int("subjects", 6_000), Seed = 1 };
        var world = World.Generate(spec);
        var plan = WorldPlans.For(spec);
        plan = plan with
        {
            Measures = ["accuracy", "disparity"],
            Disclosure = new DisclosurePlan(DisclosureClass.Restricted, null, MinCell: options.Int("min-cell", 10), Stated: true),
            Roles = plan.Roles with
            {
                Protected = [ProtectedRole.Of("group", reference: "A"), ProtectedRole.Of("sex", reference: "male"), ProtectedRole.Of("employment"), new ProtectedRole("age", ProtectedRole.Largest, [], [21, 25, 40, 60, 75])],
                Intersections = [["group", "sex"], ["sex", "employment"]],
                Exclude = [.. plan.Roles.Exclude.Except(["sex"])],
                Features = [.. (plan.Roles.Features ?? []).Where(f => f.Column is not ("age" or "employment"))],
            },
        };
        var evidence = Audit.Run(world.Subjects, plan, new AuditInputs());
        output.WriteLine("report,findings,tables,suppressed,cpu_s,digest");
        ReleasedEvidence? first = null, second = null;
        var alone = CpuClock.Seconds(() => first = ReleaseGate.Release(evidence));
        Print("alone", first!, alone);
        var moved = plan with { Roles = plan.Roles with { Protected = [.. plan.Roles.Protected.Take(3), new ProtectedRole("age", ProtectedRole.Largest, [], [22, 25, 41, 60, 74])] } };
        var later = Audit.Run(world.Subjects, moved, new AuditInputs());
        var after = CpuClock.Seconds(() => second = ReleaseGate.Release(later, first!.Cells));
        Print("after an earlier one", second!, after);
        return 0;

        void Print(string name, ReleasedEvidence released, double seconds) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name},{released.Findings.Count},{released.Tables.Count},{released.Findings.Count(f => f.Status == FindingStatus.Suppressed)},{seconds:0.00},{Digest(released)}"));
    }

    private static string Digest(ReleasedEvidence released)
    {
        var text = new StringBuilder();
        foreach (var finding in released.Findings)
        {
            text.Append(finding.Id).Append(' ').Append(finding.Status).Append('\n');
        }

        foreach (var row in released.Tables.SelectMany(table => table.Rows))
        {
            text.AppendJoin(',', row.Select(cell => cell is null ? "-" : "x")).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}
