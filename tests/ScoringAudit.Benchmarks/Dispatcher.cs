namespace ScoringAudit.Benchmarks;

/// <summary>Finds the command of "quick NAME" or "calibrate NAME" and runs it.</summary>
internal static class Dispatcher
{
    // One class per command, in a file of its own; add it here.
    private static readonly SortedDictionary<string, Func<IBenchmarkCommand>> Commands = new(StringComparer.Ordinal)
    {
        ["calibrate alternatives"] = () => new CalibrateAlternatives(),
        ["calibrate air-grid"] = () => new CalibrateAirGrid(),
        ["calibrate air-verdicts"] = () => new CalibrateVerdicts(),
        ["calibrate clustered-air"] = () => new CalibrateClusteredAir(),
        ["quick importance"] = () => new ImportanceQuick(),
        ["quick scoring"] = () => new ScoringQuick(),
        ["quick dataview"] = () => new DataViewQuick(),
        ["bench all"] = () => new BenchCommand(),
        ["quick portfolio"] = () => new QuickPortfolio(),
        ["quick shapley"] = () => new ShapleyQuick(),
        ["quick shapley-memory"] = () => new ShapleyMemoryQuick(),
        ["calibrate association-share"] = () => new CalibrateAssociationShare(),
        ["calibrate protected-air"] = () => new CalibrateProtectedAir(),
        ["calibrate protected-scores"] = () => new CalibrateProtectedScores(),
        ["quick protected"] = () => new ProtectedQuick(),
        ["quick noise"] = () => new QuickNoise(),
        ["quick auc"] = () => new QuickAuc(),
        ["quick disparity"] = () => new DisparityQuick(),
        ["quick worlds"] = () => new QuickWorlds(),
        ["calibrate leakage-ladder"] = () => new CalibrateLeakageLadder(),
        ["calibrate leakage-passive"] = () => new CalibrateLeakagePassive(),
        ["quick suppression"] = () => new QuickSuppression(),
        ["quick moran"] = () => new QuickMoran(),
        ["quick leakage-queries"] = () => new QuickLeakageQueries(),
        ["calibrate leakage-queries"] = () => new CalibrateLeakageQueries(),
    };

    public static int Run(string[] args, TextWriter output, TextWriter log)
    {
        if (args.Length < 2 || !Commands.TryGetValue(args[0] + " " + args[1], out var make))
        {
            log.WriteLine("Usage: quick NAME | calibrate NAME [--option value]...");
            foreach (var (name, command) in Commands)
            {
                log.WriteLine($"  {name,-28} {command().Summary}");
            }

            return 1;
        }

        try
        {
            return make().Run(new Options(args.AsSpan(2)), output, log);
        }
        catch (FormatException error)
        {
            log.WriteLine(error.Message);
            return 1;
        }
    }
}
