using FundsLedger.App.Features.Office.Messages;
using FundsLedger.App.Features.Proof.Backups;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FundsLedger.App.Tests.Messages;

/// <summary>What is left in the outbox is sent: never lost, by one process at a time, and again only when a process dies between the other
/// side's yes and our note.</summary>
[TakesMinutes]
public sealed class DeliveryTests
{
    private static readonly TimeSpan PastEveryLease = TimeSpan.FromMinutes(6);

    [Theory, EveryDatabase]
    public async Task A_thousand_deaths_at_any_point_lose_no_mail_to_a_real_server(DatabaseKind on)
    {
        const int Messages = 250, Deaths = 1000;
        await using var server = await MailServer.StartAsync();
        await using var books = await TestBooks.OpenAsync(on);
        for (var message = 0; message < Messages; message++) await Postroom.LeaveAsync(books, $"reader{message}@example.org");
        var random = new Random(20261123);
        var (deaths, afterYes, left) = (0, 0, random.Next(1, 4));
        void Die(DeliveryStep step, string id)
        {
            if (deaths >= Deaths || --left > 0) return;
            (deaths, left) = (deaths + 1, random.Next(1, 4));
            if (step == DeliveryStep.Answered) afterYes++;
            throw new Death();
        }
        while (await books.NumberAsync("SELECT COUNT(*) FROM outbox WHERE done_at IS NULL") > 0)
        {
            // Each life is a process of its own.
            var life = new OutboxDelivery(books.Database, books.Clock, [new MailDeliverer(server.Settings, books.Clock)],
                new KeptLog()) { Reached = Die };
            try { await life.RunOnceAsync(); }
            catch (Death) { }
            books.Clock.Advance(PastEveryLease);
            if (deaths < Deaths && await books.NumberAsync("SELECT COUNT(*) FROM outbox WHERE done_at IS NULL") < 20)
                for (var message = 0; message < 50; message++) await Postroom.LeaveAsync(books, $"late{message}@example.org");
        }
        Assert.Equal(Deaths, deaths);
        var received = (await server.ReceivedAsync()).Select(mail => mail.MessageId).ToList();
        Assert.Equal((await new OutboxList(books.Database, books.Clock).OfAsync(limit: 10_000)).Select(item => $"{item.Id}@example.org")
            .Order(StringComparer.Ordinal), received.Distinct().Order(StringComparer.Ordinal));
        Assert.True(afterYes > 100);
        Assert.Equal(afterYes, received.Count - received.Distinct().Count());
        Assert.Equal(0, await books.NumberAsync("SELECT COUNT(*) FROM outbox WHERE parked_at IS NOT NULL"));
    }

    [Theory, EveryDatabase]
    public async Task Processes_side_by_side_send_each_message_once(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        for (var message = 0; message < 60; message++) await Postroom.LeaveAsync(books, $"reader{message}@example.org");
        var receiver = new Receiver();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var database = LedgerDatabase.At(books.Where);
            await new OutboxDelivery(database, books.Clock, [receiver], new KeptLog()).RunOnceAsync();
        }));
        Assert.Equal(60, receiver.Taken.Count);
        Assert.All(receiver.Taken.Values, times => Assert.Equal(1, times));
        Assert.Equal(60, await books.NumberAsync("SELECT COUNT(*) FROM outbox WHERE done_at IS NOT NULL AND payload = ''"));
    }

    [Theory, EveryDatabase]
    public async Task A_message_nobody_takes_is_tried_for_about_five_days_and_then_parked(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var id = await Postroom.LeaveAsync(books, "reader@example.org");
        var delivery = Postroom.Delivery(books, new Receiver(_ => new Delivery(DeliveryResult.Later, "Busy.")));
        var began = books.Clock.GetUtcNow();
        while ((await Postroom.StateAsync(books, id)).StartsWith("Waiting", StringComparison.Ordinal))
        {
            await delivery.RunOnceAsync();
            books.Clock.Advance(TimeSpan.FromMinutes(5));
        }
        Assert.Equal("Parked 30", await Postroom.StateAsync(books, id));
        Assert.InRange((books.Clock.GetUtcNow() - began).TotalDays, 4, 7);

        Assert.False((await new OutboxList(books.Database, books.Clock).RetryAsync(id)).IsRefused);
        Assert.Equal(1, (await Postroom.Delivery(books, new Receiver()).RunOnceAsync()).Sent);
        Assert.Equal("message_is_not_parked", (await new OutboxList(books.Database, books.Clock).RetryAsync(id)).Refusal!.Code);
    }

    [Theory, EveryDatabase]
    public async Task A_clock_set_back_by_a_year_does_not_hold_messages_for_a_year(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await Postroom.LeaveAsync(books, "reader@example.org");
        await Postroom.Delivery(books, new Receiver(_ => new Delivery(DeliveryResult.Later, "Busy."))).RunOnceAsync();

        var earlier = new FakeTimeProvider(books.Clock.GetUtcNow().AddYears(-1));
        var receiver = new Receiver();
        await new OutboxDelivery(books.Database, earlier, [receiver], new KeptLog()).RunOnceAsync();
        await new OutboxDelivery(books.Database, earlier, [receiver], new KeptLog()).RunOnceAsync();
        Assert.Equal([1], receiver.Taken.Values);
    }

    [Theory, EveryDatabase]
    public async Task One_message_that_breaks_its_sender_does_not_hold_up_the_others(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var bad = await Postroom.LeaveAsync(books, "bad@example.org");
        var good = await Postroom.LeaveAsync(books, "good@example.org");
        var receiver = new Receiver(id => id == bad ? throw new InvalidOperationException("bad@example.org") : Delivery.Done);
        Assert.Equal(new OutboxPass(1, 1, 0), await Postroom.Delivery(books, receiver).RunOnceAsync());
        Assert.Equal([good], receiver.Taken.Keys);
        Assert.DoesNotContain("example.org",
            (await new OutboxList(books.Database, books.Clock).OfAsync()).Single(item => item.Id == bad).LastFault,
            StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task A_process_that_was_away_longer_than_its_lease_does_not_undo_what_another_noted(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var id = await Postroom.LeaveAsync(books, "reader@example.org");
        var other = new Receiver();
        var slow = new Receiver(_ =>
        {
            books.Clock.Advance(PastEveryLease);
            Postroom.Delivery(books, other).RunOnceAsync().GetAwaiter().GetResult();
            return new Delivery(DeliveryResult.Never, "Not wanted.");
        });
        await Postroom.Delivery(books, slow).RunOnceAsync();
        Assert.Equal([id], other.Taken.Keys);
        Assert.Equal("Done 2", await Postroom.StateAsync(books, id));
    }

    [Theory, EveryDatabase]
    public async Task A_restored_backup_does_not_send_by_itself_what_the_first_books_send(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await Postroom.LeaveAsync(books, "reader@example.org");
        var file = TestServer.NewFile(".backup");
        (await new Backup(books.Database).RunAsync(file)).OrThrow();
        await using var copy = LedgerDatabase.At(await TestServer.NewPlaceAsync(on));
        (await new Restore(copy, books.Clock).RunAsync(file)).OrThrow();

        var receiver = new Receiver();
        await new OutboxDelivery(copy, books.Clock, [receiver], new KeptLog()).RunOnceAsync();
        Assert.Empty(receiver.Taken);
        Assert.Equal(OutboxState.Parked, Assert.Single(await new OutboxList(copy, books.Clock).OfAsync()).State);
    }

    private sealed class Death : Exception;
}
