using System.Diagnostics;
using System.Globalization;

namespace ScoringAudit.Benchmarks;

/// <summary>Runs a short script in a python3 that has scipy, where there is one.</summary>
internal static class SciPyPeer
{
    private const string FixpointScript = """
        import sys, time
        import numpy as np, scipy, scipy.sparse as sp
        n, k = int(sys.argv[1]), 8
        r = np.random.default_rng(9)
        w = sp.csr_matrix((np.full(n * k, 1 / k), r.integers(0, n, n * k, dtype=np.int32), np.arange(0, n * k + 1, k, dtype=np.int32)), shape=(n, n))
        b = 500 + 200 * r.random(n)
        best, steps = 1e9, 0
        for _ in range(3):
            t, s, steps = time.process_time(), b.copy(), 0
            while True:
                x = b + 0.4 * (w @ s - 600)
                d = np.abs(x - s).max()
                s, steps = x, steps + 1
                if 0.4 / 0.6 * d <= 1e-10:
                    break
            best = min(best, time.process_time() - t)
        print(scipy.__version__, steps, best)
        """;

    /// <summary>CPU seconds of the fixpoint of n nodes with 8 neighbours each; null where no python3 has scipy.</summary>
    public static (string Version, int Steps, double Seconds)? Fixpoint(int n) =>
        Run(FixpointScript, n.ToString(CultureInfo.InvariantCulture)) is { } words
            ? (words[0], int.Parse(words[1], CultureInfo.InvariantCulture), double.Parse(words[2], CultureInfo.InvariantCulture))
            : null;

    private static string[]? Run(string script, string argument)
    {
        foreach (var python in new[] { "python3", "/usr/bin/python3" })
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(python, ["-c", script, argument]) { RedirectStandardOutput = true, RedirectStandardError = true });
                var text = process!.StandardOutput.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode == 0)
                {
                    return text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                }
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // There is no such program.
            }
        }

        return null;
    }
}
