using ScoringAudit.Leakage;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>How much of it comes from other people's records: clustering of the score, and what the score answers when it is asked again.</summary>
internal static class LeakageStep
{
    internal const int MostMovers = 20_000;

    public static void Run(AuditSubject subject)
    {
        var channels = LeakageChannels.Of(subject);
        if (subject.Rows.HasScores)
        {
            PassiveStep.Run(subject, channels);
        }

        Ask(subject, channels);
        if (subject.Model is not null && subject.Inputs.Access == 'S')
        {
            subject.To.Note("skipped", "move_effect_place", "Move test: access S sees scores only; the model was not asked what it would say at another address.");
        }

        if (subject.Model is null && subject.Inputs is { Truth: { } truth, Access: 'G' })
        {
            TruthStep.Run(subject, truth);
            LadderStep.Know(truth, channels);
        }

        if (subject.Rows.HasScores)
        {
            LadderStep.Run(subject, channels);
        }

        PicturesStep.Run(subject);
    }

    private static void Ask(AuditSubject subject, List<LeakageChannel> channels)
    {
        var columns = subject.Rows.HasScores && subject.Attributes > 0 ? EncodedOrigins.Of(subject, Scores(subject).Length) : null;
        IInterventions? world = null;
        if (subject.Inputs.Access != 'S')
        {
            world = subject.Model is { } model ? new ModelMoves(model.Scorer, FeatureMatrix.Read(subject.Rows.Rows, model.Scorer.Features).Columns, subject.Inputs.Threads) : subject.Inputs.Interventions;
        }

        if (world is not null)
        {
            Query(subject, world, channels);
        }
        else if (subject.Model is null)
        {
            subject.To.Note("skipped", "move_effect_place", "Move test: a recorded score cannot be asked what it would say at another address. Give the model under 'model'.");
        }

        if (columns is not null)
        {
            ProxyStep.Run(subject, columns);
            MediationStep.Run(subject, world?.Replacing(_ => true) is null ? null : world, columns, channels);
        }
    }

    private static void Query(AuditSubject subject, IInterventions world, List<LeakageChannel> channels)
    {
        var access = subject.Model is null && subject.Inputs.Access == 'G' ? "G" : "M";
        var trees = subject.Inputs.Access is 'W' or 'G' && subject.Model?.Scorer is EncodedScorer { Model: TreeEnsemble ensemble } ? ensemble : null;
        MoveStep.Run(subject, world, access);
        var scores = Scores(subject);
        var schema = EncodedOrigins.Schema(subject);
        var columns = schema is null ? [] : FeatureMatrix.Read(subject.Rows.Rows, schema).Columns;
        ProbeStep.Run(subject, world, access, channels, ProbeStrata.Of(schema, columns, scores, trees));
        if (world.Replacing(_ => true) is { } others)
        {
            RecourseStep.Run(subject, others, scores.Length, access);
        }

        LinkQueryStep.Run(subject, world, access, channels);
        if (trees is not null)
        {
            ReachStep.Run(subject, trees, subject.Model!.Scorer, channels);
        }
    }

    /// <summary>At most so many rows, by a stream of its own; ascending.</summary>
    internal static int[] Sample(AuditSubject subject, int rows, int most, string name) => Sample(subject, [.. Enumerable.Range(0, rows)], most, name);

    /// <summary>At most so many of the rows, by a stream of its own; ascending.</summary>
    internal static int[] Sample(AuditSubject subject, int[] rows, int most, string name)
    {
        if (rows.Length <= most)
        {
            return rows;
        }

        var all = (int[])rows.Clone();
        subject.Streams.Derive("leakage").Derive(name).Sequence().Shuffle(all.AsSpan());
        Array.Sort(all, 0, most);
        return all[..most];
    }

    // A sample is enough for a mean over pairs; which rows move depends on the stream alone.
    internal static int[] Movers(AuditSubject subject, int rows)
    {
        if (rows <= MostMovers)
        {
            return [.. Enumerable.Range(0, rows)];
        }

        var all = Enumerable.Range(0, rows).ToArray();
        subject.Streams.Derive("leakage").Derive("movers").Sequence().Shuffle(all.AsSpan());
        Array.Sort(all, 0, MostMovers);
        return all[..MostMovers];
    }

    internal static int[] Clusters(AuditSubject subject)
    {
        if (subject.Table is { Clusters.Length: > 0 } table)
        {
            return table.Clusters.ToArray();
        }

        return Whole(subject).Clusters.ToArray();
    }

    internal static double[] Scores(AuditSubject subject) => Whole(subject).Scores.ToArray();

    private static ScoredTable Whole(AuditSubject subject)
    {
        if (subject.Table is null)
        {
            subject.Table = new ScoredTable(subject.Groupings.Count, subject.Rows.Rows.Rows);
            subject.Rows.ForEach(null, subject.Table.Add, subject.Inputs.Cancel);
        }

        return subject.Table;
    }
}
