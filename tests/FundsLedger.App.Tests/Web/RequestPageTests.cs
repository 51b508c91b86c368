using System.Net;
using Xunit;

namespace FundsLedger.App.Tests.Web;

/// <summary>The page of a request: everything that is decided, a question and its answer, and a refusal that stays visible on the thing
/// refused.</summary>
[Collection(PagesTogether.Name)]
public sealed class RequestPageTests(DemoSite site)
{
    [Fact]
    public async Task A_request_shows_what_is_booked_is_asked_about_and_its_refusal_stays_on_the_pledge()
    {
        using var recorder = site.Reader(person: "recorder");
        using var approver = site.Reader(person: "approver");
        var pledge = await site.TextAsync(
            """
            SELECT p.pledge FROM postings p JOIN accounts a ON a.id = p.account_id JOIN funds f ON f.id = a.fund_id
                JOIN pledges g ON g.code = p.pledge
            WHERE a.code = '8010' AND f.code = 'TFFV' AND g.currency = 'EUR' GROUP BY p.pledge HAVING SUM(p.amount_minor) > 0
                ORDER BY p.pledge LIMIT 1
            """);
        var form = (await recorder.PageAsync($"/pledges/{pledge}/withdrawal")).Filled(("book", "TFFV"), ("end", "lapsed"),
            ("reason", "no word of it (synthetic)"));
        var asked = await recorder.SendAsync($"/pledges/{pledge}/withdrawal", form);
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        var request =
            "/approvals/" + await site.TextAsync($"SELECT CAST(MAX(id) AS TEXT) FROM signing_requests WHERE subject = '{pledge}'");

        var page = await approver.PageAsync(request);
        var booked = page.QuerySelectorAll("[aria-labelledby=books] tbody th").Select(cell => cell.TextContent[..4]).ToList();
        Assert.Equal(["8010", "8011"], booked.Order());
        Assert.Contains("Balance before", page.MainText(), StringComparison.Ordinal);
        Assert.Contains(pledge, page.QuerySelector("[aria-labelledby=books]")!.TextContent, StringComparison.Ordinal);
        Assert.Empty((await recorder.PageAsync(request)).QuerySelectorAll("main form"));

        Assert.Equal(HttpStatusCode.Redirect, (await approver.SendAsync($"{request}?handler=question",
            page.Filled(("reason", "which letter says so?")))).StatusCode);
        var back = await recorder.PageAsync(request);
        Assert.Contains("which letter says so?", back.MainText(), StringComparison.Ordinal);
        Assert.Contains("which letter says so?", (await recorder.PageAsync($"/pledges/{pledge}")).MainText(), StringComparison.Ordinal);
        await MustRedirectAsync(recorder.SendAsync($"{request}?handler=answer", back.Filled(("reason", "that of 3 May"))));
        var again = await approver.PageAsync(request);
        Assert.Contains("that of 3 May", again.MainText(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await approver.SendAsync($"{request}?handler=refuse",
            again.Filled(("reason", "it will be paid (synthetic)")))).StatusCode);
        Assert.Contains("it will be paid (synthetic)", (await recorder.PageAsync($"/pledges/{pledge}")).MainText(),
            StringComparison.Ordinal);
        Assert.Contains("Recorder", (await approver.PageAsync(request)).QuerySelector("[aria-labelledby=steps]")!.TextContent,
            StringComparison.Ordinal);
    }

    private static async Task MustRedirectAsync(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        if (answer.StatusCode != HttpStatusCode.Redirect) Assert.Fail((await Reading.Parsed(answer)).MainText());
    }

    [Fact]
    public async Task What_is_not_what_was_shown_is_not_signed()
    {
        using var approver = site.Reader(person: "approver");
        var request =
            "/approvals/" + await site.TextAsync("SELECT CAST(MIN(id) AS TEXT) FROM signing_requests WHERE kind = 'write_off_receivable'");
        var page = await approver.PageAsync(request);
        var other = await Reading.Parsed(await approver.SendAsync(request, page.Filled(("seen", new string('0', 64)))));
        Assert.Equal("approval_is_other", other.QuerySelector(".refusal-code")!.TextContent);
    }
}
