using System.Diagnostics;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using Xunit;

namespace FundsLedger.App.Tests.Cli;

/// <summary>The built program is killed at random moments while it posts: what it acknowledged is there, and nothing is there by
/// half.</summary>
[TakesMinutes, TriesMore]
public sealed class KillTests
{
    private const int Lines = 4000;

    [Theory]
    [MemberData(nameof(Rounds))]
    public async Task Acknowledged_entries_survive_kill_9(DatabaseKind on, int seed, int kills)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var chance = new Random(seed);
        var acknowledged = new HashSet<string>();
        var next = 0;
        for (var round = 0; round < kills; round++)
        {
            var context = $"seed {seed}, round {round}";
            // Each round begins with some that were acknowledged before: they are repeats.
            var file = await WriteAsync(Math.Max(0, next - 2), Lines);
            var told = await KillAsync(books, ["post", file, "--each"], round % 5 == 0 ? 0 : chance.Next(3, 40), chance);
            File.Delete(file);

            acknowledged.UnionWith(told);
            var there = await KeysAsync(books);
            Assert.True(acknowledged.IsSubsetOf(there),
                $"{context}: acknowledged and not there: {string.Join(", ", acknowledged.Except(there))}");
            await MustBeWholeAsync(books, context);
            next = there.Count;
        }
        Assert.True(acknowledged.Count >= kills * 5,
            $"only {acknowledged.Count} entries were acknowledged: the program was killed too early");
        Assert.Equal((0, ""), await CheckAsync(books));
    }

    [Theory]
    [MemberData(nameof(FewRounds))]
    public async Task File_that_is_posted_all_or_nothing_is_never_there_in_part(DatabaseKind on, int kills)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var chance = new Random(1);
        var next = 0;
        for (var round = 0; round < kills; round++)
        {
            var file = await WriteAsync(next, 2000);
            await KillAsync(books, ["post", file], 0, chance);
            File.Delete(file);

            var there = (await KeysAsync(books)).Count;
            Assert.True(there == next || there == next + 2000, $"round {round}: {there - next} of 2000 entries are there");
            await MustBeWholeAsync(books, $"round {round}");
            next = there;
        }
        Assert.Equal((0, ""), await CheckAsync(books));
    }

    public static IEnumerable<TheoryDataRow> Rounds() =>
        EveryDatabaseAttribute.With((LongRun.IsLong ? [1, 2, 3, 4] : new int[] { 1 }).Select(seed =>
            new object?[] { seed, LongRun.IsLong ? 25 : 12 }));

    public static IEnumerable<TheoryDataRow> FewRounds() => EveryDatabaseAttribute.With<int>([LongRun.IsLong ? 12 : 6]);

    /// <summary>Starts the program, waits for some acknowledgements and a random moment more, kills it, and returns the keys of the
    /// acknowledgements it got out whole.</summary>
    private static async Task<List<string>> KillAsync(TestBooks books, string[] arguments, int acknowledgements, Random chance)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "fundsledger"),
            [.. arguments, "--db", books.Where, "--as", "Killed"]) { RedirectStandardOutput = true, RedirectStandardError = true,
                RedirectStandardInput = true };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput;
        var told = new System.Text.StringBuilder();
        for (var ack = 0; ack < acknowledgements; ack++) told.Append(await output.ReadLineAsync()).Append('\n');
        var reading = output.ReadToEndAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(chance.NextDouble() * (acknowledgements == 0 ? 900 : 20)));
        process.Kill();
        await process.WaitForExitAsync();
        told.Append(await reading);
        Assert.True(process.ExitCode is 137 or 0, await errors);
        var whole = told.ToString();
        return [.. whole[..(whole.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t')[1])];
    }

    private static async Task<string> WriteAsync(int first, int count)
    {
        var file = TestServer.NewFile(".jsonl");
        await File.WriteAllLinesAsync(file, Enumerable.Range(first, count).Select(number =>
            FileLine.Of($"kill-{number}", $"2026-0{number % 6 + 1}-10", "TFFV", "receipt", $"Gift {number}",
                ("1010", $"{number + 1}.00"), ("4020", $"-{number + 1}.00"))));
        return file;
    }

    private static async Task<HashSet<string>> KeysAsync(TestBooks books)
    {
        await using var connection = await books.Database.OpenAsync();
        return [.. await connection.Command(null, "SELECT idempotency_key FROM entries").RowsAsync(row => row.GetString(0))];
    }

    private static async Task MustBeWholeAsync(TestBooks books, string context)
    {
        var report = await new LedgerCheck(new LedgerReads(books.Database, TimeProvider.System)).RunAsync();
        Assert.True(report.IsGood, $"{context}: {report.Said()}");
    }

    private static async Task<(int, string)> CheckAsync(TestBooks books)
    {
        var checkedBooks = await Programs.RunAsync(Path.Combine(AppContext.BaseDirectory, "fundsledger"), ["check", "--db", books.Where]);
        return (checkedBooks.ExitCode, checkedBooks.Output + checkedBooks.Errors);
    }
}
