using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.ByHand;

/// <summary>The cents of each side of what is recorded by hand. Asked again under a key that has written, they are read from there: the
/// books have moved meanwhile, and the answer must not.</summary>
internal sealed class HandValues(LedgerSession session, LedgerCatalog catalog, DateOnly date, List<EarlierEntry> earlier, int rateDays)
{
    /// <summary>Cents of what leaves, or of what comes from outside.</summary>
    public async Task<Outcome<long>> LeavingAsync(RecordByHand.Command command, Money given, CancellationToken cancel)
    {
        var bank = command.From is { } from && catalog.Account(catalog.Fund(from.Fund)!.Id, from.Code)
            is { Role: AccountRole.Cash } account ? account : null;
        if (bank is null) return given.Currency == Currency.Eur ? given.Minor : Known(given) is { } earlierEur ? earlierEur
            : await AtRateAsync(given, cancel);
        if (Known(-given) is { } known) return -known;
        var holds = await HoldsAsync(bank, given.Currency, cancel);
        if (holds.Amount < given) return new HandBankHoldsLess(command.From!.ToString(), date, holds.Amount.ToString());
        return given.Currency == Currency.Eur ? given.Minor : holds.EurOf(given);
    }

    /// <summary>Cents of what an exchange brought: itself in EUR; what was paid for it in EUR; else at the rate of the day.</summary>
    public async Task<Outcome<long>> ArrivingAsync(Money taken, Money given, long givenEur, CancellationToken cancel) =>
        taken.Currency == Currency.Eur ? taken.Minor : given.Currency == Currency.Eur ? givenEur : Known(taken) is { } known ? known
            : await AtRateAsync(taken, cancel);

    private long? Known(Money amount) => earlier.SelectMany(entry => entry.Lines).FirstOrDefault(line => line.Amount == amount) is { } line
        ? line.EurMinor ?? line.Amount.Minor : null;

    private async Task<Outcome<long>> AtRateAsync(Money amount, CancellationToken cancel) =>
        await session.FindRateAsync(amount.Currency, date, cancel) is { } rate && rate.Date.AddDays(rateDays) >= date
            ? amount.At(rate.Rate).Minor : new HandRateIsMissing(amount.Currency.Code, date);

    private async Task<OpenAmount> HoldsAsync(Account bank, Currency currency, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            "SELECT SUM(amount_minor), SUM(eur_minor) FROM postings WHERE account_id = @account AND currency = @currency AND "
                + "effective_date <= @date",
            [("@account", bank.Id), ("@currency", currency.Code), ("@date", DateNumber.Of(date))], cancel);
        return (await question.RowsAsync(row => new OpenAmount(new Money(row.Sum(0), currency), row.Sum(1)), cancel))[0];
    }
}
