using System.Net;
using FundsLedger.App.Access;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Tests.Papers;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Api;

/// <summary>Papers for programs.</summary>
public sealed class PaperApiTests
{
    [Fact]
    public async Task A_program_attaches_lists_fetches_and_erases()
    {
        await using var host = await ApiHost.OpenAsync(DatabaseKind.Sqlite);
        var pledge = (await new AnnouncePledge(host.Books.Writer).RunAsync(new("p", "IE", Day("2026-01-15"), Money.Eur(300_00), null,
            "Pledge (synthetic)", null, "TFFV", Day("2026-12-01")), TestBooks.Recorder)).OrThrow().Code;
        using var program = await host.ProgramAsync(Role.Recorder);
        var papers = $"/api/v1/pledges/{pledge}/papers";
        var body = new { file_name = "note.pdf", kind = "note_verbale", content = Convert.ToBase64String(Scans.Pdf) };

        using var attached = await program.SendAsync(papers, "k1", body);
        Assert.Equal(HttpStatusCode.Created, attached.StatusCode);
        using var again = await program.SendAsync(papers, "k1", body);
        Assert.Equal("true", again.Headers.GetValues("Idempotent-Replayed").Single());

        var listed = (await program.JsonAsync(papers))["items"]!.AsArray().Single()!;
        Assert.Equal(("note.pdf", "pdf", 1), ((string)listed["file_name"]!, (string)listed["type"]!, (int)listed["number"]!));
        using var file = await program.GetAsync(papers + "/1");
        Assert.Equal(Scans.Pdf, await file.Content.ReadAsByteArrayAsync());
        Assert.Equal(("attachment", "application/pdf"), (file.Content.Headers.ContentDisposition!.DispositionType,
            file.Content.Headers.ContentType!.MediaType));

        using var erased = await program.SendAsync(papers + "/1/erasures", "k2", new { reason = "names a person (synthetic)" });
        Assert.Equal(HttpStatusCode.Created, erased.StatusCode);
        using var gone = await program.GetAsync(papers + "/1");
        Assert.Equal("paper_is_erased", (string)(await gone.BodyAsync())["code"]!);

        using var wrong = await program.SendAsync(papers, "k3",
            new { file_name = "a.svg", kind = "letter", content = Convert.ToBase64String("<svg/>"u8.ToArray()) });
        Assert.Equal(("paper_type_is_unknown", HttpStatusCode.UnprocessableEntity), ((string)(await wrong.BodyAsync())["code"]!,
            wrong.StatusCode));
        using var absent = await program.SendAsync("/api/v1/pledges/IE-P-2026-99/papers", "k4", body);
        Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
    }
}
