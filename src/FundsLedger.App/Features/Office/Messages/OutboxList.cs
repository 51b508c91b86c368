using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Office.Messages;

/// <summary>Where a message stands.</summary>
public enum OutboxState { Waiting, Parked, Done }

/// <summary>A message without its content, which may be secret.</summary>
public sealed record OutboxItem(string Id, string Kind, OutboxState State, DateTimeOffset CreatedAt, int Attempts,
    DateTimeOffset? NextAttemptAt, DateTimeOffset? DoneAt, string? LastFault);

/// <summary>No parked message has this id.</summary>
public sealed record MessageIsNotParked(string Id)
    : Refusal("message_is_not_parked", $"No parked message is called '{Id}'. 'fundsledger outbox list' names those that are.");

/// <summary>Shows the outbox to administrators, and gives parked messages another chance.</summary>
public sealed class OutboxList(LedgerDatabase database, TimeProvider clock)
{
    /// <summary>The newest messages first; of one state, or of all.</summary>
    public async Task<IReadOnlyList<OutboxItem>> OfAsync(OutboxState? state = null, int limit = 200, CancellationToken cancel = default)
    {
        var where = state switch
        {
            OutboxState.Waiting => "WHERE done_at IS NULL AND parked_at IS NULL",
            OutboxState.Parked => "WHERE done_at IS NULL AND parked_at IS NOT NULL",
            OutboxState.Done => "WHERE done_at IS NOT NULL",
            null => "",
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };
        await using var connection = await database.OpenAsync(cancel);
        return await connection.Command(null,
            $"SELECT id, kind, created_at, attempts, next_attempt_at, done_at, parked_at, last_fault FROM outbox "
                + $"{where} ORDER BY created_at DESC, id DESC LIMIT @limit", ("@limit", limit))
            .RowsAsync(row =>
            {
                var (done, parked) = (!row.IsDBNull(5), !row.IsDBNull(6));
                return new OutboxItem(row.GetString(0), row.GetString(1),
                    done ? OutboxState.Done : parked ? OutboxState.Parked : OutboxState.Waiting, row.Instant(2), row.GetInt32(3),
                    done || parked ? null : row.Instant(4), done ? row.Instant(5) : null, row.TextOrNull(7));
            }, cancel);
    }

    /// <summary>How many messages wait, and how many are parked.</summary>
    public async Task<(long Waiting, long Parked)> CountAsync(CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var parked = await connection.Command(null, "SELECT COUNT(*) FROM outbox WHERE done_at IS NULL AND parked_at IS NOT NULL")
            .NumberAsync(cancel);
        return (await connection.Command(null, "SELECT COUNT(*) FROM outbox WHERE done_at IS NULL AND parked_at IS NULL")
            .NumberAsync(cancel), parked);
    }

    /// <summary>Lets a parked message be tried again from the beginning.</summary>
    public async Task<Outcome<string>> RetryAsync(string id, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var changed = await connection.Command(null,
            "UPDATE outbox SET parked_at = NULL, attempts = 0, next_attempt_at = @now WHERE id = @id AND parked_at IS NOT NULL AND "
                + "done_at IS NULL",
            ("@id", id), ("@now", Microseconds.Of(clock.GetUtcNow()))).RunAsync(cancel);
        return changed == 1 ? id : new MessageIsNotParked(id);
    }
}
