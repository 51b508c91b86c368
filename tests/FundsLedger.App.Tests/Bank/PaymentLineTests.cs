using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Features;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Payments;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Bank;

/// <summary>Account B of the family visits holds 5,000.00 by its opening balance, and two payments of 100.00 and 250.00 were sent from it
/// on
/// 1 February.</summary>
public sealed class PaymentLineTests
{
    [Theory, EveryDatabase]
    public async Task A_line_that_names_a_payment_is_its_execution_and_moves_the_cash(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var (ledger, codes, _) = await SentAsync(books);
        await books.MustRefuseAsync("payment_is_on_statement", () => PayRoad.BankAsync(books.Writer, codes[0], PaymentEventKind.Executed,
            Day("2026-02-02")));
        await books.ImportAsync(CamtText.File("5000.00", "2026-01-01", "4900.00", "2026-02-28",
            $"2026-02-03 -100.00 Payment ref:{codes[0]}"));
        await books.MustRefuseAsync("bank_sums_differ", () => PayAsync(books, 1, codes[1]));
        await books.MustRefuseAsync("payment_is_unknown", () => PayAsync(books, 1, "PAY-?"));
        (await PayAsync(books, 1, codes[0])).OrThrow();
        Assert.Equal(("4900.00", "-250.00"), (await books.BalanceAsync("TFFV", ledger), await books.BalanceAsync("TFFV", "2020")));
        Assert.Equal(20260203, await books.NumberAsync("SELECT happened_on FROM payment_events WHERE kind = 'executed'"));
        await books.MustRefuseAsync("bank_line_is_settled", () => PayAsync(books, 1, codes[0]));
        await ImportTests.MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task One_line_for_a_whole_batch_executes_every_payment_of_it(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var (ledger, codes, batch) = await SentAsync(books);
        await books.ImportAsync(CamtText.File("5000.00", "2026-01-01", "4650.00", "2026-02-28", $"2026-02-03 -350.00 Batch ref:{batch}"));
        (await PayAsync(books, 1, codes)).OrThrow();
        Assert.Equal(("4650.00", "0.00"), (await books.BalanceAsync("TFFV", ledger), await books.BalanceAsync("TFFV", "2020")));
        Assert.Equal(2, await books.NumberAsync("SELECT COUNT(*) FROM bank_matches WHERE line_id = 1 AND kind = 'posted'"));
        await ImportTests.MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task A_line_that_gives_a_payment_back_makes_it_owed_again(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var (ledger, codes, _) = await SentAsync(books);
        await books.ImportAsync(CamtText.File("5000.00", "2026-01-01", "5000.00", "2026-02-28",
            $"2026-02-03 -100.00 Payment ref:{codes[0]}", $"2026-02-10 100.00 Closed ref:{codes[0]} code:RRTN"));
        await books.MustRefuseAsync("payment_is_elsewhere", () => PayAsync(books, 2, codes[0]));
        (await PayAsync(books, 1, codes[0])).OrThrow();
        (await PayAsync(books, 2, codes[0])).OrThrow();
        Assert.Equal(("5000.00", "-100.00", "-250.00"), (await books.BalanceAsync("TFFV", ledger), await books.BalanceAsync("TFFV", "2010"),
            await books.BalanceAsync("TFFV", "2020")));
        await ImportTests.MustBeGoodAsync(books);
    }

    private static Task<Domain.Outcome<MatchedLines>> PayAsync(TestBooks books, long line, params string[] codes) =>
        new MatchPayments(books.Writer).RunAsync(line, codes, "by hand", TestBooks.Recorder);

    private static async Task<(string Ledger, string[] Codes, string Batch)> SentAsync(TestBooks books)
    {
        await books.RegisterAsync("B", CamtText.Account, opening: "5000.00", startsOn: "2026-01-01");
        var ledger = await books.LedgerOfAsync("B");
        await books.MustPostAsync(Entry("2026-01-01 opening TFFV", $"{ledger} 5000.00", "3020 -5000.00"));
        var commitment = (await new MakeCommitment(books.Writer).RunAsync(new("c", "TFFV", null, Eur("1000.00"), Day("2026-01-15"), null,
            "Visit"), TestBooks.Recorder)).OrThrow().Code;
        var codes = new List<string>();
        foreach (var amount in (string[])["100.00", "250.00"])
            codes.Add((await PayRoad.DraftAsync(books.Writer, amount, commitment, Day("2026-02-01"), [new("5010", Eur(amount))],
                bank: ledger)).OrThrow().Code);
        await PayRoad.ApproveAsync(books.Writer, [.. codes]);
        return (ledger, [.. codes], await PayRoad.SendAsync(books.Writer, Day("2026-02-01"), [.. codes]));
    }
}
