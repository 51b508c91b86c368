using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Ageing;

/// <summary>What contributions receivable carry at a moment, by fund, donor, agreement and currency, from which open instalments take
/// their value.</summary>
internal sealed class Receivables
{
    private readonly List<Held> _held;

    private Receivables(List<Held> held) => _held = held;

    /// <summary>What nothing has taken.</summary>
    public IEnumerable<Held> Rest => _held.Where(held => !held.Open.IsZero || held.Eur != 0);

    /// <summary>A part of the account; debit positive, <paramref name="Eur"/> in cents.</summary>
    public sealed record Held(string Fund, string Donor, string DonorName, string? Agreement, Money Open, long Eur);

    public static async Task<Receivables> ReadAsync(DbConnection connection, LedgerCatalog catalog, Moment moment, string? donor,
        string? fund, Reach? reach,
        CancellationToken cancel)
    {
        var known = await Balances.LastKnownSeqAsync(connection, moment, cancel);
        var rows = await connection.Command(null,
            $"""
            SELECT a.fund_id, p.donor, d.name, p.agreement, p.currency, SUM(p.amount_minor), SUM(p.eur_minor)
            FROM accounts a JOIN postings p ON p.account_id = a.id LEFT JOIN donors d ON d.code = p.donor
            WHERE a.code = @receivable AND p.effective_date <= @asOf AND p.entry_seq <= @known{(donor is null ? "" : " AND p.donor = "
                + "@donor")}{Access.Reach.Rule(reach, "p.donor")}
            GROUP BY a.fund_id, p.donor, d.name, p.agreement, p.currency ORDER BY a.fund_id, p.donor, p.agreement, p.currency
            """, ("@receivable", Chart.Receivable), ("@asOf", DateNumber.Of(moment.AsOf)), ("@known", known), ("@donor", donor))
            .RowsAsync(row => new Held(catalog.FundById(row.GetInt32(0)).Code, row.TextOrNull(1) ?? "", row.TextOrNull(2) ?? "",
                row.TextOrNull(3),
                new Money(row.Sum(5), Currency.Of(row.GetString(4))), row.Sum(6)), cancel);
        return new Receivables([.. rows.Where(held => fund is null || held.Fund == fund)]);
    }

    /// <summary>Gives the open instalments of an agreement their share of what is carried for it, which they sum to. Where the amounts
    /// differ, they keep what they were recorded with, and the difference stays in <see cref="Rest"/>: all together is always the
    /// account.</summary>
    public IReadOnlyList<OpenAmount> Take(string fund, string agreement, IReadOnlyList<OpenAmount> owed)
    {
        if (owed.Count == 0) return owed;
        var currency = owed[0].Amount.Currency;
        var at = _held.FindIndex(held => held.Fund == fund && held.Agreement == agreement && held.Open.Currency == currency);
        if (at < 0) return [.. owed.Select(one => one with { EurMinor = 0 })];
        var open = owed.Aggregate(Money.Zero(currency), (sum, one) => sum + one.Amount);
        var carried = _held[at].Open == open ? AgeingRules.SharesOf(_held[at].Eur, [.. owed.Select(one => one.Amount)]) : owed;
        _held[at] = _held[at] with { Open = _held[at].Open - open, Eur = _held[at].Eur - carried.Sum(one => one.EurMinor) };
        return carried;
    }
}
