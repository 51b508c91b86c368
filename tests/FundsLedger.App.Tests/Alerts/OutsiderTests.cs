using FundsLedger.App.Access;
using FundsLedger.App.Tests.Access;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Tests.Web;
using FundsLedger.Domain.Alerts;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Alerts;

/// <summary>Those outside the Registry read nothing of a protected fund's alerts, not even that there is one.</summary>
public sealed class OutsiderTests
{
    [Theory, EveryDatabase]
    public async Task Pages_of_outsiders_say_the_same_with_and_without_an_alert_about_a_protected_fund(DatabaseKind on)
    {
        await using var served = await ServedBooks.OpenAsync(on);
        await using var watch = new Watch(served.Books);
        await watch.OnlyAsync("TFFV", AlertKind.AvailableBelowFloor);
        await watch.OnlyAsync("SFR", AlertKind.AvailableBelowFloor);
        (await watch.Writer.PostAsync(Entry("2026-06-01 opening TFFV", "1010 1000.00", "3020 -1000.00"), TestBooks.Recorder)).OrThrow();
        Assert.Equal("Raised TFFV AvailableBelowFloor", await watch.LookAsync());
        using var facilitator = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.Facilitator));
        using var state = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.StateRepresentative, "XB"));
        var before = await ReadAsync(facilitator, state);
        Assert.Contains("TFFV", before, StringComparison.Ordinal);

        (await watch.Writer.PostAsync(Entry("2026-06-01 opening SFR", "1010 1000.00", "3020 -1000.00"), TestBooks.Recorder)).OrThrow();
        Assert.Equal("Raised SFR AvailableBelowFloor", await watch.LookAsync());
        Assert.Equal(before, await ReadAsync(facilitator, state));
    }

    private static async Task<string> ReadAsync(HttpClient facilitator, HttpClient state)
    {
        var read = new List<string>();
        foreach (var path in (string[])["/", "/alerts", "/briefing", "/funds/TFFV"])
            read.Add((await facilitator.PageAsync(path)).MainText());
        foreach (var path in (string[])["/", "/funds/TFFV"]) read.Add((await state.PageAsync(path)).MainText());
        return string.Join('\n', read);
    }
}
