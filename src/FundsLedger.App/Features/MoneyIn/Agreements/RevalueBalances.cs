using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>Values a fund's foreign balances anew at the end of a month: EUR moves, the foreign amount does not; the difference is a gain
/// or a loss. Later months that were valued before are brought up to date with it.</summary>
public sealed class RevalueBalances(LedgerWriter writer)
{
    /// <summary>The month is its key: where nothing moves, nothing is written.</summary>
    /// <param name="Fund">Code of the fund.</param>
    /// <param name="Year">Calendar year.</param>
    /// <param name="Month">1 to 12.</param>
    public sealed record Command(string Fund, int Year, int Month);

    public Task<Outcome<RevaluedBalances>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync<RevaluedBalances>(actor, async session =>
    {
        if (session.Catalog.Fund(command.Fund) is not { IsUmbrella: false } fund) return new FundIsUnknown(command.Fund);
        var end = new DateOnly(command.Year, command.Month, DateTime.DaysInMonth(command.Year, command.Month));
        if (end >= DateOnly.FromDateTime(Microseconds.Read(session.RecordedAt).UtcDateTime)) return new Books.Periods.MonthIsNotOver(end);
        var valued = await ForeignBalances.ValueAsync(session, fund, end, cancel);
        if (valued.IsRefused) return valued.Refusal;
        if (valued.Value.Missing is { } currency) return new Books.Rates.RateOfMonthEndIsMissing(currency.Code, end);
        return new RevaluedBalances(command.Fund, end, valued.Value.GainEur, valued.Value.FirstSeq,
            IsRepeat: valued.Value.FirstSeq is null);
    }, cancel);
}

/// <summary>The gain (positive) or loss in cents, and the entry; no entry where nothing moved.</summary>
public sealed record RevaluedBalances(string Fund, DateOnly On, long GainEur, long? EntrySeq, bool IsRepeat) : IAnswer;
