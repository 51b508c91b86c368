using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using System.Globalization;

namespace FundsLedger.App.Features.Books.Periods;

/// <summary>Where a fund's books stand after a closing or reopening: closed through this day, inclusive.</summary>
public sealed record PeriodState(string Fund, DateOnly ClosedThrough);

/// <summary>Closes months and years: nothing dated on or before the last closed day is posted any more. Closing a month closes every month
/// before it too.</summary>
public sealed class ClosePeriods(LedgerWriter writer)
{
    /// <summary>Closes through the end of a month.</summary>
    public async Task<Outcome<PeriodState>> CloseMonthAsync(string fundCode, int year, int month, Actor actor,
        CancellationToken cancel = default)
    {
        var lastDay = new DateOnly(year, month, DateTime.DaysInMonth(year, month));
        await using var session = await writer.BeginAsync(actor, cancel);
        if (session.Catalog.Fund(fundCode) is not { } fund) return new FundIsUnknown(fundCode);
        if (CheckMayClose(session, fund, lastDay) is { } refusal) return refusal;
        await RecordAsync(session, fund, PeriodAction.Closed, lastDay, "month closed", null, cancel);
        await session.CommitAsync(cancel);
        return new PeriodState(fundCode, lastDay);
    }

    /// <summary>Moves the year's revenue and expense to the accumulated balance, dated 31 December, and closes through that day; also
    /// where its months are closed already. The two funds' money is given for their purpose: it goes to 3020, restricted, in
    /// EUR.</summary>
    /// <param name="fundCode">The fund.</param>
    /// <param name="year">The year; the one before is closed.</param>
    /// <param name="explanation">Why it closes while items of the <see cref="ClosingChecklist"/> are open; kept with the closing.</param>
    /// <param name="actor">Who closes.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Outcome<PeriodState>> CloseYearAsync(string fundCode, int year, string? explanation, Actor actor,
        CancellationToken cancel = default)
    {
        var lastDay = new DateOnly(year, 12, 31);
        await using var session = await writer.BeginAsync(actor, cancel);
        if (session.Catalog.Fund(fundCode) is not { } fund) return new FundIsUnknown(fundCode);
        if (lastDay >= DateOnly.FromDateTime(Microseconds.Read(session.RecordedAt).UtcDateTime)) return new MonthIsNotOver(lastDay);
        var lines = await ClosingLinesAsync(session, fund, lastDay, cancel);
        if (session.Catalog.ClosedThrough(fund.Id) is { } closed && (closed > lastDay || (closed == lastDay && lines.Count == 0)))
            return lines.Count == 0 ? new PeriodIsClosedAlready(fund.Code, closed) : new MonthsAfterAreClosed(fund.Code, year, closed);
        if (lines.Count == 0) return new YearHasNothingToClose(fundCode, year);
        if (RefuseChecklist(fund, year, explanation, await ClosingChecklist.ReadAsync((text, parameters) => session.QuestionAsync(text,
            parameters, cancel), session.Catalog, fund, year, cancel)) is { } refusal)
            return refusal;
        var closings = await (await session.QuestionAsync(
            "SELECT COUNT(*) FROM entries WHERE fund_id = @fund AND kind = 'closing' AND effective_date = @date",
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
        await RecordAsync(session, fund, PeriodAction.YearClosed, lastDay,
            $"year {year} closed{(string.IsNullOrWhiteSpace(explanation) ? "" : $": {explanation}")}", null, cancel);
        await session.CommitAsync(cancel);
        return new PeriodState(fundCode, lastDay);
    }

    private static PeriodRefusal? RefuseChecklist(Fund fund, int year, string? explanation, IReadOnlyList<ClosingStep> steps)
    {
        if (steps.Any(step => step is { Item: ClosingItem.PreviousYear,
            State: ClosingState.InTheWay })) return new YearBeforeIsOpen(fund.Code, year - 1);
        if (steps.Any(step => step is { Item: ClosingItem.Revalued,
            State: ClosingState.InTheWay })) return new YearIsNotValued(fund.Code, year);
        if (explanation is not null && (explanation.Length > LedgerRules.LongestReference
            || LedgerRules.BrokenText(explanation) is not null)) return new ReasonIsMissing();
        var open = steps.Where(step => step.State == ClosingState.ToExplain).Select(step =>
            $"{ClosedSet<ClosingItem>.Code(step.Item)} ({step.Detail()})").ToList();
        return open.Count > 0 && string.IsNullOrWhiteSpace(explanation) ? new ClosingTakesExplanation(fund.Code, year, string.Join(", ",
            open)) : null;
    }

    internal static async Task RecordAsync(LedgerSession session, Fund fund, PeriodAction action, DateOnly closedThrough, string reason,
        (string Id, string Name)? second, CancellationToken cancel) =>
        await session.RegisterAsync(new PeriodEventRow
        {
            Id = await session.NextIdAsync(Registers.PeriodEvents, cancel), FundId = fund.Id, Action = action,
            ClosedThrough = closedThrough, Reason = reason, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
            SecondActorId = second?.Id, SecondActorName = second?.Name, RecordedAt = session.Instant,
        }, cancel);

    private static PeriodRefusal? CheckMayClose(LedgerSession session, Fund fund, DateOnly lastDay)
    {
        if (lastDay >= DateOnly.FromDateTime(Microseconds.Read(session.RecordedAt).UtcDateTime)) return new MonthIsNotOver(lastDay);
        return session.Catalog.ClosedThrough(fund.Id) is { } closed && closed >= lastDay ? new PeriodIsClosedAlready(fund.Code, closed)
            : null;
    }

    /// <summary>The opposite of every revenue and expense balance, per currency at what the books carry, and their sum in EUR to 3020:
    /// net assets are in EUR.</summary>
    private static async Task<List<LineDraft>> ClosingLinesAsync(LedgerSession session, Fund fund, DateOnly lastDay,
        CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            """
            SELECT t.account_id, t.currency, SUM(t.debit_minor - t.credit_minor), SUM(t.debit_eur - t.credit_eur) FROM daily_totals t
                JOIN accounts a ON a.id = t.account_id
            WHERE a.fund_id = @fund AND a.kind IN ('revenue', 'expense') AND t.effective_date <= @to GROUP BY t.account_id, t.currency
                ORDER BY t.account_id, t.currency
            """, [("@fund", fund.Id), ("@to", DateNumber.Of(lastDay))], cancel);
        var balances =
            await question.RowsAsync(row => (Account: session.Catalog.AccountById(row.GetInt32(0)), Currency: Currency.Of(row.GetString(1)),
            Minor: Whole(row.GetValue(2)), Eur: Whole(row.GetValue(3))), cancel);
        var lines = new List<LineDraft>();
        var open = balances.Where(balance => (balance.Minor | balance.Eur) != 0).ToList();
        foreach (var balance in open) lines.AddRange(Line(balance.Account.Code, balance.Currency, -balance.Minor, -balance.Eur));
        if (open.Sum(balance => balance.Eur) is var result and not 0) lines.Add(new LineDraft(Chart.RestrictedBalance, Money.Eur(result)));
        // A sum of zero still needs a second side.
        else if (lines.Count == 1) lines.AddRange(Line(Chart.RestrictedBalance, open[0].Currency, open[0].Minor, open[0].Eur));
        return lines;

        static long Whole(object value) => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Usually one line. Where revaluations or exchanges left amount and value with opposite signs, the foreign amount goes at
    /// zero value and the value in EUR.</summary>
    private static IEnumerable<LineDraft> Line(string account, Currency currency, long minor, long eur)
    {
        if (currency == Currency.Eur) return [new(account, new Money(minor, currency))];
        if (Math.Sign(minor) * Math.Sign(eur) >= 0) return [new(account, new Money(minor, currency), eur)];
        return [new(account, new Money(minor, currency), 0), new(account, Money.Eur(eur))];
    }
}
