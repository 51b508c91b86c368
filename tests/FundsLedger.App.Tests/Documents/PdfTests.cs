using System.Text;
using FundsLedger.Reports.Documents;
using FundsLedger.Reports.Documents.DonorStatement;
using FundsLedger.Reports.Pdf;
using FundsLedger.Reports.Pdf.Skia;
using FundsLedger.Reports.Typefaces;
using UglyToad.PdfPig;
using Xunit;

namespace FundsLedger.App.Tests.Documents;

public sealed class PdfTests
{
    private static readonly SkiaPdfEngine Engine = new();

    [Fact]
    public void The_same_statement_gives_the_same_bytes()
    {
        var first = Engine.ToBytes(DonorStatementDocument.Build(SampleStatement.Data("fr", 60)));
        // Skia makes a file's id from the clock and writes it in whichever form is shorter, so one repetition proves little.
        for (var round = 0; round < 20; round++)
            Assert.Equal(first, Engine.ToBytes(DonorStatementDocument.Build(SampleStatement.Data("fr", 60))));
    }

    [Fact]
    public void A_short_statement_is_a_small_file() =>
        Assert.InRange(Engine.ToBytes(DonorStatementDocument.Build(SampleStatement.Data())).Length, 20_000, 200_000);

    [Fact]
    public void Every_page_has_the_banner_the_reference_and_its_number()
    {
        using var pdf = PdfDocument.Open(Engine.ToBytes(DonorStatementDocument.Build(SampleStatement.Data("en", 120))));
        Assert.True(pdf.NumberOfPages >= 4);
        foreach (var page in pdf.GetPages())
        {
            Assert.Contains("Synthetic figures", page.Text, StringComparison.Ordinal);
            Assert.Contains("7KQ2M-9XD44-TBWP3-R0HZA", page.Text, StringComparison.Ordinal);
            Assert.Contains($"Page {page.Number} of {pdf.NumberOfPages}", page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_long_table_repeats_its_head_and_keeps_every_row()
    {
        using var pdf = PdfDocument.Open(Engine.ToBytes(DonorStatementDocument.Build(SampleStatement.Data("en", 150))));
        var pages = pdf.GetPages().Where(page => page.Text.Contains("RCP-", StringComparison.Ordinal)).ToList();
        var text = string.Concat(pages.Select(page => page.Text));
        Assert.All(pages, page => Assert.Contains("Source of rate", page.Text, StringComparison.Ordinal));
        Assert.All(Enumerable.Range(0, 150), number => Assert.Contains($"RCP-{number:0000}", text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_file_says_what_it_is_and_opens_with_bookmarks()
    {
        var bytes = Engine.ToBytes(DonorStatementDocument.Build(SampleStatement.Data("fr")));
        using var pdf = PdfDocument.Open(bytes);
        var raw = Encoding.Latin1.GetString(bytes);
        Assert.Equal("Relevé du donateur", pdf.Information.Title);
        Assert.Equal("Greffe de la Cour pénale internationale", pdf.Information.Author);
        Assert.Contains("/Lang (fr)", raw, StringComparison.Ordinal);
        Assert.Contains("pdfaid:part", raw, StringComparison.Ordinal);
        Assert.True(pdf.TryGetBookmarks(out var bookmarks));
        Assert.Contains(bookmarks.GetNodes(), node => node.Title == "Vos versements");
    }

    [Fact]
    public void Names_in_any_script_are_set_or_visibly_replaced_and_reported()
    {
        var document = Plain(new Paragraph("Ελλάδα, Україна, Österreich, Việt, Țara, İstanbul; 日本 العربية \uD800 \u0007 e\u0301\uFEFF"));
        using var stream = new MemoryStream();
        var report = Engine.Render(document, stream);
        Assert.Contains("日", report.MissingLetters);
        Assert.DoesNotContain(report.MissingLetters, letter => "ΕλάδУкраїнÖșȚİé".Contains(letter, StringComparison.Ordinal));
        using var pdf = PdfDocument.Open(stream.ToArray());
        Assert.Contains("\uFFFD", pdf.GetPage(1).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_any_length_runs_over_pages()
    {
        var words = string.Join(' ', Enumerable.Range(0, 1_500).Select(number => $"word{number}"));
        var unbroken = new string('x', 10_000);
        var document = Plain(
            new Paragraph(words), new Paragraph(unbroken), new Note(unbroken), new Callout(unbroken, words), new Heading(1, words[..500]),
            new Definitions([new(unbroken[..300], words)]), new Particulars([new("label", unbroken)]),
            new Table([new Column("a"), Column.Amount("b"), new Column("c")],
                [new Row([words, "1", unbroken])]) { Total = new Row(["", "1", ""]) },
            new KeyFigures([new(words[..200], unbroken[..80]), new("b", "")]),
            new Certification(words, [new("role", unbroken[..200], null, "date")]));
        using var pdf = PdfDocument.Open(Engine.ToBytes(document));
        var text = string.Concat(pdf.GetPages().Select(page => page.Text));
        Assert.Contains("word1499", text, StringComparison.Ordinal);
        Assert.True(text.Count(letter => letter == 'x') >= 40_000);
    }

    [Fact]
    public void Empty_documents_and_empty_blocks_are_pages_too()
    {
        var document = Plain(new Paragraph(""), new KeyFigures([]), new Particulars([]), new Definitions([]), new Certification("", []),
            new Table([new Column("only")], []), new Heading(1, "last"));
        Assert.Equal(1, Engine.Render(document, Stream.Null).Pages);
    }

    [Fact]
    public void Both_faces_are_small_and_hold_the_same_letters()
    {
        Assert.All(EmbeddedFonts.Streams(), face => Assert.InRange(face.Length, 1, 120_000));
        var differing = Enumerable.Range(0x20, 0xFFFD - 0x20)
            .Where(code => (EmbeddedFonts.Regular.GetGlyph(code) == 0) != (EmbeddedFonts.Bold.GetGlyph(code) == 0));
        Assert.Empty(differing);
        Assert.All("€£¥−\u202F\u00A0–—’“”«»ŒœŸß≤≥→№ЖΩğșȚ�", letter => Assert.NotEqual(0, EmbeddedFonts.Regular.GetGlyph(letter)));
    }

    private static Document Plain(params Block[] blocks) => new()
    {
        Title = "Plain",
        Language = "en",
        Reference = "R-1",
        CreatedAt = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero),
        Furniture = new Furniture("header", "footer"),
        Blocks = blocks,
    };
}
