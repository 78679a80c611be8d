namespace ScoringAudit.Mitigation;

/// <summary>A way to train a score that is meant to treat groups more alike.</summary>
public interface IMitigation
{
    /// <summary>Name in plans, findings and on the command line.</summary>
    string Name { get; }

    /// <summary>What it does, in one sentence.</summary>
    string Title { get; }

    /// <summary>Whether the score or the decision reads the protected attribute of the person who is scored.</summary>
    bool ReadsGroup { get; }

    /// <summary>Whether decisions are drawn: two people with the same record may be decided differently.</summary>
    bool IsRandomised { get; }

    /// <summary>Whether it is made for one approval rate and has to be trained anew for another.</summary>
    bool NeedsApprovalRate { get; }

    /// <summary>Trains.</summary>
    /// <param name="task">Rows, plan, attribute.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="Primitives.AuditDataException">The rows cannot be used for it.</exception>
    MitigatedModel Train(MitigationTask task, CancellationToken cancel);
}
