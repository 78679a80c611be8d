using ScoringAudit.Notebooks;

namespace ScoringAudit.Tests.Notebooks;

public class NotebookComparisonTests
{
    [Theory]
    [InlineData("AIR 0.74", "AIR 0.74", true)]
    [InlineData("AIR 0.74", "AIR 0.75", false)]
    [InlineData("AIR 0.74", "AUC 0.74", false)]
    [InlineData("0.12345678901", "0.12345678902", true)]
    [InlineData("0.12345678", "0.12345679", false)]
    [InlineData("1.5", "−1.5", false)]
    public void SameText_Numbers_LongOnesMayDifferByTheLastDigits(string a, string b, bool same) => Assert.Equal(same, NotebookComparison.SameText(a, b));

    [Fact]
    public async Task Differences_StaleOutput_NamesCellAndBothTexts()
    {
        var old = await Sample.Run("1", "\"rate 0.5\"");
        var now = await Sample.Run("1", "\"rate 0.6\"");
        Assert.Equal(["cell 2: output 1 (text/plain) differs: saved \"rate 0.5\", now \"rate 0.6\""], NotebookComparison.Differences(old.Notebook, now.Notebook));
        Assert.Equal(["cell 1: 0 saved outputs, the run gives 1", "cell 2: 0 saved outputs, the run gives 1"], NotebookComparison.Differences(Sample.Of("1", "\"rate 0.6\""), now.Notebook));
    }

    [Fact]
    public void Differences_FigureDrawnAnotherWay_OnlyItsDataCount()
    {
        var saved = With("<svg>one</svg>", "0.5");
        Assert.Empty(NotebookComparison.Differences(saved, With("<svg>two</svg>", "0.5")));
        Assert.Single(NotebookComparison.Differences(saved, With("<svg>one</svg>", "0.6")));

        static NotebookDocument With(string svg, string data) => Sample.Of("1").With(new Dictionary<int, IReadOnlyList<CellOutput>>
        {
            [1] = [CellOutput.OfDisplay([KeyValuePair.Create("image/svg+xml", svg), KeyValuePair.Create("text/plain", data)])],
        });
    }

    [Fact]
    public async Task Differences_Times_AreNotCompared()
    {
        var slow = await Sample.Run("#!time\nawait Task.Delay(30);");
        var fast = await Sample.Run("#!time\n1.ToString();");
        Assert.DoesNotContain("Wall", string.Concat(NotebookComparison.Differences(slow.Notebook, fast.Notebook)), StringComparison.Ordinal);
    }
}
