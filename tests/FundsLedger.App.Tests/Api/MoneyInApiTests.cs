using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Tests.Web;
using Xunit;

namespace FundsLedger.App.Tests.Api;

/// <summary>Donors, offers, agreements, approvals and ageing for programs: the same operations, refusals and reach as on the
/// pages.</summary>
public sealed class MoneyInApiTests
{
    private static readonly object TwoInstalments = new { donor = "IE", fund = "SFR", signed_on = "2026-03-01", amount = "500.00",
        currency = "EUR",
        instalments = new object[] { new { due_on = "2026-04-30", amount = "300.00" },
            new { due_on = "2026-06-30", amount = "200.00", condition = "report" } } };

    /// <summary>Published: the pledge and its designations. Synthetic: days, the agreement, its instalments and the payment.</summary>
    [Theory, EveryDatabase]
    public async Task The_Irish_case_shows_the_same_figures_on_page_API_CSV_and_ledger(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var recorder = await host.ProgramAsync(Role.Recorder);
        var pledge = await CodeAsync(recorder, "pledges",
            new { donor = "IE", date = "2023-11-30", amount = "3000000.00", currency = "EUR",
                description = "EUR 3 million, purposes not yet set", source = "irishlegal.com (2023)" });
        foreach (var (amount, fund, purpose) in ((string, string?, string?)[])[("1000000.00", null, "Office of the Prosecutor"),
            ("500000.00", "SFR", null), ("500000.00", null, "Special Fund for Security")])
            await CodeAsync(recorder, $"pledges/{pledge}/designations",
                new { date = "2024-12-31", amount, currency = "EUR", description = "Designated", fund, purpose });
        var agreement = await CodeAsync(recorder, "agreements",
            new { donor = "IE", pledge, fund = "SFR", signed_on = "2025-03-01", amount = "500000.00", currency = "EUR",
                equal_instalments = 2, first_due_on = "2025-06-30", months_apart = 6 });
        var paid = new { fund = "SFR", donor = "IE", date = "2025-07-02", amount = "100000.00", currency = "USD", bank = "1011",
            rate = "0.9137", rate_date = "2025-07-01", rate_source = "synthetic", agreement };
        Assert.Equal("422 receipt_is_below_instalment", await (await recorder.SendAsync("/api/v1/receipts", "x", paid)).ProblemAsync());
        await CodeAsync(recorder, "receipts",
            new { paid.fund, paid.donor, paid.date, paid.amount, paid.currency, paid.bank, paid.rate, paid.rate_date, paid.rate_source,
                paid.agreement, instalment = 1, difference = "stays_due" });
        // Another donor's promise is in none of Ireland's figures.
        await CodeAsync(recorder, "pledges",
            new { donor = "NL", date = "2024-01-10", amount = "777777.77", currency = "EUR", description = "Other (synthetic)",
                fund = "SFR" });

        using var state = await host.ProgramAsync(Role.StateRepresentative, "IE");
        using var browser = await host.BrowserAsync(Role.StateRepresentative, "IE");

        // The pledge.
        var api = Assert.Single(await state.AllAsync("/api/v1/pledges"));
        var csv = Assert.Single(Rows(await browser.GetStringAsync("/pledges?handler=csv")));
        var page = (await browser.PageAsync($"/pledges/{pledge}")).MainText();
        foreach (var (field, figure) in ((string, string)[])[("amount", "3000000.00"), ("paid", "91370.00"), ("outside", "1500000.00"),
            ("open", "1408630.00"), ("undesignated", "1000000.00")])
        {
            Assert.Equal((figure, figure), ((string)api[field]!, csv[field]));
            Assert.Contains(figure, Bare(page), StringComparison.Ordinal);
        }
        Assert.Equal(("part_paid", "part_paid", "1408630.00"), ((string)api["stage"]!, csv["stage"], (string)api["open_eur"]!));
        Assert.Equal(("1000000.00", "1500000.00", "408630.00", "408630.00", "-500000.00", "91370.00"),
            (await host.Books.BalanceAsync("UMB", "8010"), await host.Books.BalanceAsync("UMB", "8015"),
            await host.Books.BalanceAsync("SFR", "8013"), await host.Books.BalanceAsync("SFR", "1100"),
            await host.Books.BalanceAsync("SFR", "4010"), await host.Books.BalanceAsync("SFR", "1011")));

        // The agreement's instalments: what the page's rows say is what the API says, and they sum to the receivable.
        var signed = await state.JsonAsync($"/api/v1/agreements/{agreement}");
        var rows = Table(await browser.PageAsync($"/agreements/{agreement}"));
        var instalments = signed["instalments"]!.AsArray();
        Assert.Equal([("250000.00", "91370.00", "0.00", "158630.00"), ("250000.00", "0.00", "0.00", "250000.00")],
            instalments.Select(one => ((string)one!["agreed"]!, (string)one["paid"]!, (string)one["written_off"]!, (string)one["open"]!)));
        foreach (var (one, cells) in instalments.Zip(rows)) Assert.Equal(
            [(string)one!["agreed"]! + "EUR", (string)one["paid"]!, (string)one["written_off"]!, (string)one["open"]!],
            cells[2..6].Select(Bare));
        Assert.Equal(("408630.00", "2025-12-30"), ((string)signed["open"]!, (string)instalments[1]!["due_on"]!));

        // The ageing: page, CSV, API, and the balance of the pledge accounts on that day.
        var ageing = await state.JsonAsync("/api/v1/reports/ageing?as_of=2026-07-01");
        var lines = ageing["lines"]!.AsArray()
            .Select(
                line =>
                    string.Join('|',
                        ((string[])["donor", "fund", "currency", "nature", "current", "days30", "days90", "days180", "days365",
                            "over_a_year", "waits_for_condition", "open", "recorded_eur", "open_eur", "non_current_eur"]).Select(
                                field => (string)line![field]!))).ToList();
        Assert.Equal(
            ["IE|SFR|EUR|receivable|0.00|0.00|0.00|0.00|250000.00|158630.00|0.00|408630.00|408630.00|408630.00|0.00",
                "IE|UMB|EUR|pledge|1000000.00|0.00|0.00|0.00|0.00|0.00|0.00|1000000.00|1000000.00|1000000.00|0.00"], lines);
        // What the Court thinks of a debt is not for the donor.
        Assert.Null(ageing["net_receivable_eur"]);
        Assert.All(ageing["lines"]!.AsArray(), line => Assert.Null(line!["allowance_eur"]));
        Assert.Equal(lines,
            Rows(await browser.GetStringAsync("/ageing?asOf=2026-07-01&handler=csv"))
                .Select(row => string.Join('|', row.Where(cell => cell.Key != "name").Select(cell => cell.Value))));
        Assert.Equal(["SFR|EUR|–|–|–|–|250000.00|158630.00|–|408630.00|408630.00|0.00|408630.00"],
            Table(await browser.PageAsync("/ageing?asOf=2026-07-01")).Select(cells => string.Join('|', cells[1..].Select(Bare))));
        Assert.Equal("408630.00", (string)ageing["receivable_eur"]!);
        Assert.Equal("1408630.00", (string)ageing["open_eur"]!);
        Assert.Equal(140_863_000,
            await host.Books.NumberAsync(
                "SELECT SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.role = 'pledges' AND p.donor = "
                    + "'IE' AND p.effective_date <= 20260701"));
        Assert.Equal([(agreement, 1), (agreement, 2)],
            ageing["items"]!.AsArray().Take(2).Select(item => ((string)item!["agreement"]!, (int)item["instalment"]!)));

        var kept = Assert.Single(await state.AllAsync("/api/v1/reports/pledges-kept"));
        Assert.Equal(("IE", "500000.00", "91370.00", "0.00"),
            ((string)kept["donor"]!, (string)kept["pledged"]!, (string)kept["paid"]!, (string)kept["ended"]!));
        Assert.True((await new LedgerCheck(new LedgerReads(host.Books.Database, host.Books.Clock)).RunAsync()).IsGood);
    }

    [Theory, EveryDatabase]
    public async Task An_agreement_lives_from_its_signature_to_its_closing(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var recorder = await host.ProgramAsync(Role.Recorder);
        using var approver = await host.ProgramAsync(Role.ApprovingOfficer);
        var agreement = await CodeAsync(recorder, "agreements", TwoInstalments);
        await CodeAsync(recorder, "receipts",
            new { fund = "SFR", donor = "IE", date = "2026-04-30", amount = "300.00", currency = "EUR", bank = "1010", agreement });
        await CodeAsync(recorder, $"agreements/{agreement}/conditions",
            new { instalment = 2, date = "2026-05-10", evidence = "report of 9 May" });
        Assert.Equal("422 condition_is_met_already",
            await (await recorder.SendAsync($"/api/v1/agreements/{agreement}/conditions", "again",
                new { instalment = 2, date = "2026-05-10", evidence = "report of 9 May" })).ProblemAsync());
        Assert.Equal("422 agreement_has_open_instalments",
            await (await recorder.SendAsync($"/api/v1/agreements/{agreement}/closing", "early",
                new { date = "2026-06-30", reason = "ended" })).ProblemAsync());

        await AskedAsync(recorder, $"agreements/{agreement}/write-offs",
            new { instalment = 2, date = "2026-06-01", amount = "200.00", reason = "budget cut" });
        var waiting = Assert.Single(await approver.AllAsync("/api/v1/approvals"));
        Assert.Equal(("write_off_receivable", agreement, "200.00", "2"),
            ((string)waiting["kind"]!, (string)waiting["subject"]!, (string)waiting["asked"]!["amount"]!,
                (string)waiting["asked"]!["number"]!));
        var id = (long)waiting["id"]!;
        Assert.Equal("422 approval_takes_two",
            await (await recorder.SendAsync($"/api/v1/approvals/{id}/decisions", "d", new { approved = true })).ProblemAsync());
        Assert.Equal("422 approval_reason_is_missing",
            await (await approver.SendAsync($"/api/v1/approvals/{id}/decisions", "d", new { approved = false })).ProblemAsync());
        Assert.Equal(HttpStatusCode.Created,
            (await approver.SendAsync($"/api/v1/approvals/{id}/decisions", "d", new { approved = true })).StatusCode);
        Assert.True((bool)(await approver.JsonAsync($"/api/v1/approvals/{id}"))["approved"]!);
        Assert.Empty(await approver.AllAsync("/api/v1/approvals"));
        Assert.Single(await approver.AllAsync("/api/v1/approvals?show=all"));

        var closing = await AskedAsync(recorder, $"agreements/{agreement}/closing", new { date = "2026-06-30", reason = "ended" });
        await CodeAsync(approver, closing["/api/v1/".Length..] + "/decisions", new { approved = true });
        var closed = await recorder.JsonAsync($"/api/v1/agreements/{agreement}");
        Assert.Equal(("300.00", "200.00", "0.00", "2026-06-30"),
            ((string)closed["paid"]!, (string)closed["written_off"]!, (string)closed["open"]!, (string)closed["closed_on"]!));

        var announced = await CodeAsync(recorder, "pledges", ApiWriteTests.Pledge());
        await CodeAsync(recorder, $"pledges/{announced}/confirmations", new { date = "2026-06-30", reference = "NV 1" });
        Assert.Equal("confirmed_in_writing", (string)(await recorder.JsonAsync($"/api/v1/pledges/{announced}"))["pledge"]!["stage"]!);
        // Taken back, what was announced takes two; what the ledger would refuse is refused to the asker.
        var seq = await host.Books.NumberAsync("SELECT MAX(seq) FROM entries WHERE kind = 'confirmation'");
        var reversal = await AskedAsync(recorder, "approvals/reversals",
            new { entry = seq, date = "2026-06-30", reason = "another pledge was meant" });
        await CodeAsync(approver, reversal["/api/v1/".Length..] + "/decisions", new { approved = true });
        Assert.Equal("announced", (string)(await recorder.JsonAsync($"/api/v1/pledges/{announced}"))["pledge"]!["stage"]!);
        Assert.Equal("422 entry_is_already_reversed",
            await (await recorder.SendAsync("/api/v1/approvals/reversals", "again",
                new { entry = seq, date = "2026-06-30", reason = "x" })).ProblemAsync());
        Assert.True((await new LedgerCheck(new LedgerReads(host.Books.Database, host.Books.Clock)).RunAsync()).IsGood);
    }

    [Theory, EveryDatabase]
    public async Task A_State_offers_its_own_and_sees_nothing_of_another(DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var recorder = await host.ProgramAsync(Role.Recorder);
        using var state = await host.ProgramAsync(Role.StateRepresentative, "IE");
        object Offer(string donor) =>
            new { donor, date = "2026-06-20", amount = "100.00", currency = "EUR", description = "An offer of a test", fund = "TFFV" };
        var own = await CodeAsync(state, "offers", Offer("IE"));
        var (foreign, unknown) =
            (await state.SendAsync("/api/v1/offers", "a", Offer("NL")), await state.SendAsync("/api/v1/offers", "b", Offer("ZZ")));
        Assert.Equal("422 gift_donor_is_unknown", await foreign.ProblemAsync());
        Assert.Equal((await unknown.Content.ReadAsStringAsync()).Replace("ZZ", "NL", StringComparison.Ordinal),
            await foreign.Content.ReadAsStringAsync());
        var other = await CodeAsync(recorder, "offers", Offer("NL"));
        await CodeAsync(recorder, "agreements",
            new { donor = "NL", fund = "TFFV", signed_on = "2026-03-01", amount = "50.00", currency = "EUR", equal_instalments = 1,
                first_due_on = "2026-04-30", months_apart = 1 });
        await CodeAsync(recorder, "agreements", TwoInstalments);

        Assert.Equal([own], (await state.AllAsync("/api/v1/offers")).Select(row => (string)row["code"]!));
        Assert.Equal(["IE"], (await state.AllAsync("/api/v1/agreements")).Select(row => (string)row["donor"]!));
        Assert.Equal(["IE"], (await state.AllAsync("/api/v1/reports/pledges-kept")).Select(row => (string)row["donor"]!));
        Assert.All((await state.JsonAsync("/api/v1/reports/ageing"))["items"]!.AsArray(),
            item => Assert.Equal("IE", (string)item!["donor"]!));
        Assert.Empty((await state.JsonAsync("/api/v1/reports/ageing?donor=NL"))["lines"]!.AsArray());
        foreach (var path in (string[])[$"offers/{other}", "agreements/NL-A-2026-1", "approvals", "donors/IE/contacts"])
            Assert.Equal("404 not_found", await (await state.GetAsync($"/api/v1/{path}")).ProblemAsync());
        Assert.Equal("404 not_found",
            await (await state.SendAsync($"/api/v1/offers/{own}/decisions", "c",
                new { accepted = true, date = "2026-06-21", reason = "x" })).ProblemAsync());

        // Accepted, it is a pledge; the State reads the decision and not who made it.
        var pledge = await CodeAsync(recorder, $"offers/{own}/decisions", new { accepted = true, date = "2026-06-21", reason = "fits" });
        var receipt = await CodeAsync(recorder, "receipts",
            new { fund = "TFFV", donor = "IE", date = "2026-06-25", amount = "100.00", currency = "EUR", bank = "1010", pledge });
        await AskedAsync(recorder, $"offers/{own}/returns", new { receipt, date = "2026-06-28", reason = "given by mistake" });
        var seen = await state.JsonAsync($"/api/v1/offers/{own}");
        Assert.Equal(("accepted", "fits", pledge), ((string)seen["decision"]!, (string)seen["reason"]!, (string)seen["pledge"]!));
        Assert.Null(seen["decided_by"]);
        Assert.Equal("Recorder of a test", (string)(await recorder.JsonAsync($"/api/v1/offers/{own}"))["decided_by"]!);
    }

    [Theory, EveryDatabase]
    public async Task A_donor_is_not_shown_what_the_Registry_thinks_of_it_and_a_list_for_others_does_not_name_a_confidential_one(
        DatabaseKind on)
    {
        await using var host = await ApiHost.OpenAsync(on);
        using var recorder = await host.ProgramAsync(Role.Recorder);
        await CodeAsync(recorder, "pledges", ApiWriteTests.Pledge("NL"));
        await CodeAsync(recorder, "receipts", ApiWriteTests.Receipt("NL"));
        await CodeAsync(recorder, "donors/NL/profile",
            new { language = "fr", confidential = true, under_review = true, review_reason = "origin unclear" });
        await CodeAsync(recorder, "donors/NL/contacts",
            new { name = "A. Example (synthetic)", office = "Desk", address = "desk@example.invalid" });
        var contact = Assert.Single((await recorder.JsonAsync("/api/v1/donors/NL/contacts"))["items"]!.AsArray())!;
        await CodeAsync(recorder, "donors/NL/contacts/erasures", new { id = (long)contact["id"]! });
        Assert.Empty((await recorder.JsonAsync("/api/v1/donors/NL/contacts"))["items"]!.AsArray());
        Assert.DoesNotContain("A. Example", await host.Books.EveryRowAsync(), StringComparison.Ordinal);

        using var state = await host.ProgramAsync(Role.StateRepresentative, "NL");
        var (inside, itself) = (await recorder.JsonAsync("/api/v1/donors/NL"), await state.JsonAsync("/api/v1/donors/NL"));
        Assert.Equal((true, true, "origin unclear", "fr"),
            ((bool)inside["confidential"]!, (bool)inside["under_review"]!, (string)inside["review_reason"]!, (string)inside["language"]!));
        Assert.True(itself["confidential"] is null && itself["under_review"] is null && itself["review_reason"] is null);

        using var auditor = await host.BrowserAsync(Role.Auditor);
        using var donor = await host.BrowserAsync(Role.StateRepresentative, "NL");
        foreach (var (list, amount) in ((string, string)[])[("pledges", "1000.00"), ("receipts", "100.00"), ("ageing", "1000.00")])
        {
            var outside = await auditor.GetStringAsync($"/{list}?handler=csv");
            Assert.Contains(amount, outside, StringComparison.Ordinal);
            Assert.DoesNotContain("NL", outside, StringComparison.Ordinal);
            Assert.DoesNotContain("A pledge of a test", outside, StringComparison.Ordinal);
            Assert.Contains("NL", await auditor.GetStringAsync($"/{list}?handler=csv&names=all"), StringComparison.Ordinal);
            Assert.Contains("NL", await donor.GetStringAsync($"/{list}?handler=csv"), StringComparison.Ordinal);
        }
        Assert.Equal(3,
            await host.Books.NumberAsync("SELECT COUNT(*) FROM audit_log WHERE act = 'downloaded' AND subject LIKE '%names=all%'"));
        Assert.Contains("Confidential", (await auditor.PageAsync("/donors/NL")).MainText(), StringComparison.Ordinal);
        Assert.DoesNotContain("origin unclear", (await donor.PageAsync("/donors/NL")).MainText(), StringComparison.Ordinal);
        Assert.DoesNotContain("onfidential", (await donor.PageAsync("/donors/NL")).MainText(), StringComparison.Ordinal);
    }

    private static async Task<string> CodeAsync(HttpClient program, string path, object body) =>
        (string)(await MadeAsync(program, path, body)).Body["code"]!;

    /// <summary>Asks for what another person decides; where the request is.</summary>
    private static async Task<string> AskedAsync(HttpClient program, string path, object body) =>
        (await MadeAsync(program, path, body)).Location;

    private static async Task<(JsonNode Body, string Location)> MadeAsync(HttpClient program, string path, object body)
    {
        var answer = await program.SendAsync($"/api/v1/{path}", System.Security.Cryptography.RandomNumberGenerator.GetHexString(24), body);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, $"{path}: {await answer.Content.ReadAsStringAsync()}");
        return (await answer.BodyAsync(), answer.Headers.Location!.ToString());
    }

    private static string Bare(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter) && letter != ','));

    /// <summary>The cells of a page's first table.</summary>
    private static List<List<string>> Table(IHtmlDocument page) =>
        [.. page.QuerySelector("main table tbody")!.QuerySelectorAll("tr")
            .Select(row => row.QuerySelectorAll("th, td").Select(cell => cell.TextContent.Trim()).ToList())];

    private static List<Dictionary<string, string>> Rows(string csv)
    {
        var rows = Reports.Export.CsvReading.Read(new StringReader(csv.TrimStart('\uFEFF'))).ToList();
        return [.. rows[1..].Select(row => rows[0].Cells.Zip(row.Cells).ToDictionary(pair => pair.First, pair => pair.Second))];
    }
}
