using System.Net;
using FundsLedger.App.Web;
using Xunit;

namespace FundsLedger.App.Tests.Web;

/// <summary>What forms record, refuse and keep.</summary>
[Collection(PagesTogether.Name)]
public sealed class FormTests(DemoSite site)
{
    private static readonly (string, string)[] Pledge =
        [("donor", "IE"), ("amount", "1 250,50"), ("description", "Synthetic pledge <b>of a test</b>")];

    [Fact]
    public async Task A_form_sent_twice_records_once_and_leads_to_the_same_thing()
    {
        using var reader = site.Reader();
        var fields = (await reader.PageAsync("/pledges/new")).Filled(Pledge);
        var before = await site.EntriesAsync();

        var answers = await Task.WhenAll(reader.SendAsync("/pledges/new", fields), reader.SendAsync("/pledges/new", fields));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        var target = Assert.Single(answers.Select(answer => answer.Headers.Location!.ToString()).Distinct());
        Assert.Equal(before + 1, await site.EntriesAsync());
        var page = await reader.PageAsync(target);
        Assert.Contains("was recorded", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("1,250.50\u00A0EUR", page.MainText(), StringComparison.Ordinal);
        Assert.Contains("<b>of a test</b>", page.MainText(), StringComparison.Ordinal);
        Assert.Null((await reader.PageAsync(target)).QuerySelector("[role=status]"));
    }

    [Fact]
    public async Task A_faulty_form_loses_nothing_and_says_what_to_correct_beside_the_field_and_on_top()
    {
        using var reader = site.Reader();
        var fields = (await reader.PageAsync("/pledges/new")).Filled(("donor", "IE"), ("amount", "1,25,0"),
            ("description", "Kept \"as typed\""), ("date", "2026-02-30"), ("currency", "XYZ"));
        var before = await site.EntriesAsync();

        var answer = await reader.SendAsync("/pledges/new", fields);
        var page = await Reading.Parsed(answer);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(before, await site.EntriesAsync());
        var kept = page.Filled();
        foreach (var (name, text) in fields) if (name != "__RequestVerificationToken")
            Assert.True(kept[name] == text || name == "date", $"{name}: {kept[name]}");
        Assert.Equal("2026-02-30", page.QuerySelector("#f-date")!.GetAttribute("value"));
        foreach (var field in (string[])["amount", "date", "currency"])
        {
            Assert.Equal("true", page.QuerySelector($"#f-{field}")!.GetAttribute("aria-invalid"));
            Assert.Contains($"f-{field}-fault", page.QuerySelector($"#f-{field}")!.GetAttribute("aria-describedby"),
                StringComparison.Ordinal);
            Assert.StartsWith(page.QuerySelector($"label[for=f-{field}]")!.TextContent + ": ",
                page.QuerySelector($".faults a[href='#f-{field}']")!.TextContent, StringComparison.Ordinal);
        }
        Assert.Equal(["#f-date", "#f-amount", "#f-currency"], page.QuerySelectorAll(".faults a").Select(link => link.GetAttribute("href")));
        Assert.Equal("alert", page.QuerySelector(".faults")!.GetAttribute("role"));
    }

    [Theory, InlineData("en", "available"), InlineData("fr", "Le montant disponible ne suffit pas")]
    public async Task What_the_ledger_refuses_stands_beside_its_field_with_its_code(string language, string said)
    {
        using var reader = site.Reader(language);
        var fields = (await reader.PageAsync("/commitments/new?fund=TFFV")).Filled(("amount", "99999999.00"));
        var before = await site.EntriesAsync();

        var page = await Reading.Parsed(await reader.SendAsync("/commitments/new", fields));

        Assert.Equal(before, await site.EntriesAsync());
        Assert.Contains(said, page.QuerySelector("#f-amount-fault")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("available_is_too_low", page.QuerySelector(".refusal-code")!.TextContent);
        Assert.Equal("99999999.00", page.Filled()["amount"]);
    }

    [Fact]
    public async Task A_visit_goes_from_request_over_commitment_to_payment_and_release()
    {
        using var reader = site.Reader();
        var asked = await Send("/requests/new", ("detainee", "d-77"), ("visitors", "2"), ("relations", "spouse"), ("from", "2027-01-10"),
            ("to", "2027-02-10"), ("asked", "1,500.00"));
        var request = await site.TextAsync("SELECT code FROM visit_requests WHERE detainee_code = 'D-77'");
        Assert.Equal($"/requests/{request}", asked);
        Assert.Contains(request, (await reader.PageAsync("/")).MainText(), StringComparison.Ordinal);

        var commitment = await Send($"/commitments/new?request={request}");
        Assert.DoesNotContain(request, (await reader.PageAsync("/commitments")).MainText(), StringComparison.Ordinal);
        var payee = await Send("/payees/new", ("name", "Hotel of a test"), ("holder", "Hotel of a test BV"),
            ("account", "NL91 ABNA 0417 1643 00"));
        var payment = await Send($"/payments/new?commitment={commitment[(commitment.LastIndexOf('/') + 1)..]}", ("cost-5010", "600.00"),
            ("cost-5020", "300.00"), ("payee", payee[(payee.LastIndexOf('/') + 1)..]));
        // Who drafted it is shown no form to certify it, and an answer sent all the same is refused.
        Assert.DoesNotContain("Certify", (await reader.PageAsync(payment)).QuerySelectorAll("button").Select(button => button.TextContent));
        foreach (var (person, said) in ((string, string)[])[("certifier", "signed"), ("approver", "signed")])
        {
            using var officer = site.Reader(person: person);
            var answer = await officer.SendAsync(payment, (await officer.PageAsync(payment)).Filled());
            Assert.Equal(payment, answer.Headers.Location!.ToString());
            Assert.Contains(said, (await officer.PageAsync(payment)).QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
            // Nobody signs twice: the page shows no form, and the general one refuses.
            Assert.Null((await officer.PageAsync(payment)).QuerySelector("input[name=seen]"));
        }
        var code = payment[(payment.LastIndexOf('/') + 1)..];
        Assert.Equal("approved", await site.TextAsync($"SELECT CASE WHEN COUNT(*) = 1 THEN 'approved' ELSE '' END FROM signing_steps s "
            + $"JOIN signing_requests r ON r.id = s.request WHERE r.subject = '{code}' AND s.outcome = 'done'"));
        var batch = await Send("/payments/batches/new", ("payment", code));
        using (var signatory = site.Reader(person: "signatory"))
        {
            var answer = await signatory.SendAsync(batch, (await signatory.PageAsync(batch)).Filled());
            Assert.Equal(batch, answer.Headers.Location!.ToString());
            Assert.Contains("sent", (await signatory.PageAsync(batch)).QuerySelector("[role=status]")!.TextContent,
                StringComparison.Ordinal);
        }
        Assert.Equal(payment, await Send(payment + "?handler=bank", ("outcome", "executed")));
        var after = await reader.PageAsync(commitment);
        Assert.Equal("600.00 EUR", after.QuerySelector(".figure-main .amount")!.TextContent.Replace('\u00A0', ' '));

        await Send(commitment + "/release", ("reason", "no_longer_needed"));
        Assert.Equal("0.00 EUR",
            (await reader.PageAsync(commitment)).QuerySelector(".figure-main .amount")!.TextContent.Replace('\u00A0', ' '));

        async Task<string> Send(string path, params (string, string)[] typed)
        {
            var page = await reader.PageAsync(path);
            var answer = await reader.SendAsync(path, page.Filled(typed));
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect, (await Reading.Parsed(answer)).QuerySelector(".faults")?.TextContent);
            return answer.Headers.Location!.ToString();
        }
    }

    [Fact]
    public async Task An_entry_is_reversed_once_from_its_page()
    {
        using var recorder = site.Reader();
        var fields =
            (await recorder.PageAsync("/receipts/new")).Filled(("fund", "TFFV"), ("donor", "IE"), ("amount", "12.50"), ("bank", "1010"));
        await recorder.SendAsync("/receipts/new", fields);
        var seq = await site.EntriesAsync();
        using var reader = site.Reader(person: "approver");
        var form = (await reader.PageAsync($"/journal/{seq}")).Filled(("reason", "Typed twice"), ("dated", "original"));

        var answer = await reader.SendAsync($"/journal/{seq}", form);

        Assert.Equal($"/journal/{seq + 1}", answer.Headers.Location!.ToString());
        var original = await reader.PageAsync($"/journal/{seq}");
        Assert.Contains($"Entry {seq + 1}", original.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Null(original.QuerySelector("main form[method=post]"));
        Assert.Null((await reader.PageAsync($"/journal/{seq + 1}")).QuerySelector("main form[method=post]"));
    }

    /// <summary>Addresses were written in small letters, codes and all: accepting a suggestion led to a bank account that is not
    /// there.</summary>
    [Fact]
    public async Task A_form_keeps_the_capitals_of_what_its_address_names()
    {
        using var recorder = site.Reader();
        var actions = (await recorder.PageAsync("/bank/TFFV-EUR")).QuerySelectorAll("main form[action]")
            .Select(form => form.GetAttribute("action")!).ToList();
        Assert.Contains(actions, action => action.Contains("handler=Identify", StringComparison.Ordinal));
        Assert.All(actions, action => Assert.StartsWith("/bank/TFFV-EUR?", action, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Strong_suggestions_are_accepted_only_as_they_were_shown()
    {
        using var recorder = site.Reader();
        var before = await site.EntriesAsync();
        var fields = (await recorder.PageAsync("/bank/TFFV-EUR/strong")).Filled(("told", "another list"));

        var answer = await recorder.SendAsync("/bank/TFFV-EUR/strong", fields);

        Assert.Contains("no longer those you were shown", (await Reading.Parsed(answer)).MainText(), StringComparison.Ordinal);
        Assert.Equal(before, await site.EntriesAsync());
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using var reader = site.Reader();
        var fields = (await reader.PageAsync("/pledges/new")).Filled(Pledge);
        fields["__RequestVerificationToken"] = "forged";
        var before = await site.EntriesAsync();

        var answer = await reader.SendAsync("/pledges/new", fields);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(before, await site.EntriesAsync());
        Assert.Contains("Nothing was recorded", (await Reading.Parsed(answer)).MainText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_auditor_reads_and_records_nothing()
    {
        using var recorder = site.Reader();
        using var auditor = site.Reader(person: "auditor");
        var fields = (await recorder.PageAsync("/pledges/new")).Filled(Pledge);
        fields["__RequestVerificationToken"] =
            (await auditor.PageAsync("/")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var before = await site.EntriesAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await auditor.SendAsync("/pledges/new", fields)).StatusCode);

        Assert.Equal(before, await site.EntriesAsync());
        Assert.Null((await auditor.PageAsync("/pledges")).QuerySelector("a[href='/pledges/new']"));
    }

    [Theory, InlineData("//evil.example/"), InlineData("https://evil.example/"), InlineData("/\\evil.example"), InlineData("/\tevil"),
        InlineData("javascript:alert(1)")]
    public async Task Signing_in_never_leads_elsewhere(string back)
    {
        using var reader = site.Stranger();
        var token = (await reader.PageAsync("/sign-in")).QuerySelector(
            "form[action='/sign-in/demo'] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var answer = await reader.SendAsync("/sign-in/demo",
            new() { ["__RequestVerificationToken"] = token, ["person"] = "demo-recorder", ["back"] = back });
        Assert.Equal("/", answer.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("1250", 125_000), InlineData("1250.5", 125_050), InlineData("1 250,50", 125_050), InlineData("1,250.50", 125_050),
        InlineData("1\u202F250,5", 125_050), InlineData("80,000", 8_000_000), InlineData("1.250,50", 125_050),
        InlineData("1'250.00", 125_000), InlineData("€100", 10_000), InlineData("100 EUR", 10_000)]
    [InlineData("1,25,0", null), InlineData("12,50.00", null), InlineData("$100", null), InlineData("100 GBP", null),
        InlineData("-5", null), InlineData("0", null), InlineData("1e3", null), InlineData("1.999", null)]
    public void Amounts_are_read_as_people_write_them_and_never_guessed(string typed, int? cents)
    {
        var form = new Form(new PageLanguage()) { ["amount"] = typed };
        var amount = form.OptionalAmount("amount", Domain.Currency.Eur);
        Assert.Equal(cents, (int?)amount?.Minor);
        Assert.Equal(cents is null, form.IsFaulty);
    }
}
