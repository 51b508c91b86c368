using FundsLedger.App.Features.Proof.Backups;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Backups;

/// <summary>A backup is whole, and only a whole one is restored.</summary>
public sealed class BackupTests
{
    [Theory, EveryDatabase]
    public async Task Books_are_restored_row_for_row_on_either_database(DatabaseKind on)
    {
        await using var books = await TestBooks.FilledAsync(on);
        var backup = await BackUpAsync(books);
        foreach (var kind in Enum.GetValues<DatabaseKind>())
        {
            if (kind == DatabaseKind.Postgres && TestServer.ConnectionString is null) continue;
            var place = await TestServer.NewPlaceAsync(kind);
            await using (var target = LedgerDatabase.At(place))
                Assert.Equal(await RecordedHead.OfAsync(books.Database, default),
                    (await new Restore(target, books.Clock).RunAsync(backup)).OrThrow());
            await using var restored = LedgerDatabase.At(place);
            await using var writer = new LedgerWriter(restored, books.Clock);
            Assert.False(
                (await writer.PostAsync(Entry("2026-06-01 opening TFFV", "1010 1.00", "3020 -1.00"), TestBooks.Recorder)).IsRefused);
        }
    }

    [Theory, EveryDatabase]
    public async Task A_backup_made_while_entries_are_posted_is_one_moment_of_the_books(DatabaseKind on)
    {
        await using var books = await TestBooks.FilledAsync(on);
        using var stop = new CancellationTokenSource();
        var posting = Task.Run(async () =>
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
                await books.MustPostAsync(Entry($"2026-06-02 opening TFFV", "1010 1.00", "3020 -1.00") with { Key = $"busy-{number}" });
        });
        for (var round = 0; round < 3; round++)
        {
            var backup = await BackUpAsync(books);
            var place = await TestServer.NewPlaceAsync(DatabaseKind.Sqlite);
            await using (var target = LedgerDatabase.At(place))
                Assert.False((await new Restore(target, books.Clock).RunAsync(backup)).IsRefused);
        }
        await stop.CancelAsync();
        await posting;
    }

    [Fact]
    public async Task A_changed_backup_is_refused_and_nothing_is_restored()
    {
        await using var books = await TestBooks.FilledAsync(DatabaseKind.Sqlite);
        var backup = await BackUpAsync(books);
        await using (var connection = new SqliteConnection($"Data Source={backup};Pooling=False"))
        {
            await connection.OpenAsync();
            await connection.Command(null, "DROP TRIGGER entries_no_update; UPDATE entries SET actor_name = 'somebody else' WHERE seq = 3")
                .RunAsync();
        }
        await RefusedAsync(books, backup, "backup_is_damaged");
    }

    [Fact]
    public async Task A_backup_with_another_head_than_the_recorded_one_is_refused()
    {
        await using var books = await TestBooks.FilledAsync(DatabaseKind.Sqlite);
        var older = await BackUpAsync(books);
        await books.MustPostAsync(Entry("2026-06-01 opening TFFV", "1010 1.00", "3020 -1.00"));
        var newer = await BackUpAsync(books);
        File.Copy(RecordedHead.PathFor(newer), RecordedHead.PathFor(older), overwrite: true);
        await RefusedAsync(books, older, "backup_has_another_head");
    }

    [Fact]
    public async Task Nothing_is_overwritten()
    {
        await using var books = await TestBooks.FilledAsync(DatabaseKind.Sqlite);
        var backup = await BackUpAsync(books);
        Assert.Equal("backup_exists", (await new Backup(books.Database).RunAsync(backup)).Refusal!.Code);
        Assert.Equal("books_exist", (await new Restore(books.Database, books.Clock).RunAsync(backup)).Refusal!.Code);
        File.Delete(RecordedHead.PathFor(backup));
        await RefusedAsync(books, backup, "backup_head_is_missing");
        await RefusedAsync(books, backup + "x", "backup_is_missing");
    }

    private static async Task RefusedAsync(TestBooks books, string backup, string code)
    {
        var place = TestServer.NewFile(".db");
        await using (var target = LedgerDatabase.At(place))
            Assert.Equal(code, (await new Restore(target, books.Clock).RunAsync(backup)).Refusal!.Code);
        Assert.False(File.Exists(place));
    }

    private static async Task<string> BackUpAsync(TestBooks books)
    {
        var path = TestServer.NewFile(".backup");
        (await new Backup(books.Database).RunAsync(path)).OrThrow();
        return path;
    }
}
