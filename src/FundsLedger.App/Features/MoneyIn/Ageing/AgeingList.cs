using System.Data.Common;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Ageing;

/// <summary>Something a donor owes or promised and has not paid.</summary>
/// <param name="Agreement">The agreement it is owed under; null for a pledge under none.</param>
/// <param name="Instalment">The instalment, from 1; null likewise.</param>
/// <param name="DueOn">Day it is due or expected; null where none was named.</param>
/// <param name="Open">In the donor's currency: the legal amount.</param>
/// <param name="OpenEur">What the books carry for it, in cents.</param>
/// <param name="Days">Days overdue; 0 when not.</param>
/// <param name="WaitsForCondition">True while something must be met before it is due, whatever its day.</param>
public sealed record OpenItem(string Donor, string DonorName, string FundCode, string Pledge, string? Agreement, int? Instalment,
    DateOnly? DueOn, Money Open, long OpenEur, int Days,
    bool WaitsForCondition = false)
{
    public AgeBucket Bucket => AgeingRules.BucketOf(Days, WaitsForCondition);
}

/// <summary>Totals of one donor, fund and currency by age.</summary>
/// <param name="ByBucket">Open amounts, one per bucket in order.</param>
/// <param name="OpenEur">All of it, in cents.</param>
public sealed record AgeingLine(string Donor, string DonorName, string FundCode, Currency Currency, IReadOnlyList<Money> ByBucket, long OpenEur)
{
    public Money Open => ByBucket.Aggregate(Money.Zero(Currency), (sum, part) => sum + part);
}

/// <summary>Reads what is open by the days it is overdue. It comes from the same postings as every pledge's figures, so that its sum is the
/// balance of the pledge accounts.</summary>
public static class AgeingList
{
    /// <summary>Everything open at a moment, the longest overdue first; of one donor or one fund where asked.</summary>
    public static async Task<List<OpenItem>> ItemsAsync(DbConnection connection, LedgerCatalog catalog, Moment moment, string? donor = null, string? fund = null, Reach? reach = null, CancellationToken cancel = default)
    {
        var pledges = await PledgeList.ReadAsync(connection, catalog, donor: donor, moment: moment, reach: reach, cancel: cancel);
        var agreements = (await AgreementList.ReadAsync(connection, catalog, donor: donor, moment: moment, reach: reach, cancel: cancel)).ToLookup(agreement => (agreement.Pledge, agreement.FundCode));
        var items = new List<OpenItem>();
        foreach (var pledge in pledges)
            foreach (var book in pledge.Books.Where(book => (fund is null || book.FundCode == fund) && !book.Open.IsZero))
            {
                items.AddRange(Signed(pledge, book, agreements[(pledge.Code, book.FundCode)], moment.AsOf));
                var rest = book.Open - book.Signed;
                if (!rest.IsZero) items.Add(new OpenItem(pledge.Donor, pledge.DonorName, book.FundCode, pledge.Code, null, null,
                    book.ExpectedOn, rest, book.OpenEur - book.SignedEur, AgeingRules.DaysOverdue(book.ExpectedOn, moment.AsOf)));
            }
        return [.. items.OrderByDescending(item => item.Days).ThenBy(item => item.DueOn).ThenBy(item => item.Donor, StringComparer.Ordinal).ThenBy(item => item.Agreement ?? item.Pledge, StringComparer.Ordinal).ThenBy(item => item.Instalment)];
    }

    /// <summary>Totals by donor, fund and currency, in that order.</summary>
    public static IReadOnlyList<AgeingLine> Lines(IEnumerable<OpenItem> items) =>
    [
        .. items.GroupBy(item => (item.Donor, item.DonorName, item.FundCode, item.Open.Currency)).OrderBy(line => line.Key.Donor, StringComparer.Ordinal).ThenBy(line => line.Key.FundCode, StringComparer.Ordinal).ThenBy(line => line.Key.Currency.Code, StringComparer.Ordinal)
            .Select(line => new AgeingLine(line.Key.Donor, line.Key.DonorName, line.Key.FundCode, line.Key.Currency,
                [.. Enum.GetValues<AgeBucket>().Select(bucket => line.Where(item => item.Bucket == bucket).Aggregate(Money.Zero(line.Key.Currency), (sum, item) => sum + item.Open))], line.Sum(item => item.OpenEur))),
    ];

    private static IEnumerable<OpenItem> Signed(PledgeStanding pledge, PledgeInBook book, IEnumerable<AgreementStanding> agreements, DateOnly asOf)
    {
        var open = agreements.SelectMany(agreement => agreement.Instalments.Where(one => one.Open.Minor > 0), (agreement, one) =>
            (agreement.Code, Instalment: one)).ToList();
        // The books carry one value for all of them; each has its share, and the shares sum to it.
        return open.Zip(AgeingRules.SharesOf(book.SignedEur, [.. open.Select(item => item.Instalment.Open)]), (item, share) =>
            new OpenItem(pledge.Donor, pledge.DonorName, book.FundCode, pledge.Code, item.Code,
            item.Instalment.Number, item.Instalment.DueOn, share.Amount, share.EurMinor, item.Instalment.DaysOverdue(asOf),
                item.Instalment.WaitsForCondition));
    }
}
