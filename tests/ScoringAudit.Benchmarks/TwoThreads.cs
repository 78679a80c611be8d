using System.Diagnostics;
using System.Globalization;

namespace ScoringAudit.Benchmarks;

/// <summary>How much faster two threads are than one, by the clock on the wall. Needs a quiet machine: other work takes from the second thread first.</summary>
internal static class TwoThreads
{
    public static void Write(TextWriter output, string name, Action<int> work)
    {
        if (Environment.ProcessorCount < 2)
        {
            output.WriteLine($"{name} two threads: not measured, there is one processor");
            return;
        }

        work(1);
        work(2);
        double one = double.MaxValue, two = double.MaxValue;
        for (var run = 0; run < 7; run++)
        {
            // In turn, so that a busy moment meets both.
            one = Math.Min(one, Seconds(() => work(1)));
            two = Math.Min(two, Seconds(() => work(2)));
        }

        double cpuOne = CpuClock.Best(3, () => work(1)), cpuTwo = CpuClock.Best(3, () => work(2));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name} two threads: {one / two:F2} times one by the clock ({one:F3} s against {two:F3} s), {cpuTwo / cpuOne:F2} times its CPU; wanted: at least 1.8 by the clock"));
    }

    private static double Seconds(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }
}
