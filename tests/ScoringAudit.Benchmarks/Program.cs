using ScoringAudit.Benchmarks;

return Dispatcher.Run(args, Console.Out, Console.Error);
