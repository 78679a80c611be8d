using ScoringAudit.Cli;

using var cancel = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    // The first Ctrl-C stops cleanly; a second one ends the process.
    e.Cancel = !cancel.IsCancellationRequested;
    cancel.Cancel();
};
var host = Host.OfConsole(TimeProvider.System, cancel.Token);
return await App.RunAsync(args, host).ConfigureAwait(false);
