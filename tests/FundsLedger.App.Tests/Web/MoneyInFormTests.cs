using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Html.Dom;
using FundsLedger.App.Storage;
using Xunit;

namespace FundsLedger.App.Tests.Web;

/// <summary>The forms of donors, gifts, agreements and what two people decide, as people use them.</summary>
[Collection(PagesTogether.Name)]
public sealed class MoneyInFormTests(DemoSite site)
{
    [Fact]
    public async Task A_contact_is_added_shown_to_the_Registry_and_erased_without_a_trace()
    {
        using var reader = site.Reader();
        var fields = (await reader.PageAsync("/donors/SYN-ZC/contacts")).Filled(("name", "Synthetic Contact"),
            ("office", "Desk (synthetic)"), ("address", "desk@example.invalid"));
        Assert.Equal(HttpStatusCode.Redirect, (await reader.SendAsync("/donors/SYN-ZC/contacts", fields)).StatusCode);
        Assert.Contains("Synthetic Contact", (await reader.PageAsync("/donors/SYN-ZC")).MainText(), StringComparison.Ordinal);
        var page = await reader.PageAsync("/donors/SYN-ZC/contacts");
        var erase = page.QuerySelectorAll("main form").Cast<IHtmlFormElement>()
            .First(form => form.GetAttribute("action")!.Contains("handler=erase", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Redirect, (await reader.SendAsync(erase.GetAttribute("action")!, Own(erase))).StatusCode);
        Assert.DoesNotContain("Synthetic Contact", (await reader.PageAsync("/donors/SYN-ZC")).MainText(), StringComparison.Ordinal);
        await using var connection = await site.Database.OpenAsync();
        Assert.Equal(0, await connection.Command(null, "SELECT COUNT(*) FROM donor_contacts").NumberAsync());
    }

    [Fact]
    public async Task A_profile_is_versioned_and_a_review_is_lifted_only_by_asking()
    {
        using var reader = site.Reader("fr");
        var page = await reader.PageAsync("/donors/SYN-ZC/profile");
        var alone = await Reading.Parsed(await reader.SendAsync("/donors/SYN-ZC/profile", page.Filled(("review", "no"), ("why", ""))));
        Assert.Equal("review_is_lifted_by_two", alone.QuerySelector(".refusal-code")!.TextContent);
        Assert.NotNull(alone.QuerySelector("#f-review-fault"));
        Assert.Equal(HttpStatusCode.Redirect,
            (await reader.SendAsync("/donors/SYN-ZC/profile", page.Filled(("language", "fr")))).StatusCode);
        Assert.Contains("Français", (await reader.PageAsync("/donors/SYN-ZC")).MainText(), StringComparison.Ordinal);
        var lift = (IHtmlFormElement)page.QuerySelector("main form[action$='handler=lift']")!;
        var asked = await reader.SendAsync(lift.GetAttribute("action")!, Own(lift, ("reason", "examinée (fictif)")));
        Assert.StartsWith("/approvals/", asked.Headers.Location!.ToString(), StringComparison.Ordinal);
        // In the reader's language, and with no name of a field as the program calls it.
        var request = await reader.PageAsync(asked.Headers.Location.ToString());
        Assert.Equal(["Donateur", "Motif", "Motif de l’examen du donateur"],
            request.QuerySelectorAll("main [aria-labelledby=done] tbody th").Select(cell => cell.TextContent));
    }

    [Fact]
    public async Task A_request_to_accept_a_gift_says_from_whom_and_how_much()
    {
        using var approver = site.Reader(person: "approver");
        var number = await site.TextAsync("SELECT CAST(id AS TEXT) FROM signing_requests WHERE subject = 'SYN-ZC-G-2026-1'");
        var request = await approver.PageAsync($"/approvals/{number}");
        Assert.Equal(["Offer", "Date", "Reason", "Donor", "Amount", "Fund"],
            request.QuerySelectorAll("main [aria-labelledby=done] tbody th").Select(cell => cell.TextContent));
        Assert.Contains("Company Z (synthetic)", request.MainText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_what_waits_says_which_sum_each_request_is_about()
    {
        using var approver = site.Reader(person: "approver");
        var rows = (await approver.PageAsync("/approvals")).QuerySelectorAll("h2#waiting + div tbody tr")
            .Select(row => string.Join(" | ", row.QuerySelectorAll("td").Skip(1).Take(2).Select(cell => cell.TextContent)));
        var known = await site.TextAsync("SELECT subject FROM signing_requests WHERE kind = 'write_off_receivable'");
        Assert.Superset(new HashSet<string> { "SYN-ZC-G-2026-1 | 15,000.00\u00A0EUR", $"{known} | 1,000.00\u00A0EUR" }, rows.ToHashSet());
    }

    [Fact]
    public async Task The_policy_of_a_year_is_set_by_the_administrator_and_read_by_the_Registry()
    {
        using var administrator = site.Reader(person: "administrator");
        var fields = (await administrator.PageAsync("/settings/recognition")).Filled(("year", "2031"), ("standard", "IPSAS 47"),
            ("treatment", "when_met"));
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.SendAsync("/settings/recognition", fields)).StatusCode);
        using var reader = site.Reader();
        var page = await reader.PageAsync("/settings/recognition");
        Assert.Contains("Left out of the books until met", page.QuerySelector("main tbody")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("main form"));
        var faulty = await Reading.Parsed(
            await administrator.SendAsync("/settings/recognition",
                (await administrator.PageAsync("/settings/recognition")).Filled(("year", "1066"), ("standard", ""),
                    ("treatment", "deferred"))));
        Assert.True(faulty.QuerySelector("#f-year-fault") is not null && faulty.QuerySelector("#f-standard-fault") is not null);
    }

    [Fact]
    public async Task Instalments_come_from_a_file_or_are_refused_with_the_line()
    {
        using var reader = site.Reader();
        var before = await site.EntriesAsync();
        var fields = (await reader.PageAsync("/agreements/new")).Filled(("donor", "SYN-Z"), ("fund", "TFFV"), ("date", "2026-11-02"),
            ("amount", "300.00"), ("currency", "EUR"));
        var bad =
            await Reading.Parsed(await SendFileAsync(reader, fields, "due_on,amount,condition\n2026-12-31,100.00,\n2026-02-30,200.00,\n"));
        Assert.Contains("file line 3", bad.QuerySelector("#f-plan-fault")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("300.00", "SYN-Z", before), (bad.Filled()["amount"], bad.Filled()["donor"], await site.EntriesAsync()));

        var good = await SendFileAsync(reader, fields,
            "due_on,amount,condition\n2026-12-31,100.00,\n2027-02-28,200.00,\"report, accepted (synthetic)\"\n");
        Assert.Equal(HttpStatusCode.Redirect, good.StatusCode);
        var rows = (await reader.PageAsync(good.Headers.Location!.ToString())).QuerySelectorAll("main table tbody tr");
        Assert.Equal(2, rows.Length);
        Assert.Contains("report, accepted (synthetic)", rows[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agreement_without_instalments_is_told_once_that_there_are_three_ways_to_give_them()
    {
        using var reader = site.Reader();
        var before = await site.EntriesAsync();
        var fields = (await reader.PageAsync("/agreements/new")).Filled(("donor", "SYN-Z"), ("fund", "TFFV"), ("date", "2026-11-02"),
            ("amount", "300.00"), ("currency", "EUR"));
        foreach (var untouched in new[] { true, false })
        {
            if (!untouched) fields["count"] = fields["apart"] = "";
            var faulty = await Reading.Parsed(await reader.SendAsync("/agreements/new", fields));
            Assert.Contains("one of the three ways", faulty.QuerySelector("#f-first-fault")!.TextContent, StringComparison.Ordinal);
            Assert.True(faulty.QuerySelector("#f-count-fault") is null && faulty.QuerySelector("#f-apart-fault") is null);
        }
        Assert.Equal(before, await site.EntriesAsync());
    }

    [Fact]
    public async Task A_file_of_pledges_is_shown_first_and_then_recorded_once()
    {
        using var reader = site.Reader();
        const string File = "donor,date,currency,amount,fund\nSYN-Z,2026-11-01,EUR,12.34,TFFV\nSYN-Z,2026-11-02,EUR,0.66,\n";
        var before = await site.EntriesAsync();
        var fields = (await reader.PageAsync("/pledges/import")).Filled();
        var seen = await Reading.Parsed(await SendFileAsync(reader, fields, File, "/pledges/import", "file"));
        Assert.Contains("2 pledges", seen.QuerySelector("main [role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(before, await site.EntriesAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await SendFileAsync(reader, seen.Filled(), File, "/pledges/import", "file")).StatusCode);
        Assert.Equal(before + 2, await site.EntriesAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await SendFileAsync(reader, seen.Filled(), File, "/pledges/import", "file")).StatusCode);
        Assert.Equal(before + 2, await site.EntriesAsync());
        var bad = await Reading.Parsed(
            await SendFileAsync(reader, fields, File.Replace("0.66", "-0.66", StringComparison.Ordinal), "/pledges/import", "file"));
        Assert.Contains("file line 3", bad.QuerySelector("#f-file-fault")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gift_is_accepted_paid_and_returned_by_two()
    {
        using var recorder = site.Reader();
        var offer = await LedAsync(recorder, "/offers/new", ("donor", "SYN-Z"), ("amount", "64.00"),
            ("description", "Offer of a test (synthetic)"), ("fund", "SFR"));
        await LedAsync(recorder, offer, ("reason", "fits (synthetic)"));
        var pledge = (await recorder.PageAsync(offer)).QuerySelector("main a[href^='/pledges/']")!.TextContent;
        Assert.Null((await recorder.PageAsync(offer)).QuerySelector("#return"));
        await LedAsync(recorder, $"/receipts/new?pledge={pledge}");
        var request = await LedAsync(recorder, offer, "?handler=return",
            ("receipt", await site.TextAsync($"SELECT code FROM receipts WHERE pledge = '{pledge}'")),
            ("reason", "given by mistake (synthetic)"));
        Assert.Contains("given by mistake (synthetic)", (await recorder.PageAsync(request)).MainText(), StringComparison.Ordinal);
        Assert.Null((await recorder.PageAsync(request)).QuerySelector("main form.entry-form"));
        using var approver = site.Reader(person: "approver");
        await LedAsync(approver, request);
        var page = await recorder.PageAsync(offer);
        Assert.Contains("Returned", page.MainText(), StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#return"));

        // What waits is shown where it came from, and leaves the bank by two people too.
        var pay = page.QuerySelector("#returns ~ * a[href^='/returns/']")!.GetAttribute("href")!;
        var faulty = await Reading.Parsed(
            await recorder.SendAsync(pay,
                (await recorder.PageAsync(pay)).Filled(("amount", "64.01"), ("reason", "given by mistake (synthetic)"))));
        Assert.Equal("less_waits_to_go_back", faulty.QuerySelector(".refusal-code")!.TextContent);
        Assert.NotNull(faulty.QuerySelector("#f-amount-fault"));
        var leaves = await LedAsync(recorder, pay, ("reason", "given by mistake (synthetic)"));
        Assert.Equal(["Donor", "Fund", "Date", "Amount", "Value in EUR", "Came for", "Bank account", "Reason"],
            (await approver.PageAsync(leaves)).QuerySelectorAll("[aria-labelledby=done] tbody th").Select(cell => cell.TextContent));
        await LedAsync(approver, leaves);
        Assert.Null((await recorder.PageAsync(offer)).QuerySelector("#returns"));
        Assert.Contains("waits to go back", (await recorder.PageAsync(pay)).QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reversal_is_asked_for_by_one_and_done_by_another()
    {
        using var recorder = site.Reader();
        var announced = await LedAsync(recorder, "/pledges/new", ("donor", "SYN-Z"), ("amount", "77.00"),
            ("description", "Announced twice (synthetic)"));
        var seq = await site.TextAsync("SELECT CAST(MAX(seq) AS TEXT) FROM entries WHERE kind = 'pledge'");
        Assert.Contains($"/journal/{seq}/reversal", (await recorder.PageAsync($"/journal/{seq}")).DocumentElement.OuterHtml,
            StringComparison.Ordinal);
        var request = await LedAsync(recorder, $"/journal/{seq}/reversal", ("reason", "announced twice (synthetic)"));
        using var approver = site.Reader(person: "approver");
        await LedAsync(approver, request);
        Assert.Contains("nothing is left", (await recorder.PageAsync($"/journal/{seq}/reversal")).MainText(),
            StringComparison.OrdinalIgnoreCase);
        Assert.Contains("0.00", (await recorder.PageAsync(announced)).MainText(), StringComparison.Ordinal);
    }

    /// <summary>What one form of several on a page would send: its own fields and nothing of the others'.</summary>
    private static Dictionary<string, string> Own(IHtmlFormElement form, params (string Field, string Text)[] typed)
    {
        var fields = form.QuerySelectorAll("input[name]")
            .ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value") ?? "");
        foreach (var (field, text) in typed) fields[field] = text;
        return fields;
    }

    private static Task<string> LedAsync(HttpClient reader, string path, params (string, string)[] typed) =>
        LedAsync(reader, path, "", typed);

    /// <summary>Fills in the form of a page, sends it, and is led on; where to.</summary>
    private static async Task<string> LedAsync(HttpClient reader, string path, string handler, params (string, string)[] typed)
    {
        var answer = await reader.SendAsync(path.Split('?')[0] + handler, (await reader.PageAsync(path)).Filled(typed));
        return answer.StatusCode == HttpStatusCode.Redirect ? answer.Headers.Location!.ToString()
            : throw new InvalidOperationException($"{path}: {(await Reading.Parsed(answer)).QuerySelector(".faults")?.TextContent}");
    }

    private static async Task<HttpResponseMessage> SendFileAsync(HttpClient reader, Dictionary<string, string> fields, string file,
        string path = "/agreements/new", string field = "plan")
    {
        using var body = new MultipartFormDataContent();
        foreach (var (name, text) in fields)
            if (name != field) body.Add(new StringContent(text), name);
        var content =
            new ByteArrayContent(Encoding.UTF8.GetBytes(file)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        body.Add(content, field, "test.csv");
        return await reader.PostAsync(path, body);
    }
}
