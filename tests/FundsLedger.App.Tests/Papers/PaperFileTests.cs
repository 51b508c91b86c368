using System.Text;
using FundsLedger.App.Features.Papers;
using FundsLedger.App.Storage;
using Xunit;

namespace FundsLedger.App.Tests.Papers;

/// <summary>A file is what its bytes are, and its name must be one that can be shown.</summary>
public sealed class PaperFileTests
{
    public static TheoryData<string, byte[], PaperType> Taken => new()
    {
        { "note.pdf", Scans.Pdf, PaperType.Pdf },
        { "note verbale n° 12 (signée).PDF", Scans.Pdf, PaperType.Pdf },
        { "scan", Scans.Pdf, PaperType.Pdf },
        { "scan.png", Scans.Png, PaperType.Png },
        { "scan.jpeg", Scans.Jpeg, PaperType.Jpeg },
        { "scan.jpg", Scans.Jpeg, PaperType.Jpeg },
        { "letter.docx", Scans.Docx, PaperType.Docx },
        { "رسالة.pdf", Scans.Pdf, PaperType.Pdf },
        { new string('n', 146) + ".pdf", Scans.Pdf, PaperType.Pdf },
    };

    [Theory, MemberData(nameof(Taken))]
    public void A_scan_is_taken_as_what_its_bytes_are(string name, byte[] content, PaperType type) =>
        Assert.Equal(type, PaperFile.Look(name, content, 1).OrThrow());

    public static TheoryData<string, byte[], string> Refused => new()
    {
        { "page.pdf", Text("<!DOCTYPE html><script>alert(1)</script>"), "paper_type_is_unknown" },
        { "page.pdf", Text("<html>%PDF-1.4 %%EOF"), "paper_type_is_unknown" },
        { "picture.svg", Text("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"), "paper_type_is_unknown" },
        { "picture.png", Text("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), "paper_type_is_unknown" },
        { "cut.pdf", Text("%PDF-1.4 cut off"), "paper_type_is_unknown" },
        { "cut.png", Scans.Png[..20], "paper_type_is_unknown" },
        { "cut.jpg", Scans.Jpeg[..5], "paper_type_is_unknown" },
        { "program.pdf", Text("MZ\0\0"), "paper_type_is_unknown" },
        { "any.zip", Scans.Package("a.txt"), "paper_type_is_unknown" },
        { "sheet.docx", Scans.Package("[Content_Types].xml", "xl/workbook.xml"), "paper_type_is_unknown" },
        { "macro.docx", Scans.Package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "paper_type_is_unknown" },
        { "cut.docx", Scans.Docx[..^10], "paper_type_is_unknown" },
        { "lies.docx", Lying(), "paper_type_is_unknown" },
        { "note.png", Scans.Pdf, "paper_name_says_other_type" },
        { "note.pdf.exe", Scans.Pdf, "paper_name_says_other_type" },
        { "note.html", Scans.Pdf, "paper_name_says_other_type" },
        { "empty.pdf", [], "paper_is_empty" },
        { "large.pdf", [.. Scans.Pdf, .. new byte[1024 * 1024]], "paper_is_too_large" },
        { "", Scans.Pdf, "paper_name_is_malformed" },
        { " ", Scans.Pdf, "paper_name_is_malformed" },
        { "..", Scans.Pdf, "paper_name_is_malformed" },
        { "../../etc/passwd", Scans.Pdf, "paper_name_is_malformed" },
        { "C:\\Users\\a.pdf", Scans.Pdf, "paper_name_is_malformed" },
        { "a\u202Efdp.exe", Scans.Pdf, "paper_name_is_malformed" },
        { "a\u200Bb.pdf", Scans.Pdf, "paper_name_is_malformed" },
        { "a\nb.pdf", Scans.Pdf, "paper_name_is_malformed" },
        { "a\0.pdf", Scans.Pdf, "paper_name_is_malformed" },
        { "a\uD800.pdf", Scans.Pdf, "paper_name_is_malformed" },
        { " a.pdf", Scans.Pdf, "paper_name_is_malformed" },
        { new string('n', 296) + ".pdf", Scans.Pdf, "paper_name_is_malformed" },
    };

    [Theory, MemberData(nameof(Refused))]
    public void Anything_else_is_refused_by_name(string name, byte[] content, string code) =>
        Assert.Equal(code, PaperFile.Look(name, content, 1).Refusal?.Code);

    [Fact]
    public void A_package_that_would_blow_up_is_not_unpacked()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(PaperType.Docx, PaperFile.TypeOf(Scans.Docx));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    // It says that it has far more parts than it lists.
    private static byte[] Lying()
    {
        var file = (byte[])Scans.Docx.Clone();
        (file[^12], file[^11]) = (0xFF, 0x0F);
        return file;
    }
}
