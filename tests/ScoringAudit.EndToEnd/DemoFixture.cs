namespace ScoringAudit.EndToEnd;

/// <summary>One small demo and one small world that several tests read; nobody writes into them.</summary>
public sealed class DemoFixture : IAsyncLifetime
{
    /// <summary>Holds "out", the demo's result, and "world".</summary>
    public Sandbox Box { get; } = new();

    /// <summary>The demo's run.</summary>
    public Ran Demo { get; private set; } = null!;

    /// <summary>The run of generate.</summary>
    public Ran World { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Demo = await Box.Run("demo", "--subjects", "2000", "--out", "@out");
        World = await Box.Run("generate", "neighbours-area", "--subjects", "2000", "--out", "@world");
    }

    public ValueTask DisposeAsync()
    {
        Box.Dispose();
        return ValueTask.CompletedTask;
    }
}
