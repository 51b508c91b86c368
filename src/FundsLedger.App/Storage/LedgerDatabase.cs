using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace FundsLedger.App.Storage;

/// <summary>Where the books are: a SQLite file or a PostgreSQL database. Opens connections to them.</summary>
public sealed class LedgerDatabase : IAsyncDisposable
{
    private static readonly ConditionalWeakTable<SQLitePCL.sqlite3, LedgerDatabase> Told = [];

    private readonly NpgsqlDataSource? _postgres;
    private readonly string _sqlite = "";

    private LedgerDatabase(string? path, NpgsqlDataSource? postgres)
    {
        Path = path;
        _postgres = postgres;
        if (path is not null)
            _sqlite = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30, Pooling = true }.ToString();
    }

    /// <summary>From what <c>--db</c> or the settings say: text with <c>Host=</c>, or beginning with <c>postgres://</c>, is a PostgreSQL connection; anything else is the path of a SQLite file.</summary>
    public static LedgerDatabase At(string where) => IsPostgres(where)
        ? new LedgerDatabase(null, NpgsqlDataSource.Create(Settled(FromUri(where))))
        : new LedgerDatabase(System.IO.Path.GetFullPath(where), null);

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
        // One from the pool keeps what it was told.
        if (Told.TryGetValue(connection.Handle!, out _)) return connection;
        await using var settings = connection.CreateCommand();
        // Reads map the file: a trial balance walks it many times. Every commit reaches the disk, in the WAL; moving its pages on to the file
        // can wait until there are 32 MiB of them, by when most have been written again and move once instead of many times.
        settings.CommandText = "PRAGMA foreign_keys = 1; PRAGMA recursive_triggers = 1; PRAGMA mmap_size = 1073741824; PRAGMA cache_size = -32768; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8192;";
        await settings.ExecuteNonQueryAsync(cancel);
        Told.AddOrUpdate(connection.Handle!, this);
        return connection;
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
        if (_postgres is not null) await _postgres.DisposeAsync();
        else SqliteConnection.ClearPool(new SqliteConnection(_sqlite));
    }

    private static DbContextOptionsBuilder<T> Settled<T>(DbContextOptionsBuilder<T> options) where T : DbContext => options
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.MigrationsUserTransactionWarning));

    private static bool IsPostgres(string where) =>
        where.Contains("Host=", StringComparison.OrdinalIgnoreCase) || where.StartsWith("postgres://", StringComparison.Ordinal) || where.StartsWith("postgresql://", StringComparison.Ordinal);

    private static string Settled(string where)
    {
        var parts = new NpgsqlConnectionStringBuilder(where);
        // The same few statements all day: the server parses and plans each once a connection. Whoever sits behind a pooler that minds says 0.
        if (!parts.ContainsKey("Max Auto Prepare")) (parts.MaxAutoPrepare, parts.AutoPrepareMinUsages) = (64, 2);
        return parts.ConnectionString;
    }

    private static string FromUri(string where)
    {
        if (!where.Contains("://", StringComparison.Ordinal)) return where;
        var uri = new Uri(where);
        var user = uri.UserInfo.Split(':', 2);
        var parts = new NpgsqlConnectionStringBuilder { Host = uri.Host, Database = uri.AbsolutePath.Trim('/'), Username = Uri.UnescapeDataString(user[0]) };
        if (uri.Port > 0) parts.Port = uri.Port;
        if (user.Length > 1) parts.Password = Uri.UnescapeDataString(user[1]);
        return parts.ConnectionString;
    }

    private static string Shown(NpgsqlConnectionStringBuilder parts) => $"PostgreSQL {parts.Host}:{parts.Port}/{parts.Database}";
}
