using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Storage;
using Xunit;

namespace FundsLedger.App.Tests.Ledger;

/// <summary>The entries that benchmarks post.</summary>
public sealed class BenchmarkJournalTests
{
    [Fact]
    public async Task The_entries_that_benchmarks_post_are_taken_by_the_ledger()
    {
        var folder = Directory.CreateTempSubdirectory("fundsledger-journal-");
        try
        {
            var (books, file) = (Path.Combine(folder.FullName, "books.db"), Path.Combine(folder.FullName, "entries.jsonl"));
            await Benchmarks.Journal.MakeBooksAsync(books);
            await Benchmarks.Journal.WriteAsync(file, 0, 5000);
            await using var database = LedgerDatabase.At(books);
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            Assert.Null((await new PostFile(writer).RunAsync(file, Benchmarks.Journal.Recorder)).Refusal);
            await using var connection = await database.OpenAsync();
            Assert.Equal(5000, await connection.Command(null, "SELECT COUNT(*) FROM entries").NumberAsync());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
