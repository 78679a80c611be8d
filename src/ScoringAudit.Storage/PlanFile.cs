using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ScoringAudit.Storage;

/// <summary>The plan file (YAML): the one input of train, audit and explain.</summary>
public static class PlanFile
{
    /// <summary>Reads a plan.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="AuditDataException">There is no such file, it is not YAML, a key is unknown or missing, or a value cannot be what its key must be; the message names line and key.</exception>
    public static AuditPlan Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var reader = new StreamReader(InputFile.Open(path));
        return Parse(reader.ReadToEnd(), Path.GetFileName(path));
    }

    /// <summary>Reads a plan from its text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="name">What the plan is called in messages.</param>
    /// <exception cref="AuditDataException">As for <see cref="Read"/>.</exception>
    public static AuditPlan Parse(string yaml, string name = "plan")
    {
        ArgumentNullException.ThrowIfNull(yaml);
        var stream = new YamlStream();
        try
        {
            using var text = new StringReader(yaml);
            stream.Load(text);
        }
        catch (YamlException e)
        {
            throw new AuditDataException($"{name}, line {e.Start.Line}: this is not valid YAML ({e.Message.TrimEnd('.')}). Correct the line; indent with blanks, and quote texts that contain ': ' or '#'.", e);
        }

        return stream.Documents.Count == 1
            ? PlanReader.Read(new PlanNode(name, string.Empty, stream.Documents[0].RootNode))
            : throw new AuditDataException($"{name}: found {stream.Documents.Count} YAML documents, expected one plan. It starts with 'schemaVersion: 1'.");
    }

    /// <summary>The YAML of a plan, which <see cref="Parse"/> reads back; what has its default value is left out.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="heading">Words for people that stand above it as comments, a line each; null: none.</param>
    public static string Write(AuditPlan plan, string? heading = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var comment = heading is null ? string.Empty : string.Concat(heading.Split('\n').Select(line => $"# {line}\n"));
        return comment + PlanWriter.Write(plan);
    }

    /// <summary>A path that a plan names, as the system needs it: relative to the plan's file.</summary>
    /// <param name="planPath">The plan's file.</param>
    /// <param name="relative">The path in the plan; an absolute one is kept.</param>
    public static string Resolve(string planPath, string relative)
    {
        ArgumentException.ThrowIfNullOrEmpty(planPath);
        ArgumentException.ThrowIfNullOrEmpty(relative);
        return Path.Combine(Path.GetDirectoryName(planPath) ?? string.Empty, relative);
    }
}
