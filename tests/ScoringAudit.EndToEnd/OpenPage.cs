using System.Text.Json;
using Microsoft.Playwright;

namespace ScoringAudit.EndToEnd;

/// <summary>A page in the browser, and what it asked for and complained of.</summary>
internal sealed class OpenPage(IPage page) : IAsyncDisposable
{
    public IPage Page => page;

    public List<string> Requests { get; } = [];

    public List<string> Complaints { get; } = [];

    public Task<int> Count(string selector) => page.Locator(selector).CountAsync();

    public Task<JsonElement> Ask(string script) => page.EvaluateAsync<JsonElement>(script);

    /// <summary>The page was the only thing ever asked for, and it had nothing to complain of.</summary>
    public void Quiet()
    {
        Assert.Empty(Complaints);
        Assert.All(Requests, url => Assert.True(url.StartsWith("file:", StringComparison.Ordinal) || url.StartsWith("blob:null", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal), url));
        Assert.Single(Requests, url => url.StartsWith("file:", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync() => await page.Context.DisposeAsync();
}
