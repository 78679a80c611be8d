using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Jobs;

/// <summary>What a command line says of publication.</summary>
/// <param name="Class">--class, or null.</param>
/// <param name="Ground">--ground, or null.</param>
/// <param name="DryRun">--dry-run.</param>
/// <param name="Ledger">--ledger, or null.</param>
internal sealed record AskedRelease(string? Class, string? Ground, bool DryRun, string? Ledger)
{
    /// <summary>The plan with the class that was asked for.</summary>
    public AuditPlan Apply(AuditPlan plan, bool isPlan, string input)
    {
        if (Class is null)
        {
            return Ground is null ? plan : throw new CommandLineException("--ground: it belongs to --class open or consented. Name the class, or remove the option.");
        }

        var asked = Enum.Parse<DisclosureClass>(Class, ignoreCase: true);
        if (asked == DisclosureClass.Protected)
        {
            if (!isPlan)
            {
                throw new AuditDataException(
                    $"Class protected needs a plan, in which nothing is guessed from the rows of '{input}'. Two ways: (1) scoring-audit schema {input} > schema.yaml, compare it with a public source, and audit a plan with disclosure: {{ class: protected, schema: schema.yaml }}; (2) --class restricted: exact numbers, not for publication.");
            }

            return plan.Disclosure.Class == asked ? plan : plan with { Disclosure = plan.Disclosure with { Class = asked, Stated = true, Privacy = new PrivacyPlan() } };
        }

        if (Ground is null && plan.Disclosure.Ground is null && asked is DisclosureClass.Open or DisclosureClass.Consented)
        {
            throw new CommandLineException($"--class {Class} needs a ground. Say why the data may be shown, as in --ground \"published by UCI under CC BY 4.0\"; every page prints it.");
        }

        return plan with { Disclosure = plan.Disclosure with { Class = asked, Stated = true, Ground = Ground ?? plan.Disclosure.Ground, Privacy = null } };
    }

    /// <summary>Path of the ledger.</summary>
    public string LedgerPath() => Ledger ?? ReleaseMarks.LedgerOfUser();

    /// <summary>Refuses exact numbers of data whose protected ones were written, and remembers exact ones when they are.</summary>
    /// <returns>What to do once the result is written.</returns>
    public Action RequireNotProtected(AuditPlan plan, ReleasedEvidence evidence, string planPath, Host host)
    {
        if (evidence.Disclosure is DisclosureClass.Synthetic or DisclosureClass.Open or DisclosureClass.Protected || plan.Data is null)
        {
            return () => { };
        }

        string ledger;
        try
        {
            ledger = LedgerPath();
        }
        catch (AuditDataException)
        {
            return () => { };
        }

        var data = ProtectedJob.DigestOf(PlanFile.Resolve(planPath, plan.Data), DigestKey.OfUser());
        if (ReleaseMarks.Has(ledger, data, exact: false))
        {
            if (plan.Disclosure.ExactElsewhere is null)
            {
                throw new AuditDataException("Protected numbers of these data were written before. Exact ones beside them would undo their promise. If the exact ones stay secret, say why in the plan, as in exactElsewhere: \"for the supervisor alone\" under disclosure. Nothing was shown.");
            }

            host.Say("note: protected numbers of these data were written before; these exact ones must stay secret: " + plan.Disclosure.ExactElsewhere);
        }

        return () => ReleaseMarks.Remember(ledger, data, exact: true);
    }
}
