using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;
using ScoringAudit.Worlds;

namespace ScoringAudit.Cli.Jobs;

/// <summary>Data that have been opened: their rows, their files, and whether they are proven synthetic.</summary>
/// <param name="Path">Path of the file or directory.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Provenance">Proven synthetic, or external.</param>
/// <param name="Spec">What the world was made from; null for external data.</param>
/// <param name="Shard">Which part of the world.</param>
internal sealed record OpenedData(string Path, IPortfolio Rows, Provenance Provenance, WorldSpec? Spec, WorldShard Shard)
{
    /// <summary>Opens data by a plan; every table of a world's directory is generated again and compared.</summary>
    public static OpenedData Open(string planPath, AuditPlan plan, CancellationToken cancel)
    {
        var path = PlanFile.Resolve(planPath, plan.Data ?? throw Verbs.TrainVerb.NoData());
        var world = DataFile.Companion(path, WorldFiles.Json) is { } json ? WorldJson.Read(json) : default((WorldSpec Spec, WorldShard Stated)?);
        var part = world is { } w ? WorldDirectory.Part(path, w.Stated) : WorldShard.Whole;
        var delimiter = Delimiter(plan.Delimiter);
        var rows = DataFile.Open(path, CsvOptions.For(plan.Roles, delimiter), cancel);
        if (plan.Roles.Row is { } id)
        {
            UniqueCheck.Require(rows, id, cancel);
        }

        return world is { } made
            ? new OpenedData(path, rows, WorldDirectory.Prove(path, rows, new WorldProof(made.Spec, part), part, planPath, plan, cancel), made.Spec, part)
            : new OpenedData(path, rows, Provenance.External("a file proves nothing about where its rows come from"), null, part);
    }

    /// <summary>Digest of the data under the rule of their class: public for synthetic and open data, keyed for all else.</summary>
    public string Digest(DisclosurePlan disclosure) => Digest(IsPublic(disclosure));

    /// <summary>Digest of the data by kind.</summary>
    public string Digest(bool isPublic)
    {
        var files = DataFile.Files(Path).Select(f => isPublic ? FileDigest.Sha256(f) : FileDigest.Hmac(f, DigestKey.OfUser())).ToList();
        return files.Count == 1 ? files[0] : FileDigest.OfList(files);
    }

    /// <summary>Whether hashes of the data may be published.</summary>
    public bool IsPublic(DisclosurePlan disclosure) =>
        Provenance.IsSynthetic || disclosure is { Stated: true, Class: DisclosureClass.Open };

    /// <summary>The files for a manifest: the data, then the plan's links, area tables with their borders, and events.</summary>
    public IReadOnlyList<ManifestFile> Manifest(string planPath, AuditPlan plan, CancellationToken cancel)
    {
        var disclosure = plan.Disclosure;
        var key = IsPublic(disclosure) ? null : DigestKey.OfUser();
        var files = DataFile.Files(Path);
        return
        [
            .. files.Select(f => Entry(f, Rows, files.Count == 1 ? Shown(Rows.Rows, disclosure) : null, key)),
            .. PlanFiles.Named(plan).Select(n => PlanFile.Resolve(planPath, n.File)).Distinct(StringComparer.Ordinal).SelectMany(DataFile.Files).Select(f =>
            {
                // A neighbour list (GAL, GWT) is no table: it has no columns, and its lines are not rows.
                var rows = NeighbourFile.Is(f) ? null : DataFile.Open(f, null, cancel);
                return Entry(f, rows, Shown(rows?.Rows, disclosure), key);
            }),
            .. plan.Models.SelectMany(m => ModelFiles.Of(PlanFile.Resolve(planPath, m.Path))).DistinctBy(m => m.File).Select(m => Entry(m.File, null, null, key) with { Path = m.Name }),
        ];
    }

    private static ManifestFile Entry(string file, IPortfolio? of, long? rows, DigestKey? key) => new(
        System.IO.Path.GetFileName(file),
        FileDigest.Bytes(file),
        key is null ? FileDigest.Sha256(file) : FileDigest.Hmac(file, key),
        rows,
        [.. of?.Schema.Columns.Select(c => $"{c.Name}: {c.Kind.ToString().ToLowerInvariant()}") ?? []]);

    // Under consented every count of rows is rounded, also here.
    private static long? Shown(long? rows, DisclosurePlan plan) =>
        rows is { } n && plan is { Stated: true, Class: DisclosureClass.Consented } ? plan.Rounding * (n / plan.Rounding) : rows;

    private static char? Delimiter(string? text) => text switch
    {
        null => null,
        "\\t" or "tab" => '\t',
        { Length: 1 } => text[0],
        _ => throw new AuditDataException($"plan: delimiter is '{text}', expected one character, for example \";\". A blank stands for runs of blanks."),
    };
}
