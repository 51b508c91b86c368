using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using FundsLedger.Domain.Funds;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using SQLitePCL;

namespace FundsLedger.App.Storage;

/// <summary>What a reader of the books is shown.</summary>
/// <param name="Funds">Of these funds alone.</param>
/// <param name="HasOwnNumbers">Entries bear numbers that count nothing of other funds.</param>
public sealed record SeenFunds(FundsCovered Funds, bool HasOwnNumbers)
{
    /// <summary>Everything.</summary>
    public static readonly SeenFunds All = new(FundsCovered.All, HasOwnNumbers: false);
}

/// <summary>Where the books are: a SQLite file or a PostgreSQL database. Opens connections to them.</summary>
public sealed class LedgerDatabase : IAsyncDisposable
{
    private static readonly ConditionalWeakTable<SQLitePCL.sqlite3, object> Told = [];
    private static readonly ConditionalWeakTable<DbConnection, SeenFunds> Seen = [];

    private readonly ConcurrentDictionary<SeenFunds, NpgsqlDataSource> _seenPools = new();

    private const string Settings =
        "PRAGMA foreign_keys = 1; PRAGMA recursive_triggers = 1; PRAGMA mmap_size = 1073741824; PRAGMA cache_size = -32768; PRAGMA "
            + "synchronous = FULL; PRAGMA wal_autocheckpoint = 8192;";

    private readonly NpgsqlDataSource? _postgres;
    private readonly string? _password;
    private readonly string _sqlite = "";

    private LedgerDatabase(string? path, NpgsqlDataSource? postgres, string? password)
    {
        Path = path;
        (_postgres, _password) = (postgres, password);
        if (path is not null)
            _sqlite = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30, Pooling = true }.ToString();
    }

    /// <summary>From what <c>--db</c> or the settings say: text with <c>Host=</c>, or beginning with <c>postgres://</c>, is a PostgreSQL
    /// connection; anything else is the path of a SQLite file.</summary>
    public static LedgerDatabase At(string where) => IsPostgres(where)
        // A data source does not show its password again, and other pools need it.
        ? new LedgerDatabase(null, NpgsqlDataSource.Create(Settled(FromUri(where))),
            new NpgsqlConnectionStringBuilder(FromUri(where)).Password)
        : new LedgerDatabase(System.IO.Path.GetFullPath(where), null, null);

    /// <summary>The SQLite file, or null on PostgreSQL.</summary>
    public string? Path { get; }

    /// <summary>True on PostgreSQL.</summary>
    public bool IsOnPostgres => _postgres is not null;

    /// <summary>The database as it may be shown: never a password.</summary>
    public string ShownName => Path ?? Shown(new NpgsqlConnectionStringBuilder(_postgres!.ConnectionString));

    /// <summary>True when the SQLite file exists; PostgreSQL is always taken to.</summary>
    public bool Exists => Path is null || File.Exists(Path);

    /// <summary>An open connection for plain commands.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken cancel = default)
    {
        if (_postgres is not null) return await _postgres.OpenConnectionAsync(cancel);
        var connection = new SqliteConnection(_sqlite);
        await connection.OpenAsync(cancel);
        // A pooled connection keeps its settings.
        if (Told.TryGetValue(connection.Handle!, out _)) return connection;
        await using var settings = connection.CreateCommand();
        // Reads map the file: a trial balance walks it many times. Every commit reaches the disk, in the WAL; moving its pages on to the
        // file can wait until there are 32 MiB of them, by when most have been written again and move once instead of many times.
        settings.CommandText = Settings;
        await settings.ExecuteNonQueryAsync(cancel);
        Told.AddOrUpdate(connection.Handle!, this);
        return connection;
    }

    /// <summary>An open connection that shows the records of some funds only (<see cref="SeenTables"/>).</summary>
    internal async Task<DbConnection> OpenAsync(SeenFunds seen, CancellationToken cancel = default)
    {
        if (seen.Funds.IsAll) return await OpenAsync(cancel);
        DbConnection connection;
        if (_postgres is not null) connection = await _seenPools.GetOrAdd(seen, PoolOf).OpenConnectionAsync(cancel);
        else
        {
            // Connections with views have a pool of their own: nobody who may see everything is handed one.
            var sqlite = new SqliteConnection(new SqliteConnectionStringBuilder(_sqlite) { DefaultTimeout = 31 }.ToString());
            connection = sqlite;
            await sqlite.OpenAsync(cancel);
            if (!Told.TryGetValue(sqlite.Handle!, out var told) || !seen.Equals(told))
            {
                await connection.Command(null, Settings).RunAsync(cancel);
                await connection.Command(null, await ViewsAsync(connection, seen, isForActing: false, cancel)).RunAsync(cancel);
                Told.AddOrUpdate(sqlite.Handle!, seen);
            }
        }
        Seen.AddOrUpdate(connection, seen);
        return connection;
    }

    /// <summary>On SQLite, an open connection that reaches one table and nothing else, and writes nothing. It comes from a pool of its own,
    /// because what is denied stays with a connection.</summary>
    internal async Task<DbConnection> OpenOnlyAsync(string table, CancellationToken cancel = default)
    {
        if (_postgres is not null) throw new InvalidOperationException("On PostgreSQL a login of its own reaches one table.");
        var connection = new SqliteConnection(Only());
        await connection.OpenAsync(cancel);
        if (Told.TryGetValue(connection.Handle!, out _)) return connection;
        await connection.Command(null, "PRAGMA query_only = 1").RunAsync(cancel);
        raw.sqlite3_set_authorizer(connection.Handle!, (_, action, first, _, _, _) => action switch
        {
            raw.SQLITE_SELECT or raw.SQLITE_FUNCTION => raw.SQLITE_OK,
            raw.SQLITE_READ when string.Equals(first.utf8_to_string(), table, StringComparison.Ordinal) => raw.SQLITE_OK,
            _ => raw.SQLITE_DENY,
        }, null);
        Told.AddOrUpdate(connection.Handle!, this);
        return connection;
    }

    private string Only() => new SqliteConnectionStringBuilder(_sqlite) { DefaultTimeout = 32 }.ToString();

    /// <summary>What a connection shows.</summary>
    internal static SeenFunds SeenBy(DbConnection connection) => Seen.TryGetValue(connection, out var seen) ? seen : SeenFunds.All;

    /// <summary>Makes the views of an act's own questions on the writer's connection.</summary>
    internal async Task ShowToActAsync(DbConnection connection, FundsCovered funds, CancellationToken cancel) =>
        await connection.Command(null, await ViewsAsync(connection, new SeenFunds(funds, HasOwnNumbers: false), isForActing: true, cancel))
            .RunAsync(cancel);

    private NpgsqlDataSource PoolOf(SeenFunds seen)
    {
        // The views are made once a connection and stay: nothing else of a session's is kept in it.
        var builder = new NpgsqlDataSourceBuilder(
            new NpgsqlConnectionStringBuilder(_postgres!.ConnectionString) { NoResetOnClose = true, MaxPoolSize = 20,
                Password = _password }.ToString());
        builder.UsePhysicalConnectionInitializer(_ => throw new NotSupportedException("Connections are opened without waiting."),
            async connection =>
                await connection.Command(null, await ViewsAsync(connection, seen, isForActing: false, CancellationToken.None)).RunAsync());
        return builder.Build();
    }

    private async Task<string> ViewsAsync(DbConnection connection, SeenFunds seen, bool isForActing, CancellationToken cancel)
    {
        var question = IsOnPostgres
            ? "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY table_name, "
                + "ordinal_position"
            : "SELECT m.name, c.name FROM main.sqlite_master m JOIN pragma_table_info(m.name, 'main') c WHERE m.type = 'table' ORDER BY "
                + "m.name, c.cid";
        var columns = (await connection.Command(null, question)
            .RowsAsync(row => (row.GetString(0), row.GetString(1)), cancel)).ToLookup(column => column.Item1, column => column.Item2);
        var schema = IsOnPostgres
            ? (await connection.Command(null, "SELECT quote_ident(current_schema())").RowsAsync(row => row.GetString(0), cancel))[0]
            : "main";
        return SeenTables.Views(seen.Funds, seen.HasOwnNumbers, IsOnPostgres, schema, columns, isForActing);
    }

    /// <summary>A context for reading with EF Core.</summary>
    public LedgerDb Read()
    {
        if (_postgres is not null)
        {
            var postgres = new DbContextOptionsBuilder<PostgresLedgerDb>().UseNpgsql(_postgres);
            return new PostgresLedgerDb(Settled(postgres).Options);
        }
        var sqlite = new DbContextOptionsBuilder<SqliteLedgerDb>().UseSqlite(_sqlite);
        return new SqliteLedgerDb(Settled(sqlite).Options);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pool in _seenPools.Values) await pool.DisposeAsync();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
            return;
        }
        SqliteConnection.ClearPool(new SqliteConnection(_sqlite));
        SqliteConnection.ClearPool(new SqliteConnection(new SqliteConnectionStringBuilder(_sqlite) { DefaultTimeout = 31 }.ToString()));
        SqliteConnection.ClearPool(new SqliteConnection(Only()));
    }

    private static DbContextOptionsBuilder<T> Settled<T>(DbContextOptionsBuilder<T> options) where T : DbContext => options
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.MigrationsUserTransactionWarning));

    private static bool IsPostgres(string where) =>
        where.Contains("Host=", StringComparison.OrdinalIgnoreCase) || where.StartsWith("postgres://", StringComparison.Ordinal)
            || where.StartsWith("postgresql://", StringComparison.Ordinal);

    private static string Settled(string where)
    {
        var parts = new NpgsqlConnectionStringBuilder(where);
        // The same few statements run all day: the server prepares each once per connection. Behind a pooler that cannot, set it to 0.
        if (!parts.ContainsKey("Max Auto Prepare")) (parts.MaxAutoPrepare, parts.AutoPrepareMinUsages) = (64, 2);
        return parts.ConnectionString;
    }

    private static string FromUri(string where)
    {
        if (!where.Contains("://", StringComparison.Ordinal)) return where;
        var uri = new Uri(where);
        var user = uri.UserInfo.Split(':', 2);
        var parts = new NpgsqlConnectionStringBuilder { Host = uri.Host, Database = uri.AbsolutePath.Trim('/'),
            Username = Uri.UnescapeDataString(user[0]) };
        if (uri.Port > 0) parts.Port = uri.Port;
        if (user.Length > 1) parts.Password = Uri.UnescapeDataString(user[1]);
        return parts.ConnectionString;
    }

    private static string Shown(NpgsqlConnectionStringBuilder parts) => $"PostgreSQL {parts.Host}:{parts.Port}/{parts.Database}";
}
