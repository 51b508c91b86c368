using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Tests.Web;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Api;

/// <summary>Paying back, reviews, policies, reminders and files of pledges by program: what the pages do, said the same.</summary>
public sealed class ReturnApiTests
{
    [Theory, EveryDatabase]
    public async Task What_waits_to_go_back_is_paid_by_two_programs_and_shows_the_same_on_the_page(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        await host.Books.MustPostAsync(Entry("2026-03-01 receipt SFR", "1010 800.00 donor:IE", "4010 -800.00 donor:IE"),
            Entry("2026-04-01 return SFR", "4010 300.00 donor:IE", "2200 -300.00 donor:IE pledge:IE-P-1"),
            Entry("2026-04-02 return SFR", "4010 50.00 donor:NL", "2200 -50.00 donor:NL"));
        using var recorder = await host.ProgramAsync(Role.Recorder);
        using var approver = await host.ProgramAsync(Role.ApprovingOfficer);
        Assert.Equal([("IE", "300.00", "IE-P-1"), ("NL", "50.00", null)],
            (await recorder.AllAsync("/api/v1/returns", 1)).Select(
                row => ((string)row["donor"]!, (string)row["amount"]!, (string?)row["parts"]![0]!["pledge"])));
        Assert.Single(await recorder.AllAsync("/api/v1/returns?donor=NL&fund=SFR"));
        Assert.Empty(await recorder.AllAsync("/api/v1/returns?fund=TFFV"));

        // The page says the same, and warns: the fund is protected.
        using var browser = await host.BrowserAsync(Role.Recorder);
        Assert.Contains("300.00", (await browser.PageAsync("/returns")).MainText(), StringComparison.Ordinal);
        var form = await browser.PageAsync("/returns/IE/SFR/EUR");
        Assert.Contains("This fund is protected", form.QuerySelector(".notice-warn")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("300.00", "1010"), (form.Filled()["amount"], form.Filled()["bank"]));
        Assert.Null((await browser.PageAsync("/returns/IE/TFFV/EUR")).QuerySelector(".notice-warn"));
        Assert.Contains("/returns/IE/SFR/EUR", (await browser.PageAsync("/donors/IE")).DocumentElement.OuterHtml, StringComparison.Ordinal);

        object Body(string amount, string bank = "1010") =>
            new { donor = "IE", fund = "SFR", date = "2026-05-01", amount, currency = "EUR", bank, reason = "as agreed" };
        Assert.Equal("422 less_waits_to_go_back", await (await recorder.SendAsync("/api/v1/returns", "k", Body("300.01"))).ProblemAsync());
        Assert.Equal("422 return_bank_takes_other_currency",
            await (await recorder.SendAsync("/api/v1/returns", "k", Body("300.00", "1011"))).ProblemAsync());
        var asked = await recorder.SendAsync("/api/v1/returns", "k", Body("120.00"));
        Assert.Equal(HttpStatusCode.Created, asked.StatusCode);
        Assert.True((await recorder.SendAsync("/api/v1/returns", "k", Body("120.00"))).Headers.Contains("Idempotent-Replayed"));
        Assert.Equal("409 key_used_for_other_input",
            await (await recorder.SendAsync("/api/v1/returns", "k", Body("121.00"))).ProblemAsync());
        var request = asked.Headers.Location!.ToString();
        Assert.Equal(("pay_back", "120.00", "IE-P-1 120.00"), await KindAsync(approver, request));
        Assert.Equal(HttpStatusCode.Created, (await approver.SendAsync(request + "/decisions", "d", new { approved = true })).StatusCode);
        Assert.Equal("180.00", (string)(await recorder.AllAsync("/api/v1/returns?donor=IE"))[0]["amount"]!);
        Assert.Equal("680.00", await host.Books.BalanceAsync("SFR", "1010"));
        Assert.True((await new LedgerCheck(new LedgerReads(host.Books.Database, host.Books.Clock)).RunAsync()).IsGood);

        // What goes back unspent tells what a fund holds: the donor hears of it from the Registry and not here.
        using var state = await host.ProgramAsync(Role.StateRepresentative, "IE");
        Assert.Equal("404 not_found", await (await state.GetAsync("/api/v1/returns")).ProblemAsync());

        static async Task<(string, string, string)> KindAsync(HttpClient program, string path)
        {
            var seen = await program.JsonAsync(path);
            return ((string)seen["kind"]!, (string)seen["asked"]!["amount"]!, (string)seen["asked"]!["parts"]!);
        }
    }

    [Theory, EveryDatabase]
    public async Task What_waits_to_go_back_is_in_the_menu_and_a_file_that_names_no_confidential_donor_unasked(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        await host.Books.MustPostAsync(Entry("2026-03-01 receipt TFFV", "1010 800.00 donor:IE", "4010 -800.00 donor:IE"),
            Entry("2026-04-01 return TFFV", "4010 300.00 donor:IE", "2200 -300.00 donor:IE pledge:IE-P-1"),
            Entry("2026-04-02 return TFFV", "4010 50.00 donor:NL", "2200 -50.00 donor:NL pledge:NL-P-1"));
        using var recorder = await host.ProgramAsync(Role.Recorder);
        await recorder.SendAsync("/api/v1/donors/NL/profile", "p", new { language = "en", confidential = true });
        using var auditor = await host.BrowserAsync(Role.Auditor);
        var page = await auditor.PageAsync("/returns");
        Assert.Equal("page", page.QuerySelector("#places a[href='/returns']")!.GetAttribute("aria-current"));
        Assert.Equal(["/returns?handler=csv", "/returns?handler=csv&names=all"],
            page.QuerySelectorAll("main a[download]").Select(link => link.GetAttribute("href")));
        const string First = "donor,fund,currency,pledge,agreement,amount,eur,since\r\nIE,TFFV,EUR,IE-P-1,,300.00,300.00,2026-04-01\r\n";
        Assert.Equal(First + "confidential,TFFV,EUR,confidential,,50.00,50.00,2026-04-02\r\n",
            (await auditor.GetStringAsync("/returns?handler=csv")).TrimStart('\uFEFF'));
        Assert.Equal(First + "NL,TFFV,EUR,NL-P-1,,50.00,50.00,2026-04-02\r\n",
            (await auditor.GetStringAsync("/returns?handler=csv&names=all")).TrimStart('\uFEFF'));
        Assert.Equal(1,
            await host.Books.NumberAsync(
                "SELECT COUNT(*) FROM audit_log WHERE act = 'downloaded' AND subject LIKE '%/returns%names=all%'"));
        using var state = await host.BrowserAsync(Role.StateRepresentative, "IE");
        Assert.Equal(HttpStatusCode.NotFound, (await state.GetAsync("/returns?handler=csv")).StatusCode);
        Assert.Null((await state.PageAsync("/")).QuerySelector("#places a[href='/returns']"));
    }

    [Theory, EveryDatabase]
    public async Task More_than_a_pledge_is_asked_about_by_program_and_in_the_form(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var recorder = await host.ProgramAsync(Role.Recorder);
        foreach (var key in (string[])["a", "b"])
            await recorder.SendAsync("/api/v1/pledges", key,
                new { donor = "IE", date = "2026-01-10", amount = "100.00", currency = "EUR", description = "Pledge (synthetic)",
                    fund = "TFFV" });
        object Body(string? difference) =>
            new { fund = "TFFV", donor = "IE", date = "2026-02-01", amount = "130.00", currency = "EUR", bank = "1010",
                pledge = "IE-P-2026-1", difference };
        Assert.Equal("422 receipt_is_above_pledge", await (await recorder.SendAsync("/api/v1/receipts", "k", Body(null))).ProblemAsync());
        Assert.Equal("422 receipt_difference_is_not_possible",
            await (await recorder.SendAsync("/api/v1/receipts", "k", Body("stays_due"))).ProblemAsync());
        Assert.Equal(HttpStatusCode.Created, (await recorder.SendAsync("/api/v1/receipts", "k", Body("return"))).StatusCode);
        Assert.True((await recorder.SendAsync("/api/v1/receipts", "k", Body("return"))).Headers.Contains("Idempotent-Replayed"));
        Assert.Equal("409 key_used_for_other_input",
            await (await recorder.SendAsync("/api/v1/receipts", "k", Body("total"))).ProblemAsync());
        Assert.Equal("30.00", (string)Assert.Single(await recorder.AllAsync("/api/v1/returns"))["amount"]!);

        using var browser = await host.BrowserAsync(Role.Recorder);
        var form = (await browser.PageAsync("/receipts/new?pledge=IE-P-2026-2")).Filled(("amount", "100.07"), ("date", "2026-02-02"),
            ("reference", "BANK-7"));
        var refused = await Reading.Parsed(await browser.SendAsync("/receipts/new", form));
        Assert.Equal("receipt_is_above_pledge", refused.QuerySelector(".refusal-code")!.TextContent);
        Assert.NotNull(refused.QuerySelector("#f-difference-fault"));
        Assert.Equal(form.Where(field => !field.Key.StartsWith("__", StringComparison.Ordinal))
            .OrderBy(field => field.Key, StringComparer.Ordinal),
            refused.Filled().Where(field => !field.Key.StartsWith("__", StringComparison.Ordinal))
                .OrderBy(field => field.Key, StringComparer.Ordinal));
        var other = await Reading.Parsed(await browser.SendAsync("/receipts/new", refused.Filled(("difference", "next_instalment"))));
        Assert.Equal("receipt_difference_is_not_possible", other.QuerySelector(".refusal-code")!.TextContent);
        Assert.Equal(HttpStatusCode.Redirect,
            (await browser.SendAsync("/receipts/new", other.Filled(("difference", "separate_gift")))).StatusCode);
        Assert.Equal(("-200.07", "-30.00", "0.00"),
            (await host.Books.BalanceAsync("TFFV", "4010"), await host.Books.BalanceAsync("TFFV", "2200"),
                await host.Books.BalanceAsync("TFFV", "8010")));
    }

    [Theory, EveryDatabase]
    public async Task A_donor_is_added_put_under_review_and_out_of_it_by_two(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var recorder = await host.ProgramAsync(Role.Recorder);
        using var approver = await host.ProgramAsync(Role.ApprovingOfficer);
        var donor = new { code = "XQ", name = "State Q (synthetic)", type = "state", language = "fr" };
        Assert.Equal(HttpStatusCode.Created, (await recorder.SendAsync("/api/v1/donors", "a", donor)).StatusCode);
        Assert.True((await recorder.SendAsync("/api/v1/donors", "b", donor)).Headers.Contains("Idempotent-Replayed"));
        Assert.Equal("422 donor_code_is_taken",
            await (await recorder.SendAsync("/api/v1/donors", "c",
                new { donor.code, name = "Another", donor.type, donor.language })).ProblemAsync());
        Assert.Equal("422 donor_is_not_under_review",
            await (await recorder.SendAsync("/api/v1/donors/XQ/review-lifts", "d", new { reason = "clear" })).ProblemAsync());
        await recorder.SendAsync("/api/v1/donors/XQ/profile", "e", new { language = "fr", under_review = true, review_reason = "origin" });
        var asked = await recorder.SendAsync("/api/v1/donors/XQ/review-lifts", "d", new { reason = "clear" });
        Assert.True((bool)(await recorder.JsonAsync("/api/v1/donors/XQ"))["under_review"]!);
        Assert.Equal(HttpStatusCode.Created,
            (await approver.SendAsync(asked.Headers.Location + "/decisions", "f", new { approved = true })).StatusCode);
        Assert.False((bool)(await recorder.JsonAsync("/api/v1/donors/XQ"))["under_review"]!);
    }

    [Theory, EveryDatabase]
    public async Task The_policy_of_a_year_is_set_and_every_version_is_shown(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var administrator = await host.ProgramAsync(Role.Administrator);
        using var auditor = await host.ProgramAsync(Role.Auditor);
        object Body(string treatment) => new { fiscal_year = 2026, standard = "IPSAS 47", treatment };
        foreach (var treatment in (string[])["deferred", "when_met"])
            Assert.Equal(HttpStatusCode.Created,
                (await administrator.SendAsync("/api/v1/recognition-policies", treatment, Body(treatment))).StatusCode);
        Assert.True(
            (await administrator.SendAsync("/api/v1/recognition-policies", "again", Body("when_met"))).Headers.Contains(
                "Idempotent-Replayed"));
        Assert.Equal("422 policy_is_malformed",
            await (await administrator.SendAsync("/api/v1/recognition-policies", "old",
                new { fiscal_year = 1066, standard = "x", treatment = "deferred" })).ProblemAsync());
        Assert.Equal([("when_met", true), ("deferred", false)],
            (await auditor.JsonAsync("/api/v1/recognition-policies"))["items"]!.AsArray()
                .Select(row => ((string)row!["treatment"]!, (bool)row["in_force"]!)));
        Assert.Equal("404 not_found",
            await (await auditor.SendAsync("/api/v1/recognition-policies", "n", Body("deferred"))).ProblemAsync());
    }

    [Theory, EveryDatabase]
    public async Task A_reminder_is_read_as_the_page_shows_it_in_both_languages_and_drafted_once(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var recorder = await host.ProgramAsync(Role.Recorder);
        Assert.Equal("422 nothing_is_overdue", await (await recorder.GetAsync("/api/v1/reminders/IE")).ProblemAsync());
        await recorder.SendAsync("/api/v1/agreements", "a",
            new { donor = "IE", fund = "TFFV", signed_on = "2026-01-10", amount = "90.00", currency = "EUR", equal_instalments = 2,
                first_due_on = "2026-02-01", months_apart = 1 });
        using var browser = await host.BrowserAsync(Role.Recorder);
        foreach (var (language, compliments) in ((string, string)[])[("en", "presents its compliments to State IE"),
            ("fr", "ses compliments au donateur")])
        {
            var letter = await recorder.JsonAsync($"/api/v1/reminders/IE?language={language}");
            Assert.Contains(compliments, (string)letter["html"]!, StringComparison.Ordinal);
            Assert.Contains((string)letter["html"]!,
                (await browser.GetStringAsync($"/reminders/IE?in={language}")).ReplaceLineEndings("\n"), StringComparison.Ordinal);
            Assert.Equal([("IE-A-2026-1 / 1", "45.00", 150), ("IE-A-2026-1 / 2", "45.00", 122)],
                letter["items"]!.AsArray().Select(item => ((string)item!["reference"]!, (string)item["open"]!, (int)item["days"]!)));
        }
        Assert.Equal(0, await host.Books.NumberAsync("SELECT COUNT(*) FROM reminders"));
        var drafted = await recorder.SendAsync("/api/v1/reminders/IE", "b", new { language = "fr" });
        Assert.Equal("fr", (string)(await recorder.JsonAsync(drafted.Headers.Location!.ToString()))["language"]!);
        Assert.True(
            (await recorder.SendAsync("/api/v1/reminders/IE", "c", new { language = "fr" })).Headers.Contains("Idempotent-Replayed"));
        Assert.Equal("422 donor_language_is_unknown",
            await (await recorder.SendAsync("/api/v1/reminders/IE", "d", new { language = "de" })).ProblemAsync());
        Assert.Equal(1, await host.Books.NumberAsync("SELECT COUNT(*) FROM reminders WHERE language = 'fr'"));
    }

    [Theory, EveryDatabase]
    public async Task A_file_of_pledges_is_tried_recorded_and_the_second_time_a_repeat(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var recorder = await host.ProgramAsync(Role.Recorder);
        var before = await host.Books.EveryRowAsync();
        object Body(bool dryRun,
            string text = "donor,date,currency,amount,fund\nIE,2026-02-01,EUR,12.34,TFFV\nNL,2026-02-02,EUR,0.66,\n") =>
                new { file_name = "two.csv", content = Convert.ToBase64String(Encoding.UTF8.GetBytes(text)), dry_run = dryRun };
        var tried = await recorder.SendAsync("/api/v1/pledges/imports", "k", Body(true));
        Assert.Equal((HttpStatusCode.OK, 2, true),
            (tried.StatusCode, (int)(await tried.BodyAsync())["pledges"]!, (bool)(await tried.BodyAsync())["dry_run"]!));
        Assert.Equal("422 pledge_amount_is_not_positive",
            await (await recorder.SendAsync("/api/v1/pledges/imports", "k",
                Body(false, "donor,date,currency,amount\nIE,2026-02-01,EUR,-1.00\n"))).ProblemAsync());
        Assert.Equal("400 field_is_malformed",
            await (await recorder.SendAsync("/api/v1/pledges/imports", "k", new { file_name = "", content = "" })).ProblemAsync());
        Assert.Equal(Journal(before), Journal(await host.Books.EveryRowAsync()));
        Assert.Equal(HttpStatusCode.Created, (await recorder.SendAsync("/api/v1/pledges/imports", "k", Body(false))).StatusCode);
        var again = await recorder.SendAsync("/api/v1/pledges/imports", "other", Body(false));
        Assert.True(again.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal((0, 2), ((int)(await again.BodyAsync())["pledges"]!, (int)(await again.BodyAsync())["repeated"]!));
        Assert.Equal(2, (await recorder.AllAsync("/api/v1/pledges")).Count);

        static string Journal(string rows) =>
            rows[rows.IndexOf("entries:", StringComparison.Ordinal)..rows.IndexOf("fund_settings:", StringComparison.Ordinal)];
    }
}
