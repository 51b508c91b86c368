using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using FundsLedger.App.Access;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Access;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Tests.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Papers;

/// <summary>Papers by page: attached with a form, opened as a download alone, erased with a reason.</summary>
public sealed class PaperPageTests
{
    [Fact]
    public async Task A_paper_is_attached_downloaded_and_erased_on_the_page_of_its_pledge()
    {
        await using var served = await ServedBooks.OpenAsync(DatabaseKind.Sqlite);
        var pledge = await AnnounceAsync(served, "TFFV");
        using var recorder = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.Recorder));
        var papers = $"/pledges/{pledge}/papers";

        using (var sent = await SendAsync(recorder, papers, "note verbale.pdf", Scans.Pdf))
            Assert.Equal(papers, sent.Headers.Location?.ToString());

        using var file = await recorder.GetAsync($"{papers}?handler=file&number=1");
        Assert.Equal(Scans.Pdf, await file.Content.ReadAsByteArrayAsync());
        Assert.Equal(("attachment", "note verbale.pdf"), (file.Content.Headers.ContentDisposition!.DispositionType,
            file.Content.Headers.ContentDisposition.FileName!.Trim('"')));
        Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.StartsWith("sandbox;", file.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("note verbale.pdf", await recorder.GetStringAsync($"/pledges/{pledge}"), StringComparison.Ordinal);

        var erase = (await recorder.PageAsync(papers)).Filled();
        (erase["number"], erase["reason"]) = ("1", "names a person (synthetic)");
        using (var erased = await recorder.SendAsync(papers + "?handler=erase", erase))
            Assert.Equal(HttpStatusCode.Found, erased.StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await recorder.GetAsync($"{papers}?handler=file&number=1")).StatusCode);
        Assert.DoesNotContain("note verbale.pdf", await recorder.GetStringAsync(papers), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await recorder.GetAsync($"{papers}?handler=file&number=2")).StatusCode);
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_stands_beside_it_and_the_choice_is_kept()
    {
        await using var served = await ServedBooks.OpenAsync(DatabaseKind.Sqlite);
        var papers = $"/pledges/{await AnnounceAsync(served, "TFFV")}/papers";
        using var recorder = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.Recorder));

        using var sent = await SendAsync(recorder, papers, "page.pdf", "<html></html>"u8.ToArray());

        var page = await Reading.Parsed(sent);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        Assert.Contains("no PDF", page.QuerySelector("#f-file-fault")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("note_verbale", page.QuerySelector("#f-kind option[selected]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task The_rights_to_papers_are_those_to_what_they_belong_to()
    {
        await using var served = await ServedBooks.OpenAsync(DatabaseKind.Sqlite);
        var (open, quiet) = (await AnnounceAsync(served, "TFFV"), await AnnounceAsync(served, "SFR"));
        using var recorder = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.Recorder));
        foreach (var pledge in (string[])[open, quiet])
            (await SendAsync(recorder, $"/pledges/{pledge}/papers", "a.pdf", Scans.Pdf)).Dispose();
        using var visits = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.Recorder, funds: FundsCovered.Of(["TFFV"])));
        using var other = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.StateRepresentative, "XB"));
        using var own = await served.BrowserOfAsync(await served.Books.LetInAsync(Role.StateRepresentative, "XA"));

        Assert.Equal(HttpStatusCode.OK, await FileAsync(own, open));
        Assert.DoesNotContain("<form method=\"post\" class=\"entry-form\"", await own.GetStringAsync($"/pledges/{open}/papers"),
            StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await FileAsync(other, open));
        Assert.Equal(HttpStatusCode.NotFound, await FileAsync(visits, quiet));
        Assert.Equal(HttpStatusCode.OK, await FileAsync(visits, open));
        Assert.Equal(HttpStatusCode.NotFound, (await recorder.GetAsync("/pledges/XA-P-2026-99/papers")).StatusCode);

        static async Task<HttpStatusCode> FileAsync(HttpClient reader, string pledge) =>
            (await reader.GetAsync($"/pledges/{pledge}/papers?handler=file&number=1")).StatusCode;
    }

    private static async Task<string> AnnounceAsync(ServedBooks served, string fund)
    {
        await using var writer = new LedgerWriter(served.Books.Database, served.Books.Clock);
        return (await new AnnouncePledge(writer).RunAsync(new($"p-{fund}", "XA", Day("2026-01-15"), Money.Eur(300_00), null,
            "Pledge (synthetic)", null, fund, Day("2026-12-01")), TestBooks.Recorder)).OrThrow().Code;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient reader, string path, string name, byte[] file)
    {
        var fields = (await reader.PageAsync(path)).Filled();
        fields["kind"] = "note_verbale";
        using var body = new MultipartFormDataContent();
        foreach (var (field, text) in fields)
            if (field != "file") body.Add(new StringContent(text), field);
        body.Add(new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } }, "file",
            name);
        return await reader.PostAsync(path, body);
    }
}
