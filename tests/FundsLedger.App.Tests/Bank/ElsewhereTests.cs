using FundsLedger.App.Features.Bank.Matching;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Features;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Contributions;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Bank;

/// <summary>A line of 5,000.00 on the account of the family visits that was given to relocations.</summary>
public sealed class ElsewhereTests
{
    private static readonly ResolveElsewhere.Command ToRelocations = new(1, "SFR", "1010", "XA", Day("2026-02-01"), "given to relocations");

    [Theory, EveryDatabase]
    public async Task Money_of_another_fund_is_there_once_and_its_line_is_settled(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var pledge = (await new AnnouncePledge(books.Writer).RunAsync(new("p", "XA", Day("2026-01-02"), Eur("5000.00"), null, "Pledge",
            null, "SFR"),
            TestBooks.Recorder)).OrThrow().Code;

        var done = await books.MustRepeatAsync(() => RunAsync(books, ToRelocations with { Pledge = pledge }));

        var bank = await books.LedgerOfAsync("B");
        Assert.Equal(("0.00", "0.00", "0.00", "5000.00", "-5000.00", "0.00"), (await books.BalanceAsync("TFFV", "2900"),
            await books.BalanceAsync("TFFV", bank),
            await books.BalanceAsync("TFFV", "4010"), await books.BalanceAsync("SFR", "1010"), await books.BalanceAsync("SFR", "4010"),
                await books.BalanceAsync("SFR", "8010")));
        Assert.Equal(1, await books.NumberAsync($"SELECT COUNT(*) FROM receipts WHERE code = '{done.Receipt}' AND donor = 'XA'"));
        // Nobody can give it to a donor a second time, here or there.
        await books.MustRefuseAsync("bank_line_is_settled", () => RunAsync(books, ToRelocations with { Donor = "XB" }));
        await books.MustRefuseAsync("bank_line_is_settled", () =>
            new MatchLines(books.Writer).IdentifyAsync(new(1, "XA", [new(null, Eur("5000.00"))], false, "x"), TestBooks.Recorder));
        await ImportTests.MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Dollars_go_over_at_the_value_they_waited_at(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        await BankFiles.EnterRateAsync(books, "USD", "2026-01-09", "0.91");
        await books.RegisterAsync("U", CamtText.Account, "USD");
        await books.ImportAsync(BankFiles.Of("f", CamtText.Document(CamtText.Statement("0.00", "2026-01-01", "100.00", "2026-01-31",
            ["2026-01-10 100.00 Gift"], currency: "USD"))));
        await RunMustAsync(books, ToRelocations with { Bank = "1011" });
        Assert.Equal(("0.00", "91.00", "-91.00"), (await books.BalanceAsync("TFFV", "2900"), await books.BalanceAsync("SFR", "1011"),
            await books.BalanceAsync("SFR", "4010")));
    }

    [Theory, EveryDatabase]
    public async Task What_does_not_fit_is_refused_and_moves_neither_leg(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await books.MustRefuseAsync("bank_line_is_unknown", () => RunAsync(books, ToRelocations with { Line = 9 }));
        await books.MustRefuseAsync("bank_line_is_of_this_fund", () => RunAsync(books, ToRelocations with { Fund = "TFFV" }));
        await books.MustRefuseAsync("bank_line_came_later", () => RunAsync(books, ToRelocations with { Date = Day("2026-01-09") }));
        await books.MustRefuseAsync("receipt_donor_is_unknown", () => RunAsync(books, ToRelocations with { Donor = "??" }));
        await books.MustRefuseAsync("receipt_bank_takes_other_currency", () => RunAsync(books, ToRelocations with { Bank = "1011" }));
        await books.MustRefuseAsync("fund_is_unknown", () => RunAsync(books, ToRelocations with { Fund = "XX" }));
        await books.MustRefuseAsync("date_is_ahead", () => RunAsync(books, ToRelocations with { Date = Day("2026-07-02") }));
        await books.ClosePeriodAsync("SFR", "2026-02-28");
        await books.MustRefuseAsync("period_is_closed", () => RunAsync(books, ToRelocations));
        Assert.Equal("-5000.00", await books.BalanceAsync("TFFV", "2900"));
    }

    private static Task<Domain.Outcome<ResolvedElsewhere>> RunAsync(TestBooks books, ResolveElsewhere.Command command) =>
        new ResolveElsewhere(books.Writer).RunAsync(command, TestBooks.Recorder);

    private static async Task RunMustAsync(TestBooks books, ResolveElsewhere.Command command) => (await RunAsync(books, command)).OrThrow();

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        await books.RegisterAsync("B", CamtText.Account);
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "5000.00", "2026-01-31", "2026-01-10 5000.00 Gift"));
        return books;
    }
}
