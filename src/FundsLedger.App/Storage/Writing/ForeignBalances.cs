using System.Globalization;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Storage;

/// <summary>Values a fund's foreign balances at month ends. When something is typed late, the months valued already are valued again, so
/// that the order of typing does not matter.</summary>
internal static class ForeignBalances
{
    /// <summary>Most balances valued by one entry: each takes two lines.</summary>
    private const int MostTogether = LedgerRules.MostLines / 2;

    /// <summary>What a month's valuation did.</summary>
    /// <param name="FirstSeq">Its first entry; null where nothing moved.</param>
    /// <param name="GainEur">Cents gained, lost below zero.</param>
    /// <param name="Missing">The currency that has no rate of the month; nothing was written then.</param>
    internal sealed record Valued(long? FirstSeq, long GainEur, Currency? Missing = null);

    private sealed record Balance(Account Account, Dimensions About, OpenAmount Held, int LastMoved);

    /// <summary>Values everything at the end of a month, and the later months that were valued before.</summary>
    public static async Task<Outcome<Valued>> ValueAsync(LedgerSession session, Fund fund, DateOnly end, CancellationToken cancel)
    {
        var first = await ValueMonthAsync(session, fund, end, cancel);
        if (first.IsRefused || first.Value.Missing is not null) return first;
        var later = await FollowAsync(session, fund, end.AddDays(1), cancel);
        return later.IsRefused ? later.Refusal : first;
    }

    /// <summary>Values the months again that were valued on a day or later, and takes off what is left where nothing is held any
    /// more.</summary>
    public static async Task<Outcome<Valued>> FollowAsync(LedgerSession session, Fund fund, DateOnly from, CancellationToken cancel)
    {
        var months = await MonthsAsync(session, fund, cancel);
        foreach (var end in months.Where(end => end >= from))
            if (await ValueMonthAsync(session, fund, end, cancel) is { IsRefused: true } refused) return refused;
        return months.Count == 0 ? new Valued(null, 0) : await TakeOffAsync(session, fund, months[^1], cancel);
    }

    /// <summary>The last days of the months that were valued, in order.</summary>
    public static async Task<List<DateOnly>> MonthsAsync(LedgerSession session, Fund fund, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            """
            SELECT DISTINCT e.effective_date FROM entries e WHERE e.fund_id = @fund AND e.kind = 'revaluation'
                AND e.idempotency_key LIKE 'revaluation/%'
            AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = e.seq) ORDER BY e.effective_date
            """, [("@fund", fund.Id)], cancel);
        return await question.RowsAsync(row => row.Date(0), cancel);
    }

    /// <summary>True where valuing a day again would move nothing.</summary>
    public static async Task<bool> IsValuedAsync(Ask ask, LedgerCatalog catalog, Fund fund, DateOnly end, CancellationToken cancel)
    {
        var (lines, missing) = await LinesAsync(ask, await HeldAsync(ask, catalog, fund, end, cancel), end, cancel);
        return missing is null && lines.Count == 0;
    }

    private static Ask Asking(LedgerSession session, CancellationToken cancel) => (text, parameters) => session.QuestionAsync(text,
        parameters, cancel);

    private static async Task<Outcome<Valued>> ValueMonthAsync(LedgerSession session, Fund fund, DateOnly end, CancellationToken cancel)
    {
        var ask = Asking(session, cancel);
        var (lines, missing) = await LinesAsync(ask, await HeldAsync(ask, session.Catalog, fund, end, cancel), end, cancel);
        return missing is not null ? new Valued(null, 0, missing) : await PostAsync(session, fund, end, "revaluation", lines, cancel);
    }

    /// <summary>A EUR value that is left after the foreign amount is gone is a gain or loss of the day on which it went.</summary>
    private static async Task<Outcome<Valued>> TakeOffAsync(LedgerSession session, Fund fund, DateOnly after, CancellationToken cancel)
    {
        var left = (await HeldAsync(Asking(session, cancel), session.Catalog, fund, LedgerRules.LastDate, cancel)).Where(balance =>
            balance.Held is { Amount.IsZero: true, EurMinor: not 0 } && balance.LastMoved > DateNumber.Of(after));
        foreach (var day in left.GroupBy(balance => balance.LastMoved).OrderBy(day => day.Key))
        {
            var lines = day.SelectMany(balance => Revaluation.Lines(balance.Account.Code, balance.Held, null, balance.About)).ToList();
            if (await PostAsync(session, fund, DateNumber.Read(day.Key), "exchange-left", lines,
                cancel) is { IsRefused: true } refused) return refused;
        }
        return new Valued(null, 0);
    }

    private static async Task<(List<LineDraft> Lines, Currency? Missing)> LinesAsync(Ask ask, List<Balance> held, DateOnly end,
        CancellationToken cancel)
    {
        var rates = new Dictionary<Currency, Rate>();
        var lines = new List<LineDraft>();
        foreach (var balance in held)
        {
            var currency = balance.Held.Amount.Currency;
            if (!balance.Held.Amount.IsZero && !rates.ContainsKey(currency))
            {
                if (await RateFacts.FindFreshRateAsync(ask, currency, end, cancel) is not { } found) return ([], currency);
                rates[currency] = found.Rate;
            }
            lines.AddRange(Revaluation.Lines(balance.Account.Code, balance.Held, rates.TryGetValue(currency, out var rate) ? rate : null,
                balance.About));
        }
        return (lines, null);
    }

    private static async Task<Outcome<Valued>> PostAsync(LedgerSession session, Fund fund, DateOnly day, string called,
        List<LineDraft> lines, CancellationToken cancel)
    {
        if (lines.Count == 0) return new Valued(null, 0);
        var stem = string.Create(CultureInfo.InvariantCulture, $"{called}/{fund.Code}/{day:yyyyMMdd}/no");
        var before = await (await session.QuestionAsync("SELECT COUNT(*) FROM entries WHERE idempotency_key LIKE @stem", [("@stem",
            stem + "%")], cancel)).NumberAsync(cancel);
        long? first = null;
        foreach (var (index, together) in lines.Chunk(MostTogether * 2).Index())
        {
            var posted = await session.PostAsync(new EntryDraft
            {
                Key = string.Create(CultureInfo.InvariantCulture, $"{stem}{before + 1 + index}"), Date = day, Fund = fund.Code,
                    Kind = EntryKind.Revaluation,
                Description = Descriptions.BalancesRevalued.Of(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), Lines = together,
            }, EntryRights.Revalues, cancel);
            if (posted.IsRefused) return posted.Refusal;
            first ??= posted.Value.Seq;
        }
        return new Valued(first, -lines.Where(line => line.Account is Chart.ExchangeGains or Chart.ExchangeLosses).Sum(line =>
            line.EurMinor ?? 0));
    }

    /// <summary>Every foreign monetary balance up to a day, and the last day on or before it on which an amount moved.</summary>
    private static async Task<List<Balance>> HeldAsync(Ask ask, LedgerCatalog catalog, Fund fund, DateOnly day, CancellationToken cancel)
    {
        var codes = string.Join(", ", Revaluation.Codes.Select(code => $"'{code}'"));
        var question = await ask(
            $"""
            SELECT p.account_id, p.currency, SUM(p.amount_minor), SUM(p.eur_minor), p.donor, p.pledge, p.agreement, p.request,
                p.commitment, p.payment,
                MAX(CASE WHEN p.amount_minor <> 0 THEN p.effective_date ELSE 0 END)
            FROM postings p JOIN accounts a ON a.id = p.account_id
            WHERE a.fund_id = @fund AND (a.role = 'cash' OR a.code IN ({codes})) AND p.currency <> 'EUR' AND p.effective_date <= @to
            GROUP BY p.account_id, p.currency, p.donor, p.pledge, p.agreement, p.request, p.commitment, p.payment
            """, ("@fund", fund.Id), ("@to", DateNumber.Of(day)));
        var rows = await question.RowsAsync(row => new Balance(catalog.AccountById(row.GetInt32(0)),
            new Dimensions(row.TextOrNull(4), row.TextOrNull(5), row.TextOrNull(6), row.TextOrNull(7), row.TextOrNull(8),
                row.TextOrNull(9)),
            new OpenAmount(new Money(row.Sum(2), Currency.Of(row.GetString(1))), row.Sum(3)), (int)row.Sum(10)), cancel);
        return [.. rows.GroupBy(row => (row.Account, row.Held.Amount.Currency,
            About: Revaluation.IsWhole(row.Account) ? Dimensions.None : row.About))
            .Select(balance => new Balance(balance.Key.Account, balance.Key.About,
                new OpenAmount(new Money(balance.Sum(row => row.Held.Amount.Minor), balance.Key.Currency), balance.Sum(row =>
                    row.Held.EurMinor)), balance.Max(row => row.LastMoved)))
            .Where(balance => !balance.Held.Amount.IsZero || balance.Held.EurMinor != 0)
            .OrderBy(balance => balance.Account.Code, StringComparer.Ordinal).ThenBy(balance => balance.Held.Amount.Currency.Code,
                StringComparer.Ordinal)
            .ThenBy(balance => string.Join('/', balance.About.InOrder), StringComparer.Ordinal)];
    }
}
