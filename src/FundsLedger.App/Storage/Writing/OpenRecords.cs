using System.Collections.Frozen;
using System.Globalization;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

/// <summary>Which records an outsider could see change: those of the open log, where <see cref="LogClasses"/> puts nothing that follows
/// from a protected fund. Pages for outsiders are kept until the next of these, so that nobody outside can time an act of a protected fund
/// by a page that had to be made anew.</summary>
internal static class OpenRecords
{
    private static readonly FrozenSet<RegisterTable> Chart =
        [Registers.Funds, Registers.FundSettings, Registers.Accounts, Registers.Donors];

    /// <summary>True for what names funds, accounts and donors: the list of funds names the protected one too.</summary>
    public static bool IsChart(RegisterTable table) => Chart.Contains(table);

    /// <summary>True for rows of which no page is made: each sign-in and each audited minute has one, and whatever is kept stays.</summary>
    public static bool IsQuiet(RegisterTable table) => table == Registers.PowerChanges || table == Registers.AuditMinutes;

    /// <summary>True for entries of a fund that has never been protected.</summary>
    public static bool IsSeenOutside(Fund fund) => Disclosure.For(Reader.Outside, fund).ShowsFigures;

    /// <summary>True for a register row, as stored and sealed in a log, that somebody outside is shown.</summary>
    public static bool IsSeenOutside(RegisterTable table, LogClass log, IReadOnlyList<object?> stored, LedgerCatalog catalog) =>
        IsChart(table) || (log == LogClass.Open && !IsQuiet(table))
            || (table.Matter == RegisterMatter.Internal && IsOfOpenFund(table, stored, catalog));

    /// <summary>Alerts and forecasts stand in the protected log because their numbers count those of all funds; an open fund's are
    /// shown.</summary>
    private static bool IsOfOpenFund(RegisterTable table, IReadOnlyList<object?> stored, LedgerCatalog catalog) =>
        Array.IndexOf(table.Columns, "fund_id") is var place and >= 0 && stored[place] is { } id
        && IsSeenOutside(catalog.FundById(Convert.ToInt32(id, CultureInfo.InvariantCulture)));
}
