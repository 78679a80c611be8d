using ScoringAudit.Benchmarks;

switch (args)
{
    case ["quick", "scoring", ..]:
        ScoringQuick.Run(args[2..], Console.Out);
        break;
    default:
        Console.Error.WriteLine("Commands: quick scoring");
        break;
}
