using System.Text;
using ScoringAudit.Cli;

try
{
    // Windows consoles default to a code page without "≥" and "–".
    Console.OutputEncoding = new UTF8Encoding(false);
}
catch (IOException)
{
    // There is no console: the streams are pipes, and they are UTF-8 already.
}

using var cancel = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    // The first Ctrl-C stops cleanly; a second one ends the process.
    e.Cancel = !cancel.IsCancellationRequested;
    cancel.Cancel();
};
var host = Host.OfConsole(TimeProvider.System, cancel.Token);
return await App.RunAsync(args, host).ConfigureAwait(false);
