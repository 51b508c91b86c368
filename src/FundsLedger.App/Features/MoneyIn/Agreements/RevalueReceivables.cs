using System.Globalization;
using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>Values a fund's foreign receivables anew at the end of a month: EUR moves, the foreign amount does not; the difference is a gain or a loss.</summary>
public sealed class RevalueReceivables(LedgerWriter writer)
{
    /// <summary>The month is its key: where nothing moves, nothing is written.</summary>
    /// <param name="Fund">Code of the fund.</param>
    /// <param name="Year">Calendar year.</param>
    /// <param name="Month">1 to 12.</param>
    public sealed record Command(string Fund, int Year, int Month);

    public Task<Outcome<RevaluedReceivables>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) => writer.InOneTransactionAsync<RevaluedReceivables>(actor, async session =>
    {
        if (session.Catalog.Fund(command.Fund) is not { IsUmbrella: false } fund) return new FundIsUnknown(command.Fund);
        var end = new DateOnly(command.Year, command.Month, DateTime.DaysInMonth(command.Year, command.Month));
        if (end >= DateOnly.FromDateTime(Microseconds.Read(session.RecordedAt).UtcDateTime)) return new Books.Periods.MonthIsNotOver(end);
        var lines = new List<LineDraft>();
        foreach (var (agreement, donor, pledge, held, carried) in await HeldAsync(session, fund.Id, end, cancel))
        {
            if (await session.FindRateAsync(held.Currency, end, cancel) is not { } rate) return new AgreementRateIsMissing(held.Currency.Code);
            lines.AddRange(Recognition.OnRevaluation(new OpenAmount(held, carried), rate.Rate,
                new Dimensions(Donor: donor, Pledge: pledge, Agreement: agreement)));
        }
        if (lines.Count == 0) return new RevaluedReceivables(command.Fund, end, 0, null, IsRepeat: true);
        var stem = string.Create(CultureInfo.InvariantCulture, $"revaluation/{command.Fund}/{end:yyyyMMdd}/no");
        var before = await (await session.QuestionAsync("SELECT COUNT(*) FROM entries WHERE idempotency_key LIKE @stem", [("@stem", stem + "%")], cancel)).NumberAsync(cancel);
        var posted = await session.PostAsync(new EntryDraft
        {
            Key = string.Create(CultureInfo.InvariantCulture, $"{stem}{before + 1}"), Date = end, Fund = command.Fund,
                Kind = EntryKind.Revaluation,
            Description = Descriptions.ReceivablesRevalued.Of(end.ToString("yyyy-MM", CultureInfo.InvariantCulture)), Lines = lines,
        }, EntryRights.Revalues, cancel);
        if (posted.IsRefused) return posted.Refusal;
        return new RevaluedReceivables(command.Fund, end, lines.Where(line => line.Account == Chart.Receivable).Sum(line => line.EurMinor ?? 0), posted.Value.Seq, IsRepeat: false);
    }, cancel);

    /// <summary>By agreement: what is receivable in a foreign currency on a day, and what the books carry for it in cents.</summary>
    private static async Task<List<(string? Agreement, string? Donor, string? Pledge, Money Held, long Carried)>> HeldAsync(LedgerSession session, int fundId, DateOnly end, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            """
            SELECT p.agreement, p.donor, p.pledge, p.currency, SUM(p.amount_minor), SUM(p.eur_minor) FROM accounts a JOIN postings p ON p.account_id = a.id
            WHERE a.fund_id = @fund AND a.code = @account AND p.currency <> 'EUR' AND p.effective_date <= @to GROUP BY p.agreement, p.donor, p.pledge, p.currency
            HAVING SUM(p.amount_minor) <> 0 OR SUM(p.eur_minor) <> 0 ORDER BY p.agreement, p.currency
            """, [("@fund", fundId), ("@account", Chart.Receivable), ("@to", DateNumber.Of(end))], cancel);
        return await question.RowsAsync(row => (row.TextOrNull(0), row.TextOrNull(1), row.TextOrNull(2), new Money(row.Sum(4), Currency.Of(row.GetString(3))), row.Sum(5)), cancel);
    }
}

/// <summary>The gain (positive) or loss in cents, and the entry; no entry where nothing moved.</summary>
public sealed record RevaluedReceivables(string Fund, DateOnly On, long GainEur, long? EntrySeq, bool IsRepeat) : IAnswer;
