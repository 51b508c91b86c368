using System.Data;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using Npgsql;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Ledger;

/// <summary>Two sessions write the same entry side by side, past the ledger: whatever the order, no unbalanced entry results.</summary>
public sealed class PostgresRaceTests
{
    public static IEnumerable<TheoryDataRow> EachOrder =>
        from isolation in (IsolationLevel[])[IsolationLevel.ReadCommitted, IsolationLevel.RepeatableRead, IsolationLevel.Serializable]
        from intruderFirst in (bool[])[true, false]
        from intruderCommits in (bool[])[true, false]
        from row in EveryDatabaseAttribute.With([[isolation, intruderFirst, intruderCommits]])
        where row.Data[0] is DatabaseKind.Postgres
        select row;

    private static string OfFund(string account) => $"(SELECT id FROM accounts WHERE fund_id = 1 AND code = '{account}')";

    [Theory, MemberData(nameof(EachOrder))]
    public async Task No_unbalanced_entry_results(DatabaseKind on, IsolationLevel isolation, bool intruderFirst, bool intruderCommits)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2026-01-15 opening TFFV", "1010 1.00", "3020 -1.00"));
        await using var intruder = (NpgsqlConnection)await books.Database.OpenAsync();
        await using var writer = (NpgsqlConnection)await books.Database.OpenAsync();
        await using var intrusion = await intruder.BeginTransactionAsync(isolation);
        await using var writing = await writer.BeginTransactionAsync(isolation);
        // Both take their picture of the books before either has written.
        await Run(intruder, "SELECT COUNT(*) FROM entries");
        await Run(writer, "SELECT COUNT(*) FROM entries");

        Task<bool> Intrude() => Attempt(async () =>
        {
            await Run(intruder,
                "INSERT INTO postings (entry_seq, line, account_id, effective_date, currency, amount_minor, eur_minor) VALUES (2, 3, 1, "
                    + "20260201, 'EUR', 777, 777)");
            if (intruderCommits) await intrusion.CommitAsync();
            else await intrusion.RollbackAsync();
        });
        Task<bool> Write() => Attempt(async () =>
        {
            await Run(writer,
                "INSERT INTO postings (entry_seq, line, account_id, effective_date, currency, amount_minor, eur_minor) VALUES (2, 1, 1, "
                    + $"20260201, 'EUR', 500, 500), (2, 2, {OfFund("3020")}, 20260201, 'EUR', -500, -500)");
            await Run(writer,
                "INSERT INTO entries (seq, id, fund_id, effective_date, recorded_at, kind, description, actor_id, actor_name, "
                + "idempotency_key, input_hash, tree, leaf_index, place, salt, withheld_salt, leaf_hash) " +
                "VALUES (2, 'b', 1, 20260201, 1900000000000000, 'adjustment', 'b', 'x', 'x', 'b', '', 1, 99, 9999, '', '', '')");
            await writing.CommitAsync();
        });
        var first = intruderFirst ? Intrude() : Write();
        await Task.Delay(100);
        var second = intruderFirst ? Write() : Intrude();
        await Task.WhenAll(first, second);

        Assert.True(await (intruderFirst ? second : first), "the honest session must get through");
        Assert.Equal(0,
            await books.NumberAsync(
                "SELECT COUNT(*) FROM (SELECT entry_seq FROM postings GROUP BY entry_seq HAVING SUM(eur_minor) <> 0) unbalanced"));
        Assert.Equal(0, await books.NumberAsync("SELECT COUNT(*) FROM postings WHERE amount_minor = 777"));
        Assert.Equal(0,
            await books.NumberAsync(
                "SELECT COUNT(*) FROM postings p WHERE NOT EXISTS (SELECT 1 FROM entries e WHERE e.seq = p.entry_seq)"));
    }

    [Theory, MemberData(nameof(EachOrder))]
    public async Task Interleaved_statements_never_leave_an_unbalanced_entry(DatabaseKind on, IsolationLevel isolation, bool intruderFirst,
        bool intruderCommits)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2026-01-15 opening TFFV", "1010 1.00", "3020 -1.00"));
        await using var intruder = (NpgsqlConnection)await books.Database.OpenAsync();
        await using var intrusion = await intruder.BeginTransactionAsync(isolation);
        await Run(intruder, "SELECT COUNT(*) FROM entries");

        var intruding = Attempt(
            () =>
                Run(intruder,
                    "INSERT INTO postings (entry_seq, line, account_id, effective_date, currency, amount_minor, eur_minor) VALUES (2, 9, "
                        + "1, 20260201, 'EUR', 777, 777)"));
        if (intruderFirst) await intruding;
        var posting = books.PostAsync(Entry("2026-02-01 receipt TFFV", "1010 5.00", "4010 -5.00"));
        await Task.WhenAny(posting, Task.Delay(200));
        await intruding;
        await Attempt(() => intruderCommits ? intrusion.CommitAsync() : intrusion.RollbackAsync());

        Assert.Equal("written", TestBooks.Answer(await posting));
        Assert.Equal(0,
            await books.NumberAsync(
                "SELECT COUNT(*) FROM (SELECT entry_seq FROM postings GROUP BY entry_seq HAVING SUM(eur_minor) <> 0) unbalanced"));
        Assert.Equal(4, await books.NumberAsync("SELECT COUNT(*) FROM postings"));
    }

    private static async Task Run(NpgsqlConnection connection, string statement)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<bool> Attempt(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (PostgresException)
        {
            return false;
        }
    }
}
