using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Primitives;

public class TimeLeftTests
{
    private sealed class Hand : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    [Fact]
    public void Report_WorkAtAnEvenPace_IsTheRest()
    {
        var clock = new Hand();
        var time = new TimeLeft(clock);
        Assert.Equal((TimeSpan.Zero, null), time.Report("importance", 0));
        clock.Now += TimeSpan.FromSeconds(10);

        // A quarter took 10 s: three quarters take 30 s.
        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)), time.Report("importance", 0.25));
        clock.Now += TimeSpan.FromSeconds(30);
        Assert.Equal((TimeSpan.FromSeconds(40), TimeSpan.Zero), time.Report("importance", 1));
    }

    [Fact]
    public void Report_FirstShareIsNotZero_CountsFromThere()
    {
        // Work that was reported first when a fifth was done: the clock knows of the other four fifths only.
        var clock = new Hand();
        var time = new TimeLeft(clock);
        time.Report("a", 0.2);
        clock.Now += TimeSpan.FromSeconds(8);
        Assert.Equal(TimeSpan.FromSeconds(8), time.Report("a", 0.6).Left);
    }

    [Fact]
    public void Report_AnotherStep_BeginsAnew()
    {
        var clock = new Hand();
        var time = new TimeLeft(clock);
        time.Report("a", 0);
        clock.Now += TimeSpan.FromSeconds(100);
        Assert.Equal((TimeSpan.Zero, null), time.Report("b", 0.5));
        Assert.Null(time.Report("b", null).Left);
    }

    [Theory]
    [InlineData(0.4, "under a second")]
    [InlineData(42, "about 42 s")]
    [InlineData(200, "about 3 min")]
    [InlineData(7200, "about 2 h")]
    public void Text_Duration_IsForPeople(double seconds, string text) => Assert.Equal(text, TimeLeft.Text(TimeSpan.FromSeconds(seconds)));
}
