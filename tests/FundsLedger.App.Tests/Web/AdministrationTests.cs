using System.Globalization;
using System.Net;
using AngleSharp.Html.Dom;
using FundsLedger.App.Access;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Ledger;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FundsLedger.App.Tests.Web;

/// <summary>The administrator's and the auditor's pages: what they do, and what nobody gets them to do.</summary>
[Collection(PagesTogether.Name)]
public sealed class AdministrationTests(DemoSite site)
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(DemoSite.Today, new TimeOnly(12, 0), TimeSpan.Zero));

    [Fact]
    public async Task Somebody_invited_gets_a_link_that_is_shown_once_and_their_name_is_text_wherever_it_stands()
    {
        using var administrator = site.Reader(person: "administrator");
        const string Name = "<b>Eve</b> \"O'Example\" & Co";

        var path = await InviteAsync(administrator, Name, "recorder");
        var page = await administrator.PageAsync(path);

        var link = new Uri(page.QuerySelector(".notice code")!.TextContent);
        Assert.Equal(Name, page.QuerySelector("h1")!.TextContent);
        Assert.Contains(Name, (await administrator.PageAsync("/people")).QuerySelectorAll("tbody th").Select(cell => cell.TextContent));
        Assert.Null((await administrator.PageAsync(path)).QuerySelector(".notice code"));
        using var invited = site.Stranger();
        var answer = await invited.GetAsync(link.PathAndQuery);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotNull((await Reading.Parsed(answer)).QuerySelector("main input[type=password]"));
    }

    [Fact]
    public async Task Fields_and_roles_that_the_form_does_not_offer_are_worth_nothing()
    {
        using var administrator = site.Reader(person: "administrator");
        var fields = (await administrator.PageAsync("/people/new")).Filled(("name", "Mallory"), ("email", "mallory@test.example"),
            ("role_recorder", "yes"), ("role_administrator", "yes"), (RoleFields.EveryFund, "yes"));

        var page = await Reading.Parsed(await administrator.SendAsync("/people/new", fields));
        Assert.Equal("roles_do_not_go_together", page.QuerySelector(".refusal-code")!.TextContent);
        Assert.Equal("Mallory", page.Filled()["name"]);
        Assert.Equal(0, await CountAsync("people WHERE name = 'Mallory'"));

        fields.Remove("role_administrator");
        foreach (var (name, text) in new[] { ("role_god", "yes"), ("is_demo", "true"), ("IsDemo", "true"), ("Id", "demo-administrator"),
            ("has_codes", "true"), ("password_hash", "x"), ("roles", "administrator") }) fields[name] = text;
        var id = (await administrator.SendAsync("/people/new", fields)).Headers.Location!.ToString().Split('/')[^1];
        Assert.Equal("recorder", await site.TextAsync($"SELECT role FROM person_roles WHERE person_id = '{id}'"));
        Assert.Equal(1, await CountAsync($"people WHERE id = '{id}' AND NOT is_demo AND NOT has_codes AND password_hash IS NULL"));
    }

    [Theory, InlineData("nobody"), InlineData("demo-recorder%0a"), InlineData("demo-recorder%27--"), InlineData("..%2fdemo-recorder")]
    public async Task A_person_who_is_not_there_is_not_found_and_nobody_is_touched(string id)
    {
        using var administrator = site.Reader(person: "administrator");
        var fields = FormOf(await administrator.PageAsync("/people/demo-recorder"), "Switch");
        Assert.Equal(HttpStatusCode.NotFound, (await administrator.GetAsync($"/people/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await administrator.SendAsync($"/people/{id}?handler=Switch", fields)).StatusCode);
        Assert.Equal(0, await CountAsync("people WHERE is_demo AND is_disabled"));
    }

    [Fact]
    public async Task The_last_administrator_stays_and_nobody_changes_their_own_roles()
    {
        using var administrator = site.Reader(person: "administrator");
        var fields = FormOf(await administrator.PageAsync("/people/demo-recorder"), "Switch");

        Assert.Contains("last_administrator", await CodesAsync(administrator, "/people/demo-administrator?handler=Switch", fields),
            StringComparison.Ordinal);
        Assert.Empty((await administrator.PageAsync("/people/demo-administrator")).QuerySelectorAll("main form"));
        fields["role_approving_officer"] = "yes";
        Assert.Contains("roles_are_ones_own", await CodesAsync(administrator, "/people/demo-administrator?handler=Roles", fields),
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await administrator.GetAsync("/people")).StatusCode);
    }

    [Fact]
    public async Task A_role_taken_counts_with_the_next_request_of_a_session_that_is_open()
    {
        var recorder = await site.Database.LetInAsync(Clock, Role.Recorder);
        using var open = site.Stranger();
        await recorder.SignInAsync(open);
        Assert.Equal(HttpStatusCode.OK, (await open.GetAsync("/pledges/new")).StatusCode);
        using var administrator = site.Reader(person: "administrator");
        var fields = FormOf(await administrator.PageAsync($"/people/{recorder.Id}"), "Roles");
        Assert.Equal("yes", fields["role_recorder"]);
        fields.Remove("role_recorder");
        fields["role_facilitator"] = "yes";

        Assert.Equal(HttpStatusCode.Redirect, (await administrator.SendAsync($"/people/{recorder.Id}?handler=Roles", fields)).StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, (await open.GetAsync("/pledges/new")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await open.GetAsync("/")).StatusCode);
    }

    [Theory, InlineData("Switch"), InlineData("SignOut")]
    public async Task Whoever_is_switched_off_or_signed_out_has_no_session_any_more(string act)
    {
        var recorder = await site.Database.LetInAsync(Clock, Role.Recorder);
        using var open = site.Stranger();
        await recorder.SignInAsync(open);
        using var administrator = site.Reader(person: "administrator");
        var page = await administrator.PageAsync($"/people/{recorder.Id}");
        Assert.Single(page.QuerySelectorAll("[aria-labelledby=sessions] tbody tr"));

        await administrator.SendAsync($"/people/{recorder.Id}?handler={act}", FormOf(page, act));

        Assert.StartsWith("/sign-in", (await open.GetAsync("/pledges")).Headers.Location!.ToString(), StringComparison.Ordinal);
        if (act == "SignOut") await recorder.SignInAsync(site.Stranger());
        else await Assert.ThrowsAsync<InvalidOperationException>(() => recorder.SignInAsync(site.Stranger()));
    }

    [Fact]
    public async Task A_role_is_lent_by_whoever_holds_it_through_a_day_and_taken_back()
    {
        var recorder = await site.Database.LetInAsync(Clock, Role.Recorder);
        using var administrator = site.Reader(person: "administrator");
        var path = $"/people/{recorder.Id}";
        var fields = FormOf(await administrator.PageAsync(path), "Lend");
        (fields["lent"], fields["until"]) = ("administrator:demo-state", "2026-12-24");
        Assert.NotNull(
            (await Reading.Parsed(await administrator.SendAsync(path + "?handler=Lend", fields))).QuerySelector("#f-lent-fault"));

        fields["lent"] = "certifying_officer:demo-certifier";
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.SendAsync(path + "?handler=Lend", fields)).StatusCode);

        var page = await administrator.PageAsync(path);
        Assert.Contains("Certifying officer (demo)", page.QuerySelector("[aria-labelledby=lent] tbody")!.TextContent,
            StringComparison.Ordinal);
        Assert.Contains("24 Dec 2026", page.QuerySelector("[aria-labelledby=lent] tbody")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2026, 12, 25, 0, 0, 0, TimeSpan.Zero),
            Microseconds.Read(
                await NumberAsync($"SELECT until FROM person_roles WHERE person_id = '{recorder.Id}' AND role = 'certifying_officer'")));
        // Only what is lent is taken back this way: a role of one's own goes by the form with its rules.
        Assert.Equal(HttpStatusCode.NotFound,
            (await administrator.SendAsync(path + "?handler=TakeBack", new(fields) { ["role"] = "recorder" })).StatusCode);
        await administrator.SendAsync(path + "?handler=TakeBack", FormOf(page, "TakeBack"));
        Assert.Equal(1, await CountAsync($"person_roles WHERE person_id = '{recorder.Id}'"));
    }

    [Fact]
    public async Task Names_that_a_spreadsheet_would_run_are_text_in_both_files()
    {
        using var administrator = site.Reader(person: "administrator");
        await InviteAsync(administrator, "=HYPERLINK(\"http://evil.example\")", "recorder");
        using (var audit = new AuditLog(new LedgerReads(site.Database, Clock)))
            await audit.NoteAsync(new AuditNote(new Actor("p-formula", "=1+1"), AuditAct.SignedIn, "@SUM(A1)\r\n2,forged"));

        Assert.Contains(",\"'=HYPERLINK(\"\"http://evil.example\"\")\",", await administrator.GetStringAsync("/people?handler=csv"),
            StringComparison.Ordinal);
        using var auditor = site.Reader(person: "auditor");
        var line = (await auditor.GetStringAsync("/audit?handler=csv&actor=p-formula")).Split("\r\n")[1];
        Assert.Contains(",p-formula,'=1+1,signed_in,\"'@SUM(A1)··2,forged\",done,", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audit_log_is_the_auditors_and_taking_it_home_stands_in_it()
    {
        foreach (var person in (string[])["recorder", "administrator", "approver", "protector", "state", "facilitator"])
        {
            using var other = site.Reader(person: person);
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync("/audit")).StatusCode);
        }
        using var auditor = site.Reader(person: "auditor");
        var page = await auditor.PageAsync("/audit?act=refused&actor=demo-protector&subject=/AUDIT");
        Assert.Contains("GET /audit", page.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
        Assert.All(page.QuerySelectorAll("tbody tr"),
            row => Assert.Contains("Protection officer (demo)", row.TextContent, StringComparison.Ordinal));

        await auditor.GetStringAsync("/audit?handler=csv&act=refused");
        Assert.Equal(1,
            await CountAsync(
                "audit_log WHERE act = 'downloaded' AND actor_id = 'demo-auditor' AND subject = 'GET /audit?handler=csv&act=refused'"));
    }

    [Fact]
    public async Task The_audit_log_pages_through_every_row_once()
    {
        using var auditor = site.Reader(person: "auditor");
        var most = await NumberAsync("SELECT MAX(id) FROM audit_log");
        var seen = new List<long>();
        for (var path = $"/audit?before={most + 1}"; path is not null;)
        {
            var page = await auditor.PageAsync(path);
            seen.AddRange(page.QuerySelectorAll("tbody th").Select(cell => long.Parse(cell.TextContent, CultureInfo.InvariantCulture)));
            path = page.QuerySelector(".pager a[rel=next]")?.GetAttribute("href");
        }
        Assert.Equal(Enumerable.Range(1, (int)most).Reverse().Select(row => (long)row), seen);
    }

    [Theory, InlineData("/audit?before=x&act=nothing&from=2026-99-99&actor=%27&subject=%3c%3e"),
        InlineData("/audit?before=-9223372036854775808&to=9999-12-31"), InlineData("/people?sort=nothing&p=-1"),
        InlineData("/people?p=99999999999"), InlineData("/settings?fund=nothing"), InlineData("/settings?fund=UMB")]
    public async Task Nonsense_in_an_address_breaks_nothing(string path)
    {
        using var readers = site.Readers();
        Assert.Equal(HttpStatusCode.OK,
            (await readers[path.StartsWith("/audit", StringComparison.Ordinal) ? "auditor" : "administrator"].GetAsync(path)).StatusCode);
    }

    [Theory, InlineData("hledger", "text/plain"), InlineData("beancount", "text/plain"), InlineData("jsonl", "application/jsonl"),
        InlineData("csv", "text/csv")]
    public async Task The_journal_is_exported_whole_and_who_took_it_is_noted(string format, string type)
    {
        using var auditor = site.Reader(person: "auditor");
        var before = await CountAsync($"audit_log WHERE act = 'exported' AND subject = 'journal {format}' AND actor_id = 'demo-auditor'");

        var answer = await auditor.GetAsync($"/export?handler=file&format={format}");

        Assert.Equal((HttpStatusCode.OK, type, "attachment"),
            (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.DispositionType));
        var text = await answer.Content.ReadAsStringAsync();
        if (format == "jsonl") Assert.Equal(await site.EntriesAsync(), text.Count(letter => letter == '\n'));
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.Equal(before + 1,
            await CountAsync($"audit_log WHERE act = 'exported' AND subject = 'journal {format}' AND actor_id = 'demo-auditor'"));
    }

    [Fact]
    public async Task The_journal_goes_to_nobody_outside_and_in_no_other_form()
    {
        using var readers = site.Readers();
        foreach (var person in (string[])["state", "facilitator", "protector", "administrator"])
            Assert.Equal(HttpStatusCode.NotFound, (await readers[person].GetAsync("/export?handler=file&format=csv")).StatusCode);
        foreach (var format in (string[])["", "nothing", "Csv", "0"])
            Assert.Equal(HttpStatusCode.NotFound, (await readers["auditor"].GetAsync($"/export?handler=file&format={format}")).StatusCode);
    }

    [Fact]
    public async Task Settings_are_changed_by_a_new_version_that_says_by_whom()
    {
        using var administrator = site.Reader(person: "administrator");
        var fields = FormOf(await administrator.PageAsync("/settings?fund=TFFV"), "");
        fields["lead_time"] = "5";

        Assert.Equal(HttpStatusCode.Redirect, (await administrator.SendAsync("/settings?fund=TFFV", fields)).StatusCode);

        var newest =
            (await administrator.PageAsync("/settings?fund=TFFV")).QuerySelector("[aria-labelledby=versions] tbody tr")!.TextContent;
        Assert.Contains("Administrator (demo)", newest, StringComparison.Ordinal);
        Assert.Contains("5", newest, StringComparison.Ordinal);
        fields["lead_time"] = "7";
        Assert.Contains("settings_changed_meanwhile", await CodesAsync(administrator, "/settings?fund=TFFV", fields),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_person_cannot_lift_the_protection_of_a_fund()
    {
        using var administrator = site.Reader(person: "administrator");
        var fields = FormOf(await administrator.PageAsync("/settings?fund=SFR"), "");
        fields["protected"] = "no";

        var page = await Reading.Parsed(await administrator.SendAsync("/settings?fund=SFR", fields));

        Assert.Equal("unprotecting_needs_the_release_procedure", page.QuerySelector(".refusal-code")!.TextContent);
        Assert.NotNull(page.QuerySelector("#f-protected-fault"));
        Assert.Equal(1, await CountAsync("fund_settings s JOIN funds f ON f.id = s.fund_id WHERE f.code = 'SFR'"));
    }

    [Theory, InlineData("/settings?fund=TFFV"), InlineData("/people/demo-recorder?handler=Switch"), InlineData("/system?handler=Retry")]
    public async Task An_auditor_sees_the_pages_and_changes_nothing(string path)
    {
        using var readers = site.Readers();
        var form = await readers["auditor"].PageAsync(path.Split('?')[0]);
        Assert.Empty(form.QuerySelectorAll("main form[method=post]"));
        var token = form.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.NotFound,
            (await readers["auditor"].SendAsync(path, new() { ["__RequestVerificationToken"] = token, ["to"] = "off" })).StatusCode);
    }

    [Fact]
    public async Task A_parked_message_is_tried_again_once_and_its_content_is_not_shown()
    {
        const string Id = "0199b2c4-5f0e-7c11-8a40-6d5e3c2b1a09";
        await using (var connection = await site.Database.OpenAsync())
            await connection.Command(null,
                "INSERT INTO outbox (id, kind, payload, created_at, next_attempt_at, attempts, parked_at, last_fault) VALUES (@id, "
                    + "'webhook', '{\"secret\":\"not-for-eyes\"}', 1, 1, 9, 1, '<i>refused</i>')", ("@id", Id)).RunAsync();
        using var administrator = site.Reader(person: "administrator");
        var page = await administrator.PageAsync("/system");
        // How much there is of everything grows with each fund's records, which an administrator may not read.
        Assert.DoesNotContain("Entries", page.MainText(), StringComparison.Ordinal);
        Assert.Contains("<i>refused</i>", page.MainText(), StringComparison.Ordinal);
        Assert.DoesNotContain("not-for-eyes", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        var fields = FormOf(page, "Retry");

        Assert.Equal(HttpStatusCode.Redirect, (await administrator.SendAsync("/system?handler=Retry", fields)).StatusCode);

        Assert.Equal(1, await CountAsync($"outbox WHERE id = '{Id}' AND parked_at IS NULL AND attempts = 0"));
        Assert.Equal(1,
            await CountAsync($"audit_log WHERE act = 'message_retried' AND subject = '{Id}' AND actor_id = 'demo-administrator'"));
        Assert.Contains("message_is_not_parked", await CodesAsync(administrator, "/system?handler=Retry", fields),
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound,
            (await administrator.SendAsync("/system?handler=Retry", new(fields) { ["message"] = "' OR 1=1 --" })).StatusCode);
    }

    private async Task<string> InviteAsync(HttpClient administrator, string name, string role)
    {
        var fields = (await administrator.PageAsync("/people/new")).Filled(("name", name),
            ("email", $"{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}@test.example"), ($"role_{role}", "yes"),
            (RoleFields.EveryFund, "yes"));
        var answer = await administrator.SendAsync("/people/new", fields);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, (await Reading.Parsed(answer)).QuerySelector(".faults")?.TextContent);
        return answer.Headers.Location!.ToString();
    }

    private static async Task<string> CodesAsync(HttpClient reader, string path, Dictionary<string, string> fields) =>
        string.Join(' ',
            (await Reading.Parsed(await reader.SendAsync(path, fields))).QuerySelectorAll(".refusal-code")
                .Select(code => code.TextContent));

    /// <summary>What the form of a handler would send as it stands.</summary>
    private static Dictionary<string, string> FormOf(IHtmlDocument page, string handler)
    {
        var form = page.QuerySelectorAll("main form[method=post]")
            .First(form => form.GetAttribute("action")!.EndsWith($"handler={handler}", StringComparison.Ordinal) || handler.Length == 0);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var input in form.QuerySelectorAll("input[name]").OfType<IHtmlInputElement>())
            if (input.Type != "checkbox" || input.IsChecked) fields[input.Name!] = input.Value;
        foreach (var choice in form.QuerySelectorAll("select[name]").OfType<IHtmlSelectElement>())
            fields[choice.Name!] = choice.Value ?? "";
        return fields;
    }

    private Task<long> CountAsync(string rows) => NumberAsync($"SELECT COUNT(*) FROM {rows}");

    private async Task<long> NumberAsync(string question)
    {
        await using var connection = await site.Database.OpenAsync();
        return await connection.Command(null, question).NumberAsync();
    }
}
