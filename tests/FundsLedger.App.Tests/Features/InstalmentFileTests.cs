using System.Text;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Imports;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>Instalments from a file: read exactly, or refused with the line.</summary>
public sealed class InstalmentFileTests
{
    private const string Header = "due_on,amount,condition\n";

    [Fact]
    public void A_file_is_read_as_it_stands()
    {
        var terms =
            Read("\uFEFFamount,due_on,condition\r\n250000.00,2026-06-30,\r\n250000.00,2026-12-31,\"report, accepted\"\r\n").OrThrow();
        Assert.Equal(
            [new InstalmentTerm(Day("2026-06-30"), Eur("250000.00")),
                new InstalmentTerm(Day("2026-12-31"), Eur("250000.00"), "report, accepted")], terms);
        Assert.Equal([new InstalmentTerm(Day("2026-06-30"), Eur("1.00"))], Read("due_on,amount\n2026-06-30,1.00\n").OrThrow());
    }

    [Theory]
    [InlineData("2026-02-30,1.00,", "import_date_is_malformed")]
    [InlineData("30.06.2026,1.00,", "import_date_is_malformed")]
    [InlineData("2026-06-30,1.00000,", "import_decimals_are_too_many")]
    [InlineData("2026-06-30,1.005,", "import_amount_is_malformed")]
    [InlineData("2026-06-30,10.0050,", "import_decimals_are_too_many")]
    [InlineData("2026-06-30,1.0.0,", "import_amount_is_malformed")]
    [InlineData("2026-06-30,,", "import_amount_is_malformed")]
    [InlineData("2026-06-30,1.00", "import_cells_are_other")]
    public void A_bad_row_is_refused_with_its_line(string row, string code)
    {
        var refusal = Read(Header + "2026-06-30,1.00,\n" + row + "\n").Refusal;
        Assert.Equal((code, true), (refusal?.Code, refusal?.Sentence.StartsWith("file line 3:", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("", "import_file_is_empty")]
    [InlineData(Header, "import_file_is_empty")]
    [InlineData("due_on\n2026-06-30\n", "import_column_is_missing")]
    [InlineData("due_on,amount\n\"open", "import_file_is_not_csv")]
    public void A_file_that_is_none_is_refused(string text, string code) => Assert.Equal(code, Read(text).Refusal?.Code);

    [Fact]
    public void Latin_1_is_refused_with_the_line_where_it_begins_to_differ()
    {
        var refusal = InstalmentFile.Read(Encoding.Latin1.GetBytes(Header + "2026-06-30,1.00,\n2026-07-30,1.00,réunion\n"), "plan.csv",
            Currency.Eur, NumberCustom.English).Refusal;
        Assert.Equal(("import_encoding_is_other", true),
            (refusal?.Code, refusal?.Sentence.StartsWith("file line 3:", StringComparison.Ordinal)));
    }

    [Theory, EveryDatabase]
    public async Task What_a_file_says_is_judged_like_what_is_typed_and_nothing_is_half_done(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        foreach (var (code, rows) in ((string, string)[])[("instalments_do_not_add_up", "2026-06-30,49.99,\n2026-07-30,50.00,\n"),
            ("instalment_is_below_one_minor_unit", "2026-06-30,100.00,\n2026-07-30,0.00,\n"),
            ("instalment_is_below_one_minor_unit", "2026-06-30,101.00,\n2026-07-30,-1.00,\n"),
            ("instalments_are_out_of_order", "2026-07-30,50.00,\n2026-06-30,50.00,\n"),
            ("instalment_is_due_before_signature", "2025-06-30,50.00,\n2026-06-30,50.00,\n")])
            await books.MustRefuseAsync(code,
                () =>
                    new SignAgreement(books.Writer).RunAsync(
                        new("sign", "XA", null, "TFFV", Day("2026-01-10"), Eur("100.00"), null, Read(Header + rows).OrThrow()),
                        TestBooks.Recorder));
    }

    private static Outcome<IReadOnlyList<InstalmentTerm>> Read(string text) =>
        InstalmentFile.Read(Encoding.UTF8.GetBytes(text), "plan.csv", Currency.Eur, NumberCustom.English);
}
