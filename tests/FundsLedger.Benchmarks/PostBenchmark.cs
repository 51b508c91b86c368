using System.Globalization;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Storage;

namespace FundsLedger.Benchmarks;

/// <summary><c>post</c> of a file, all or nothing, against inserting the very same rows and nothing else.</summary>
/// <remarks>
/// Ours: <see cref="PostFile"/> over a JSONL file on new books: reads, parses, applies the rules, looks keys up, seals, extends the log,
/// fires the guards, keeps the totals, commits.
/// Bare: the rows of entries, postings and daily_totals that ours has made, held in memory with their values ready, into a copy of the same
/// new books without triggers
/// (same tables, keys, foreign keys, indexes, settings), in the same order in one transaction: on SQLite one prepared statement a row, on
/// PostgreSQL one binary COPY a table.
/// </remarks>
internal sealed class PostBenchmark(bool onPostgres) : Benchmark
{
    private const double Most = 4;

    public override string Name => $"post 100,000 entries, {(onPostgres ? "PostgreSQL" : "SQLite")}";

    public override bool OnPostgres => onPostgres;

    public override async Task<IReadOnlyList<Measured>> RunAsync(Bench bench)
    {
        var count = bench.Scaled(100_000);
        var file = bench.NewFile(".jsonl");
        await Journal.WriteAsync(file, 0, count);
        BareRows? rows = null;
        List<double> ours = [], bare = [];
        for (var round = 0; round <= (bench.Quick ? 2 : 5); round++)
        {
            var books = await bench.NewBooksAsync(onPostgres);
            var ourTime = await OursAsync(books, file, count);
            rows ??= await BareRows.ReadAsync(books);
            await bench.RemoveAsync(books);

            var plain = await bench.NewBooksAsync(onPostgres);
            var bareTime = await rows.InsertAsync(plain);
            await bench.RemoveAsync(plain);
            if (round == 0) continue; // the first compiles
            ours.Add(ourTime);
            bare.Add(bareTime);
            Bench.Note(string.Create(CultureInfo.InvariantCulture, $"  ours {ourTime:0.00} s, bare {bareTime:0.00} s"));
        }
        File.Delete(file);
        var ratio = Bench.Median(ours.Zip(bare, (our, theirs) => our / theirs));
        return
        [
            new Measured(string.Create(CultureInfo.InvariantCulture, $"post {count:N0} entries, {(onPostgres ? "PostgreSQL" : "SQLite")}"),
                string.Create(CultureInfo.InvariantCulture, $"{Bench.Median(ours):0.00} s ({count / Bench.Median(ours):N0}/s)"),
                string.Create(CultureInfo.InvariantCulture,
                    $"{Bench.Median(bare):0.00} s: the same rows {(onPostgres ? "by binary COPY" : "by bare prepared statements")}"),
                string.Create(CultureInfo.InvariantCulture, $"{ratio:0.0} × its time"), $"≤ {Most:0} ×", ratio <= Most),
        ];
    }

    private static async Task<double> OursAsync(string books, string file, int count)
    {
        await using var database = LedgerDatabase.At(books);
        await using var writer = new LedgerWriter(database, TimeProvider.System);
        return await Bench.SecondsAsync(async () =>
        {
            var posted = (await new PostFile(writer).RunAsync(file, Journal.Recorder)).OrThrow();
            if (posted.Posted != count) throw new InvalidOperationException($"{posted.Posted} entries were posted, not {count}.");
        });
    }
}
