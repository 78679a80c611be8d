using System.Diagnostics;
using System.Globalization;

namespace ScoringAudit.EndToEnd;

/// <summary>The command as a real process: its own console, culture and directory.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Audit_InItsOwnProcess_WritesDataToStdoutAndTalkToStderr()
    {
        _box.Write("scores.csv", Scores.Recorded);
        var ran = await Start(["audit", "scores.csv", "--score", "pd", "--decision", "approved", "--group", "race", "--json"], ("LC_ALL", "de_DE.UTF-8"));
        Assert.Equal(0, ran.Code);
        using var json = new Json(ran.Out);
        Assert.Equal(37, json["disparity/selection_rate/race/Black"].GetProperty("numerator").GetDouble());
        Assert.Contains("guessed decision: '1' in column 'approved' is favourable", ran.Error, StringComparison.Ordinal);
        Assert.Equal(["scores.csv"], _box.Entries);
    }

    [Fact]
    public async Task Audit_MissingFile_Exits3WithoutAnsiCodes()
    {
        var ran = await Start(["audit", "none.csv", "--score", "pd"]);
        Assert.Equal(3, ran.Code);
        Assert.Equal("error: There is no file 'none.csv'. Check the name; paths in a plan are relative to the plan's file.\n", ran.Error.ReplaceLineEndings("\n"));
        Assert.Empty(ran.Out);
    }

    [Fact]
    public async Task CtrlC_WhileGenerating_Exits130AndLeavesNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are sent with kill");
        using var process = Begin(["generate", "neighbours-area", "--subjects", "20000000", "--out", "world"]);
        // The hidden directory shows that the work has begun.
        for (var i = 0; i < 600 && _box.Entries.Length == 0 && !process.HasExited; i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.False(process.HasExited);
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("Stopped. Nothing was left half-written.", error, StringComparison.Ordinal);
        Assert.Empty(_box.Entries);
    }

    private async Task<Ran> Start(string[] args, params (string Key, string Value)[] environment)
    {
        using var process = Begin(args, environment);
        var to = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var talk = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Ran(process.ExitCode, await to, await talk);
    }

    private Process Begin(string[] args, params (string Key, string Value)[] environment)
    {
        var program = typeof(ScoringAudit.Cli.App).Assembly.Location;
        var host = Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet" ? self : Dotnet();
        var info = new ProcessStartInfo(host, [program, .. args]) { WorkingDirectory = _box.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in environment)
        {
            info.Environment[key] = value;
        }

        return Process.Start(info)!;
    }

    // The tests run in a host of their own; the program needs the one that the SDK came with.
    private static string Dotnet() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")
        ?? (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root ? Path.Combine(root, "dotnet") : "dotnet");
}
