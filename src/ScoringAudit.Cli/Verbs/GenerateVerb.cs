using System.CommandLine;
using System.Globalization;
using System.Text;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;
using ScoringAudit.Worlds;
using ScoringAudit.Worlds.Catalogue;

namespace ScoringAudit.Cli.Verbs;

/// <summary>generate: writes a synthetic world, or a shard of it.</summary>
internal static class GenerateVerb
{
    public static Command Make(Host host)
    {
        var scenario = new Argument<string>("SCENARIO") { Description = "Id from 'scoring-audit scenarios'" };
        var output = Shared.Out("Directory to write; '-' generates and discards, to measure");
        output.Required = true;
        var subjects = Shared.Subjects();
        var seed = Shared.Seed();
        var strength = new Option<string[]>("--strength") { Description = "Strength of a channel, for example area=20; may be repeated", HelpName = "CHANNEL=X" };
        var dial = new Option<string[]>("--dial") { Description = "A dial that is no channel, for example periods=20; may be repeated", HelpName = "NAME=X" };
        var preset = new Option<string?>("--preset") { Description = "A set of rules of the scenario, for example cn2026", HelpName = "NAME" };
        var shard = new Option<string?>("--shard") { Description = "Part K of N; the parts together equal the whole", HelpName = "K/N" };
        var format = new Option<string>("--format") { Description = "parquet or csv", DefaultValueFactory = _ => "parquet" };
        format.AcceptOnlyFromAmong("parquet", "csv");
        var risk = new Option<double?>("--place-risk") { Description = "Whether place itself carries risk: log-odds of default per standard deviation of a local shock", HelpName = "X" };
        var force = Shared.Force();
        var verb = new Command("generate", "Writes a synthetic world: people, truth, a proof of synthesis and a ready plan")
        {
            scenario, output, subjects, seed, strength, dial, preset, risk, shard, format, force,
        };
        verb.SetAction(r => App.Guard(host, () =>
        {
            var spec = Shared.Parse(() => WorldSpec.Of(r.GetValue(scenario)!));
            spec = spec with
            {
                Subjects = r.GetValue(subjects) ?? spec.Subjects,
                Seed = r.GetValue(seed) ?? spec.Seed,
                PlaceRisk = r.GetValue(risk) ?? spec.PlaceRisk,
                Preset = r.GetValue(preset),
            };
            foreach (var text in r.GetValue(strength) ?? [])
            {
                var (channel, value) = Dial("--strength", text, "CHANNEL=X with a number, for example --strength area=20");
                spec = Shared.Parse(() => spec.WithStrength(channel, value));
            }

            foreach (var text in r.GetValue(dial) ?? [])
            {
                var (name, value) = Dial("--dial", text, "NAME=X with a number, for example --dial periods=20");
                spec = Shared.Parse(() => spec.WithDial(name, value));
            }

            var part = r.GetValue(shard) is { } s ? Shared.Parse(() => WorldShard.Parse(s)) : WorldShard.Whole;
            return Run(host, Shared.Parse(spec.Checked), part, r.GetValue(output)!, r.GetValue(format)!, r.GetValue(force));
        }));
        return verb;
    }

    private static int Run(Host host, WorldSpec spec, WorldShard part, string output, string format, bool force)
    {
        if (output == "-")
        {
            Measure(host, spec, part);
            return ExitCode.Ran;
        }

        using var sink = DirectorySink.Open(output, force);
        var world = World.Open(spec, part, host.Threads, host.Cancel);
        foreach (var file in WorldFiles.Of(world))
        {
            var name = file.Rows is not null && format == "csv" ? Path.ChangeExtension(file.Name, ".csv") : file.Name;
            using var stream = sink.Create(name);
            if (file.Plan is { } plan)
            {
                stream.Write(Encoding.UTF8.GetBytes(PlanFile.Write(format == "csv" ? OfCsv(plan, part) : plan, file.Text)));
            }
            else if (file.Rows is not { } rows)
            {
                stream.Write(Encoding.UTF8.GetBytes(file.Text!));
            }
            else if (format == "csv")
            {
                CsvFile.Write(rows, stream, host.Cancel);
            }
            else
            {
                ParquetFile.Write(rows, stream, cancel: host.Cancel);
            }
        }

        sink.Complete();
        host.Say(Banner(spec));
        host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{world.Subjects.Rows} {Subjects(spec)} written to {output}"));
        host.Out.WriteLine($"next: scoring-audit audit {Path.Combine(output, WorldFiles.Plan)} --out audit-out");
        return ExitCode.Ran;
    }

    // People are made in the same pass as their truth; firms are solved once, and both tables are read.
    private static void Measure(Host host, WorldSpec spec, WorldShard part)
    {
        var world = World.Open(spec, part, host.Threads, host.Cancel);
        var rows = Discard(world.Truth, host.Cancel);
        if (ScenarioCatalogue.Require(spec.Scenario).Kind == WorldKind.Firms)
        {
            Discard(world.Subjects, host.Cancel);
        }

        host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} {Subjects(spec)} generated with their truth and discarded"));
    }

    private static string Banner(WorldSpec spec) =>
        ScenarioCatalogue.Require(spec.Scenario).Kind == WorldKind.Firms ? ScenarioCatalogue.FirmBanner : ScenarioCatalogue.Banner;

    private static string Subjects(WorldSpec spec) => ScenarioCatalogue.Require(spec.Scenario).Kind == WorldKind.Firms ? "firms" : "people";

    // The plan names files: a directory is read as Parquet only. A CSV has no types to compare: it is audited as external data.
    private static AuditPlan OfCsv(AuditPlan plan, WorldShard part)
    {
        string csv(string table) => Path.ChangeExtension(WorldFiles.TableName(table, part), ".csv");
        string one(string pattern) => csv(pattern[..pattern.IndexOf("-*", StringComparison.Ordinal)]);
        return plan with
        {
            Data = csv("subjects"),
            Links = [.. plan.Links.Select(l => l with { File = one(l.File) })],
            Events = [.. plan.Events.Select(e => e with { File = one(e.File) })],
        };
    }

    private static long Discard(IPortfolio rows, CancellationToken cancel)
    {
        long count = 0;
        using var reader = rows.Open([.. Enumerable.Range(0, rows.Schema.Columns.Count).Select(c => new ColumnId(c))]);
        while (reader.Read(out var batch))
        {
            cancel.ThrowIfCancellationRequested();
            count += batch.Rows;
        }

        return count;
    }

    private static (string Name, double Value) Dial(string option, string text, string expected)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && double.TryParse(text.AsSpan(at + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? (text[..at], value)
            : throw new CommandLineException($"{option}: found '{text}', expected {expected}.");
    }
}
