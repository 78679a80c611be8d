using Microsoft.Playwright;

namespace ScoringAudit.EndToEnd;

/// <summary>A small demo and an installed Chromium that opens its page.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge", "chrome"];
    private IPlaywright? _driver;

    /// <summary>Holds "out", the demo's result.</summary>
    public Sandbox Box { get; } = new();

    /// <summary>The browser; null where none is installed.</summary>
    public IBrowser? Browser { get; private set; }

    /// <summary>Where screenshots are kept.</summary>
    public string Pictures { get; } = Path.Combine(AppContext.BaseDirectory, "screenshots");

    public async ValueTask InitializeAsync()
    {
        if (Installed() is not { } path)
        {
            return;
        }

        Directory.CreateDirectory(Pictures);
        var demo = await Box.Run("demo", "--subjects", "2000", "--out", "@out");
        Assert.Equal(0, demo.Code);
        _driver = await Playwright.CreateAsync();
        Browser = await _driver.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update", "--disable-sync"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        _driver?.Dispose();
        Box.Dispose();
    }

    /// <summary>Opens the report; every request and every complaint of the page is written down.</summary>
    internal async Task<OpenPage> Open(int width, bool scripts = true, bool dark = false, string report = "out/report.html")
    {
        if (Browser is null)
        {
            // In CI the script has installed a browser: there, a missing one is a failure.
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "No Chromium on the PATH, though CI installs one.");
            Assert.Skip("No Chromium on the PATH; install the package chromium.");
        }

        var context = await Browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            JavaScriptEnabled = scripts,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            Offline = true,
            ReducedMotion = ReducedMotion.Reduce,
        });
        var page = await context.NewPageAsync();
        var opened = new OpenPage(page);
        page.Request += (_, request) => opened.Requests.Add(request.Url);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                opened.Complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => opened.Complaints.Add(error);
        await page.GotoAsync(new Uri(Box.At(report)).AbsoluteUri, new() { WaitUntil = WaitUntilState.Load });
        return opened;
    }

    private static string? Installed()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Names.SelectMany(name => folders.SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".exe") })).FirstOrDefault(File.Exists);
    }
}
