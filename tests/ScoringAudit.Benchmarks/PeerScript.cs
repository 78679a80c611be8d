using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ScoringAudit.Benchmarks;

/// <summary>Starts a small script of a peer on data written to a temporary directory; a peer that is not installed is named as missing.</summary>
internal sealed class PeerScript : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("scoring-audit-peer-").FullName;

    /// <summary>Path of a file for the script.</summary>
    public string At(string name) => Path.Combine(_directory, name);

    /// <summary>Writes numbers as they stand in memory.</summary>
    public void Write<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        using var file = File.Create(At(name));
        while (!values.IsEmpty)
        {
            var part = values[..Math.Min(values.Length, 1 << 20)];
            file.Write(MemoryMarshal.AsBytes(part));
            values = values[part.Length..];
        }
    }

    /// <summary>The fields of the script's one line; null, with the reason on the log, where the peer is missing.</summary>
    public static string[]? Run(string[] programs, string script, TextWriter log, params string[] arguments)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "peers", script);
        foreach (var program in programs)
        {
            try
            {
                using var process = Process.Start(new ProcessStartInfo(program, [path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
                var error = process.StandardError.ReadToEndAsync();
                var line = process.StandardOutput.ReadToEnd().Trim();
                process.WaitForExit();
                if (process.ExitCode == 0 && line.Length > 0)
                {
                    return line.Split('\n')[^1].Split(',');
                }

                log.WriteLine($"{program} {script}: {error.Result.Trim().Split('\n')[^1]}");
            }
            catch (System.ComponentModel.Win32Exception)
            {
                log.WriteLine($"{program} is not installed");
            }
        }

        log.WriteLine($"missing peer: {script}");
        return null;
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
