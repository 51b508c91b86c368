using System.Globalization;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Storage;

namespace FundsLedger.Benchmarks;

/// <summary>Books of a million entries, and of the first tenth of them, in one SQLite file each.</summary>
internal sealed record LargeBooks(string Path, int Entries, string TenthPath, int Tenth, DateTimeOffset Opened, DateTimeOffset LastRecorded)
{
    private const int Transactions = 50;

    /// <summary>Posts the entries in 50 transactions a simulated hour apart, so that there is something to know at different
    /// times.</summary>
    public static async Task<LargeBooks> MakeAsync(Bench bench)
    {
        var entries = bench.Scaled(1_000_000);
        var path = await bench.NewBooksAsync(onPostgres: false);
        var tenth = bench.NewFile(".db");
        var clock = new SimulatedClock(TimeProvider.System.GetUtcNow().AddHours(-2 * Transactions));
        var opened = clock.GetUtcNow();
        var seconds = await Bench.SecondsAsync(async () =>
        {
            await using var database = LedgerDatabase.At(path);
            await using var writer = new LedgerWriter(database, clock);
            var post = new PostFile(writer);
            var file = bench.NewFile(".jsonl");
            var each = entries / Transactions;
            for (var done = 0; done < entries; done += each)
            {
                await Journal.WriteAsync(file, done, each);
                (await post.RunAsync(file, Journal.Recorder)).OrThrow();
                clock.Move(TimeSpan.FromHours(1));
                if (done + each != entries / 10) continue;
                await using var connection = await database.OpenAsync();
                await connection.Command(null, "VACUUM INTO @path", ("@path", tenth)).RunAsync();
            }
            File.Delete(file);
        });
        Bench.Note(
            string.Create(CultureInfo.InvariantCulture, $"  {entries:N0} entries in {seconds:0} s, {new FileInfo(path).Length >> 20} MiB"));
        return new LargeBooks(path, entries, tenth, entries / 10, opened, clock.GetUtcNow());
    }
}
