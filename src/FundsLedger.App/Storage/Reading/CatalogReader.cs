using System.Data.Common;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Storage;

/// <summary>Reads the catalog: what entries may refer to.</summary>
public static class CatalogReader
{
    /// <summary>The catalog as the connection's transaction sees it, with closed and reconciled days; any register row makes it a new
    /// version.</summary>
    public static async Task<LedgerCatalog> ReadAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancel)
    {
        var version = await connection.Command(transaction, "SELECT catalog_version FROM ledger_state WHERE id = 1").NumberAsync(cancel);
        var closed = await connection.Command(transaction,
            "SELECT fund_id, closed_through FROM period_events WHERE action <> 'reopening_asked' ORDER BY id")
            .RowsAsync(row => (FundId: row.GetInt32(0), Through: row.Date(1)), cancel);
        var closedThrough = closed.GroupBy(row => row.FundId).Select(group => KeyValuePair.Create(group.Key, group.Last().Through));
        var reconciled = await connection.Command(transaction,
            "SELECT account_id, MAX(through) FROM reconciliations WHERE step = 'approved' GROUP BY account_id")
            .RowsAsync(row => KeyValuePair.Create(row.GetInt32(0), row.Date(1)), cancel);
        return await ReadAsync(connection, transaction, version, closedThrough, reconciled, cancel);
    }

    /// <summary>The catalog without its days: what pages need to name things. Only a fund, an account or a donor makes it a new
    /// version.</summary>
    public static async Task<LedgerCatalog> ReadWithoutDaysAsync(DbConnection connection, CancellationToken cancel)
    {
        var version = await connection.Command(null, "SELECT chart_version FROM ledger_state WHERE id = 1").NumberAsync(cancel);
        return await ReadAsync(connection, null, version, null, null, cancel);
    }

    private static async Task<LedgerCatalog> ReadAsync(DbConnection connection, DbTransaction? transaction, long version,
        IEnumerable<KeyValuePair<int, DateOnly>>? closedThrough, IEnumerable<KeyValuePair<int, DateOnly>>? reconciled,
        CancellationToken cancel)
    {
        var settings = (await Command(
            "SELECT fund_id, valid_from, is_protected, smallest_useful_commitment, continuing_support_reserve, lead_time_months FROM "
                + "fund_settings ORDER BY valid_from, id")
            .RowsAsync(
                row =>
                    (FundId: row.GetInt32(0),
                        Version: new FundSettings(row.Date(1), row.GetBoolean(2), row.GetInt64(3), row.GetInt64(4), row.GetInt32(5))),
                        cancel))
            .ToLookup(row => row.FundId, row => row.Version);
        var funds = await Command("SELECT id, code, name_en, name_fr, is_umbrella FROM funds ORDER BY id")
            .RowsAsync(
                row =>
                    new Fund(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetBoolean(4),
                        [.. settings[row.GetInt32(0)]]), cancel);
        var accounts = await Command("SELECT id, fund_id, code, name_en, name_fr, kind, role, currency FROM accounts ORDER BY id")
            .RowsAsync(ReadAccount, cancel);
        var donors = await Command("SELECT code FROM donors").RowsAsync(row => row.GetString(0), cancel);
        return new LedgerCatalog(version, funds, accounts, donors, closedThrough, reconciled);

        DbCommand Command(string text) => connection.Command(transaction, text);
    }

    private static Account ReadAccount(DbDataReader row) =>
        new(row.GetInt32(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4),
        ClosedSet<AccountKind>.Of(row.GetString(5)), ClosedSet<AccountRole>.Of(row.GetString(6)),
        row.TextOrNull(7) is { } code ? Currency.Of(code) : null);
}
