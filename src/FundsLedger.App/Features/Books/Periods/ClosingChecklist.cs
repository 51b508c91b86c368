using System.Globalization;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.Periods;

/// <summary>What is looked at before a year closes, in the order in which it is shown.</summary>
public enum ClosingItem { PreviousYear, Revalued, Reconciled, Suspense, ExpiredCommitments, Accruals, Pending }

/// <summary>Where an item stands: done; open, and the closing says why; or in the way of it.</summary>
public enum ClosingState { Done, ToExplain, InTheWay }

/// <summary>One item of the list.</summary>
/// <param name="Item">What.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Open">What is open, at most twenty of it; empty where nothing is.</param>
/// <param name="HasMore">True where more is open than is named.</param>
public sealed record ClosingStep(ClosingItem Item, ClosingState State, IReadOnlyList<OpenAtClosing> Open, bool HasMore)
{
    /// <summary>What is open in one line.</summary>
    /// <param name="amount">How an amount is written.</param>
    public string Detail(Func<Money, string> amount) => string.Join("; ", Open.Select(open => open.Text(amount)))
        + (HasMore ? "; …" : "");

    /// <summary>The same for programs, with amounts as decimal text.</summary>
    public string Detail() => Detail(amount => amount.ToString());
}

/// <summary>One thing that is open: its code, its amount, or both.</summary>
public sealed record OpenAtClosing(string? Code, Money? Amount)
{
    internal string Text(Func<Money, string> amount) => string.Join(' ',
        new[] { Code, Amount is { } open ? amount(open) : null }.OfType<string>());
}

/// <summary>The list of a fund and year.</summary>
/// <param name="Fund">Whose books.</param>
/// <param name="Year">Which year.</param>
/// <param name="IsClosed">True where the year is closed as a year: through 31 December, with its result moved to the accumulated
/// balance.</param>
/// <param name="Steps">In the order in which they are looked at.</param>
public sealed record ClosingList(Fund Fund, int Year, bool IsClosed, IReadOnlyList<ClosingStep> Steps);

/// <summary>The list that is gone through before a year closes: valued, reconciled, suspense explained, expired commitments decided,
/// accruals made, nothing pending, the year before closed.</summary>
public sealed class ClosingChecklist(LedgerReads reads)
{
    private const int MostNamed = 20;

    /// <summary>The list of a fund and year, as the books stand now.</summary>
    public async Task<Outcome<ClosingList>> OfAsync(string fundCode, int year, CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await LedgerReads.CatalogWithDaysAsync(connection, cancel);
        if (catalog.Fund(fundCode) is not { } fund) return new FundIsUnknown(fundCode);
        Ask ask = (text, parameters) => Task.FromResult(connection.Command(null, text, parameters));
        var last = new DateOnly(year, 12, 31);
        var isClosed = catalog.ClosedThrough(fund.Id) >= last && (await ResultsAsync(ask, fund, last, cancel)).Count == 0;
        return new ClosingList(fund, year, isClosed, await ReadAsync(ask, catalog, fund, year, cancel));
    }

    internal static async Task<IReadOnlyList<ClosingStep>> ReadAsync(Ask ask, LedgerCatalog catalog, Fund fund, int year,
        CancellationToken cancel)
    {
        var last = new DateOnly(year, 12, 31);
        return
        [
            Step(ClosingItem.PreviousYear, ClosingState.InTheWay, await ResultsAsync(ask, fund, last.AddYears(-1), cancel)),
            Step(ClosingItem.Revalued, ClosingState.InTheWay, await ForeignBalances.IsValuedAsync(ask, catalog, fund, last,
                cancel) ? [] : [new OpenAtClosing(Iso.Of(last), null)]),
            Step(ClosingItem.Reconciled, ClosingState.ToExplain, await UnreconciledAsync(ask, catalog, fund, last, cancel)),
            Step(ClosingItem.Suspense, ClosingState.ToExplain, await SuspenseAsync(ask, fund, last, cancel)),
            Step(ClosingItem.ExpiredCommitments, ClosingState.ToExplain, await CommitmentsAsync(ask, fund, last, isExpired: true, cancel)),
            Step(ClosingItem.Accruals, ClosingState.ToExplain, await CommitmentsAsync(ask, fund, last, isExpired: false, cancel)),
            Step(ClosingItem.Pending, ClosingState.ToExplain, await PendingAsync(ask, cancel)),
        ];
    }

    private static ClosingStep Step(ClosingItem item, ClosingState whereOpen, List<OpenAtClosing> open) =>
        new(item, open.Count == 0 ? ClosingState.Done : whereOpen, [.. open.Take(MostNamed)], open.Count > MostNamed);

    /// <summary>Revenue and expense accounts that were not moved to the accumulated balance by a day.</summary>
    private static async Task<List<OpenAtClosing>> ResultsAsync(Ask ask, Fund fund, DateOnly day, CancellationToken cancel) =>
        await (await ask(
        """
        SELECT a.code FROM daily_totals t JOIN accounts a ON a.id = t.account_id
        WHERE a.fund_id = @fund AND a.kind IN ('revenue', 'expense') AND t.effective_date <= @to
        GROUP BY a.code HAVING SUM(t.debit_eur - t.credit_eur) <> 0 ORDER BY a.code
        """, ("@fund", fund.Id), ("@to", DateNumber.Of(day)))).RowsAsync(row => new OpenAtClosing(row.GetString(0),
            null), cancel);

    private static async Task<List<OpenAtClosing>> UnreconciledAsync(Ask ask, LedgerCatalog catalog, Fund fund, DateOnly day,
        CancellationToken cancel) =>
        [.. (await (await ask(
            "SELECT b.code, b.account_id FROM bank_accounts b JOIN accounts a ON a.id = b.account_id WHERE a.fund_id = @fund ORDER BY "
                + "b.code", ("@fund", fund.Id)))
            .RowsAsync(row => (Code: row.GetString(0), Account: row.GetInt32(1)), cancel))
            .Where(bank => catalog.ReconciledThrough(bank.Account) is not { } through || through < day).Select(bank =>
                new OpenAtClosing(bank.Code, null))];

    private static async Task<List<OpenAtClosing>> SuspenseAsync(Ask ask, Fund fund, DateOnly day, CancellationToken cancel) =>
        await (await ask(
        """
        SELECT t.currency, SUM(t.credit_minor - t.debit_minor) FROM daily_totals t JOIN accounts a ON a.id = t.account_id
        WHERE a.fund_id = @fund AND a.code = @suspense AND t.effective_date <= @to GROUP BY t.currency
            HAVING SUM(t.credit_minor - t.debit_minor) <> 0 ORDER BY t.currency
        """, ("@fund", fund.Id), ("@suspense", Chart.Unidentified), ("@to", DateNumber.Of(day)))).RowsAsync(
            row => new OpenAtClosing(null, new Money(row.Sum(1), Currency.Of(row.GetString(0)))), cancel);

    /// <summary>Commitments open at the year's end: expired by then, so that somebody decides; or not, so that what was rendered is
    /// accrued.</summary>
    private static async Task<List<OpenAtClosing>> CommitmentsAsync(Ask ask, Fund fund, DateOnly day, bool isExpired,
        CancellationToken cancel) => await (await ask(
        $"""
        SELECT c.code, SUM(p.eur_minor) FROM commitments c JOIN postings p ON p.commitment = c.code JOIN accounts a ON a.id = p.account_id
            AND a.fund_id = c.fund_id AND a.role = 'commitments'
        WHERE c.fund_id = @fund AND p.effective_date <= @to AND {(isExpired ? "c.expires_on <= @to" : "(c.expires_on IS NULL OR "
            + "c.expires_on > @to)")}
        GROUP BY c.code HAVING SUM(p.eur_minor) <> 0 ORDER BY c.code
        """, ("@fund", fund.Id), ("@to", DateNumber.Of(day)))).RowsAsync(row =>
            new OpenAtClosing(row.GetString(0), Money.Eur(row.Sum(1))), cancel);

    private static async Task<List<OpenAtClosing>> PendingAsync(Ask ask, CancellationToken cancel) =>
        [.. (await ApprovalList.ReadAsync(ask, withDecided: false, null, cancel)).Select(
            asked =>
            new OpenAtClosing(asked.Id.ToString(CultureInfo.InvariantCulture), null))];
}
