using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using FundsLedger.App.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace FundsLedger.Benchmarks;

/// <summary>One line of the table.</summary>
internal sealed record Measured(string Name, string Ours, string Bound, string Ratio, string Target, bool? Met)
{
    public static Measured Not(string name, string why) => new(name, "not measured", why, "–", "–", null);
}

/// <summary>One thing to measure; gives one line or more.</summary>
internal abstract class Benchmark
{
    public abstract string Name { get; }

    public virtual bool OnPostgres => false;

    public abstract Task<IReadOnlyList<Measured>> RunAsync(Bench bench);
}

/// <summary>What all benchmarks share: a folder that is removed, a server where there is one, books to copy.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private string? _sqliteTemplate;
    private string? _postgresTemplate;
    private LargeBooks? _large;
    private int _made;

    private Bench(bool quick) => Quick = quick;

    public bool Quick { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("fundsledger-bench-").FullName;

    public PostgresServer? Postgres { get; private set; }

    public string WhyNoPostgres { get; private set; } = "";

    public static async Task<Bench> StartAsync(bool quick)
    {
        var bench = new Bench(quick);
        try
        {
            bench.Postgres = await PostgresServer.StartAsync(Path.Combine(bench.Folder, "postgres"));
        }
        catch (InvalidOperationException missing)
        {
            bench.WhyNoPostgres = missing.Message;
        }
        return bench;
    }

    /// <summary>Progress, for whoever waits.</summary>
    public static void Note(string text) => Console.Error.WriteLine(text);

    /// <summary>This program, for children of it; also where it was started through `dotnet`.</summary>
    public static string Self => Path.ChangeExtension(typeof(Bench).Assembly.Location, null);

    /// <summary>A tenth when quick.</summary>
    public int Scaled(int size) => Quick ? size / 10 : size;

    public string NewFile(string ending) => Path.Combine(Folder, $"{Interlocked.Increment(ref _made)}{ending}");

    /// <summary>A copy of new books with donors; what is returned goes to <see cref="LedgerDatabase.At"/>.</summary>
    public async Task<string> NewBooksAsync(bool onPostgres)
    {
        if (onPostgres)
        {
            if (_postgresTemplate is null)
            {
                _postgresTemplate = await Postgres!.NewDatabaseAsync();
                await Journal.MakeBooksAsync(_postgresTemplate);
                NpgsqlConnection.ClearAllPools(); // a database in use is no template
            }
            return await Postgres!.NewDatabaseAsync(_postgresTemplate);
        }
        if (_sqliteTemplate is null)
        {
            _sqliteTemplate = NewFile(".db");
            await Journal.MakeBooksAsync(_sqliteTemplate);
        }
        var path = NewFile(".db");
        File.Copy(_sqliteTemplate, path);
        return path;
    }

    /// <summary>Removes books that are no longer needed.</summary>
    public async Task RemoveAsync(string where)
    {
        if (where.Contains("Host=", StringComparison.Ordinal)) await Postgres!.DropAsync(where);
        else foreach (var ending in (string[])["", "-wal", "-shm"]) File.Delete(where + ending);
    }

    /// <summary>The books of a million entries, made when first asked for.</summary>
    public async Task<LargeBooks> LargeAsync() => _large ??= await LargeBooks.MakeAsync(this);

    /// <summary>The middle one.</summary>
    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    public static double Quantile(IEnumerable<double> values, double part)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)(part * sorted.Count))];
    }

    /// <summary>Seconds that something took.</summary>
    public static async Task<double> SecondsAsync(Func<Task> work)
    {
        // What the other side left behind is not this side's cost.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    public async Task<string> MachineAsync()
    {
        var cpu = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1]
            .Trim() : null;
        var load = File.Exists("/proc/loadavg") ? (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0] : "?";
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 30);
        var sqlite = new SqliteConnection("Data Source=:memory:");
        await using (sqlite)
        {
            await sqlite.OpenAsync();
            var processor = cpu ?? RuntimeInformation.ProcessArchitecture.ToString();
            var system = $"{RuntimeInformation.OSDescription.Split('#')[0].Trim()}, {RuntimeInformation.FrameworkDescription}";
            var databases = $"SQLite {sqlite.ServerVersion}{(Postgres is null ? "" : $", PostgreSQL {Postgres.Version}")}";
            return string.Create(CultureInfo.InvariantCulture,
                $"Measured on {Environment.ProcessorCount} cores ({processor}), {memory} GiB, {system}, {databases}; ")
                    + string.Create(CultureInfo.InvariantCulture, $"load {load} at the end.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        NpgsqlConnection.ClearAllPools();
        if (Postgres is not null) await Postgres.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
