using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Ledger;

/// <summary>When something became known never changes order, whatever the clock does.</summary>
public sealed class KnowledgeTimeTests
{
    [Theory, EveryDatabase]
    public async Task Instants_never_run_back_when_the_clock_is_set_back(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var start = books.Clock.GetUtcNow();
        foreach (var minutes in (int[])[0, 5, -60, -100_000, 6, 6, -1, 7])
        {
            books.Clock.AdjustTime(start.AddMinutes(minutes));
            await books.MustPostAsync(Entry("2026-02-01 receipt TFFV", "1010 1.00", "4010 -1.00"));
        }
        // Another program with a slow clock obeys as well.
        books.Clock.AdjustTime(TestServer.Opened.AddYears(-1));
        await using var otherDatabase = LedgerDatabase.At(books.Where);
        await using var otherWriter = new LedgerWriter(otherDatabase, books.Clock);
        var last = (await otherWriter.PostAsync(Entry("2026-02-01 receipt TFFV", "1010 1.00", "4010 -1.00"), TestBooks.Recorder)).OrThrow();

        await using var db = books.Database.Read();
        Assert.Equal([0, 5, 5, 5, 6, 6, 6, 7, 7],
            db.Entries.OrderBy(entry => entry.Seq).Select(entry => entry.RecordedAt).ToList().Select(at => (int)(at - start).TotalMinutes));
        Assert.Equal(start.AddMinutes(7), last.RecordedAt);
    }

    [Theory, EveryDatabase]
    public async Task Instant_read_back_is_the_instant_answered(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        books.Clock.Advance(TimeSpan.FromTicks(1_234_567));
        var posted = (await books.PostAsync(Entry("2026-02-01 receipt TFFV", "1010 1.00", "4010 -1.00"))).OrThrow();

        await using var db = books.Database.Read();
        Assert.Equal(posted.RecordedAt, db.Entries.Single().RecordedAt);
        Assert.Equal(0, posted.RecordedAt.Ticks % TimeSpan.TicksPerMicrosecond);
        Assert.Equal(posted.Id, db.Entries.Single().Id);
    }

    [Theory, EveryDatabase]
    public async Task Sequence_has_no_gap_after_refusals_and_abandoned_batches(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var seqs = new List<long>();
        for (var round = 0; round < 5; round++)
        {
            seqs.Add((await books.PostAsync(Entry("2026-02-01 receipt TFFV", "1010 1.00", "4010 -1.00"))).OrThrow().Seq);
            Assert.True((await books.PostAsync(Entry("2026-02-01 receipt TFFV", "1010 1.00", "4010 -2.00"))).IsRefused);
            await using var abandoned = await books.Writer.BeginAsync(TestBooks.Recorder);
            (await abandoned.PostAsync(Entry("2026-02-01 receipt TFFV", "1010 1.00", "4010 -1.00"))).OrThrow();
        }

        Assert.Equal([1, 2, 3, 4, 5], seqs);
        Assert.Equal(5, await books.NumberAsync("SELECT last_seq FROM ledger_state"));
    }
}
