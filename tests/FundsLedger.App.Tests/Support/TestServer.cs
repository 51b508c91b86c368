using System.Collections.Concurrent;
using System.Threading.Channels;
using FundsLedger.App.Storage;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(FundsLedger.App.Tests.Support.TestServer))]

namespace FundsLedger.App.Tests.Support;

/// <summary>Makes new books quickly: they are migrated and seeded once per run and database, and copied for each test.</summary>
public sealed class TestServer : IAsyncDisposable
{
    /// <summary>Names the server to test on; <c>tests/run</c> sets it.</summary>
    public const string Variable = "FUNDSLEDGER_TEST_POSTGRES";

    /// <summary>When the books of every test were opened.</summary>
    public static readonly DateTimeOffset Opened = new(2026, 1, 2, 8, 0, 0, TimeSpan.Zero);

    private static readonly string Run = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4));
    private static readonly string Folder = Directory.CreateTempSubdirectory("fundsledger-books-").FullName;
    private static readonly Lazy<Task<string>> SqliteTemplate = new(MakeSqliteTemplateAsync);
    private static readonly Lazy<Task<string>> PostgresTemplate = new(MakePostgresTemplateAsync);

    // A server takes a while to copy and to drop a database, mostly waiting for the disk: both happen while other tests run.
    private static readonly Channel<string> Spare = Channel.CreateBounded<string>(8);
    private static readonly Lazy<Task> Copying = new(() => Task.Run(CopyTemplateAsync));
    private static readonly ConcurrentQueue<Task> Removals = [];
    private static int _made;

    /// <summary>The server's connection string, or null when there is none to test on.</summary>
    public static string? ConnectionString => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : null;

    /// <summary>A fresh copy of new books; what is returned goes to <see cref="LedgerDatabase.At"/>.</summary>
    public static async Task<string> NewBooksAsync(DatabaseKind kind)
    {
        if (kind == DatabaseKind.Postgres)
        {
            _ = Copying.Value;
            return At(await Spare.Reader.ReadAsync());
        }
        var path = Path.Combine(Folder, $"books-{Interlocked.Increment(ref _made)}.db");
        File.Copy(await SqliteTemplate.Value, path);
        return path;
    }

    /// <summary>An empty place for books.</summary>
    public static async Task<string> NewPlaceAsync(DatabaseKind kind)
    {
        var number = Interlocked.Increment(ref _made);
        if (kind == DatabaseKind.Sqlite) return Path.Combine(Folder, $"books-{number}.db");
        await RunAsync($"CREATE DATABASE fl_{Run}_{number}");
        return At($"fl_{Run}_{number}");
    }

    /// <summary>A copy of books that nobody is connected to.</summary>
    public static async Task<string> CopyAsync(DatabaseKind kind, string where)
    {
        if (kind == DatabaseKind.Sqlite)
        {
            var path = Path.Combine(Folder, $"books-{Interlocked.Increment(ref _made)}.db");
            File.Copy(where, path);
            return path;
        }
        var name = $"fl_{Run}_{Interlocked.Increment(ref _made)}";
        await RunAsync($"CREATE DATABASE {name} TEMPLATE {new NpgsqlConnectionStringBuilder(where).Database}");
        return At(name);
    }

    /// <summary>A path for a file of a test.</summary>
    public static string NewFile(string ending) => Path.Combine(Folder, $"file-{Interlocked.Increment(ref _made)}{ending}");

    /// <summary>Removes what <see cref="NewBooksAsync"/> made, in its own time.</summary>
    public static void Remove(string where)
    {
        if (where.Contains("Host=", StringComparison.Ordinal))
            Removals.Enqueue(DropAsync(new NpgsqlConnectionStringBuilder(where).Database!));
        else foreach (var ending in (string[])["", "-wal", "-shm"]) File.Delete(where + ending);
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        if (!Copying.IsValueCreated) return;
        Spare.Writer.Complete();
        await foreach (var name in Spare.Reader.ReadAllAsync()) Removals.Enqueue(DropAsync(name));
        await Copying.Value;
        await Task.WhenAll(Removals);
        await DropAsync(await PostgresTemplate.Value);
    }

    private static async Task CopyTemplateAsync()
    {
        try
        {
            var template = await PostgresTemplate.Value;
            while (await Spare.Writer.WaitToWriteAsync())
            {
                var name = $"fl_{Run}_{Interlocked.Increment(ref _made)}";
                await RunAsync($"CREATE DATABASE {name} TEMPLATE {template}");
                if (!Spare.Writer.TryWrite(name)) await DropAsync(name);
            }
        }
        catch (Exception fault)
        {
            // Whoever waits for a database learns why there is none.
            Spare.Writer.TryComplete(fault);
        }
    }

    private static Task DropAsync(string name) => RunAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    private static async Task<string> MakeSqliteTemplateAsync()
    {
        var path = Path.Combine(Folder, "template.db");
        await MigrateAsync(path);
        return path;
    }

    private static async Task<string> MakePostgresTemplateAsync()
    {
        var name = $"fl_{Run}_template";
        await RunAsync($"CREATE DATABASE {name}");
        await MigrateAsync(At(name));
        return name;
    }

    private static async Task MigrateAsync(string where)
    {
        await using var database = LedgerDatabase.At(where);
        await BooksMaker.MigrateAsync(database, new FakeTimeProvider(Opened));
    }

    private static string At(string database) =>
        new NpgsqlConnectionStringBuilder(ConnectionString) { Database = database }.ConnectionString;

    private static async Task RunAsync(string statement)
    {
        await using var connection =
            new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }
}
