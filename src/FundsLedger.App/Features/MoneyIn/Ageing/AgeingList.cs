using System.Data.Common;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Ageing;

/// <summary>What the books know of something open.</summary>
public enum OpenNature
{
    /// <summary>Owed, and carried as contributions receivable.</summary>
    Receivable,

    /// <summary>Signed, and left out of the books until its condition is met.</summary>
    NotRecognised,

    /// <summary>Promised under no signed agreement: never money, and never owed.</summary>
    Pledge,
}

/// <summary>Something a donor owes or promised and has not paid.</summary>
/// <param name="Donor">Code of the donor; empty for a receivable that names none.</param>
/// <param name="Nature">What the books know of it.</param>
/// <param name="Pledge">Code of the pledge; empty for a receivable that came into the books without one.</param>
/// <param name="Agreement">The agreement it is owed under; null for a pledge under none.</param>
/// <param name="Instalment">The instalment, from 1; null likewise.</param>
/// <param name="DueOn">Day it is due or expected; null where none was named.</param>
/// <param name="Open">In the donor's currency: the legal amount.</param>
/// <param name="RecordedEur">Cents it was promised at: the rate of the pledge.</param>
/// <param name="OpenEur">Cents that the books carry for it: a receivable's value on the day, else as recorded.</param>
/// <param name="Days">Days overdue; 0 when not.</param>
/// <param name="WaitsForCondition">True while something must be met before it is due, whatever its day.</param>
public sealed record OpenItem(string Donor, string DonorName, string FundCode, OpenNature Nature, string Pledge, string? Agreement,
    int? Instalment,
    DateOnly? DueOn, Money Open, long RecordedEur, long OpenEur, int Days, bool WaitsForCondition = false)
{
    public AgeBucket Bucket => AgeingRules.BucketOf(Days, WaitsForCondition);

    /// <summary>True of what is owed and due more than twelve months after the day of the list.</summary>
    public bool IsNonCurrent { get; init; }
}

/// <summary>Totals of one donor, fund, nature and currency by age.</summary>
/// <param name="ByBucket">Open amounts, one per bucket in order.</param>
/// <param name="RecordedEur">All of it as it was promised, in cents.</param>
/// <param name="OpenEur">All of it as the books carry it, in cents.</param>
public sealed record AgeingLine(string Donor, string DonorName, string FundCode, OpenNature Nature, Currency Currency,
    IReadOnlyList<Money> ByBucket,
    long RecordedEur, long OpenEur)
{
    /// <summary>Of the cents carried, what is due more than twelve months later.</summary>
    public long NonCurrentEur { get; init; }

    /// <summary>Cents called unlikely to be paid, above zero.</summary>
    public long AllowanceEur { get; init; }

    /// <summary>What is carried, less what is unlikely to be paid.</summary>
    public long NetEur => OpenEur - AllowanceEur;

    public Money Open => ByBucket.Aggregate(Money.Zero(Currency), (sum, part) => sum + part);
}

/// <summary>Reads what is open by the days it is overdue. What is owed stands at what contributions receivable carry for it, so that it
/// sums to that account on any day; pledges and conditional money stand apart, at what they were recorded with.</summary>
public static class AgeingList
{
    /// <summary>Everything open at a moment, the longest overdue first; of one donor or one fund where asked.</summary>
    public static async Task<List<OpenItem>> ItemsAsync(DbConnection connection, LedgerCatalog catalog, Moment moment, string? donor = null,
        string? fund = null, Reach? reach = null, CancellationToken cancel = default)
    {
        var pledges = await PledgeList.ReadAsync(connection, catalog, donor: donor, moment: moment, reach: reach, cancel: cancel);
        var agreements = (await AgreementList.ReadAsync(connection, catalog, donor: donor, moment: moment, reach: reach,
            cancel: cancel)).ToLookup(agreement => (agreement.Pledge, agreement.FundCode));
        var receivable = await Receivables.ReadAsync(connection, catalog, moment, donor, fund, reach, cancel);
        var items = new List<OpenItem>();
        foreach (var pledge in pledges)
            foreach (var book in pledge.Books.Where(book => (fund is null || book.FundCode == fund) && !book.Open.IsZero))
            {
                items.AddRange(Signed(pledge, book, [.. agreements[(pledge.Code, book.FundCode)]], receivable, moment.AsOf));
                var (rest, eur) = (book.Open - book.Signed, book.OpenEur - book.SignedEur);
                if (!rest.IsZero)
                    items.Add(new OpenItem(pledge.Donor, pledge.DonorName, book.FundCode, OpenNature.Pledge, pledge.Code, null, null,
                    book.ExpectedOn, rest, eur, eur, AgeingRules.DaysOverdue(book.ExpectedOn, moment.AsOf)));
            }
        // What no open instalment explains: brought from older books, or left by hand. It is owed as the books say.
        items.AddRange(
            receivable.Rest.Select(
                rest => new OpenItem(rest.Donor, rest.DonorName, rest.Fund, OpenNature.Receivable, "", rest.Agreement, null,
            null, rest.Open, rest.Eur, rest.Eur, 0)));
        return [.. items.Select(item => item with
            {
                IsNonCurrent = item.Nature == OpenNature.Receivable && AgeingRules.IsNonCurrent(item.DueOn, moment.AsOf),
            }).OrderByDescending(item => item.Days).ThenBy(item => item.DueOn).ThenBy(item => item.Donor, StringComparer.Ordinal)
            .ThenBy(item => item.Agreement ?? item.Pledge, StringComparer.Ordinal).ThenBy(item => item.Instalment)];
    }

    /// <summary>Cents called unlikely to be paid by agreement, above zero: account 1190. For readers of the journal alone; what the Court
    /// thinks of a debt is not for the donor.</summary>
    public static async Task<IReadOnlyDictionary<string, long>> AllowancesAsync(DbConnection connection, Moment moment,
        CancellationToken cancel = default) => (await AllowanceList.ReadAsync(connection, DateNumber.Of(moment.AsOf),
            await Balances.LastKnownSeqAsync(connection, moment, cancel), cancel: cancel)).ToDictionary(one => one.Key, one =>
                one.Value.EurMinor, StringComparer.Ordinal);

    /// <summary>Totals by donor, fund, currency and nature, in that order.</summary>
    /// <param name="items">What is open.</param>
    /// <param name="allowances">Cents unlikely to be paid by agreement; null where they are not shown.</param>
    public static IReadOnlyList<AgeingLine> Lines(IEnumerable<OpenItem> items, IReadOnlyDictionary<string, long>? allowances = null) =>
    [
        .. items.GroupBy(item => (item.Donor, item.DonorName, item.FundCode, item.Nature, item.Open.Currency))
        .OrderBy(line => line.Key.Donor, StringComparer.Ordinal)
            .ThenBy(line => line.Key.FundCode, StringComparer.Ordinal).ThenBy(line => line.Key.Currency.Code, StringComparer.Ordinal)
            .ThenBy(line => line.Key.Nature)
            .Select(line => new AgeingLine(line.Key.Donor, line.Key.DonorName, line.Key.FundCode, line.Key.Nature, line.Key.Currency,
                [.. Enum.GetValues<AgeBucket>()
                    .Select(
                        bucket =>
                            line.Where(item => item.Bucket == bucket)
                                .Aggregate(Money.Zero(line.Key.Currency), (sum, item) => sum + item.Open))],
                line.Sum(item => item.RecordedEur), line.Sum(item => item.OpenEur))
            {
                NonCurrentEur = line.Where(item => item.IsNonCurrent).Sum(item => item.OpenEur),
                AllowanceEur = line.Key.Nature != OpenNature.Receivable || allowances is null ? 0
                    : line.Select(item => item.Agreement).OfType<string>().Distinct().Sum(agreement =>
                        allowances.GetValueOrDefault(agreement)),
            }),
    ];

    private static IEnumerable<OpenItem> Signed(PledgeStanding pledge, PledgeInBook book, IReadOnlyList<AgreementStanding> agreements,
        Receivables receivable, DateOnly asOf)
    {
        var open = agreements.SelectMany(agreement => agreement.Instalments.Where(one => one.Open.Minor > 0), (agreement, one) =>
            (Agreement: agreement, Instalment: one)).ToList();
        // One value was recorded for all of them; each has its share, and the shares sum to it.
        var recorded = open.Zip(AgeingRules.SharesOf(book.SignedEur, [.. open.Select(item => item.Instalment.Open)]), (item, share) =>
            (item.Agreement, item.Instalment, share.EurMinor)).ToLookup(item => item.Agreement);
        foreach (var agreement in agreements)
        {
            var parts = recorded[agreement].ToList();
            var owed = parts.FindAll(part => !part.Instalment.WaitsForCondition || agreement.Treatment == ConditionalTreatment.Deferred);
            var carried = new Queue<OpenAmount>(
                receivable.Take(book.FundCode, agreement.Code,
                    [.. owed.Select(part => new OpenAmount(part.Instalment.Open, part.EurMinor))]));
            foreach (var part in parts)
            {
                var isOwed = owed.Contains(part);
                yield return new OpenItem(pledge.Donor, pledge.DonorName, book.FundCode,
                    isOwed ? OpenNature.Receivable : OpenNature.NotRecognised, pledge.Code,
                    agreement.Code, part.Instalment.Number, part.Instalment.DueOn, part.Instalment.Open, part.EurMinor,
                    isOwed ? carried.Dequeue().EurMinor : part.EurMinor,
                    part.Instalment.DaysOverdue(asOf), part.Instalment.WaitsForCondition);
            }
        }
    }
}

/// <summary>The same rows for a file that leaves the Registry, without the names, codes and texts of confidential donors.</summary>
public static class HiddenAges
{
    public static AgeingLine Of(this ConfidentialDonors hidden, AgeingLine line) => !hidden.Hide(line.Donor) ? line
        : line with { Donor = ConfidentialDonors.Code, DonorName = "" };

    public static OpenItem Of(this ConfidentialDonors hidden, OpenItem item) => !hidden.Hide(item.Donor) ? item
        : item with { Donor = ConfidentialDonors.Code, DonorName = "", Pledge = ConfidentialDonors.Code, Agreement = item.Agreement is null
            ? null : ConfidentialDonors.Code };
}
