using FundsLedger.App.Tests.Support;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Ledger;

/// <summary>A message waits for delivery if, and only if, what it tells of is in the books.</summary>
public sealed class OutboxTests
{
    [Theory, EveryDatabase]
    public async Task Message_is_there_exactly_when_its_transaction_is(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        foreach (var commits in (bool[])[false, true])
        {
            await using var session = await books.Writer.BeginAsync(TestBooks.Recorder);
            Assert.False((await session.PostAsync(Entry("2026-02-01 opening TFFV", "1010 5.00", "3020 -5.00"))).IsRefused);
            await session.EnqueueAsync("told", "{}");
            if (commits) await session.CommitAsync();
            await session.DisposeAsync();
            Assert.Equal(commits ? 1 : 0, await books.NumberAsync("SELECT COUNT(*) FROM outbox WHERE kind = 'told' AND done_at IS NULL"));
            Assert.Equal(commits ? 1 : 0, await books.NumberAsync("SELECT COUNT(*) FROM entries"));
        }
    }
}
