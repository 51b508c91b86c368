using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using System.Globalization;

namespace FundsLedger.App.Features.Books.Periods;

/// <summary>Where a fund's books stand after a closing or reopening: closed through this day, inclusive.</summary>
public sealed record PeriodState(string Fund, DateOnly ClosedThrough);

/// <summary>Closes months and years: nothing dated on or before the last closed day is posted any more. Closing a month closes every month before it too.</summary>
public sealed class ClosePeriods(LedgerWriter writer)
{
    /// <summary>Closes through the end of a month.</summary>
    public async Task<Outcome<PeriodState>> CloseMonthAsync(string fundCode, int year, int month, Actor actor, CancellationToken cancel = default)
    {
        var lastDay = new DateOnly(year, month, DateTime.DaysInMonth(year, month));
        await using var session = await writer.BeginAsync(actor, cancel);
        if (session.Catalog.Fund(fundCode) is not { } fund) return new FundIsUnknown(fundCode);
        if (CheckMayClose(session, fund, lastDay) is { } refusal) return refusal;
        await RecordAsync(session, fund, PeriodAction.Closed, lastDay, "month closed", null, cancel);
        await session.CommitAsync(cancel);
        return new PeriodState(fundCode, lastDay);
    }

    /// <summary>Moves the year's revenue and expense to the accumulated balance, dated 31 December, and closes through that day. The two funds' money is given for their purpose: it goes to 3020, restricted.</summary>
    public async Task<Outcome<PeriodState>> CloseYearAsync(string fundCode, int year, Actor actor, CancellationToken cancel = default)
    {
        var lastDay = new DateOnly(year, 12, 31);
        await using var session = await writer.BeginAsync(actor, cancel);
        if (session.Catalog.Fund(fundCode) is not { } fund) return new FundIsUnknown(fundCode);
        if (CheckMayClose(session, fund, lastDay) is { } refusal) return refusal;
        var lines = await ClosingLinesAsync(session, fund, lastDay, cancel);
        if (lines.Count == 0) return new YearHasNothingToClose(fundCode, year);
        var closings = await (await session.QuestionAsync("SELECT COUNT(*) FROM entries WHERE fund_id = @fund AND kind = 'closing' AND effective_date = @date",
            [("@fund", fund.Id), ("@date", DateNumber.Of(lastDay))], cancel)).NumberAsync(cancel);
        var posted = await session.PostAsync(new EntryDraft
        {
            Key = $"closing/{fundCode}/{year}/{closings + 1}",
            Date = lastDay,
            Fund = fundCode,
            Kind = EntryKind.Closing,
            Description = Descriptions.YearClosed.Of(year.ToString(CultureInfo.InvariantCulture)),
            Lines = lines,
        }, EntryRights.ClosesYears, cancel);
        if (posted.IsRefused) return posted.Refusal;
        await RecordAsync(session, fund, PeriodAction.YearClosed, lastDay, $"year {year} closed", null, cancel);
        await session.CommitAsync(cancel);
        return new PeriodState(fundCode, lastDay);
    }

    internal static async Task RecordAsync(LedgerSession session, Fund fund, PeriodAction action, DateOnly closedThrough, string reason, (string Id, string Name)? second, CancellationToken cancel) =>
        await session.RegisterAsync(new PeriodEventRow
        {
            Id = await session.NextIdAsync(Registers.PeriodEvents, cancel), FundId = fund.Id, Action = action,
            ClosedThrough = closedThrough, Reason = reason, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
            SecondActorId = second?.Id, SecondActorName = second?.Name, RecordedAt = session.Instant,
        }, cancel);

    private static PeriodRefusal? CheckMayClose(LedgerSession session, Fund fund, DateOnly lastDay)
    {
        if (lastDay >= DateOnly.FromDateTime(Microseconds.Read(session.RecordedAt).UtcDateTime)) return new MonthIsNotOver(lastDay);
        return session.Catalog.ClosedThrough(fund.Id) is { } closed && closed >= lastDay ? new PeriodIsClosedAlready(fund.Code, closed) : null;
    }

    /// <summary>The opposite of every revenue and expense balance, and the sum to 3020; per currency, at what the books carry.</summary>
    private static async Task<List<LineDraft>> ClosingLinesAsync(LedgerSession session, Fund fund, DateOnly lastDay, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            """
            SELECT t.account_id, t.currency, SUM(t.debit_minor - t.credit_minor), SUM(t.debit_eur - t.credit_eur) FROM daily_totals t JOIN accounts a ON a.id = t.account_id
            WHERE a.fund_id = @fund AND a.kind IN ('revenue', 'expense') AND t.effective_date <= @to GROUP BY t.account_id, t.currency ORDER BY t.account_id, t.currency
            """, [("@fund", fund.Id), ("@to", DateNumber.Of(lastDay))], cancel);
        var balances = await question.RowsAsync(row => (Account: session.Catalog.AccountById(row.GetInt32(0)), Currency: Currency.Of(row.GetString(1)),
            Minor: Whole(row.GetValue(2)), Eur: Whole(row.GetValue(3))), cancel);
        var lines = new List<LineDraft>();
        foreach (var balance in balances.Where(balance => (balance.Minor | balance.Eur) != 0))
        {
            lines.AddRange(Line(balance.Account.Code, balance.Currency, -balance.Minor, -balance.Eur));
            lines.AddRange(Line(Chart.RestrictedBalance, balance.Currency, balance.Minor, balance.Eur));
        }
        return lines;

        static long Whole(object value) => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Usually one line. Where revaluations or exchanges left amount and value with opposite signs, the foreign amount goes at zero value and the value in EUR.</summary>
    private static IEnumerable<LineDraft> Line(string account, Currency currency, long minor, long eur)
    {
        if (currency == Currency.Eur) return [new(account, new Money(minor, currency))];
        if (Math.Sign(minor) * Math.Sign(eur) >= 0) return [new(account, new Money(minor, currency), eur)];
        return [new(account, new Money(minor, currency), 0), new(account, Money.Eur(eur))];
    }
}
