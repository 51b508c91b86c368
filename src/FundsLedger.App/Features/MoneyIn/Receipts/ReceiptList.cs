using System.Data.Common;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Receipts;

/// <summary>The entry that took a receipt back, and its day.</summary>
public sealed record ReceiptReversal(long EntrySeq, DateOnly On);

/// <summary>Money that arrived.</summary>
/// <param name="Reversal">What took it back, if something did.</param>
public sealed record ReceivedMoney(string Code, string FundCode, string Donor, string DonorName, string? Pledge, DateOnly ReceivedOn,
    Money Amount, long Eur, Rate Rate, DateOnly RateDate, string RateSource, string? Reference, long EntrySeq, ReceiptReversal? Reversal)
{
    public bool IsReversed => Reversal is not null;

    /// <summary>The same money taken back: negative, on the day and by the entry of its reversal.</summary>
    public ReceivedMoney TakenBack() => this with { ReceivedOn = Reversal!.On, Amount = -Amount, Eur = -Eur, EntrySeq = Reversal.EntrySeq };
}

/// <summary>Reads receipts.</summary>
public static class ReceiptList
{
    /// <summary>Receipts, newest first: all, or a donor's, or a pledge's.</summary>
    public static Task<List<ReceivedMoney>> ReadAsync(DbConnection connection, LedgerCatalog catalog, string? donor = null,
        string? pledge = null, string? fund = null, int most = 500, Reach? reach = null, CancellationToken cancel = default)
    {
        string[] rules = [.. Rule(donor, "c.donor = @donor"), .. Rule(pledge, "c.pledge = @pledge"), .. Rule(fund, "c.fund_id = @fund")];
        var within = Access.Reach.Rule(reach, "c.donor");
        return connection.Command(null,
            $"""
            SELECT c.code, c.fund_id, c.donor, d.name, c.pledge, c.received_on, c.currency, c.amount_minor, c.eur_minor,
                c.rate_billionths, c.rate_date, c.rate_source, c.reference, c.entry_seq,
                   r.seq, r.effective_date
            FROM receipts c JOIN donors d ON d.code = c.donor
            LEFT JOIN entries r ON r.reverses_seq = c.entry_seq
            WHERE {string.Join(" AND ", rules.Append("TRUE"))}{within} ORDER BY c.received_on DESC, c.entry_seq DESC LIMIT @most
            """, ("@donor", donor), ("@pledge", pledge), ("@fund", fund is null ? null : catalog.Fund(fund)?.Id), ("@most", most))
                .RowsAsync(row => Read(row, catalog), cancel);
    }

    private static string[] Rule(string? value, string rule) => value is null ? [] : [rule];

    private static ReceivedMoney Read(DbDataReader row, LedgerCatalog catalog)
    {
        var currency = Currency.Of(row.GetString(6));
        return new ReceivedMoney(row.GetString(0), catalog.FundById(row.GetInt32(1)).Code, row.GetString(2), row.GetString(3),
            row.TextOrNull(4), row.Date(5), new Money(row.GetInt64(7), currency), row.GetInt64(8),
            new Rate(currency, Currency.Eur, row.GetInt64(9)), row.Date(10), row.GetString(11), row.TextOrNull(12), row.GetInt64(13),
            row.IsDBNull(14) ? null : new ReceiptReversal(row.GetInt64(14), row.Date(15)));
    }
}

/// <summary>The same rows for a file that leaves the Registry, without the names, codes and texts of confidential donors.</summary>
public static class HiddenReceipts
{
    public static ReceivedMoney Of(this ConfidentialDonors hidden, ReceivedMoney receipt) => !hidden.Hide(receipt.Donor) ? receipt
        : receipt with { Code = ConfidentialDonors.Code, Donor = ConfidentialDonors.Code, DonorName = "", Pledge = receipt.Pledge is null
            ? null : ConfidentialDonors.Code, Reference = null };
}
