using System.Globalization;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;

namespace FundsLedger.App.Features.MoneyIn.Ageing;

/// <summary>The rows of the reports on pledges and ageing, the same for a page's CSV and for the command line.</summary>
public static class AgeingTables
{
    public static readonly IReadOnlyList<string> PledgeHeadings =
        ["code", "donor", "announced_on", "stage", "currency", "amount", "paid", "withdrawn", "outside", "open", "undesignated",
            "confirmed", "signed", "open_eur", "expected_on", "description", "source"];

    /// <summary>Of the totals; what is unlikely to be paid only where the reader sees it.</summary>
    public static string[] AgeingHeadings(bool seesAllowances) =>
        ["donor", "name", "fund", "currency", "nature", .. ClosedSet<AgeBucket>.Codes, "open", "recorded_eur", "open_eur",
            "non_current_eur", .. seesAllowances ? (string[])["allowance_eur", "net_eur"] : []];

    public static readonly IReadOnlyList<string> ItemHeadings = ["donor", "name", "fund", "pledge", "agreement", "instalment", "due_on",
        "days_overdue", "bucket", "currency", "nature", "open", "recorded_eur", "open_eur", "term"];

    public static string[] Row(PledgeStanding pledge) =>
    [
        pledge.Code, pledge.Donor, Iso(pledge.AnnouncedOn), ClosedSet<PledgeStage>.Code(pledge.Stage), pledge.Amount.Currency.Code,
        pledge.Amount.ToDecimalString(), pledge.Paid.ToDecimalString(), pledge.Withdrawn.ToDecimalString(),
        pledge.Outside.ToDecimalString(), pledge.Open.ToDecimalString(), pledge.Undesignated.ToDecimalString(),
            pledge.Confirmed.ToDecimalString(), pledge.Signed.ToDecimalString(), Eur(pledge.OpenEur), Iso(pledge.ExpectedOn),
            pledge.Description.ToString(), pledge.Source ?? "",
    ];

    public static string[] Row(AgeingLine line, bool seesAllowances) =>
        [line.Donor, line.DonorName, line.FundCode, line.Currency.Code, ClosedSet<OpenNature>.Code(line.Nature),
            .. line.ByBucket.Select(part => part.ToDecimalString()), line.Open.ToDecimalString(),
        Eur(line.RecordedEur), Eur(line.OpenEur), Eur(line.NonCurrentEur),
        .. seesAllowances ? (string[])[Eur(line.AllowanceEur), Eur(line.NetEur)] : []];

    public static string[] Row(OpenItem item) =>
    [
        item.Donor, item.DonorName, item.FundCode, item.Pledge, item.Agreement ?? "",
        item.Instalment?.ToString(CultureInfo.InvariantCulture) ?? "", Iso(item.DueOn), item.Days.ToString(CultureInfo.InvariantCulture),
        ClosedSet<AgeBucket>.Code(item.Bucket),
        item.Open.Currency.Code, ClosedSet<OpenNature>.Code(item.Nature), item.Open.ToDecimalString(), Eur(item.RecordedEur),
        Eur(item.OpenEur), item.Nature != OpenNature.Receivable ? "" : item.IsNonCurrent ? "non_current" : "current",
    ];

    private static string Eur(long cents) => Money.Eur(cents).ToDecimalString();

    private static string Iso(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
