using System.Net;
using FundsLedger.App.Access;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Alerts;
using FundsLedger.App.Tests.Support;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Api;

/// <summary>Alerts and kept forecasts for programs.</summary>
public sealed class ApiAlertTests
{
    [Theory, EveryDatabase]
    public async Task A_program_reads_the_alerts_its_owner_may_and_acknowledges_one_once(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        await host.Books.MustPostAsync(Entry("2026-06-01 opening TFFV", "1010 1000.00", "3020 -1000.00"),
            Entry("2026-06-01 opening SFR", "1010 1000.00", "3020 -1000.00"));
        await using (var watch = new Watch(host.Books))
            Assert.Equal("Raised TFFV AvailableBelowFloor, Raised SFR AvailableBelowFloor", await watch.LookAsync());
        using var certifier = await host.ProgramAsync(Role.CertifyingOfficer);
        using var facilitator = await host.ProgramAsync(Role.Facilitator);
        using var state = await host.ProgramAsync(Role.StateRepresentative, "IE");
        Assert.Equal(["SFR", "TFFV"],
            (await certifier.AllAsync("/api/v1/alerts")).Select(alert => (string)alert["fund"]!).Order(StringComparer.Ordinal));
        var seen = Assert.Single(await facilitator.AllAsync("/api/v1/alerts"));
        Assert.Equal(("TFFV", "available_below_floor", true, false),
            ((string)seen["fund"]!, (string)seen["kind"]!, (bool)seen["open"]!, (bool)seen["acknowledged"]!));
        Assert.Equal("404 not_found", await (await state.GetAsync("/api/v1/alerts")).ProblemAsync());

        // What is hidden answers like what is not there.
        var hidden = (string)(await certifier.AllAsync("/api/v1/alerts")).Single(alert => (string)alert["fund"]! == "SFR")["episode"]!;
        Assert.Equal("SFR-1", hidden);
        Assert.Equal("404 not_found",
            await (await facilitator.SendAsync($"/api/v1/alerts/{hidden}/acknowledgements", "a", new { note = "x" })).ProblemAsync());
        Assert.Equal("404 not_found",
            await (await facilitator.SendAsync("/api/v1/alerts/TFFV-999/acknowledgements", "a", new { note = "x" })).ProblemAsync());

        var path = $"/api/v1/alerts/{(string)seen["episode"]!}/acknowledgements";
        var (first, again) = (await facilitator.SendAsync(path, "b", new { note = " Donors are being asked " }),
            await facilitator.SendAsync(path, "c", new { note = "Donors are being asked" }));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, again.StatusCode));
        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        Assert.True(again.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal("422 alert_is_acknowledged",
            await (await certifier.SendAsync(path, "d", new { note = "Donors are being asked" })).ProblemAsync());
        Assert.Equal("Donors are being asked",
            (string)(await facilitator.AllAsync("/api/v1/alerts")).Single()["steps"]!.AsArray()[^1]!["note"]!);
        Assert.Equal(1, await host.Books.NumberAsync("SELECT COUNT(*) FROM alert_events WHERE step = 'acknowledged'"));
    }

    [Theory, EveryDatabase]
    public async Task Alerts_that_are_over_are_listed_when_asked_for(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        await host.Books.MustPostAsync(Entry("2026-06-01 opening TFFV", "1010 1000.00", "3020 -1000.00"));
        await using var watch = new Watch(host.Books);
        await watch.LookAsync();
        await host.Books.MustPostAsync(Entry("2026-06-02 opening TFFV", "1010 90000.00", "3020 -90000.00"));
        await watch.LookAsync();
        using var facilitator = await host.ProgramAsync(Role.Facilitator);
        Assert.Empty(await facilitator.AllAsync("/api/v1/alerts"));
        Assert.Equal(["raised", "cleared"],
            (await facilitator.AllAsync("/api/v1/alerts?show=all")).Single()["steps"]!.AsArray().Select(step => (string)step!["step"]!));
    }

    [Theory, EveryDatabase]
    public async Task The_record_of_forecasts_is_listed_with_what_became_of_them(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        await host.Books.MustPostAsync(Entry("2026-01-02 receipt TFFV", "1010 90000.00", "4010 -90000.00 donor:IE"));
        for (var month = 1; month <= 6; month++)
            await host.Books.MustPostAsync(
                Entry($"2026-{month:00}-10 receipt TFFV", "1010 3000.00", $"4010 -3000.00 donor:{(month % 2 == 0 ? "IE" : "NL")}"),
                Entry($"2026-{month:00}-20 charge TFFV", "5910 1500.00", "1010 -1500.00"));
        await using var watch = new Watch(host.Books);
        await watch.KeepAsync();
        host.Books.Clock.Advance(TimeSpan.FromDays(130));
        await watch.KeepAsync();
        using var facilitator = await host.ProgramAsync(Role.Facilitator);
        var kept = await facilitator.AllAsync("/api/v1/forecasts/TFFV/record");
        Assert.Equal(2, kept.Count);
        Assert.All(kept[0]["chances"]!.AsArray(), given => Assert.Null(given!["depleted"]));
        var scored = Assert.Single(kept[1]["chances"]!.AsArray(), given => given!["depleted"] is not null)!;
        Assert.Equal((3, false), ((int)scored["months"]!, (bool)scored["depleted"]!));
        Assert.Equal((double)scored["chance"]! * (double)scored["chance"]!, (double)scored["brier"]!, 1e-9);
        Assert.Equal("404 not_found", await (await facilitator.GetAsync("/api/v1/forecasts/SFR/record")).ProblemAsync());
    }
}
