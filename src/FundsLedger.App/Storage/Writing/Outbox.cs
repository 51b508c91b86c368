using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using FundsLedger.Domain.Log;
using FundsLedger.Reports.Letters;

namespace FundsLedger.App.Storage;

/// <summary>A message to one person.</summary>
/// <param name="To">One address, such as <c>finance@example.org</c>.</param>
/// <param name="Letter">What it says.</param>
public sealed record MailMessage(string To, Letter Letter)
{
    /// <summary>The person whose new password the letter's link sets; the link is made when the mail is sent. Null for a letter whose link
    /// is no secret.</summary>
    public string? LinkOf { get; init; }
}

/// <summary>A message to the program that listens at the set address.</summary>
/// <param name="Event">What happened, snake_case with a dot, e.g. <c>alert.raised</c>.</param>
/// <param name="Data">What a program needs to know of it.</param>
public sealed record WebhookMessage(string Event, JsonElement Data);

/// <summary>Leaves messages for the outbox's worker: they are sent if, and only if, the transaction they were left in is
/// committed.</summary>
public static class Outbox
{
    /// <summary>A <see cref="MailMessage"/>.</summary>
    public const string Mail = "mail";

    /// <summary>A <see cref="WebhookMessage"/>.</summary>
    public const string Webhook = "webhook";

    /// <summary>How payloads are written and read.</summary>
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
        { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Leaves a mail in a transaction of the books.</summary>
    public static Task EnqueueAsync(this LedgerSession session, MailMessage mail, CancellationToken cancel = default) =>
        session.EnqueueAsync(Mail, JsonSerializer.Serialize(mail, Json), cancel);

    /// <summary>Leaves a mail in any transaction on the same database.</summary>
    public static Task<string> EnqueueAsync(DbConnection connection, DbTransaction? transaction, MailMessage mail, DateTimeOffset now,
        IChance chance, CancellationToken cancel = default) =>
        EnqueueAsync(connection, transaction, Mail, JsonSerializer.Serialize(mail, Json), now, chance, cancel);

    /// <summary>Leaves a webhook in any transaction on the same database.</summary>
    public static Task<string> EnqueueAsync(DbConnection connection, DbTransaction? transaction, WebhookMessage message, DateTimeOffset now,
        IChance chance, CancellationToken cancel = default) =>
        EnqueueAsync(connection, transaction, Webhook, JsonSerializer.Serialize(message, Json), now, chance, cancel);

    /// <summary>Leaves a message of any kind.</summary>
    /// <returns>Its id, which is also the id of the mail.</returns>
    public static async Task<string> EnqueueAsync(DbConnection connection, DbTransaction? transaction, string kind, string payload,
        DateTimeOffset now, IChance chance, CancellationToken cancel = default)
    {
        var id = chance.Id(ChanceUse.MessageId, LogClass.Open, kind).ToString();
        await connection.Command(transaction,
            "INSERT INTO outbox (id, kind, payload, created_at, next_attempt_at, attempts) VALUES (@id, @kind, @payload, @now, @now, 0)",
            ("@id", id), ("@kind", kind), ("@payload", payload), ("@now", Microseconds.Of(now))).RunAsync(cancel);
        return id;
    }
}
