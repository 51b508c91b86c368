using System.Data.Common;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Ageing;

/// <summary>How a donor keeps what it promises, at the value the pledges were recorded with.</summary>
/// <param name="Pledges">Pledges that came into a fund of this ledger.</param>
/// <param name="PledgedEur">Cents promised to the funds of this ledger.</param>
/// <param name="PaidEur">Cents of that met by money.</param>
/// <param name="EndedEur">Cents of that withdrawn, lapsed or written down.</param>
/// <param name="MedianDaysLate">Days from the day expected (or announced) to the last receipt, the median over pledges paid in full;
/// negative when early, null while none is.</param>
public sealed record KeptPledges(string Donor, string DonorName, int Pledges, long PledgedEur, long PaidEur, long EndedEur,
    double? MedianDaysLate)
{
    /// <summary>Paid of what is settled one way or the other, 0 to 1; null while nothing is.</summary>
    public double? ShareKept => PaidEur + EndedEur == 0 ? null : (double)PaidEur / (PaidEur + EndedEur);

    /// <summary>Paid of what was promised, 0 to 1.</summary>
    public double? SharePaid => PledgedEur == 0 ? null : (double)PaidEur / PledgedEur;
}

/// <summary>Reads how donors keep their pledges; each donor's figures are made of that donor's pledges and receipts only.</summary>
public static class PledgeKeeping
{
    /// <summary>One line a donor that promised anything, by code.</summary>
    public static async Task<List<KeptPledges>> ReadAsync(DbConnection connection, LedgerCatalog catalog, Moment moment,
        string? donor = null, Reach? reach = null, CancellationToken cancel = default)
    {
        var pledges = await PledgeList.ReadAsync(connection, catalog, donor: donor, moment: moment, reach: reach, cancel: cancel);
        var receipts = (await ReceiptList.ReadAsync(connection, catalog, donor: donor, most: int.MaxValue, reach: reach, cancel: cancel))
            .Where(receipt => !receipt.IsReversed && receipt.Pledge is not null && receipt.ReceivedOn <= moment.AsOf)
            .ToLookup(receipt => receipt.Pledge!, receipt => receipt.ReceivedOn);
        return [.. pledges.Where(pledge => pledge.Books.Any(book => !book.IsUmbrella)).GroupBy(pledge => (pledge.Donor, pledge.DonorName))
            .OrderBy(group => group.Key.Donor, StringComparer.Ordinal).Select(group =>
        {
            var books = group.SelectMany(pledge => pledge.Books.Where(book => !book.IsUmbrella)).ToList();
            var delays = group.Where(pledge => pledge.Stage == PledgeStage.Paid && receipts[pledge.Code].Any())
                .Select(
                    pledge =>
                        receipts[pledge.Code].Max().DayNumber - (pledge.Books.Max(book => book.ExpectedOn) ?? pledge.AnnouncedOn).DayNumber)
                            .Order().ToList();
            return new KeptPledges(group.Key.Donor, group.Key.DonorName, group.Count(),
                books.Sum(book => book.OpenEur + book.PaidEur + book.WithdrawnEur), books.Sum(book => book.PaidEur),
                books.Sum(book => book.WithdrawnEur), Median(delays));
        })];
    }

    private static double? Median(List<int> sorted) =>
        sorted.Count == 0 ? null : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2.0;
}
