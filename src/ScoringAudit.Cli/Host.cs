using System.Globalization;
using ScoringAudit.Auditing;
using ScoringAudit.Primitives;
using Spectre.Console;

namespace ScoringAudit.Cli;

/// <summary>What the command knows of the world around it: where data and talk go, the clock, and when to stop.</summary>
/// <param name="Out">Data.</param>
/// <param name="Error">Talk.</param>
/// <param name="Clock">Clock of the manifest; nothing else reads it.</param>
/// <param name="Interactive">Whether a person looks at <paramref name="Error"/>.</param>
/// <param name="Cancel">Stops the work.</param>
public sealed record Host(TextWriter Out, TextWriter Error, TimeProvider Clock, bool Interactive, CancellationToken Cancel)
{
    /// <summary>The host of a process.</summary>
    public static Host OfConsole(TimeProvider clock, CancellationToken cancel)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        var interactive = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new Host(Console.Out, Console.Error, clock, interactive, cancel);
    }

    /// <summary>Threads for the work; results do not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>How a native library is loaded, for tests of machines that lack one; null: as ML.NET does.</summary>
    public Func<string, bool>? LoadNative { get; init; }

    /// <summary>A line of talk.</summary>
    public void Say(string line) => Error.WriteLine(line);

    /// <summary>Runs work under a status line where a person looks on; else long work says every ten seconds how much is done, and about how long the rest takes.</summary>
    public T WithStatus<T>(string first, Func<IProgress<AuditProgress>, T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (!Interactive)
        {
            return work(new Lines(this));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Error),
            Ansi = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        var result = default(T)!;
        console.Status().Spinner(Spinner.Known.Line).Start(Markup.Escape(first), status => result = work(new Shown(status, new TimeLeft(Clock))));
        return result;
    }

    private static string Done(double share, TimeSpan? left) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %") + (left is { } rest ? $", {TimeLeft.Text(rest)} left" : string.Empty);

    private sealed class Lines(Host host) : IProgress<AuditProgress>
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
        private readonly TimeLeft _left = new(host.Clock);
        private DateTimeOffset _next = host.Clock.GetUtcNow() + Pause;

        public void Report(AuditProgress value)
        {
            var (_, left) = _left.Report(value.Step, value.Share);
            if (value.Share is { } share and < 1 && host.Clock.GetUtcNow() >= _next)
            {
                _next = host.Clock.GetUtcNow() + Pause;
                host.Say($"{value.Step}: {Done(share, left)}");
            }
        }
    }

    private sealed class Shown(StatusContext status, TimeLeft time) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value)
        {
            var (_, left) = time.Report(value.Step, value.Share);
            status.Status(Markup.Escape(value.Share is { } share ? $"{value.Step} ({Done(share, left)})" : value.Step));
        }
    }
}
