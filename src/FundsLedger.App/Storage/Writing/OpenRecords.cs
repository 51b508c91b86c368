using System.Collections.Frozen;
using System.Globalization;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Storage;

/// <summary>Which records an outsider could see change. What outsiders are shown is kept until the next of these: nobody outside can time an
/// act of a protected fund by the page it would have emptied (disclosure attack A31).</summary>
internal static class OpenRecords
{
    private static readonly FrozenSet<RegisterTable> Chart = [Registers.Funds, Registers.FundSettings, Registers.Accounts, Registers.Donors];

    // No page, figure or mail for outsiders is made of these.
    private static readonly FrozenSet<RegisterTable> Inside =
        [Registers.SigningRequests, Registers.SigningSteps, Registers.ApprovalsAsked, Registers.ApprovalsDecided, Registers.AuditDigests, Registers.PeriodEvents, Registers.Reminders, .. BankTables.Registers];

    // The fund stands one step away. Their rows come with entries or belong to donors, whose pages follow their own entries.
    private static readonly FrozenSet<RegisterTable> OfGifts = [Registers.Instalments, Registers.InstalmentEvents, Registers.ForecastScores];

    /// <summary>True for what names funds, accounts and donors.</summary>
    public static bool IsChart(RegisterTable table) => Chart.Contains(table);

    /// <summary>True for entries of a fund that has never been protected.</summary>
    public static bool IsSeenOutside(Fund fund) => Disclosure.For(Reader.Outside, fund).ShowsFigures;

    /// <summary>True for a register row, as stored, that is of no protected fund and that somebody outside is shown.</summary>
    public static bool IsSeenOutside(RegisterTable table, IReadOnlyList<object?> stored, LedgerCatalog catalog)
    {
        if (IsChart(table)) return true;
        if (Inside.Contains(table) || OfGifts.Contains(table)) return false;
        var place = Array.IndexOf(table.Columns, "fund_id");
        return place < 0 || stored[place] is not { } id || IsSeenOutside(catalog.FundById(Convert.ToInt32(id, CultureInfo.InvariantCulture)));
    }
}
