using System.CommandLine;
using ScoringAudit.Cli.Jobs;
using ScoringAudit.Evidence;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Verbs;

/// <summary>schema: helps to write the public schema of a protected audit.</summary>
internal static class SchemaVerb
{
    private static readonly string[] Heading =
    [
        "Categories, bounds and edges that class protected needs to know before it looks at the data.",
        "EVERY LINE BELOW WAS READ FROM THE DATA. It is for the auditor's eyes: it was not charged to any budget, and it may not be published.",
        $"For each column: compare with a public source (codebook, form, law), correct, and write that source in place of \"{PublicColumn.FromData}\".",
        "A column that keeps those words is refused. Bounds were rounded outwards; numbers get bands of equal width: choose better ones.",
        "rows: about how many such data have, from a public source; too few of them for the cells, and decisions are not counted by score band.",
    ];

    public static Command Make(Host host)
    {
        var input = new Argument<string>("PLAN|DATA") { Description = "Plan file (.yaml), or data: CSV, Parquet, or a world's directory" };
        var verb = new Command("schema", "Helps to write the public schema (categories, bounds, edges) that class protected needs; reads the data, for your eyes only") { input };
        verb.SetAction(r => App.Guard(host, () => Run(host, r.GetValue(input)!)));
        return verb;
    }

    private static int Run(Host host, string input)
    {
        var schema = SchemaDraft.Of(input, host);
        host.Out.Write(SchemaFile.Write(schema, Heading));
        host.Say($"note: {schema.Columns.Count} columns were read from the data, for your eyes only; nothing was charged. Review each against a public source before you use the schema.");
        return ExitCode.Ran;
    }
}
