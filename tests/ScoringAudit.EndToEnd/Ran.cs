namespace ScoringAudit.EndToEnd;

/// <summary>What a run of the command gave: exit code, stdout, stderr; paths of the sandbox are shortened to what stands in it.</summary>
public sealed record Ran(int Code, string Out, string Error)
{
    /// <summary>The line of stderr that begins with "error: ", without its prefix; the whole run where there is none.</summary>
    public string Message => Error.Split('\n').FirstOrDefault(l => l.StartsWith("error: ", StringComparison.Ordinal))?["error: ".Length..].TrimEnd('\r')
        ?? $"no error; exit code {Code}\n{Out}\n{Error}";
}
