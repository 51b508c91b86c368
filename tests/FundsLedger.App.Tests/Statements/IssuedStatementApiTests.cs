using System.Net;
using FundsLedger.App.Access;
using FundsLedger.App.Tests.Api;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Tests.Web;
using Xunit;

namespace FundsLedger.App.Tests.Statements;

/// <summary>Issuing a statement over the interface for programs, and what a stranger is told of it.</summary>
public sealed class IssuedStatementApiTests
{
    private static readonly object Asked = new { fund = "TFFV", from = "2026-02-01", to = "2026-02-28", language = "en" };

    [Fact]
    public async Task Programs_issue_list_and_compare_and_a_stranger_is_told_the_day_and_the_hash_alone()
    {
        await using var host = await ApiHost.OpenAsync(DatabaseKind.Sqlite);
        using var recorder = await host.ProgramAsync(Role.Recorder);
        Assert.Equal(HttpStatusCode.Created, (await recorder.SendAsync("/api/v1/receipts", "r", new { fund = "TFFV", donor = "IE",
            date = "2026-02-10", amount = "12345.67", currency = "EUR", bank = "1010" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await recorder.SendAsync("/api/v1/statements/IE/issued", "i", Asked)).StatusCode);
        using var certifier = await host.ProgramAsync(Role.CertifyingOfficer);
        var asked = await certifier.SendAsync("/api/v1/statements/IE/issued", "i", Asked);
        Assert.Equal(HttpStatusCode.Created, asked.StatusCode);
        using var approver = await host.ProgramAsync(Role.ApprovingOfficer);
        var request = Assert.Single(await approver.AllAsync("/api/v1/approvals"));
        Assert.Equal("issue_statement", (string)request["kind"]!);
        Assert.Equal(HttpStatusCode.Created, (await approver.SendAsync($"/api/v1/approvals/{(long)request["id"]!}/decisions", "d",
            new { approved = true, payload_hash = (string)request["payload_hash"]! })).StatusCode);

        var issued = Assert.Single(await recorder.AllAsync("/api/v1/statements/IE/issued"));
        var number = (string)issued["number"]!;
        var compared = await recorder.JsonAsync($"/api/v1/statements/IE/issued/{number}");
        Assert.Empty(compared["differences"]!.AsArray());

        using var stranger = host.Client(null);
        var page = await stranger.GetAsync($"/verify/{number.ToLowerInvariant()}");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var text = (await Reading.Parsed(page)).MainText();
        Assert.Contains((string)issued["sha256"]!, text, StringComparison.Ordinal);
        Assert.Contains(number, text, StringComparison.Ordinal);
        foreach (var told in (string[])["12,345", "12345", "EUR", "Ireland", "TFFV", "Visits"])
            Assert.DoesNotContain(told, text, StringComparison.Ordinal);

        // What was never issued is not there, like any address.
        var never = await stranger.GetAsync("/verify/00000-00000-00000-00000");
        var absent = await stranger.GetAsync("/verify-00000-00000-00000-00000");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (never.StatusCode, absent.StatusCode));
        Assert.Equal((await Reading.Parsed(absent)).MainText(), (await Reading.Parsed(never)).MainText());

        using var state = await host.BrowserAsync(Role.StateRepresentative, "IE");
        var file = await state.GetAsync($"/statements/IE/issued/{number}.pdf");
        Assert.Equal("application/pdf", file.Content.Headers.ContentType?.MediaType);
        Assert.Equal((string)issued["sha256"]!, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
            await file.Content.ReadAsByteArrayAsync())));
        Assert.Equal(HttpStatusCode.OK, (await state.GetAsync($"/statements/IE/issued/{number}")).StatusCode);
        using var other = await host.BrowserAsync(Role.StateRepresentative, "NL");
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/statements/IE/issued/{number}.pdf")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/statements/NL/issued/{number}.pdf")).StatusCode);
    }
}
