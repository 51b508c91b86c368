using System.IO.Compression;
using System.Text;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.Domain.Banking;
using Xunit;

namespace FundsLedger.App.Tests.Bank;

/// <summary>Files come from outside: what cannot be trusted is refused with its line, and nothing is guessed.</summary>
public sealed class ReadingTests
{
    private static readonly string Good =
        CamtText.Document(CamtText.Statement("0.00", "2026-01-01", "10.00", "2026-01-31", ["2026-01-15 10.00 Gift"]));

    [Theory]
    [InlineData("<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><Document "
        + "xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\">&b;</Document>", "bank_file_has_dtd")]
    [InlineData("<!DOCTYPE d SYSTEM \"file:///etc/passwd\"><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"/>",
        "bank_file_has_dtd")]
    [InlineData("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt>&unknown;</BkToCstmrStmt></Document>",
        "bank_file_has_dtd")]
    [InlineData("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><GrpHdr>", "bank_file_is_broken")]
    [InlineData("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.15\"/>", "bank_file_version_is_unknown")]
    [InlineData("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\"/>", "bank_file_is_unknown")]
    [InlineData("", "bank_file_is_empty")]
    [InlineData("date,amount\n2026-01-01,1.00\n", "bank_file_is_unknown")]
    public void A_file_that_is_dangerous_torn_or_something_else_is_refused(string content, string code) =>
        Assert.Equal(code, BankFiles.Fault(BankFiles.Of("f", content))?.Code);

    [Theory]
    [InlineData("10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>", "10.00001</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>",
        "bank_amount_has_too_many_decimals")]
    [InlineData("10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>", "-10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>", "bank_amount_is_wrong")]
    [InlineData("10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>", "1e3</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>", "bank_amount_is_wrong")]
    [InlineData("<Dt>2026-01-15</Dt>", "<Dt>2026-02-30</Dt>", "bank_date_is_wrong")]
    [InlineData("<Amt Ccy=\"EUR\">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>",
        "<Amt Ccy=\"EUX\">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>", "bank_currency_is_unknown")]
    [InlineData("<CdtDbtInd>CRDT</CdtDbtInd><Sts>", "<Sts>", "bank_statement_is_incomplete")]
    [InlineData("<IBAN>DE89370400440532013000</IBAN>", "", "bank_statement_is_incomplete")]
    [InlineData("</Document>", "", "bank_file_is_broken")]
    public void A_value_that_is_wrong_refuses_the_file_and_names_the_line(string there, string instead, string code)
    {
        Assert.Null(BankFiles.Fault(BankFiles.Of("f", Good)));
        Assert.Contains(there, Good, StringComparison.Ordinal);
        var fault = BankFiles.Fault(BankFiles.Of("f", Good.Replace(there, instead, StringComparison.Ordinal)));
        Assert.Equal(code, fault?.Code);
        Assert.Matches("^f line [1-9]", fault!.Sentence);
    }

    [Fact]
    public void Zeros_behind_the_last_decimal_are_no_decimals() =>
        Assert.Equal(1000,
            Lines(BankFiles.Of("f", Good.Replace("10.00</Amt>", "10.00000</Amt>", StringComparison.Ordinal)))[0].Amount.Minor);

    [Fact]
    public void A_letter_that_is_none_in_the_declared_encoding_is_marked_and_the_money_is_taken()
    {
        var bytes = Encoding.Latin1.GetBytes(Good.Replace("Gift", "Gün", StringComparison.Ordinal));
        Assert.Equal((1000L, "G\uFFFDn"), (Lines(BankFiles.Of("f", bytes))[0].Amount.Minor, Lines(BankFiles.Of("f", bytes))[0].Text));
        Assert.Equal("bank_file_encoding_is_wrong",
            BankFiles.Fault(BankFiles.Of("f", Good.Replace("UTF-8", "klingon", StringComparison.Ordinal)))?.Code);
    }

    [Theory]
    // A bank cut a text within a letter; a line all of another encoding.
    [InlineData(new byte[] { 0xC3, 0xBC, (byte)' ', 0xC3 }, "ü \uFFFD")]
    [InlineData(new byte[] { 0xFC, (byte)' ', 0xE9 }, "ü é")]
    public void A_line_with_letters_of_UTF_8_is_damaged_UTF_8_and_any_other_that_is_none_is_windows_1252(byte[] words, string expected)
    {
        var text = FieldFiles.Mt940Text(FieldFiles.Main, "1000,00", "1010,00", ":61:2602020202C10,00NTRFNONREF", ":86:@@");
        var at = text.IndexOf("@@", StringComparison.Ordinal);
        byte[] content = [.. Encoding.UTF8.GetBytes(text[..at]), .. words, .. Encoding.UTF8.GetBytes(text[(at + 2)..])];
        Assert.Equal(expected, Lines(BankFiles.Of("f", content))[0].Text);
    }

    [Theory]
    [InlineData("49.7.")]
    [InlineData("4.90.00")]
    [InlineData("10..")]
    [InlineData(".")]
    public void An_amount_with_two_points_is_none(string amount) => Assert.Equal("bank_amount_is_wrong",
        BankFiles.Fault(BankFiles.Of("f", Good.Replace("10.00</Amt>", $"{amount}</Amt>", StringComparison.Ordinal)))?.Code);

    [Theory]
    [InlineData("")]
    [InlineData("\n \r\n\n")]
    public void A_refusal_names_the_line_of_the_file_also_behind_blank_lines(string blank)
    {
        var before = BankFiles.Fault(BankFiles.Of("f", Good.Replace("10.00</Amt>", "x</Amt>", StringComparison.Ordinal)))!.Where;
        var at = BankFiles.Fault(BankFiles.Of("f", blank + Good.Replace("10.00</Amt>", "x</Amt>", StringComparison.Ordinal)))!.Where;
        Assert.Equal(int.Parse(before.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture) + blank.Count(letter =>
            letter == '\n'), int.Parse(at.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_text_as_long_as_the_file_is_not_held()
    {
        var fault = BankFiles.Fault(BankFiles.Of("f", Good.Replace("Gift", new string('x', 5_000_000), StringComparison.Ordinal)));
        Assert.Equal("bank_file_is_broken", fault?.Code);
        Assert.Equal("bank_file_is_broken", BankFiles.Fault(BankFiles.Of("f", ":20:A\n:25:1234\n:86:" + new string('x', 5_000_000)))?.Code);
    }

    [Fact]
    public void Packed_files_read_like_plain_ones_and_a_damaged_or_doubly_packed_one_is_refused()
    {
        var packed = Gzipped(Encoding.UTF8.GetBytes(Good));
        Assert.Equal(Lines(BankFiles.Of("f", Good)), Lines(BankFiles.Of("f", packed)));
        Assert.Equal(4, BankFiles.Read(BankFiles.Of("f", Zipped(("a.xml", Good), ("b.xml", Good)))).Count(item => item is not LineRead));
        Assert.Equal("bank_file_is_broken", BankFiles.Fault(BankFiles.Of("f", packed[..(packed.Length / 2)]))?.Code);
        Assert.Equal("bank_file_is_unknown", BankFiles.Fault(BankFiles.Of("f", Gzipped(packed)))?.Code);
        Assert.Equal("bank_statement_is_incomplete",
            BankFiles.Fault(BankFiles.Of("f", Zipped(("a.xml", Good), ("b.sta", ":20:A\n:25:1234\n:60F:C260101EUR1,00\n"))))?.Code);
    }

    [Fact]
    public void A_batch_becomes_a_line_for_each_detail_and_one_that_does_not_sum_stays_whole()
    {
        const string Details = "<NtryDtls><TxDtls><Refs><EndToEndId>A</EndToEndId></Refs><Amt "
            + "Ccy=\"EUR\">4.00</Amt></TxDtls><TxDtls><Refs><EndToEndId>B</EndToEndId></Refs><Amt "
            + "Ccy=\"EUR\">6.00</Amt></TxDtls></NtryDtls>";
        var start = Good.IndexOf("<NtryDtls>", StringComparison.Ordinal);
        var batch = Good[..start] + Details + Good[(Good.IndexOf("</NtryDtls>", StringComparison.Ordinal) + "</NtryDtls>".Length)..];
        Assert.Equal([("A", 400L), ("B", 600L)], Lines(BankFiles.Of("f", batch)).Select(line => (line.Reference, line.Amount.Minor)));
        var wrong = BankFiles.Read(BankFiles.Of("f", batch.Replace("6.00", "6.01", StringComparison.Ordinal))).OfType<LineRead>().Single();
        Assert.False(wrong.DetailsAgree);
        Assert.Equal(1000, wrong.Line.Amount.Minor);
    }

    [Fact]
    public void What_is_only_announced_is_no_line() =>
        Assert.Empty(Lines(BankFiles.Of("f", Good.Replace("<Cd>BOOK</Cd>", "<Cd>PDNG</Cd>", StringComparison.Ordinal))));

    [Fact]
    public void MT940_gives_charges_interest_reversals_names_and_accounts()
    {
        const string Text = """
            {1:F01BANKDEFFXXXX0000000000}{2:I940X}{4:
            :20:X
            :25:DE89 3704 0044 0532 0130 00
            :28C:7/1
            :60F:C260101EUR100,00
            :61:2601150115D2,50NCHGNONREF
            :86:805?00ENTGELT?20Kontofuehrung
            :61:2601150115C1,10NINTNONREF
            :61:2601160116RC10,00NTRFNONREF//B1
            :86:166?00RUECKGABE?20EREF+GIFT-7SVWZ+Gabe?31NL91ABNA0417164300?32State A
            :61:2601170117RD3,00NTRFNONREF//B2
            :62F:C260117EUR91,60
            -}
            """;
        var read = BankFiles.Read(BankFiles.Of("f", Text.ReplaceLineEndings("\r\n")));
        var lines = read.OfType<LineRead>().Select(item => item.Line).ToList();
        Assert.Equal([(-250L, BankLineKind.Charge), (110, BankLineKind.Interest), (-1000, BankLineKind.Return),
            (300, BankLineKind.Return)], lines.Select(line => (line.Amount.Minor, line.Kind)));
        Assert.Equal(("GIFT-7", "State A", "NL91ABNA0417164300", "B1"),
            (lines[2].Reference, lines[2].PartyName, lines[2].PartyAccount, lines[2].BankReference));
        Assert.Equal((CamtText.Account, "7/1"), (((StatementEnds)read[^1]).Head.Account, ((StatementEnds)read[^1]).Head.Number.ToString()));
    }

    [Fact]
    public void A_csv_file_is_read_by_its_mapping_with_the_balances_of_its_own_column()
    {
        var mapping = new CsvMapping("M", ';', ',', "dd.MM.yyyy", CamtText.Account, "EUR", new Dictionary<string,
            string> { ["booked"] = "Tag", ["amount"] = "Betrag", ["text"] = "Zweck", ["balance"] = "Saldo", ["party"] = "Name" });
        var file = BankFiles.Of("f", "Tag;Name;Zweck;Betrag;Saldo\n15.01.2026;State A;\"Gift; "
            + "\"\"first\"\"\";1.250,50;2.250,50\n16.01.2026;Bank;Fee;-0,50;2.250,00\n");
        var read = BankFiles.Read(file, mapping);
        Assert.Equal((100_000L, 225_000L),
            (((StatementEnds)read[^1]).Head.Opening!.Amount.Minor, ((StatementEnds)read[^1]).Head.Closing!.Amount.Minor));
        Assert.Equal([(125_050L, "Gift; \"first\"", "State A"), (-50, "Fee", "Bank")], read.OfType<LineRead>()
            .Select(item => (item.Line.Amount.Minor, item.Line.Text, item.Line.PartyName)));
        Assert.Equal("bank_column_is_missing", BankFiles.Fault(BankFiles.Of("f", "Tag;Betrag\n1;2\n"), mapping)?.Code);
        Assert.Equal("bank_date_is_wrong", BankFiles.Fault(BankFiles.Of("f", "Tag;Name;Zweck;Betrag;Saldo\n30.02.2026;;;1,00;1,00\n"),
            mapping)?.Code);
        Assert.Equal((100L, "Gün"), Lines(BankFiles.Of("f",
            Encoding.Latin1.GetBytes("Tag;Name;Zweck;Betrag;Saldo\n15.01.2026;Gün;;1,00;1,00\n")), mapping) is [var only]
                ? (only.Amount.Minor, only.PartyName) : default);
        Assert.Equal("bank_file_is_broken",
            BankFiles.Fault(BankFiles.Of("f", "Tag;Name;Zweck;Betrag;Saldo\n15.01.2026;\"State;;1,00;1,00\n"), mapping)?.Code);
    }

    private static List<BankLine> Lines(BankFile file, CsvMapping? mapping = null) =>
        [.. BankFiles.Read(file, mapping).OfType<LineRead>().Select(item => item.Line)];

    private static byte[] Gzipped(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(content);
        return packed.ToArray();
    }

    private static byte[] Zipped(params (string Name, string Content)[] documents)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create))
            foreach (var (name, content) in documents)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        return packed.ToArray();
    }
}
