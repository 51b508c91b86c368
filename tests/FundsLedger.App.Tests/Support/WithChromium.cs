using Microsoft.Playwright;
using Xunit;

namespace FundsLedger.App.Tests.Support;

/// <summary>A real Chromium for the tests of a class; without one they show as skipped.</summary>
public abstract class WithChromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The browser. Asking for it skips the test where none is installed.</summary>
    protected IBrowser Browser
    {
        get
        {
            Assert.SkipWhen(_browser is null, $"No Chromium: {Program} is not there. Run tests/run as root, which installs it.");
            return _browser;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program)) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        GC.SuppressFinalize(this);
    }
}
