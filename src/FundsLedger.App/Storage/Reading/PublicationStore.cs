using System.Data.Common;
using FundsLedger.Domain.Publication;
using Npgsql;

namespace FundsLedger.App.Storage;

/// <summary>What everybody may read of protected funds: the blocks that were published, through connections that cannot reach anything
/// else. Pages, programs and documents for outsiders ask it and nothing besides.</summary>
/// <remarks>On SQLite an authorizer on connections of their own denies every other table; on PostgreSQL it is a login of its own that was
/// granted this one. Without that login nothing is read, and nothing is told.</remarks>
public sealed class PublicationStore : IAsyncDisposable
{
    /// <summary>The one table.</summary>
    public const string Table = "publications";

    private readonly LedgerDatabase _database;
    private readonly NpgsqlDataSource? _login;

    /// <param name="database">The books.</param>
    /// <param name="login">The connection string of the login on PostgreSQL; empty where there is none, and on SQLite.</param>
    public PublicationStore(LedgerDatabase database, string? login = null)
    {
        _database = database;
        if (database.IsOnPostgres && !string.IsNullOrWhiteSpace(login))
            _login = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(login) { MaxPoolSize = 20 }.ToString());
    }

    /// <summary>True where there is a way to read it.</summary>
    public bool IsReadable => !_database.IsOnPostgres || _login is not null;

    /// <summary>What was published of a fund, the oldest first.</summary>
    /// <param name="fund">Its code.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<StoredBlock>> OfAsync(string fund, CancellationToken cancel = default)
    {
        if (!IsReadable) return [];
        await using var connection = await OpenAsync(cancel);
        return await connection.Command(null, $"""
            SELECT first_year, last_year, received_eur, is_received_rounded, spent_eur, closing_eur, step_eur, is_official, published_on
            FROM {Table} WHERE fund = @fund ORDER BY first_year
            """, ("@fund", fund)).RowsAsync(row => new StoredBlock(row.GetInt32(0), row.GetInt32(1), row.GetInt64(2), row.GetBoolean(3),
                row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetBoolean(7), row.Date(8)), cancel);
    }

    /// <summary>The account of a fund for everybody: published, and withheld.</summary>
    /// <param name="fund">Its code.</param>
    /// <param name="today">The day of the reader.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<OutsideLine>> AccountAsync(string fund, DateOnly today, CancellationToken cancel = default) =>
        OutsideAccount.Of(await OfAsync(fund, cancel), today);

    /// <summary>What the login reaches besides the one table: nothing may start then. Empty where all is well.</summary>
    public async Task<IReadOnlyList<string>> ReachesAsync(CancellationToken cancel = default)
    {
        if (_login is null) return [];
        await using var connection = await OpenAsync(cancel);
        return await connection.Command(null, $"""
            SELECT 'every table (superuser)' FROM pg_roles WHERE rolname = current_user AND rolsuper
            UNION ALL SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                AND n.nspname NOT LIKE 'pg_toast%' AND n.nspname NOT LIKE 'pg_temp%'
                AND ((c.relname <> '{Table}' AND (has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT')))
                    OR has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))
            ORDER BY 1
            """).RowsAsync(row => row.GetString(0), cancel);
    }

    /// <summary>The statements that make the login on PostgreSQL, for whoever keeps the database; none on SQLite.</summary>
    public static IReadOnlyList<string> LoginStatements(LedgerDatabase database) => !database.IsOnPostgres ? [] :
    [
        "CREATE ROLE fundsledger_publications LOGIN PASSWORD 'choose-one';",
        "GRANT USAGE ON SCHEMA public TO fundsledger_publications;",
        $"GRANT SELECT ON {Table} TO fundsledger_publications;",
    ];

    /// <summary>A connection that reaches the one table.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken cancel = default) => _login is not null
        ? await _login.OpenConnectionAsync(cancel) : await _database.OpenOnlyAsync(Table, cancel);

    public async ValueTask DisposeAsync()
    {
        if (_login is not null) await _login.DisposeAsync();
    }
}
