using System.Net;
using System.Text;
using FundsLedger.App.Features.Proof.Statements;
using Xunit;

namespace FundsLedger.App.Tests.Web;

/// <summary>Anybody verifies a statement's file; what is sent is never believed.</summary>
[Collection(PagesTogether.Name)]
public sealed class VerifyPageTests(DemoSite site)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task A_stranger_verifies_a_statement_from_a_file_or_from_its_text(bool asFile)
    {
        using var stranger = site.Stranger();
        var result = await SendAsync(stranger, await ProofAsync(), asFile);
        Assert.Contains("Verified", result.QuerySelector("#result")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("fund SFR", result.MainText(), StringComparison.Ordinal);
        Assert.Contains("Ireland", result.MainText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_statement_is_not_verified_and_the_page_says_why_in_both_languages()
    {
        using var stranger = site.Stranger("fr");
        var proof = await ProofAsync();
        var result =
            await SendAsync(stranger, proof.Replace("\"total_eur\": \"", "\"total_eur\": \"1", StringComparison.Ordinal), asFile: true);
        Assert.Equal("Non vérifié", result.QuerySelector("#result")!.TextContent);
        Assert.Contains("stated facts were changed", result.QuerySelector("[role=alert] ul[lang=en]")!.TextContent,
            StringComparison.Ordinal);
    }

    [Theory, InlineData("nonsense"), InlineData("{}"), InlineData("<script>alert(1)</script>"), InlineData("[[[[[[[["), InlineData("null")]
    public async Task What_is_no_statement_is_said_to_be_none(string text)
    {
        using var stranger = site.Stranger();
        var result = await SendAsync(stranger, text, asFile: false);
        Assert.Equal("Not verified", result.QuerySelector("#result")!.TextContent);
        Assert.DoesNotContain("alert(1)", result.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Theory, InlineData(0, true), InlineData(0, false), InlineData(VerifyPage.LargestFile + 1, true),
        InlineData(VerifyPage.LargestFile + 1, false)]
    public async Task Nothing_and_too_much_are_told_beside_the_field(int length, bool asFile)
    {
        using var stranger = site.Stranger();
        var result = await SendAsync(stranger, new string('x', length), asFile);
        Assert.NotNull(result.QuerySelector("#f-file-fault"));
        Assert.Null(result.QuerySelector("#result"));
    }

    [Fact]
    public async Task A_flood_is_refused_before_it_is_read()
    {
        using var stranger = site.Stranger();
        var token =
            (await stranger.PageAsync("/verify")).QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" },
            { new ByteArrayContent(new byte[3 * 1024 * 1024]), "file", "large.json" } };
        HttpStatusCode? status = null;
        try { status = (await stranger.PostAsync("/verify", form)).StatusCode; }
        catch (HttpRequestException) { } // the server may hang up while it is still being sent to
        Assert.NotEqual(HttpStatusCode.OK, status ?? HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/verify")).StatusCode);
    }

    private async Task<string> ProofAsync()
    {
        using var reader = site.Reader();
        return await reader.GetStringAsync("/statements/IE.json?fund=SFR&from=2022-01-01&to=2026-11-23&in=en");
    }

    private static async Task<AngleSharp.Html.Dom.IHtmlDocument> SendAsync(HttpClient reader, string text, bool asFile)
    {
        var token =
            (await reader.PageAsync("/verify")).QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" },
            { new StringContent(asFile ? "" : text), "text" } };
        if (asFile) form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "file", "statement.json");
        var answer = await reader.PostAsync("/verify", form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await Reading.Parsed(answer);
    }
}
