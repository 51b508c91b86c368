using System.Data.Common;
using System.Globalization;
using System.Text;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.Benchmarks;

/// <summary>One entry per durable commit, against one bare row per durable commit.</summary>
/// <remarks>Bare: one prepared INSERT of one row of 100 bytes into a table with nothing but a primary key, in a transaction of its own, in
/// a database of its own with the same settings (SQLite: WAL and synchronous = FULL; PostgreSQL: the same server).</remarks>
internal sealed class CommitBenchmark(bool onPostgres) : Benchmark
{
    private const double Least = 0.5;
    private const int Together = 100;

    public override string Name => $"one entry per commit, {(onPostgres ? "PostgreSQL" : "SQLite")}";

    public override bool OnPostgres => onPostgres;

    public override async Task<IReadOnlyList<Measured>> RunAsync(Bench bench)
    {
        var rounds = bench.Quick ? 5 : 30;
        var books = await bench.NewBooksAsync(onPostgres);
        var plain = onPostgres ? await bench.Postgres!.NewDatabaseAsync() : bench.NewFile(".db");
        List<double> ours = [], bare = [];
        await using (var database = LedgerDatabase.At(books))
        await using (var plainDatabase = LedgerDatabase.At(plain))
        await using (var writer = new LedgerWriter(database, TimeProvider.System))
        await using (var connection = await plainDatabase.OpenAsync())
        {
            if (!onPostgres) await connection.Command(null, "PRAGMA journal_mode = WAL").RunAsync();
            await connection.Command(null, "CREATE TABLE plain (id bigint PRIMARY KEY, text text NOT NULL)").RunAsync();
            var drafts = Drafts((rounds + 3) * Together);
            await using var insert =
                connection.Command(null, "INSERT INTO plain (id, text) VALUES (@id, @text)", ("@id", 0L), ("@text", new string('x', 100)));
            await insert.PrepareAsync();
            var done = 0;
            for (var round = -3; round < rounds; round++, done += Together)
            {
                var ourTime = await Bench.SecondsAsync(() => OursAsync(writer, drafts.AsMemory(done, Together)));
                var bareTime = await Bench.SecondsAsync(() => BareAsync(connection, insert, done));
                if (round < 0) continue; // the first rounds compile
                ours.Add(ourTime);
                bare.Add(bareTime);
            }
        }
        await bench.RemoveAsync(books);
        await bench.RemoveAsync(plain);
        var ratio = Bench.Median(bare.Zip(ours, (theirs, our) => theirs / our));
        return
        [
            new Measured(Name, string.Create(CultureInfo.InvariantCulture, $"{Together / Bench.Median(ours):N0}/s"),
                string.Create(CultureInfo.InvariantCulture, $"{Together / Bench.Median(bare):N0}/s: one bare row per commit"),
                string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00} × its rate"),
                $"≥ {Least.ToString(CultureInfo.InvariantCulture)} ×", ratio >= Least),
        ];
    }

    private static async Task OursAsync(LedgerWriter writer, ReadOnlyMemory<EntryDraft> drafts)
    {
        for (var index = 0; index < drafts.Length; index++) (await writer.PostAsync(drafts.Span[index], Journal.Recorder)).OrThrow();
    }

    private static async Task BareAsync(DbConnection connection, DbCommand insert, int first)
    {
        for (var index = first; index < first + Together; index++)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            insert.Transaction = transaction;
            insert.Parameters[0].Value = (long)index;
            await insert.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
        }
    }

    private static EntryDraft[] Drafts(int count) =>
        [.. Enumerable.Range(0, count).Select(number => EntryLine.Read(Encoding.UTF8.GetBytes(Journal.Line(number))).Draft.OrThrow())];
}
