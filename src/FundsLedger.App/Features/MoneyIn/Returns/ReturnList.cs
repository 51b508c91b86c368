using System.Data.Common;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Returns;

/// <summary>A part of what is to be returned: what it came for, in the donor's currency and in cents.</summary>
/// <param name="Pledge">The pledge it had met; null for none.</param>
/// <param name="Agreement">The agreement it had come under; null for none.</param>
/// <param name="Since">Day on which the first of it was set aside.</param>
public sealed record ReturnPart(string? Pledge, string? Agreement, Money Amount, long Eur, DateOnly Since)
{
    /// <summary>What it is a part of, as people call it.</summary>
    public string? About => Agreement ?? Pledge;
}

/// <summary>What is to be returned to one donor from one fund in one currency.</summary>
/// <param name="Parts">The longest waiting first; together the amount.</param>
public sealed record WaitingReturn(string Donor, string DonorName, string FundCode, Currency Currency, IReadOnlyList<ReturnPart> Parts)
{
    public Money Amount => Parts.Aggregate(Money.Zero(Currency), (sum, part) => sum + part.Amount);

    /// <summary>Cents at which it was set aside.</summary>
    public long Eur => Parts.Sum(part => part.Eur);

    public DateOnly Since => Parts.Min(part => part.Since);

    /// <summary>A part of it, taken from what waits longest, with its value in proportion; all of it takes all of the value, so that
    /// nothing stays behind in EUR.</summary>
    /// <param name="amount">More than nothing and no more than waits.</param>
    public IReadOnlyList<ReturnPart> Take(Money amount)
    {
        if (amount == Amount) return Parts;
        var taken = new List<ReturnPart>();
        // A part can stand below nothing, where its setting aside was taken back after it was paid out of another.
        foreach (var part in Parts.Where(part => part.Amount.Minor > 0))
        {
            if (amount.IsZero) break;
            var now = part.Amount < amount ? part.Amount : amount;
            taken.Add(part with { Amount = now, Eur = new OpenAmount(part.Amount, part.Eur).EurOf(now) });
            amount -= now;
        }
        return taken;
    }
}

/// <summary>Reads what is to be returned: the balance of account 2200 about each donor.</summary>
public static class ReturnList
{
    /// <summary>By donor, fund and currency; of one donor, one fund or one currency where asked.</summary>
    public static Task<List<WaitingReturn>> ReadAsync(DbConnection connection, LedgerCatalog catalog, string? donor = null,
        string? fund = null, string? currency = null, Reach? reach = null, CancellationToken cancel = default) =>
        ReadAsync((text, parameters) => Task.FromResult(connection.Command(null, text, parameters)), catalog, donor, fund, currency, reach,
            cancel);

    internal static async Task<List<WaitingReturn>> ReadAsync(Ask ask, LedgerCatalog catalog, string? donor, string? fund, string? currency,
        Reach? reach, CancellationToken cancel)
    {
        var which = (donor is null ? "" : " AND p.donor = @donor") + (fund is null ? "" : " AND a.fund_id = @fund")
            + (currency is null ? "" : " AND p.currency = @currency");
        var question = await ask(
            $"""
            SELECT p.donor, MIN(d.name), a.fund_id, p.currency, p.pledge, p.agreement, -SUM(p.amount_minor), -SUM(p.eur_minor),
                MIN(p.effective_date)
            FROM postings p JOIN accounts a ON a.id = p.account_id JOIN donors d ON d.code = p.donor
                WHERE a.code = @account{which}{Access.Reach.Rule(reach, "p.donor")}
            GROUP BY p.donor, a.fund_id, p.currency, p.pledge, p.agreement HAVING SUM(p.amount_minor) <> 0 OR SUM(p.eur_minor) <> 0
            ORDER BY p.donor, a.fund_id, p.currency, MIN(p.effective_date), COALESCE(p.agreement, ''), COALESCE(p.pledge, '')
            """, ("@account", Chart.ToReturn), ("@donor", donor), ("@fund", fund is null ? null : catalog.Fund(fund)?.Id ?? 0),
            ("@currency", currency));
        var parts = await question.RowsAsync(
            row =>
                (Donor: row.GetString(0), Name: row.GetString(1), Fund: catalog.FundById(row.GetInt32(2)).Code,
                    Currency: Currency.Of(row.GetString(3)),
            Part: new ReturnPart(row.TextOrNull(4), row.TextOrNull(5), new Money(row.Sum(6), Currency.Of(row.GetString(3))), row.Sum(7),
                row.Date(8))), cancel);
        return [.. parts.GroupBy(one => (one.Donor, one.Name, one.Fund, one.Currency), one => one.Part)
            .Select(one => new WaitingReturn(one.Key.Donor, one.Key.Name, one.Key.Fund, one.Key.Currency, [.. one]))
            .Where(one => one.Amount.Minor > 0)];
    }

    /// <summary>The least that was set aside on a day or on any later one: what can leave on that day without taking what was paid back
    /// since.</summary>
    internal static async Task<Money> HeldFromAsync(Ask ask, LedgerCatalog catalog, WaitingReturn waiting, DateOnly date,
        CancellationToken cancel)
    {
        var question = await ask(
            """
            SELECT p.effective_date, -SUM(p.amount_minor) FROM postings p JOIN accounts a ON a.id = p.account_id
            WHERE a.code = @account AND a.fund_id = @fund AND p.donor = @donor AND p.currency = @currency GROUP BY p.effective_date
                ORDER BY p.effective_date
            """, ("@account", Chart.ToReturn), ("@fund", catalog.Fund(waiting.FundCode)!.Id), ("@donor", waiting.Donor),
            ("@currency", waiting.Currency.Code));
        var moves = await question.RowsAsync(row => (Date: row.Date(0), Minor: row.Sum(1)), cancel);
        var held = moves.Where(move => move.Date <= date).Sum(move => move.Minor);
        var least = held;
        foreach (var (_, minor) in moves.Where(move => move.Date > date)) least = Math.Min(least, held += minor);
        return new Money(Math.Max(0, least), waiting.Currency);
    }
}

/// <summary>The same rows for a file that leaves the Registry, without the names, codes and texts of confidential donors.</summary>
public static class HiddenReturns
{
    public static OpenAdvance Of(this ConfidentialDonors hidden, OpenAdvance advance) => !hidden.Hide(advance.Donor) ? advance
        : advance with { Donor = ConfidentialDonors.Code, Receipt = ConfidentialDonors.Code };

    public static WaitingReturn Of(this ConfidentialDonors hidden, WaitingReturn waiting) => !hidden.Hide(waiting.Donor) ? waiting
        : waiting with { Donor = ConfidentialDonors.Code, DonorName = "", Parts = [.. waiting.Parts.Select(part =>
            part with { Pledge = part.Pledge is null ? null : ConfidentialDonors.Code, Agreement = part.Agreement is null ? null
            : ConfidentialDonors.Code })] };
}
