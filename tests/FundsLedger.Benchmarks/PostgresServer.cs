using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace FundsLedger.Benchmarks;

/// <summary>The server that FUNDSLEDGER_TEST_POSTGRES names, or a private one in a folder of ours on a free port; fsync stays on, as in
/// production.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Variable = "FUNDSLEDGER_TEST_POSTGRES";
    private readonly string _connection;
    private readonly string? _bin;
    private readonly string _folder;
    private int _made;

    private PostgresServer(string connection, string? bin, string folder) => (_connection, _bin, _folder) = (connection, bin, folder);

    public string Version { get; private set; } = "";

    /// <exception cref="InvalidOperationException">There is none, and why.</exception>
    public static async Task<PostgresServer> StartAsync(string folder)
    {
        var server = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? new PostgresServer(set, null, folder)
            : await StartOwnAsync(folder);
        await using var connection = new NpgsqlConnection(server._connection);
        await connection.OpenAsync();
        server.Version = connection.PostgreSqlVersion.ToString();
        return server;
    }

    /// <summary>A new database; returns its connection string.</summary>
    public async Task<string> NewDatabaseAsync(string? template = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"fl_bench_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}");
        await RunAsync(
            $"CREATE DATABASE {name}" + (template is null ? "" : $" TEMPLATE {new NpgsqlConnectionStringBuilder(template).Database}"));
        return new NpgsqlConnectionStringBuilder(_connection) { Database = name }.ConnectionString;
    }

    public Task DropAsync(string where) =>
        RunAsync($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(where).Database} WITH (FORCE)");

    public async ValueTask DisposeAsync()
    {
        if (_bin is not null)
            await AsServerAsync(_folder, Path.Combine(_bin, "pg_ctl"), "-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w",
                "stop");
    }

    private static async Task<PostgresServer> StartOwnAsync(string folder)
    {
        var bin = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin"))
            .FirstOrDefault(path => File.Exists(Path.Combine(path, "initdb")))
            : null;
        if (bin is null) throw new InvalidOperationException($"no PostgreSQL: {Variable} is not set and no server is installed");
        Directory.CreateDirectory(folder);
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var passwordFile = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(passwordFile, password);
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
        {
            // PostgreSQL refuses to run as root; the account is there where Debian installed the server.
            File.SetUnixFileMode(Path.GetDirectoryName(folder)!, (UnixFileMode)0b111_101_101);
            await RunAsync("chown", "-R", "postgres", folder);
        }
        await AsServerAsync(folder, Path.Combine(bin, "initdb"), "-D", Path.Combine(folder, "data"), "-U", "ledger", "--auth=scram-sha-256",
            $"--pwfile={passwordFile}", "--encoding=UTF8", "--locale=C.UTF-8");
        for (var attempt = 0; ; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 32_000);
            try
            {
                await AsServerAsync(folder, Path.Combine(bin, "pg_ctl"), "-D", Path.Combine(folder, "data"), "-l",
                    Path.Combine(folder, "log"), "-w", "-t", "60",
                    "-o", $"-p {port} -k '{folder}' -c listen_addresses=127.0.0.1", "start");
                return new PostgresServer($"Host=127.0.0.1;Port={port};Username=ledger;Password={password};Database=postgres", bin, folder);
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                // The port was taken.
            }
        }
    }

    private static Task AsServerAsync(string folder, string program, params string[] arguments) =>
        Environment.IsPrivilegedProcess ? RunInAsync(folder, "runuser", ["-u", "postgres", "--", program, .. arguments])
            : RunInAsync(folder, program, arguments);

    private static Task RunAsync(string program, params string[] arguments) => RunInAsync("/", program, arguments);

    private static async Task RunInAsync(string folder, string program, string[] arguments)
    {
        // pg_ctl hands its output on to the server it leaves behind: a pipe would never end.
        var start = new ProcessStartInfo("/bin/sh",
            ["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", program, .. arguments]) { WorkingDirectory = folder };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{Path.GetFileName(program)} ended with code {process.ExitCode}");
    }

    private async Task RunAsync(string statement)
    {
        await using var connection =
            new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_connection) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
