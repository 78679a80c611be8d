using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace ScoringAudit.EndToEnd;

/// <summary>The report in a real browser without a network, as a reader opens it.</summary>
public class ReportInBrowserTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    // Contrast of every text against the ground behind it, WCAG 2.2 section 1.4.3: 4.5, or 3 for large type.
    private const string LowContrast = """
        () => {
          const channel = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4); };
          const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
          const parse = t => (t.match(/[\d.]+/g) || []).map(Number);
          const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] === 1) { return c; } } return [255, 255, 255]; };
          const bad = [];
          for (const e of document.querySelectorAll('body *')) {
            const own = Array.from(e.childNodes).some(n => n.nodeType === 3 && n.textContent.trim());
            const box = e.getBoundingClientRect(), style = getComputedStyle(e);
            if (!own || box.width === 0 || box.height === 0 || style.visibility === 'hidden' || ['SCRIPT', 'STYLE', 'TITLE', 'OPTION'].includes(e.tagName) || e.closest('title,desc')) { continue; }
            const a = light(parse(e.closest('svg') ? style.fill : style.color)), b = light(ground(e.closest('svg') ? e.closest('svg').parentElement : e));
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), size = parseFloat(style.fontSize);
            if (ratio < (size >= 24 ? 3 : 4.5)) { bad.push(e.tagName + '.' + (e.getAttribute('class') || '') + ' ' + ratio.toFixed(2) + ' ' + e.textContent.trim().slice(0, 40)); }
          }
          return [...new Set(bad)].slice(0, 20);
        }
        """;

    [Theory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task Page_Offline_AsksForNothingAndFits(int width)
    {
        await using var open = await browser.Open(width);
        await open.Page.WaitForTimeoutAsync(200);
        open.Quiet();
        var sizes = await open.Ask("() => [document.documentElement.scrollWidth, window.innerWidth]");
        Assert.True(sizes[0].GetInt32() <= sizes[1].GetInt32(), "The page is wider than the screen: " + sizes);
        await open.Page.ScreenshotAsync(new() { Path = Path.Combine(browser.Pictures, "report-" + width.ToString(CultureInfo.InvariantCulture) + ".png"), FullPage = false });
    }

    [Fact]
    public async Task Figures_Always_AreDrawnAndNamed()
    {
        await using var open = await browser.Open(1280);
        var figures = await open.Ask("() => Array.from(document.querySelectorAll('figure svg')).map(s => { const b = s.getBoundingClientRect(); return [b.width, b.height, s.querySelectorAll('path,line,circle,rect').length, document.getElementById(s.getAttribute('aria-labelledby').split(' ')[0]).textContent.length]; })");
        Assert.True(figures.GetArrayLength() >= 8, "figures: " + figures.GetArrayLength().ToString(CultureInfo.InvariantCulture));
        foreach (var figure in figures.EnumerateArray())
        {
            Assert.True(figure[0].GetDouble() > 200 && figure[1].GetDouble() > 40 && figure[2].GetInt32() > 3 && figure[3].GetInt32() > 5, figure.ToString());
        }
    }

    [Fact]
    public async Task Explore_EveryFigureThatHasIt_IsDrawnFromThePageAlone()
    {
        await using var open = await browser.Open(1280);
        int count = await open.Count("button.explore");
        Assert.True(count >= 6, "buttons: " + count.ToString(CultureInfo.InvariantCulture));
        for (int at = 0; at < count; at++)
        {
            await open.Page.Locator("button.explore").Nth(at).ClickAsync();
        }

        await open.Page.WaitForFunctionAsync("count => document.querySelectorAll('figure[data-drawn]').length === count", count, new() { Timeout = 120_000 });
        var drawn = await open.Ask("() => Array.from(document.querySelectorAll('figure[data-drawn]')).map(f => f.querySelectorAll('.plot .scatterlayer .trace').length)");
        Assert.All(drawn.EnumerateArray(), traces => Assert.True(traces.GetInt32() > 0));
        open.Quiet();
        for (int at = 0; at < count; at++)
        {
            await open.Page.Locator("figure[data-drawn]").Nth(at).ScreenshotAsync(new() { Path = Path.Combine(browser.Pictures, "explore-" + at.ToString(CultureInfo.InvariantCulture) + ".png") });
        }

        await open.Page.Locator("button.explore").First.ClickAsync();
        Assert.True(await open.Page.Locator("figure[data-plot] .panel svg").First.IsVisibleAsync());
    }

    [Fact]
    public async Task Show_OneScore_HidesTheOthersEverywhere()
    {
        await using var open = await browser.Open(1280);
        var before = (await open.Ask("() => Array.from(document.querySelectorAll('.panel')).filter(p => p.getBoundingClientRect().height > 0).length")).GetInt32();
        await open.Page.SelectOptionAsync("#filter-score", "own-area");
        var rows = await open.Ask("() => Array.from(document.querySelectorAll('tr[data-score]')).filter(r => !r.classList.contains('other')).map(r => r.getAttribute('data-score'))");
        Assert.NotEmpty(rows.EnumerateArray());
        Assert.All(rows.EnumerateArray(), row => Assert.Equal("own-area", row.GetString()));
        var panels = await open.Ask("() => Array.from(document.querySelectorAll('.panel')).filter(p => p.getBoundingClientRect().height > 0).map(p => p.getAttribute('data-panel'))");
        Assert.InRange(panels.GetArrayLength(), 1, before - 1);
        Assert.All(panels.EnumerateArray(), panel => Assert.DoesNotContain("own-proxies", panel.GetString()!.Split(", ")));
        Assert.Contains(panels.EnumerateArray(), panel => panel.GetString()!.Split(", ").Contains("own-area"));
        await open.Page.SelectOptionAsync("#filter-score", string.Empty);
        Assert.Equal(before, (await open.Ask("() => Array.from(document.querySelectorAll('.panel')).filter(p => p.getBoundingClientRect().height > 0).length")).GetInt32());
        open.Quiet();
    }

    [Fact]
    public async Task Contents_WhileReading_MarkTheSection()
    {
        await using var open = await browser.Open(1280);
        await open.Page.EvaluateAsync("() => document.getElementById('uses').scrollIntoView({ behavior: 'instant' })");
        await open.Page.WaitForFunctionAsync("() => { const here = document.querySelector('.toc a[aria-current]'); return here && here.getAttribute('href') === '#uses'; }");
        Assert.Equal(1, await open.Count(".toc a[aria-current]"));
    }

    [Fact]
    public async Task Register_ClickOnAHead_SortsByNumberAndKeepsBlanksLast()
    {
        await using var open = await browser.Open(1280);
        var head = open.Page.Locator("#register-table thead th").Nth(1);
        await head.Locator("button").ClickAsync();
        Assert.Equal("ascending", await head.GetAttributeAsync("aria-sort"));
        Sorted(await Values(open), 1);
        await head.Locator("button").ClickAsync();
        Assert.Equal("descending", await head.GetAttributeAsync("aria-sort"));
        Sorted(await Values(open), -1);
    }

    [Fact]
    public async Task Register_SearchAndVerdict_ShowOnlyWhatFits()
    {
        await using var open = await browser.Open(1280);
        await open.Page.FillAsync("#filter-text", "adverse_impact_ratio");
        var shown = await open.Ask("() => Array.from(document.querySelectorAll('#register-table tbody tr')).filter(r => !r.hidden).map(r => r.textContent)");
        Assert.NotEmpty(shown.EnumerateArray());
        Assert.All(shown.EnumerateArray(), row => Assert.Contains("adverse_impact_ratio", row.GetString(), StringComparison.OrdinalIgnoreCase));
        Assert.StartsWith(shown.GetArrayLength().ToString(CultureInfo.InvariantCulture) + " of ", await open.Page.TextContentAsync("#filter-count"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_ScriptsOff_HasEveryTableAndNoDeadButton()
    {
        int tables;
        await using (var on = await browser.Open(1280))
        {
            tables = await on.Count("table");
        }

        await using var open = await browser.Open(1280, scripts: false);
        open.Quiet();
        Assert.Equal(tables, await open.Count("table"));
        Assert.Equal(0, await open.Count("button"));
        Assert.False(await open.Page.Locator("#filter-text").IsVisibleAsync());
        Assert.True(await open.Page.Locator("#register-table").IsVisibleAsync());
        Assert.True(await open.Page.Locator("figure svg").First.IsVisibleAsync());

        // A folded table opens without a script.
        await open.Page.Locator("main details summary").First.ClickAsync();
        Assert.True(await open.Page.Locator("main details table").First.IsVisibleAsync());
        await open.Page.ScreenshotAsync(new() { Path = Path.Combine(browser.Pictures, "report-scripts-off.png") });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Text_LightAndDark_HasEnoughContrast(bool dark)
    {
        await using var open = await browser.Open(1280, dark: dark);
        var bad = await open.Ask(LowContrast);
        Assert.True(bad.GetArrayLength() == 0, bad.ToString());
        await open.Page.ScreenshotAsync(new() { Path = Path.Combine(browser.Pictures, dark ? "report-dark.png" : "report-light.png") });
    }

    [Fact]
    public async Task Keyboard_FirstTab_ReachesTheSkipLinkAndEveryControlHasAName()
    {
        await using var open = await browser.Open(1280);
        await open.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the summary", (await open.Ask("() => document.activeElement.textContent")).GetString());
        await open.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", (await open.Ask("() => document.activeElement.id")).GetString());
        var nameless = await open.Ask("() => Array.from(document.querySelectorAll('button,input,select,[tabindex=\"0\"]')).filter(e => !(e.getAttribute('aria-label') || e.textContent.trim() || (e.labels && e.labels.length))).length");
        Assert.Equal(0, nameless.GetInt32());
        var headings = await open.Ask("() => Array.from(document.querySelectorAll('h1,h2,h3,h4')).map(h => Number(h.tagName[1]))");
        int last = 0;
        foreach (var level in headings.EnumerateArray().Select(h => h.GetInt32()))
        {
            Assert.True(level <= last + 1, "a heading skips a level");
            last = level;
        }
    }

    [Fact]
    public async Task Print_Summary_FitsOnePage()
    {
        await using var open = await browser.Open(680);
        await open.Page.EmulateMediaAsync(new() { Media = Media.Print });

        // A4 less the margins that page.css sets: 180 mm by 268 mm, at 96 units an inch.
        var bottom = (await open.Ask("() => document.getElementById('summary').getBoundingClientRect().bottom + window.scrollY")).GetDouble();
        Assert.InRange(bottom, 100, 268 / 25.4 * 96);
        // The register stays on the screen: on paper it would be most of the pages.
        Assert.False(await open.Page.Locator("#register-table").IsVisibleAsync());
        Assert.True(await open.Page.Locator(".onpaper").IsVisibleAsync());
        byte[] pdf = await open.Page.PdfAsync(new() { Path = Path.Combine(browser.Pictures, "report.pdf"), PreferCSSPageSize = true });
        Assert.True(pdf.Length > 10_000);
    }

    private static async Task<List<double?>> Values(OpenPage open)
    {
        var cells = await open.Ask("() => Array.from(document.querySelectorAll('#register-table tbody tr')).map(r => r.cells[1].getAttribute('data-v'))");
        return [.. cells.EnumerateArray().Select(cell => cell.ValueKind == JsonValueKind.String && cell.GetString() is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : (double?)null)];
    }

    private static void Sorted(List<double?> values, int sign)
    {
        int blanks = values.FindIndex(value => value is null);
        Assert.True(blanks < 0 || values.Skip(blanks).All(value => value is null), "blanks are not last");
        var numbers = values.OfType<double>().ToList();
        Assert.True(numbers.Count > 20);
        Assert.All(numbers.Zip(numbers.Skip(1)), pair => Assert.True(sign * (pair.Second - pair.First) >= 0));
    }
}
