using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Bank.Reconciliation;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Tests.Bank;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Tests.Web;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Api;

/// <summary>Bank statements by program: what a page does with a file, a line and a suggestion.</summary>
public sealed class ApiBankTests
{
    private static readonly string Statement =
        CamtText.Document(CamtText.Statement("0.00", "2026-01-01", "310.00", "2026-01-31",
        ["2026-01-10 300.00 IE-A-2026-1 first", "2026-01-11 10.00 Unknown name:Somebody_(synthetic)"]));

    [Theory, EveryDatabase]
    public async Task A_file_is_tried_imported_and_its_suggestion_accepted(DatabaseKind on)
    {
        await using var host = await OpenAsync(on);
        using var program = await host.ProgramAsync(Role.Recorder);
        Assert.Equal("B", (string)Assert.Single(await program.WholeAsync("/api/v1/bank/accounts"))["code"]!);

        var tried = await program.SendAsync("/api/v1/bank/statements", "k1", File(dryRun: true));
        Assert.Equal(HttpStatusCode.OK, tried.StatusCode);
        var verdict = (await tried.BodyAsync())["statements"]![0]!;
        Assert.Equal(("accepted", 2, null), ((string)verdict["verdict"]!, (int)verdict["lines"]!, (long?)verdict["statement"]));
        Assert.Equal(0, await host.Books.NumberAsync("SELECT COUNT(*) FROM bank_statements"));

        var imported = await program.SendAsync("/api/v1/bank/statements", "k2", File());
        Assert.Equal(HttpStatusCode.Created, imported.StatusCode);
        Assert.False(imported.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal("true", Assert.Single((await program.SendAsync("/api/v1/bank/statements", "k3", File())).Headers.GetValues(
            "Idempotent-Replayed")));
        Assert.Equal("accepted 310.00", $"{(string)Assert.Single(await program.AllAsync("/api/v1/bank/statements?bank=B"))["outcome"]!} "
            + $"{(string)(await program.AllAsync("/api/v1/bank/statements"))[0]["closing"]!}");
        Assert.Empty(await program.AllAsync("/api/v1/bank/statements?bank=none"));

        // One row a part, so that cursors are followed.
        Assert.Equal(["300.00", "10.00"], (await program.AllAsync("/api/v1/bank/statements/1/lines", limit: 1))
            .Select(line => (string)line["amount"]!));
        var suggested = await program.AllAsync("/api/v1/bank/accounts/B/suggestions", limit: 1);
        Assert.Equal([1L, 2L], suggested.Select(line => (long)line["line"]!));
        var best = suggested[0]["suggestions"]![0]!;
        Assert.Equal(("IE", "strong", "IE-A-2026-1", 1),
            ((string)best["donor"]!, (string)best["strength"]!, (string)best["parts"]![0]!["agreement"]!,
            (int)best["parts"]![0]!["instalment"]!));

        var match = new { line = 1, donor = "IE", parts = best["parts"] };
        Assert.Equal(HttpStatusCode.Created, (await program.SendAsync("/api/v1/bank/accounts/B/matches", "m1", match)).StatusCode);
        Assert.Equal("true", Assert.Single((await program.SendAsync("/api/v1/bank/accounts/B/matches", "m2", match)).Headers.GetValues(
            "Idempotent-Replayed")));
        Assert.Equal("422 bank_line_is_settled",
            await (await program.SendAsync("/api/v1/bank/accounts/B/matches", "m3", new { line = 1, donor = "NL" })).ProblemAsync());
        Assert.Equal(HttpStatusCode.Created,
            (await program.SendAsync("/api/v1/bank/accounts/B/matches", "m4", new { line = 2, donor = "NL" })).StatusCode);
        Assert.Empty(await program.AllAsync("/api/v1/bank/accounts/B/suggestions"));
        Assert.Equal(("0.00", "0.00", "-310.00"),
            (await host.Books.BalanceAsync("TFFV", "2900"), await host.Books.BalanceAsync("TFFV", "1100"),
            await host.Books.BalanceAsync("TFFV", "4010")));

        Assert.Empty(await program.AllAsync("/api/v1/bank/accounts/B/reconciliations"));
        (await new ReconcileBank(host.Books.Writer).PrepareAsync("B", TestBooks.Recorder)).OrThrow();
        (await new ReconcileBank(host.Books.Writer).ApproveAsync("B", TestBooks.Approver)).OrThrow();
        Assert.Equal(["approved 310.00 310.00 0.00", "prepared 310.00 310.00 0.00"],
            (await program.AllAsync("/api/v1/bank/accounts/B/reconciliations", limit: 1)).Select(line => $"{(string)line["step"]!} "
                + $"{(string)line["bank_balance"]!} {(string)line["ledger_balance"]!} {(string)line["outstanding"]!}"));
    }

    [Theory, EveryDatabase]
    public async Task Only_those_who_see_the_bank_pages_see_the_bank_here(DatabaseKind on)
    {
        await using var host = await OpenAsync(on);
        await host.Books.ImportAsync(BankFiles.Of("x.xml", Statement));
        using var auditor = await host.ProgramAsync(Role.Auditor);
        string[] reads = ["bank/accounts", "bank/statements", "bank/statements/1/lines", "bank/accounts/B/suggestions",
            "bank/accounts/B/reconciliations"];
        foreach (var path in reads) Assert.NotNull(await auditor.JsonAsync($"/api/v1/{path}"));
        Assert.Equal("404 not_found", await (await auditor.SendAsync("/api/v1/bank/statements", "k", File())).ProblemAsync());
        Assert.Equal("404 not_found", await (await auditor.SendAsync("/api/v1/bank/accounts/B/matches", "k",
            new { line = 2, donor = "NL" })).ProblemAsync());
        foreach (var role in (Role[])[Role.StateRepresentative, Role.Facilitator, Role.Administrator, Role.ProtectionOfficer])
        {
            using var other = await host.ProgramAsync(role, role == Role.StateRepresentative ? "IE" : null);
            foreach (var path in reads) Assert.Equal("404 not_found", await (await other.GetAsync($"/api/v1/{path}")).ProblemAsync());
        }
    }

    [Theory, EveryDatabase]
    public async Task What_a_file_or_a_match_gets_wrong_has_a_code(DatabaseKind on)
    {
        await using var host = await OpenAsync(on);
        await host.Books.ImportAsync(BankFiles.Of("x.xml", Statement));
        var before = await host.Books.NumberAsync("SELECT COUNT(*) FROM entries");
        using var program = await host.ProgramAsync(Role.Recorder);
        Assert.Equal("422 bank_file_is_unknown",
            await SendAsync("statements", new { file_name = "x", content = Convert.ToBase64String("nothing"u8) }));
        Assert.Equal("400 body_is_malformed", await SendAsync("statements", new { file_name = "x", content = "%%%" }));
        Assert.Equal("400 field_is_malformed", await SendAsync("statements", new { file_name = "a/", content = "" }));
        Assert.Equal("400 field_is_malformed", await SendAsync("statements", new { file_name = "x", content = "", mapping = "none" }));
        Assert.Equal("400 idempotency_key_is_missing", await (await program.SendAsync("/api/v1/bank/statements", null, File()))
            .ProblemAsync());
        // A body larger than any other operation takes, and a file that is none.
        Assert.Equal("422 bank_file_is_unknown",
            await SendAsync("statements", new { file_name = "x",
            content = Convert.ToBase64String(Encoding.ASCII.GetBytes(new string('x', 2_000_000))) }));
        Assert.Equal("422 bank_line_is_unknown", await SendAsync("accounts/B/matches", new { line = 9, donor = "IE" }));
        Assert.Equal("422 receipt_donor_is_unknown", await SendAsync("accounts/B/matches", new { line = 2, donor = "XX" }));
        Assert.Equal("422 bank_sums_differ",
            await SendAsync("accounts/B/matches", new { line = 2, donor = "IE", parts = new[] { new { amount = "9.00" } } }));
        Assert.Equal("422 bank_rule_needs_account", await SendAsync("accounts/B/matches", new { line = 2, donor = "IE", always = true }));
        Assert.Equal("400 field_is_malformed",
            await SendAsync("accounts/B/matches",
            new { line = 2, donor = "IE", parts = new[] { new { amount = "10.00", agreement = "IE-A-2026-1" } } }));
        Assert.Equal("422 receipt_is_below_instalment",
            await SendAsync("accounts/B/matches",
            new { line = 2, donor = "IE", parts = new[] { new { amount = "10.00", agreement = "IE-A-2026-1", instalment = 1 } } }));
        Assert.Equal("404 not_found", await SendAsync("accounts/NONE/matches", new { line = 2, donor = "IE" }));
        Assert.Equal("404 not_found", await (await program.GetAsync("/api/v1/bank/statements/9/lines")).ProblemAsync());
        Assert.Equal(before, await host.Books.NumberAsync("SELECT COUNT(*) FROM entries"));

        async Task<string> SendAsync(string path, object body) =>
            await (await program.SendAsync($"/api/v1/bank/{path}", "k", body)).ProblemAsync();
    }

    [Theory, EveryDatabase]
    public async Task More_than_a_pledge_is_asked_about_by_program_and_on_the_page_and_nothing_is_chosen_twice(DatabaseKind on)
    {
        await using var host = await OpenAsync(on);
        foreach (var key in (string[])["two", "three", "four"])
            (await new AnnouncePledge(host.Books.Writer)
                .RunAsync(new(key, "IE", Day("2026-01-02"), Eur("100.00"), null, "Pledge (synthetic)", null, "TFFV"), TestBooks.Recorder))
                .OrThrow();
        await host.Books.ImportAsync(BankFiles.Of("x.xml",
            CamtText.Document(CamtText.Statement("0.00", "2026-01-01", "360.00", "2026-01-31",
            ["2026-01-10 110.00 IE-P-2026-2", "2026-01-11 120.00 IE-P-2026-3 iban:NL01", "2026-01-12 130.00 IE-P-2026-4"]))));
        using var program = await host.ProgramAsync(Role.Recorder);
        object Match(string? difference) =>
            new { line = 1, donor = "IE", parts = new[] { new { amount = "110.00", pledge = "IE-P-2026-2", difference } } };
        Assert.Equal("422 receipt_is_above_pledge", await (await program.SendAsync("/api/v1/bank/accounts/B/matches", "a", Match(null)))
            .ProblemAsync());
        Assert.Equal(HttpStatusCode.Created,
            (await program.SendAsync("/api/v1/bank/accounts/B/matches", "b", Match("separate_gift"))).StatusCode);
        Assert.True((await program.SendAsync("/api/v1/bank/accounts/B/matches", "c", Match("separate_gift"))).Headers.Contains(
            "Idempotent-Replayed"));
        Assert.Equal("422 bank_line_is_settled", await (await program.SendAsync("/api/v1/bank/accounts/B/matches", "d", Match("total")))
            .ProblemAsync());

        using var browser = await host.BrowserAsync(Role.Recorder);
        var page = await browser.PageAsync("/bank/B");
        var accept = Form(page, 2, ".suggestions form");
        Assert.Equal(["", "total", "separate_gift", "return"], accept.QuerySelectorAll("select[name=difference][required] option")
            .Select(option => option.GetAttribute("value")));
        var refused = await Reading.Parsed(await browser.SendAsync(accept.GetAttribute("action")!, Own(accept, ("always", "yes"))));
        Assert.Equal("receipt_is_above_pledge", refused.QuerySelector(".refusal-code")!.TextContent);
        Assert.True(Form(refused, 2, ".suggestions form").QuerySelector("input[name=always]")!.HasAttribute("checked"));
        Assert.Equal(HttpStatusCode.Redirect,
            (await browser.SendAsync(accept.GetAttribute("action")!, Own(accept, ("difference", "return")))).StatusCode);

        // By hand: what was typed stands there again, opened, and only the choice is missing.
        var hand = Form(page, 3, "details form:not([action*=Mark])");
        refused = await Reading.Parsed(await browser.SendAsync(hand.GetAttribute("action")!,
            Own(hand, ("donor", "IE"), ("pledge", "IE-P-2026-4"))));
        Assert.Equal("receipt_is_above_pledge", refused.QuerySelector(".refusal-code")!.TextContent);
        hand = Form(refused, 3, "details[open] form:not([action*=Mark])");
        Assert.Equal(("IE", "IE-P-2026-4", ""), (Own(hand)["donor"], Own(hand)["pledge"], Own(hand)["difference"]));
        Assert.Equal(HttpStatusCode.Redirect,
            (await browser.SendAsync(hand.GetAttribute("action")!, Own(hand, ("difference", "total")))).StatusCode);
        Assert.Equal(("0.00", "-20.00", "-640.00", "300.00"),
            (await host.Books.BalanceAsync("TFFV", "2900"), await host.Books.BalanceAsync("TFFV", "2200"),
            await host.Books.BalanceAsync("TFFV", "4010"), await host.Books.BalanceAsync("TFFV", "8013")));

        static IHtmlFormElement Form(IHtmlDocument page, long line, string which) =>
            page.QuerySelectorAll(which).Cast<IHtmlFormElement>()
            .First(form => form.QuerySelector($"input[name=line][value='{line}']") is not null);

        static Dictionary<string, string> Own(IHtmlFormElement form, params (string Field, string Text)[] typed)
        {
            var fields = form.QuerySelectorAll("input[type=hidden], select")
                .ToDictionary(field => field.GetAttribute("name")!, field => field is IHtmlSelectElement select ? select.Value ?? ""
                : ((IHtmlInputElement)field).Value);
            foreach (var (field, text) in typed) fields[field] = text;
            return fields;
        }
    }

    private static object File(bool dryRun = false) =>
        new { file_name = "january.xml", content = Convert.ToBase64String(Encoding.UTF8.GetBytes(Statement)), dry_run = dryRun };

    private static async Task<ApiHost> OpenAsync(DatabaseKind on)
    {
        var host = await ApiHost.OpenAsync(on);
        await host.Books.RegisterAsync("B", CamtText.Account);
        (await new SignAgreement(host.Books.Writer)
            .RunAsync(new("sign", "IE", null, "TFFV", Day("2026-01-02"), Eur("300.00"), null, [new(Day("2026-01-15"), Eur("300.00"))]),
            TestBooks.Recorder)).OrThrow();
        return host;
    }
}
