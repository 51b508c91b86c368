using System.IO.Compression;
using System.Text;
using FundsLedger.App.Features.Bank.Reading;
using Xunit;

namespace FundsLedger.App.Tests.Bank;

/// <summary>A small file cannot cost much: depth, words and records have an end, and a refusal is short.</summary>
public sealed class ReadingBudgetTests
{
    private const long MostAllocated = 48L * 1024 * 1024;

    public static TheoryData<string> Costly =>
        ["nested in the message", "nested around the message", "nested in an entry", "a name without end", "an attribute without end",
        "a text without end", "a comment without end", "many texts in one", "a line without end", "a movement without end",
        "a row without end"];

    [Theory, MemberData(nameof(Costly))]
    public void What_would_cost_much_is_refused_shortly_and_cheaply(string kind)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        using (var text = new StreamWriter(gzip, new UTF8Encoding(false)))
            Write(kind, text);
        var content = packed.ToArray();
        Assert.InRange(content.Length, 1, 400_000);
        BankFiles.Fault(BankFiles.Of("warm", Costs("nested in an entry", 2)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fault = BankFiles.Fault(BankFiles.Of("f", content), FuzzFiles.Mapping);
        Assert.Equal("bank_file_is_broken", fault?.Code);
        Assert.InRange(fault!.Sentence.Length, 1, 500);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
    }

    [Fact]
    public void As_deep_as_a_wrapped_statement_is_read()
    {
        var document = CamtText.Document(CamtText.Statement("0.00", "2026-01-01", "10.00", "2026-01-31", ["2026-01-15 10.00 Gift"]));
        var wrapped = string.Concat(Enumerable.Range(0, 10).Select(level => $"<w{level}>"))
            + document.Replace("""<?xml version="1.0" encoding="UTF-8"?>""", "", StringComparison.Ordinal)
            + string.Concat(Enumerable.Range(0, 10).Reverse().Select(level => $"</w{level}>"));
        Assert.Null(BankFiles.Fault(BankFiles.Of("f", wrapped)));
    }

    private static byte[] Costs(string kind, int times)
    {
        using var text = new StringWriter();
        Write(kind, text, times);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(string kind, TextWriter text, int times = 2_000_000)
    {
        const string Start = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><GrpHdr/>";
        switch (kind)
        {
            case "nested in the message": text.Write(Start); Repeat("<a>"); break;
            case "nested around the message": Repeat("<Envelope>"); break;
            case "nested in an entry": text.Write(Start + "<Stmt><Id>S</Id><Ntry>"); Repeat("<a>"); break;
            case "a name without end": text.Write("<"); Repeat("name"); break;
            case "an attribute without end": text.Write(Start + "<Stmt x=\""); Repeat("word"); break;
            case "a text without end": text.Write(Start + "<Stmt><Id>"); Repeat("word"); break;
            case "a comment without end": text.Write(Start + "<!--"); Repeat("word"); break;
            case "many texts in one": text.Write(Start + "<Stmt><Id>"); Repeat("x<b/>"); break;
            case "a line without end": text.Write(":20:X\n:25:1234\n"); Repeat("line"); break;
            case "a movement without end": text.Write(":20:X\n:25:1234\n:60F:C260202EUR1,\n:61:260202C1,NTRF\n:86:"); Repeat(
                "text\n"); break;
            default: text.Write("Date;Amount;Balance;Text\n2026-02-02;1,00;1,00;\""); Repeat("text\n"); break;
        }

        void Repeat(string piece)
        {
            for (var count = 0; count < times; count++) text.Write(piece);
        }
    }
}
