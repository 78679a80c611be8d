using System.Diagnostics;

namespace ScoringAudit.Benchmarks;

/// <summary>Processor seconds of this process, all threads together.</summary>
internal static class CpuClock
{
    public static double Seconds(Action work)
    {
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        var before = process.TotalProcessorTime;
        work();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalSeconds;
    }

    /// <summary>The least of several runs.</summary>
    public static double Best(int runs, Action work) => Enumerable.Range(0, runs).Min(_ => Seconds(work));
}
