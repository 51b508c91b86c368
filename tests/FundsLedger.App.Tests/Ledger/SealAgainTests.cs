using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Features.Proof.Statements;
using FundsLedger.App.Storage.Guards;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Log;
using Microsoft.Data.Sqlite;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Ledger;

/// <summary>Books that an earlier version made, with one log over everything: a file kept beside this test, with two statements that were
/// given from it and the public key of that time.</summary>
public sealed class SealAgainTests
{
    [Theory, EveryDatabase]
    public async Task Older_books_are_sealed_again_and_check_is_silent(DatabaseKind on)
    {
        await using var books = await OlderAsync(on);
        var entries = await books.NumberAsync("SELECT COUNT(*) FROM entries");
        var rows = await books.NumberAsync("SELECT COUNT(*) FROM register_leaves");
        var accounts = await books.NumberAsync("SELECT COUNT(*) FROM accounts");
        Assert.NotEmpty(await Shape.MissingAsync(books.Database));

        await BooksMaker.MigrateAsync(books.Database, books.Clock);

        Assert.Empty(await Shape.MissingAsync(books.Database));
        Assert.Empty(await FoundAsync(books));
        // Accounts of the chart that were not known then are opened on the way.
        var opened = await books.NumberAsync("SELECT COUNT(*) FROM accounts") - accounts;
        // One row more says from when on what gives power is sealed.
        Assert.Equal((entries, rows + opened + 1),
            (await books.NumberAsync("SELECT COUNT(*) FROM entries WHERE tree > 0"),
                await books.NumberAsync("SELECT COUNT(*) FROM register_leaves WHERE tree > 0")));
        Assert.Equal(entries + rows, await books.NumberAsync("SELECT COUNT(*) FROM first_leaves"));
        Assert.True(await books.NumberAsync("SELECT COUNT(*) FROM entries WHERE tree = 2") > 0);
        Assert.True(await books.NumberAsync("SELECT COUNT(*) FROM entries WHERE tree = 3") > 0);
        // Nothing is done twice, and the books are written to as before.
        var before = await books.EveryRowAsync();
        await BooksMaker.MigrateAsync(books.Database, books.Clock);
        Assert.Equal(before, await books.EveryRowAsync());
        await books.MustPostAsync(Entry("2026-06-30 charge TFFV", "5910 4.20", "1010 -4.20") with { Key = "after" });
        Assert.Empty(await FoundAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task The_first_log_is_closed_with_a_last_head_and_proofs_given_from_it_stay_good(DatabaseKind on)
    {
        await using var books = await OlderAsync(on);
        await BooksMaker.MigrateAsync(books.Database, books.Clock);
        using var key = SigningKey.At(TestServer.NewFile(".pem"));
        Assert.True(await new SealHead(books.Writer, key).RunIfDueAsync());
        Assert.False(await new SealHead(books.Writer, key).RunIfDueAsync());
        await using var connection = await books.Database.OpenAsync();
        var first = new LogTree(connection, LogClass.First);
        var last = (await first.LatestHeadAsync())!;
        Assert.Equal(last.Head.Size, await books.NumberAsync("SELECT size FROM log_trees WHERE tree = 0"));

        foreach (var fund in (string[])["tffv", "sfr"])
        {
            var text = await File.ReadAllTextAsync(Kept($"statement-{fund}.json"));
            Assert.Empty(VerifyStatement.Run(text, OldKey()).Findings);
            var file = StatementFile.Read(text)!;
            // The head of that time is the beginning of the closed log: it was lengthened, never changed.
            var proof = MerkleProof.Consistency(file.Head.Size, last.Head.Size, first.Subtrees());
            Assert.True(
                MerkleProof.VerifyConsistency(file.Head.Size, Convert.FromHexString(file.Head.Root), last.Head.Size, last.Head.Root.Span,
                    proof));
            // And the same statement is given anew, from the log of its class.
            var now = (await StatementAsync(books, fund.ToUpperInvariant())).File!;
            Assert.Empty(VerifyStatement.Run(now.ToText(), key.PublicKey).Findings);
            Assert.Equal(file.Facts()!.Receipts.Select(receipt => receipt with { EntryId = null }),
                now.Facts()!.Receipts.Select(receipt => receipt with { LeafIndex = null }));
            Assert.Equal(fund == "sfr" ? "contributions" : "open", now.Head.Log);
        }
        Assert.Empty(await FoundAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task A_changed_leaf_or_head_of_the_closed_log_is_found(DatabaseKind on)
    {
        foreach (var change in (string[])[
            "UPDATE first_leaves SET leaf_hash = (SELECT root FROM log_trees WHERE tree = 1) WHERE leaf_index = 7",
            "DELETE FROM first_leaves WHERE leaf_index = 7",
            "UPDATE first_leaves SET leaf_index = 999999 WHERE leaf_index = 7", "UPDATE log_heads SET at = at + 1 WHERE tree = 0",
            "UPDATE log_trees SET size = size + 1 WHERE tree = 0", "DELETE FROM log_trees WHERE tree = 0"])
        {
            await using var books = await OlderAsync(on);
            await BooksMaker.MigrateAsync(books.Database, books.Clock);
            await using (var connection = await books.Database.OpenAsync())
            {
                var relax = on == DatabaseKind.Sqlite
                    ? string.Concat(GuardSet.For(false).Select(guard => $"DROP TRIGGER IF EXISTS {guard.Name};"))
                    : "SET session_replication_role = replica;";
                await connection.Command(null,
                    relax + change + (on == DatabaseKind.Sqlite ? "" : "; SET session_replication_role = origin")).RunAsync();
                await GuardSet.InstallAsync(connection, on == DatabaseKind.Postgres, default);
            }
            Assert.True((await FoundAsync(books)).Count > 0, change);
        }
    }

    [Theory, EveryDatabase]
    public async Task Books_that_are_not_as_they_were_sealed_are_refused_and_left_alone(DatabaseKind on)
    {
        await using var books = await OlderAsync(on, "UPDATE entries SET description = 'forged' WHERE seq = 3");
        var before = await books.EveryRowAsync();

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => BooksMaker.MigrateAsync(books.Database, books.Clock));

        Assert.Contains("entry 3", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await books.EveryRowAsync());
    }

    [Theory]
    [InlineData("tffv")]
    [InlineData("sfr")]
    public async Task A_changed_character_of_an_old_statement_is_still_found(string fund)
    {
        var text = await File.ReadAllTextAsync(Kept($"statement-{fund}.json"));
        Assert.Empty(VerifyStatement.Run(text, OldKey()).Findings);
        foreach (var (from, to) in (IEnumerable<(string, string)>)[("\"amount\": \"", "\"amount\": \"9"),
            ("\"leaf_index\": ", "\"leaf_index\": 1"), ("\"salt\": \"", "\"salt\": \"AAAA"), ("\"size\": ", "\"size\": 1"),
            ("fundsledger-statement/1", "fundsledger-statement/2")])
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            Assert.NotEmpty(VerifyStatement.Run(text.Replace(from, to, StringComparison.Ordinal), OldKey()).Findings);
        }
    }

    /// <summary>The kept books in the present tables, not yet sealed again: what a migration killed in the middle leaves. On a server they
    /// are copied from the file.</summary>
    private static async Task<TestBooks> OlderAsync(DatabaseKind on, string? change = null)
    {
        var file = TestServer.NewFile(".db");
        await using (var packed =
            new System.IO.Compression.GZipStream(File.OpenRead(Kept("books.db.gz")), System.IO.Compression.CompressionMode.Decompress))
        await using (var to = File.Create(file)) await packed.CopyToAsync(to);
        if (change is not null)
        {
            await using var database = LedgerDatabase.At(file);
            await using var connection = await database.OpenAsync();
            await connection.Command(null, $"DROP TRIGGER entries_no_update; {change}").RunAsync();
        }
        await using (var older = LedgerDatabase.At(file)) await BooksMaker.ShapeAsync(older);
        SqliteConnection.ClearAllPools();
        if (on == DatabaseKind.Sqlite) return Older(on, file);
        var server = await TestServer.NewPlaceAsync(DatabaseKind.Postgres);
        await using (var from = LedgerDatabase.At(file))
        await using (var to = LedgerDatabase.At(server))
        {
            await BooksMaker.ShapeAsync(to);
            await TableCopy.RunAsync(from, to, null, default);
        }
        return Older(on, server);
    }

    private static TestBooks Older(DatabaseKind on, string where)
    {
        var books = TestBooks.At(on, where);
        books.Clock.Advance(TimeSpan.FromDays(14));
        return books;
    }

    private static byte[] OldKey()
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(Kept("key.pub.txt")));
        return key.ExportSubjectPublicKeyInfo();
    }

    private static string Kept(string name) => Path.Combine(AppContext.BaseDirectory, "Ledger", "FirstLog", name);

    private static async Task<DonorStatement> StatementAsync(TestBooks books, string fund)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        return (await new DonorStatements(reads,
            new TrialBalances(reads)).OfAsync(new StatementAsked("XB", fund, Day("2026-01-01"), Day("2026-06-10"), "en"))).OrThrow();
    }

    /// <summary>What the check finds, but for the one fault that was written into these books on purpose: an agreement that no entry
    /// stands behind.</summary>
    private static async Task<List<string>> FoundAsync(TestBooks books)
    {
        var report = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        var found = report.Results.SelectMany(result => result.Findings).Select(finding => $"{finding.Subject}: {finding.Rule}").ToList();
        Assert.True(found.Remove("agreement A-1: Its instalments have 1.00 EUR open, and 0.00 EUR are receivable under it."));
        return found;
    }
}
