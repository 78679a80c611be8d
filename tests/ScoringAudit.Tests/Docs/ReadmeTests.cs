using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Tests.Architecture;

namespace ScoringAudit.Tests.Docs;

/// <summary>The README's code runs, and is the code below, line by line.</summary>
public class ReadmeTests
{
    [Fact]
    public void Example_OfTheReadme_Runs()
    {
        using var text = new StringWriter();
        Example(text);
        Assert.Contains("B against A: 0.60", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Example_OfTheReadme_IsThisCode()
    {
        var source = File.ReadAllText(Path.Combine(RoomTests.Root(), "tests/ScoringAudit.Tests/Docs/ReadmeTests.cs")).ReplaceLineEndings("\n");
        var region = source.Split("#region readme\n")[1].Split("        #endregion")[0];
        var code = string.Join('\n', region.TrimEnd().Split('\n').Select(l => l.Length > 8 ? l[8..] : l.Trim()));
        var readme = File.ReadAllText(Path.Combine(RoomTests.Root(), "README.md")).ReplaceLineEndings("\n");
        Assert.Contains("```csharp\n" + code + "\n```", readme, StringComparison.Ordinal);
    }

    private static void Example(TextWriter output)
    {
        #region readme
        var rows = ColumnPortfolio.Build("scores")
            .Number("pd", [0.05, 0.31, 0.12, 0.08, 0.44, 0.09, 0.27, 0.03, 0.15, 0.22])
            .Category("group", ["A", "A", "A", "A", "B", "B", "B", "A", "B", "A"])
            .Build();
        var plan = new AuditPlan
        {
            Roles = new Roles
            {
                Score = new ScoreRole("pd", ScoreDirection.HigherIsRiskier),
                Decision = DecisionRole.AtCutoff(0.25),
                Protected = [ProtectedRole.Of("group", reference: "A")],
            },
        };
        foreach (var f in Audit.Run(rows, plan, new AuditInputs()).Findings.Where(f => f.Measure == "adverse_impact_ratio"))
            output.WriteLine(FormattableString.Invariant($"{f.Group} against {f.Reference}: {f.Value:0.00} [{f.Interval!.Limits.Low:0.00}, {f.Interval.Limits.High:0.00}]"));
        #endregion
    }
}
