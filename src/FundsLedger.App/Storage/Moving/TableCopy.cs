using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace FundsLedger.App.Storage;

/// <summary>Copies every table from one database into another that is migrated and empty, of whatever kind: a backup of a server is a
/// SQLite file, and a file can move to a server. Guards stay on: what arrives obeys the rules.</summary>
public static class TableCopy
{
    // Postings before entries, whose guard sums them; closings and reconciliations after entries, or the past would count as closed.
    private static readonly string[] Order =
    [
        "books", "funds", "fund_settings", "accounts", "donors", "pledges", "pledge_events", "receipts", "visit_requests", "commitments",
        "rates", "postings", "entries", "period_events",
        "bank_accounts", "bank_statements", "bank_lines", "bank_matches", "bank_rules", "bank_mappings", "bank_decisions", "bank_numbers",
        "reconciliations",
        "donor_profiles", "donor_contacts", "gift_offers", "gift_decisions", "approvals_asked", "approvals_decided", "signing_requests",
        "signing_steps", "agreements", "instalments", "instalment_events", "recognition_policies", "reminders",
        "daily_totals", "ledger_state", "log_trees", "first_leaves", "person_marks", "register_leaves", "log_tiles", "log_padding",
        "log_keys", "log_heads", "outbox",
        "people", "person_roles", "recovery_codes", "passkeys", "sessions", "api_tokens", "password_links", "door_tries", "audit_log",
        "audit_digests", "protection_keys",
        "alert_rules", "alert_events", "alert_recipients", "forecasts", "forecast_scores",
    ];

    /// <summary>Copies everything in one transaction, from one picture of the source.</summary>
    public static async Task RunAsync(LedgerDatabase from, LedgerDatabase to, IProgress<double>? progress, CancellationToken cancel)
    {
        await using var model = to.Read();
        var tables = model.Model.GetEntityTypes().ToDictionary(type => type.GetTableName()!, StringComparer.Ordinal);
        if (!tables.Keys.ToHashSet().SetEquals(Order))
            throw new InvalidOperationException(
                "A table is missing from the order of copying: " + string.Join(", ", tables.Keys.Except(Order)));
        await using var source = await from.OpenAsync(cancel);
        await using var target = await to.OpenAsync(cancel);
        await using var picture = await source.BeginReadAsync(cancel);
        await using var transaction = await target.BeginTransactionAsync(cancel);
        foreach (var (index, table) in Order.Index())
        {
            await CopyAsync(tables[table], source, picture, target, transaction, cancel);
            progress?.Report((index + 1.0) / Order.Length);
        }
        await transaction.CommitAsync(cancel);
    }

    private static async Task CopyAsync(IEntityType type, DbConnection source, DbTransaction picture, DbConnection target,
        DbTransaction transaction, CancellationToken cancel)
    {
        var table = type.GetTableName()!;
        var properties = type.GetProperties().ToList();
        var columns = string.Join(", ", properties.Select(property => property.GetColumnName()));
        var kinds = properties.ConvertAll(
            property =>
                property.GetTypeMapping().Converter?.ProviderClrType is { } provider ? provider
                    : Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType);
        var key = string.Join(", ", type.FindPrimaryKey()!.Properties.Select(property => property.GetColumnName()));
        await using var question = source.Command(picture, $"SELECT {columns} FROM {table} ORDER BY {key}");
        await using var rows = await question.ExecuteReaderAsync(cancel);
        if (target is NpgsqlConnection server)
        {
            await using var copy = await server.BeginBinaryImportAsync($"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)", cancel);
            while (await rows.ReadAsync(cancel))
            {
                await copy.StartRowAsync(cancel);
                for (var column = 0; column < kinds.Count; column++)
                {
                    if (rows.IsDBNull(column)) await copy.WriteNullAsync(cancel);
                    else await copy.WriteAsync(Value(rows, column, kinds[column]), cancel);
                }
            }
            await copy.CompleteAsync(cancel);
            return;
        }
        await using var insert = target.Command(transaction,
            $"INSERT INTO {table} ({columns}) VALUES ({string.Join(", ", properties.Select((_, column) => $"@p{column}"))})",
            [.. properties.Select((_, column) => ($"@p{column}", (object?)null))]);
        await insert.PrepareAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            for (var column = 0; column < kinds.Count; column++)
                insert.Parameters[column].Value = rows.IsDBNull(column) ? DBNull.Value : Value(rows, column, kinds[column]);
            await insert.ExecuteNonQueryAsync(cancel);
        }
    }

    private static object Value(DbDataReader rows, int column, Type kind) =>
        kind == typeof(byte[]) ? rows.Blob(column)
        : kind == typeof(bool) ? rows.GetBoolean(column)
        : Convert.ChangeType(rows.GetValue(column), kind, CultureInfo.InvariantCulture);
}
