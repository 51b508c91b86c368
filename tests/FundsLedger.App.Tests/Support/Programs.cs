using System.Diagnostics;
using FundsLedger.App.Storage;
using Npgsql;
using Xunit;

namespace FundsLedger.App.Tests.Support;

/// <summary>What a program left behind.</summary>
public sealed record ProgramResult(int ExitCode, string Output, string Errors);

/// <summary>Runs the real command line programs that auditors and intruders use.</summary>
public static class Programs
{
    /// <summary>Runs a program to its end; skips the test when it is not installed.</summary>
    public static async Task<ProgramResult> RunAsync(string program, IEnumerable<string> arguments, string input = "",
        IReadOnlyDictionary<string, string?>? environment = null, string folder = "")
    {
        Assert.SkipWhen(Find(program) is null, $"No {program}: it is not installed. Run tests/run as root, which installs it.");
        var start = new ProcessStartInfo(Find(program)!, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true,
            RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading all of its input.
        }
        await process.WaitForExitAsync();
        return new ProgramResult(process.ExitCode, await output, await errors);
    }

    /// <summary>Gives statements to the books' own command line program, sqlite3 or psql; both stop at the first error.</summary>
    public static Task<ProgramResult> SqlAsync(TestBooks books, string statements)
    {
        if (books.Kind == DatabaseKind.Sqlite) return RunAsync("sqlite3", ["-batch", "-bail", books.Database.Path!], statements);
        var at = new NpgsqlConnectionStringBuilder(books.Where);
        var environment = new Dictionary<string, string?>
        {
            ["PGHOST"] = at.Host, ["PGPORT"] = at.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["PGUSER"] = at.Username, ["PGPASSWORD"] = at.Password, ["PGDATABASE"] = at.Database,
        };
        return RunAsync("psql", ["-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-f", "-"], statements, environment);
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/bin")
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
