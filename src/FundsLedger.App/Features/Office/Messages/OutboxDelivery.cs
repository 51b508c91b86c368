using System.Data.Common;
using System.Globalization;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Features.Office.Messages;

/// <summary>The points of one delivery at which a process may die.</summary>
public enum DeliveryStep
{
    /// <summary>A row that is due was found.</summary>
    Found,

    /// <summary>It is ours until its lease ends.</summary>
    Claimed,

    /// <summary>The other side answered; the books do not know yet.</summary>
    Answered,

    /// <summary>The books know.</summary>
    Noted,
}

/// <summary>What one pass over the outbox did.</summary>
public sealed record OutboxPass(int Sent, int Postponed, int Parked);

/// <summary>Delivers what waits in the outbox: at least once, and by one process at a time. A row is claimed by moving its next attempt
/// behind a lease, so a process that dies loses nothing: when the lease ends, another takes the row. Only a process that dies after the
/// other side has accepted and before the books say so sends a message a second time, under the same id.</summary>
public sealed partial class OutboxDelivery(LedgerDatabase database, TimeProvider clock, IEnumerable<IDeliverer> deliverers,
    ILogger<OutboxDelivery> log)
{
    /// <summary>Attempts before a message is parked: about five days, as long as mail servers keep trying (RFC 5321, 4.5.4.1).</summary>
    public const int MostAttempts = 30;

    /// <summary>The longest pause between two attempts.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(6);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);

    // An attempt that lies further ahead than any pause was set by a clock that has been put back since: it is due.
    private static readonly TimeSpan Farthest = LongestPause * 2;

    private readonly Dictionary<string, IDeliverer> _deliverers =
        deliverers.ToDictionary(deliverer => deliverer.Kind, StringComparer.Ordinal);

    /// <summary>Told each step with the row's id; whatever it throws ends the pass as a death of the process would.</summary>
    public Action<DeliveryStep, string>? Reached { get; init; }

    /// <summary>Gives every message that is due one attempt. Messages of a kind that is not set up wait.</summary>
    public async Task<OutboxPass> RunOnceAsync(CancellationToken cancel = default)
    {
        var (sent, postponed, parked) = (0, 0, 0);
        var closed = _deliverers.Values.Where(deliverer => !deliverer.IsReady).Select(deliverer => deliverer.Kind)
            .ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await using var connection = await database.OpenAsync(cancel);
        while (await ClaimNextAsync(connection, closed, seen, cancel) is { } claimed)
        {
            var delivery = await AttemptAsync(claimed, cancel);
            Reached?.Invoke(DeliveryStep.Answered, claimed.Id);
            await NoteAsync(connection, claimed, delivery, cancel);
            Reached?.Invoke(DeliveryStep.Noted, claimed.Id);
            if (delivery.Result == DeliveryResult.Unreachable) closed.Add(claimed.Kind);
            if (delivery.Result == DeliveryResult.Done) sent++;
            else if (IsParked(claimed, delivery)) parked++;
            else postponed++;
        }
        return new OutboxPass(sent, postponed, parked);
    }

    private sealed record Claim(string Id, string Kind, string Payload, int Attempts);

    private async Task<Claim?> ClaimNextAsync(DbConnection connection, HashSet<string> closed, HashSet<string> seen,
        CancellationToken cancel)
    {
        var kinds = _deliverers.Keys.Where(kind => !closed.Contains(kind)).ToList();
        if (kinds.Count == 0) return null;
        var names = string.Join(", ", kinds.Select((_, place) => $"@k{place}"));
        while (true)
        {
            var now = clock.GetUtcNow();
            (string, object?)[] moment = [("@now", Microseconds.Of(now)), ("@farthest", Microseconds.Of(now + Farthest))];
            // A handful at a time: other processes take some of them meanwhile.
            var due = await connection.Command(null,
                $"SELECT id, kind, attempts, next_attempt_at FROM outbox WHERE done_at IS NULL AND parked_at IS NULL AND kind IN "
                    + $"({names}) AND (next_attempt_at <= @now OR next_attempt_at > @farthest) ORDER BY next_attempt_at, id LIMIT 16",
                [.. moment, .. kinds.Select((kind, place) => ($"@k{place}", (object?)kind))])
                .RowsAsync(row => (Row: new Claim(row.GetString(0), row.GetString(1), "", row.GetInt32(2)), At: row.GetInt64(3)), cancel);
            if (!due.Exists(row => !seen.Contains(row.Row.Id))) return null;
            foreach (var (row, at) in due.Where(row => seen.Add(row.Row.Id)))
            {
                Reached?.Invoke(DeliveryStep.Found, row.Id);
                // Both values read from the row must still stand: whoever moves it first has it.
                var lease = _deliverers[row.Kind].Timeout * 2 + TimeSpan.FromMinutes(1);
                var taken = await connection.Command(null,
                    "UPDATE outbox SET attempts = attempts + 1, next_attempt_at = @until WHERE id = @id AND attempts = @attempts AND "
                        + "next_attempt_at = @at AND done_at IS NULL AND parked_at IS NULL",
                    ("@until", Microseconds.Of(now + lease)), ("@id", row.Id), ("@attempts", row.Attempts), ("@at", at)).RunAsync(cancel);
                if (taken == 0) continue;
                Reached?.Invoke(DeliveryStep.Claimed, row.Id);
                var payload = await connection.Command(null, "SELECT payload FROM outbox WHERE id = @id", ("@id", row.Id))
                    .RowsAsync(found => found.GetString(0), cancel);
                return row with { Payload = payload.Single(), Attempts = row.Attempts + 1 };
            }
        }
    }

    private async Task<Delivery> AttemptAsync(Claim claimed, CancellationToken cancel)
    {
        var deliverer = _deliverers[claimed.Kind];
        using var limit = new CancellationTokenSource(deliverer.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            return await deliverer.SendAsync(claimed.Id, claimed.Payload, either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Delivery(DeliveryResult.Unreachable, "It took too long.");
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // One unforeseen message must not stop the others. Its text may hold an address: only the kind of fault is kept.
            return new Delivery(DeliveryResult.Later, $"Something broke ({fault.GetType().Name}).");
        }
    }

    private async Task NoteAsync(DbConnection connection, Claim claimed, Delivery delivery, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var done = delivery.Result == DeliveryResult.Done;
        var parks = IsParked(claimed, delivery);
        // A delivered message is emptied: it may hold a link that signs somebody in. Only the last claim may write, so that a process that
        // was away too long changes nothing.
        await connection.Command(null,
            $"UPDATE outbox SET done_at = @done, parked_at = @parked, last_fault = @fault, next_attempt_at = "
                + $"@next{(done ? ", payload = ''" : "")} WHERE id = @id AND attempts = @attempts AND done_at IS NULL",
            ("@done", done ? Microseconds.Of(now) : null), ("@parked", parks ? Microseconds.Of(now) : null), ("@fault", delivery.Fault),
            ("@next", Microseconds.Of(done || parks ? now : now + Pause(claimed.Attempts))), ("@id", claimed.Id),
            ("@attempts", claimed.Attempts)).RunAsync(CancellationToken.None);
        if (parks) Parked(log, claimed.Kind, claimed.Id, delivery.Fault);
        else if (!done) Postponed(log, claimed.Kind, claimed.Id, claimed.Attempts, delivery.Fault);
        cancel.ThrowIfCancellationRequested();
    }

    private static bool IsParked(Claim claimed, Delivery delivery) =>
        delivery.Result == DeliveryResult.Never || (delivery.Result != DeliveryResult.Done && claimed.Attempts >= MostAttempts);

    /// <summary>One minute, then twice as long each time up to six hours, a quarter more or less by chance so that many do not come back at
    /// once.</summary>
    internal static TimeSpan Pause(int attempts)
    {
        var pause = attempts >= 10 ? LongestPause : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << (attempts - 1)));
        return pause * (0.75 + Random.Shared.NextDouble() / 2);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Outbox: {Kind} {Id}, attempt {Attempts}: {Fault} It will be tried again.")]
    private static partial void Postponed(ILogger log, string kind, string id, int attempts, string? fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Outbox: {Kind} {Id} is parked: {Fault} See 'fundsledger outbox list'.")]
    private static partial void Parked(ILogger log, string kind, string id, string? fault);
}
