using System.Collections.Concurrent;
using FundsLedger.App.Features.Demo;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Tests.Support;

/// <summary>Books that take long to fill: made once per run for each database, and copied for every test that wants its own.</summary>
public static class Templates
{
    private static readonly ConcurrentDictionary<(DatabaseKind Kind, string Name), Lazy<Task<BooksCopy>>> Made = [];

    /// <summary>The demonstration of a day and seed, in books of the test's own. On a server it is a copy of the one in a file: to make it
    /// there takes several times as long, and one test does.</summary>
    public static async Task<BooksCopy> DemonstrationAsync(DatabaseKind kind, DateOnly today, int seed)
    {
        var name = $"demonstration of {today:O} {seed}";
        if (kind == DatabaseKind.Postgres)
        {
            var made = await DemonstrationAsync(DatabaseKind.Sqlite, today, seed);
            return await CopyAsync(kind, name, async _ => await MovedAsync(made), made.KeyFile);
        }
        return await CopyAsync(kind, name, async key =>
        {
            var where = await TestServer.NewPlaceAsync(kind);
            await using var database = LedgerDatabase.At(where);
            await DemoBooks.MakeAsync(database, today, seed, key);
            return where;
        });
    }

    /// <summary>Books that many tests begin with, filled once.</summary>
    public static Task<BooksCopy> OfAsync(DatabaseKind kind, string name, Func<TestBooks, Task> fillAsync) =>
        CopyAsync(kind, name, async _ =>
        {
            var books = await TestBooks.OpenAsync(kind);
            await fillAsync(books);
            return await books.KeepAsync();
        });

    /// <summary>Books in which every table has a row (<see cref="SmallBooks"/>).</summary>
    public static Task<BooksCopy> SmallAsync(DatabaseKind kind) =>
        CopyAsync(kind, "small books", async key =>
        {
            var books = await TestBooks.OpenAsync(kind);
            await SmallBooks.FillAsync(books, key);
            return await books.KeepAsync();
        });

    private static async Task<string> MovedAsync(BooksCopy made)
    {
        var where = await TestServer.NewPlaceAsync(DatabaseKind.Postgres);
        await using var from = made.Open();
        await using var to = LedgerDatabase.At(where);
        await BooksMaker.ShapeAsync(to, CancellationToken.None);
        await TableCopy.RunAsync(from, to, null, CancellationToken.None);
        return where;
    }

    private static async Task<BooksCopy> CopyAsync(DatabaseKind kind, string name, Func<SigningKey, Task<string>> makeAsync,
        string? keyFile = null)
    {
        var template = await Made.GetOrAdd((kind, name), _ => new(() => MakeAsync(makeAsync, keyFile))).Value;
        return new BooksCopy(await TestServer.CopyAsync(kind, template.Where), template.KeyFile);
    }

    private static async Task<BooksCopy> MakeAsync(Func<SigningKey, Task<string>> makeAsync, string? known)
    {
        var keyFile = known ?? TestServer.NewFile(".pem");
        using var key = SigningKey.At(keyFile);
        return new BooksCopy(await makeAsync(key), keyFile);
    }
}

/// <summary>A copy of filled books, and the key that signed their heads.</summary>
/// <param name="Where">What <c>--db</c> would say.</param>
/// <param name="KeyFile">The file of the signing key, shared by all copies.</param>
public sealed record BooksCopy(string Where, string KeyFile)
{
    /// <summary>Its database.</summary>
    public LedgerDatabase Open() => LedgerDatabase.At(Where);
}
