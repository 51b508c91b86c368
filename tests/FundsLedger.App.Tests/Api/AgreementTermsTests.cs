using System.Net;
using System.Text.Json.Nodes;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Tests.Web;
using Xunit;

namespace FundsLedger.App.Tests.Api;

/// <summary>Programme support, allowances and advances that go back, by page and by program: what one says, the other shows.</summary>
public sealed class AgreementTermsTests
{
    [Theory, EveryDatabase]
    public async Task Support_and_allowance_are_set_by_either_door_and_no_donor_sees_what_the_fund_did(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var recorder = await host.ProgramAsync(Role.Recorder);
        using var approver = await host.ProgramAsync(Role.ApprovingOfficer);
        using var state = await host.ProgramAsync(Role.StateRepresentative, "IE");
        using var browser = await host.BrowserAsync(Role.Recorder);
        var code = await MadeAsync(recorder, "agreements", new { donor = "IE", fund = "SFR", signed_on = "2026-03-01", amount = "500.00",
            currency = "EUR", instalments = new object[] { new { due_on = "2026-04-30", amount = "500.00" } }, support_per_cent = "7" });
        var path = $"/api/v1/agreements/{code}";
        Assert.EndsWith("field_is_malformed", await (await recorder.SendAsync($"{path}/support-shares", "s0", new { per_cent = "7.123",
            from = "2026-06-01" })).ProblemAsync(), StringComparison.Ordinal);
        Assert.Equal("422 support_share_is_not_later", await (await recorder.SendAsync($"{path}/support-shares", "s1", new { per_cent = "8",
            from = "2026-03-01" })).ProblemAsync());

        // By the page: what is wrong stays beside its field.
        var form = await browser.PageAsync($"/agreements/{code}/support");
        var faulty = await Reading.Parsed(await browser.SendAsync($"/agreements/{code}/support", form.Filled(("share", "101"), ("date",
            "2026-06-01"))));
        Assert.NotNull(faulty.QuerySelector("#f-share-fault"));
        Assert.Equal(HttpStatusCode.Found, (await browser.SendAsync($"/agreements/{code}/support", form.Filled(("share", "7.5"), ("date",
            "2026-06-01"), ("reference", "NV 9")))).StatusCode);
        Assert.Contains("7.50 %", (await browser.PageAsync($"/agreements/{code}")).MainText(), StringComparison.Ordinal);
        await MadeAsync(recorder, "by-hand", new { act = "programme_support", date = "2026-06-01", amount = "100.00", note = "Support",
            agreement = code });
        Assert.Equal("422 hand_share_is_other", await (await recorder.SendAsync("/api/v1/by-hand", "other", new { act = "programme_support",
            date = "2026-06-01", amount = "100.00", note = "Support", agreement = code, per_cent = "7" })).ProblemAsync());
        var shown = await recorder.JsonAsync(path);
        Assert.Equal(("7.00 2026-03-01, 7.50 2026-06-01", "7.50"), (string.Join(", ", shown["support"]!.AsArray().Select(term =>
            $"{term!["per_cent"]} {term["from"]}")), (string)shown["support_charged"]!));

        var doubt = await browser.PageAsync($"/agreements/{code}/allowance");
        Assert.NotNull((await Reading.Parsed(await browser.SendAsync($"/agreements/{code}/allowance", doubt.Filled(("amount", "500.01"),
            ("date", "2026-06-30"), ("reason", "in doubt"))))).QuerySelector("#f-amount-fault"));
        var asked = await recorder.SendAsync($"{path}/allowances", "a", new { date = "2026-06-30", amount = "120.00",
            reason = "in doubt" });
        Assert.Equal(HttpStatusCode.Created, asked.StatusCode);
        var request = asked.Headers.Location!.ToString();
        Assert.Contains("0.00", (await (await host.BrowserAsync(Role.ApprovingOfficer)).PageAsync(request.Replace("/api/v1", "",
            StringComparison.Ordinal))).MainText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await approver.SendAsync(request + "/decisions", "d", new { approved = true })).StatusCode);
        var ageing = await recorder.JsonAsync("/api/v1/reports/ageing?as_of=2026-06-30");
        Assert.Equal(("500.00", "380.00", "0.00"), ((string)ageing["receivable_eur"]!, (string)ageing["net_receivable_eur"]!,
            (string)ageing["non_current_eur"]!));
        Assert.Contains("380.00", (await browser.PageAsync("/ageing?asOf=2026-06-30")).MainText(), StringComparison.Ordinal);

        // The donor sees the share it agreed to; neither what was charged nor what is doubted.
        var theirs = await state.JsonAsync(path);
        Assert.Equal((2, null, null), (theirs["support"]!.AsArray().Count, (string?)theirs["support_charged"],
            (string?)theirs["allowance"]));
        Assert.Null((string?)(await state.JsonAsync("/api/v1/reports/ageing"))["net_receivable_eur"]);
        Assert.True((await new LedgerCheck(new LedgerReads(host.Books.Database, host.Books.Clock)).RunAsync()).IsGood);
    }

    [Theory, EveryDatabase]
    public async Task An_advance_whose_agreement_nobody_signs_goes_back_by_either_door(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var recorder = await host.ProgramAsync(Role.Recorder);
        using var approver = await host.ProgramAsync(Role.ApprovingOfficer);
        using var browser = await host.BrowserAsync(Role.Recorder);
        var receipt = await MadeAsync(recorder, "receipts", new { fund = "SFR", donor = "IE", date = "2026-04-30", amount = "300.00",
            currency = "EUR", bank = "1010", advance = true });
        Assert.Equal([(receipt, "300.00")], (await recorder.AllAsync("/api/v1/returns/advances")).Select(row => ((string)row["receipt"]!,
            (string)row["amount"]!)));
        Assert.Contains($"/returns/advances/{receipt}", (await browser.PageAsync("/returns")).DocumentElement.OuterHtml,
            StringComparison.Ordinal);
        Assert.Equal("422 advance_has_less", await (await recorder.SendAsync("/api/v1/returns/advances", "k", new { receipt,
            date = "2026-05-01", reason = "not signed", amount = "300.01" })).ProblemAsync());

        var form = await browser.PageAsync($"/returns/advances/{receipt}");
        Assert.Equal("300.00", form.Filled()["amount"]);
        var asked = await browser.SendAsync($"/returns/advances/{receipt}", form.Filled(("amount", "120.00"), ("date", "2026-05-01"), (
            "reason", "not signed")));
        Assert.StartsWith("/approvals/", asked.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await approver.SendAsync($"/api/v1{asked.Headers.Location}/decisions", "d", new {
            approved = true })).StatusCode);
        var rest = await recorder.SendAsync("/api/v1/returns/advances", "rest", new { receipt, date = "2026-05-01",
            reason = "not signed" });
        Assert.Equal(HttpStatusCode.Created, (await approver.SendAsync(rest.Headers.Location + "/decisions", "e", new { approved = true }))
            .StatusCode);

        Assert.Empty(await recorder.AllAsync("/api/v1/returns/advances"));
        Assert.Equal("300.00", (string)Assert.Single(await recorder.AllAsync("/api/v1/returns"))["amount"]!);
        Assert.True((await new LedgerCheck(new LedgerReads(host.Books.Database, host.Books.Clock)).RunAsync()).IsGood);
    }

    private static async Task<string> MadeAsync(HttpClient program, string path, object body)
    {
        var answer = await program.SendAsync($"/api/v1/{path}", System.Security.Cryptography.RandomNumberGenerator.GetHexString(24), body);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, $"{path}: {await answer.Content.ReadAsStringAsync()}");
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!;
    }
}
