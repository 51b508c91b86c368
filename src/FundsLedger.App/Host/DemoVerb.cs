using System.CommandLine;
using FundsLedger.App.Cli;
using FundsLedger.App.Features.Demo;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Host;

/// <summary><c>demo</c>: books to try everything on.</summary>
internal static class DemoVerb
{
    private const int UsualSeed = 20191030;

    public static Command Make()
    {
        var noServe = new Option<bool>("--no-serve") { Description = "Only create the books" };
        var url = ServeVerb.Url();
        var today = new Option<DateOnly?>("--today") { Description = "Last day of the demonstration (default: today)",
            HelpName = "YYYY-MM-DD", CustomParser = Arguments.Date };
        var seed = new Option<int>("--seed") { Description = "Chooses one of many demonstrations: other amounts and dates, the same story",
            HelpName = "NUMBER", DefaultValueFactory = _ => UsualSeed };
        var verb = new Command("demo",
            """
            Create demonstration books (Ireland's published pledges, everything else synthetic and marked so) and serve them.
            Books that are there already are served as they are.

            Examples:
              fundsledger demo
              fundsledger demo --no-serve --db demo.db
            """) { noServe, url, today, seed };
        verb.SetAction(async (parsed, cancel) =>
        {
            var where = parsed.GetValue(CommandLine.Db) ?? Path.Combine(".demo", "demo.db");
            await using var database = LedgerDatabase.At(where);
            if (await IsOtherBooksAsync(database, cancel) is { } refusal) return CommandLine.Refuse(refusal);
            if (!await HasBooksAsync(database, cancel))
            {
                var day = parsed.GetValue(today) ?? DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
                await Console.Error.WriteLineAsync($"Making demonstration books in {database.ShownName} …");
                await Output.WithProgressAsync("Five years of books", async progress =>
                {
                    using var key = SigningKey.At(SigningKey.PathOf(database));
                    await DemoBooks.MakeAsync(database, day, parsed.GetValue(seed), key, progress, cancel);
                    return true;
                });
            }
            else
            {
                // A demonstration of an earlier version is brought up to this one: nobody keeps backups of it.
                await BooksMaker.ShapeAsync(database, cancel);
                await PowerSeals.BeginAsync(database, TimeProvider.System, chance: null, cancel);
                await DemoPeople.EnsureAsync(database, TimeProvider.System, cancel);
            }
            if (parsed.GetValue(noServe)) return CommandLine.Good;
            return await ServeVerb.RunAsync(database, parsed.GetValue(url), cancel);
        });
        return verb;
    }

    private static async Task<bool> HasBooksAsync(LedgerDatabase database, CancellationToken cancel)
    {
        if (!database.Exists || await Shape.IsNoneAsync(database, cancel)) return false;
        await using var connection = await database.OpenAsync(cancel);
        return await connection.Command(null, "SELECT last_seq FROM ledger_state WHERE id = 1").NumberAsync(cancel) > 0;
    }

    /// <summary>Demonstration never mixes with real books.</summary>
    private static async Task<Refusal?> IsOtherBooksAsync(LedgerDatabase database, CancellationToken cancel)
    {
        if (!await HasBooksAsync(database, cancel)) return null;
        await using var connection = await database.OpenAsync(cancel);
        return (await connection.Command(null, "SELECT is_demo FROM books").RowsAsync(row => row.GetBoolean(0), cancel)).Contains(true)
            ? null : new BooksAreReal(database.ShownName);
    }
}

/// <summary>Books that are not a demonstration.</summary>
public sealed record BooksAreReal(string Where)
    : Refusal("books_are_real", $"The books at '{Where}' are not a demonstration and cannot become one. Give another --db.");
