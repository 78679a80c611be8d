namespace ScoringAudit.Benchmarks;

/// <summary>One thing that the benchmark program can do; registered in <see cref="Dispatcher"/>.</summary>
internal interface IBenchmarkCommand
{
    /// <summary>One line for the help text, options included.</summary>
    string Summary { get; }

    /// <summary>Runs it. Data go to output, talk to log.</summary>
    /// <returns>Exit code: 0 fine, 2 a cell or ratio failed.</returns>
    int Run(Options options, TextWriter output, TextWriter log);
}
