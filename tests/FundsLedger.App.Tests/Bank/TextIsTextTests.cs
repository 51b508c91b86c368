using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Banking;
using Xunit;

namespace FundsLedger.App.Tests.Bank;

/// <summary>Banks pass on what payers write, line breaks and all: it stays text, whatever tag it looks like.</summary>
public sealed class TextIsTextTests
{
    private const string Secret = "Confidential Donor";

    [Theory, EveryDatabase]
    public async Task An_account_in_a_payers_text_does_not_move_a_statement_to_another_fund(DatabaseKind on)
    {
        await using var books = await FieldFiles.OpenAsync(on);
        Assert.Equal(StatementVerdict.Accepted,
            (await books.ImportAsync(FieldFiles.At("account_in_text_0.sta"))).Statements.Single().Verdict);
        var statement = (await books.ImportAsync(FieldFiles.At("account_in_text_protected.sta"))).Statements.Single();
        Assert.Equal((FieldFiles.Protected, "SFRB", StatementVerdict.Accepted, 2),
            (statement.Head.Account, statement.Bank, statement.Verdict, statement.Lines));
        Assert.Equal((0, 1), (await books.LinesSayingAsync("MAIN", Secret), await books.LinesSayingAsync("SFRB", Secret)));
        await ImportTests.MustBeGoodAsync(books);
    }

    [Theory]
    [InlineData(":20:OTHER")]
    [InlineData(":28C:77/1")]
    [InlineData(":25:/DE89370400440532013000")]
    [InlineData(":25P:DE89370400440532013000")]
    [InlineData(":60F:C260202EUR1000,00")]
    [InlineData(":62F: is the sum we promised")]
    [InlineData(":61: Main Street")]
    [InlineData(":86:again")]
    [InlineData("-")]
    [InlineData("-}")]
    [InlineData("{1:F01BANKDEFFXXXX0000000000}{2:I940X}{4:")]
    [InlineData(":20:X\n:25:DE89370400440532013000\n:28C:9\n:60F:C260202EUR1000,00")]
    [InlineData(":62F:C260202EUR1,00")]
    [InlineData(":62F:C260202EUR1,00\n-\n:25:DE89370400440532013000")]
    [InlineData(":64:C260202EUR1,00\n:65:C260202EUR1,00")]
    public void Whatever_a_payers_line_begins_with_the_statement_stays_what_it_was(string words)
    {
        var read = BankFiles.Read(FieldFiles.Mt940(FieldFiles.Protected, "500,00", "507,00", ":61:2602020202C10,00NTRFNONREF//B1",
            $":86:{Secret}", words, ":61:2602020202D3,00NTRFNONREF//B2", ":86:Fee"));
        var head = ((StatementEnds)read[^1]).Head;
        Assert.Equal((FieldFiles.Protected, "", "A"), (head.Account, head.Number.ToString(), head.Reference));
        Assert.Equal([1000L, -300L], read.OfType<LineRead>().Select(line => line.Line.Amount.Minor));
        Assert.Contains(words.Split('\n')[^1].Replace(":86:", "", StringComparison.Ordinal), read.OfType<LineRead>().First().Line.Raw,
            StringComparison.Ordinal);
        Assert.StartsWith(Secret, read.OfType<LineRead>().First().Line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tag_in_a_text_makes_no_statement_of_its_own()
    {
        var read = BankFiles.Read(FieldFiles.At("tag_in_text.sta"));
        Assert.Equal([(1000L, "Gift for the period of the meeting :20: persons from two families"), (500, "Gift two")],
            read.OfType<LineRead>().Select(line => (line.Line.Amount.Minor, line.Line.Text)));
    }

    [Theory, EveryDatabase]
    public async Task A_whole_statement_in_a_payers_text_books_and_files_nothing(DatabaseKind on)
    {
        await using var books = await FieldFiles.OpenAsync(on);
        var before = await books.EveryRowAsync();
        // The payer closes the protected account, opens the other one with its true balance, and lets the rest of the file stand there.
        foreach (var guessed in (string[])["510,00", "499,00"])
        {
            var file = FieldFiles.Mt940(FieldFiles.Protected, "500,00", "507,00", ":61:2602020202C10,00NTRFNONREF//B1", $":86:{Secret}",
                $":62F:C260202EUR{guessed}", "-", ":20:X", ":25:DE89370400440532013000", ":28C:0", ":60F:C260202EUR1000,00",
                ":61:2602020202D3,00NTRFNONREF//B2", ":86:Payee Protected Person");
            var refused = await BankFiles.Import(books).RunAsync(file, null, TestBooks.Recorder);
            Assert.Equal("bank_file_mixes_funds", refused.Refusal!.Code);
            Assert.Equal(before, await books.EveryRowAsync());
        }
        // A torn file, in which the head of another account has lost its opening balance.
        var torn = FieldFiles.Mt940(FieldFiles.Main, "1000,00", "507,00", ":61:2602020202C11,00NTRFNONREF//B1", ":86:Gift",
            ":62F:C260202EUR1010,00", "-", ":20:X", $":25:{FieldFiles.Protected}", ":28C:0", ":61:2602020202C10,00NTRFNONREF//B2",
            $":86:{Secret}");
        Assert.Equal("bank_statement_is_incomplete",
            (await BankFiles.Import(books).RunAsync(torn, null, TestBooks.Recorder)).Refusal!.Code);
        Assert.Equal(before, await books.EveryRowAsync());
    }

    [Theory, EveryDatabase]
    public async Task One_file_with_both_funds_is_taken_where_every_balance_fits(DatabaseKind on)
    {
        await using var books = await FieldFiles.OpenAsync(on);
        var file = BankFiles.Of("f.sta",
            FieldFiles.Mt940Text(FieldFiles.Protected, "500,00", "510,00", ":61:2602020202C10,00NTRFNONREF//B1", $":86:{Secret}")
            + FieldFiles.Mt940Text(FieldFiles.Main, "1000,00", "1001,00", ":61:2602020202C1,00NTRFNONREF//B2", ":86:Gift"));
        Assert.Equal([("SFRB", StatementVerdict.Accepted), ("MAIN", StatementVerdict.Accepted)],
            (await books.ImportAsync(file)).Statements.Select(statement => (statement.Bank!, statement.Verdict)));
        Assert.True((await books.ImportAsync(file)).IsRepeat);
        Assert.Equal(0, await books.LinesSayingAsync("MAIN", Secret));
        await ImportTests.MustBeGoodAsync(books);
    }
}
