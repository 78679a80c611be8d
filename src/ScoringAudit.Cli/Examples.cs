namespace ScoringAudit.Cli;

/// <summary>What stands under "Examples" in each verb's help.</summary>
internal static class Examples
{
    /// <summary>Writes the examples of a verb; nothing for a name without any.</summary>
    public static void Write(string verb, TextWriter to)
    {
        string[] lines = verb switch
        {
            "demo" =>
            [
                "scoring-audit demo",
                "scoring-audit demo --subjects 5000 --seed 2 --out small-demo",
            ],
            "scenarios" =>
            [
                "scoring-audit scenarios",
                "scoring-audit scenarios --json > scenarios.json",
            ],
            "generate" =>
            [
                "scoring-audit generate neighbours-area --out world",
                "scoring-audit generate neighbours-area --strength area=0 --out control",
                "scoring-audit audit world --out world-audit",
            ],
            "train" =>
            [
                "scoring-audit train plan.yaml --model gam --out model",
                "scoring-audit train plan.yaml --model lightgbm --origins own --out model-own",
            ],
            "audit" =>
            [
                "scoring-audit audit scores.csv --score pd --decision approved --group race --group sex",
                "scoring-audit audit scores.csv --score points --direction higher_is_safer --outcome defaulted --area postcode",
                "scoring-audit audit plan.yaml --out result --fail-on not-met",
                "scoring-audit audit plan.yaml --json | jq '.findings[] | select(.verdict == \"not_met\") | .id'",
            ],
            "explain" =>
            [
                "scoring-audit explain plan.yaml --out explained",
                "scoring-audit explain plan.yaml --subject 10042",
                "scoring-audit explain plan.yaml --subject 10042 --out statement",
            ],
            "alternatives" =>
            [
                "scoring-audit alternatives plan.yaml",
                "scoring-audit alternatives plan.yaml --models logistic,gam --origins own,area --origins own --approval-rates 0.6,0.7 --out lda",
                "scoring-audit alternatives plan.yaml --mitigations none,exponentiated-gradient,group-thresholds --json",
            ],
            "run" =>
            [
                "scoring-audit notebook run notebooks/01-first-audit.ipynb",
                "scoring-audit notebook run --check notebooks/*.ipynb",
            ],
            "twin" => ["scoring-audit notebook twin notebooks/*.ipynb"],
            "report" => ["scoring-audit report audit-out"],
            "verify" =>
            [
                "scoring-audit verify out",
                "scoring-audit verify audit-out --hashes-only",
            ],
            _ => [],
        };
        if (lines.Length == 0)
        {
            return;
        }

        to.WriteLine("Examples:");
        foreach (var line in lines)
        {
            to.WriteLine("  " + line);
        }

        if (verb is "audit" or "alternatives" or "verify")
        {
            to.WriteLine();
            to.WriteLine("Exit codes: 0 ran, 1 command line, 2 a condition failed, 3 plan or data cannot be used, 4 every number is undefined, 70 a bug, 130 stopped.");
        }
    }
}
