namespace ScoringAudit.Primitives;

/// <summary>Tells from the shares of a piece of work that are done how long the rest will take, if it goes on at the pace so far.</summary>
/// <remarks>left = elapsed · (1 − share) / share, from the first report of a step on. Not for several threads at once.</remarks>
/// <param name="clock">The clock.</param>
public sealed class TimeLeft(TimeProvider clock)
{
    private string? _step;
    private DateTimeOffset _start;
    private double _startShare;

    /// <summary>Takes a report and tells what is left.</summary>
    /// <param name="step">The piece of work; another name begins another one.</param>
    /// <param name="share">Share done, in [0, 1]; null: not known.</param>
    /// <returns>Time since the step began, and the time left; null where it cannot be told yet.</returns>
    public (TimeSpan Elapsed, TimeSpan? Left) Report(string step, double? share)
    {
        var now = clock.GetUtcNow();
        if (step != _step)
        {
            (_step, _start, _startShare) = (step, now, share ?? 0);
        }

        var elapsed = now - _start;
        var done = (share ?? 0) - _startShare;
        return (elapsed, share is { } s && done > 0 && elapsed > TimeSpan.Zero ? TimeSpan.FromSeconds(elapsed.TotalSeconds * Math.Max(0, 1 - s) / done) : null);
    }

    /// <summary>A duration for people: "under a second", "about 40 s", "about 3 min", "about 2 h".</summary>
    public static string Text(TimeSpan duration) => duration.TotalSeconds switch
    {
        < 1 => "under a second",
        < 90 => FormattableString.Invariant($"about {Math.Round(duration.TotalSeconds):0} s"),
        < 5400 => FormattableString.Invariant($"about {Math.Round(duration.TotalMinutes):0} min"),
        _ => FormattableString.Invariant($"about {Math.Round(duration.TotalHours):0} h"),
    };
}
