using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

namespace ScoringAudit.Benchmarks;

/// <summary><c>bench all</c>: the BenchmarkDotNet versions, for wall times and allocations on a quiet machine.</summary>
internal sealed class BenchCommand : IBenchmarkCommand
{
    public string Summary => "every BenchmarkDotNet class, minutes each [--filter *Scoring*]";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        BenchmarkSwitcher.FromAssembly(typeof(BenchCommand).Assembly).Run(["--filter", options.Text("filter", "*")], DefaultConfig.Instance);
        return 0;
    }
}
