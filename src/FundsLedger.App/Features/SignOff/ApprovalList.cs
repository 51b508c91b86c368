using System.Data.Common;
using System.Text.Json;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Features.SignOff;

/// <summary>A request with the steps taken.</summary>
/// <param name="Input">What is done in the end, as it was asked: one JSON object of texts.</param>
/// <param name="Signing">Its steps, and what it waits for.</param>
/// <param name="Content">The hash of what stands in the register, worked out anew. A reader to whom entries are shown under other numbers
/// may see another one: it decides nothing for readers.</param>
public sealed record ApprovalStanding(long Id, ApprovalKind Kind, string Subject, string Input, SigningRequest Signing,
    PayloadHash Content)
{
    /// <summary>True where what stands is what was asked and signed: asked by whoever acts and by <c>check</c>.</summary>
    public bool IsAsKept => Content == Signing.Hash;

    /// <summary>The input's fields in order, as text; none where the input was changed into something else, which <see cref="IsAsKept"/>
    /// tells.</summary>
    public IReadOnlyList<(string Name, string Value)> Fields => field ??= FieldsOf(Input);

    /// <summary>The sum that the request itself names; null where it names none.</summary>
    public Money? Amount => (Value("amount") ?? Value("returned")) is { } text && Currency.Find(Value("currency") ?? "") is { } currency
        ? Money.Parse(text, currency) : null;

    public string Reason => Signing.Asked.Reason;

    public string AskedById => Signing.Asked.Person.Id;

    public string AskedBy => Signing.Asked.Person.Name;

    public DateTimeOffset AskedAt => Signing.Asked.At;

    /// <summary>Null while it waits.</summary>
    public bool? IsApproved => Signing.IsOpen ? null : Signing.State == SigningState.Done;

    /// <summary>Who took the last step, once it is over.</summary>
    public string? DecidedBy => Signing.Last?.Person.Name;

    public DateTimeOffset? DecidedAt => Signing.Last?.At;

    public string? DecisionReason => Signing.Last?.Reason;

    /// <summary>The first entry it made.</summary>
    public long? EntrySeq => Signing.Last?.EntrySeq;

    /// <summary>What will be done, exactly as it was asked.</summary>
    public T Read<T>() => JsonSerializer.Deserialize<T>(Input, SigningBook.Json)!;

    private static List<(string Name, string Value)> FieldsOf(string input)
    {
        try
        {
            using var parsed = JsonDocument.Parse(input);
            return [.. parsed.RootElement.EnumerateObject().Where(field => field.Value.ValueKind != JsonValueKind.Null)
                .Select(field => (field.Name, field.Value.ToString()))];
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private string? Value(string name) => Fields.FirstOrDefault(field => field.Name == name).Value;
}

/// <summary>Reads what takes several people.</summary>
public static class ApprovalList
{
    /// <summary>What waits, the oldest first; with the decided ones where asked, or one by its number.</summary>
    public static Task<List<ApprovalStanding>> ReadAsync(DbConnection connection, bool withDecided = false, long? id = null,
        CancellationToken cancel = default) =>
        ReadAsync((text, parameters) => Task.FromResult(connection.Command(null, text, parameters)), withDecided, id, cancel);

    /// <summary>Whatever was asked about one thing, the oldest first.</summary>
    public static async Task<List<ApprovalStanding>> AboutAsync(DbConnection connection, string subject, ApprovalKind[] kinds,
        CancellationToken cancel = default) =>
        (await OfSubjectAsync((text, parameters) => Task.FromResult(connection.Command(null, text, parameters)), subject, cancel))
            .FindAll(asked => kinds.Contains(asked.Kind));

    /// <summary>The same inside a transaction, of every kind.</summary>
    internal static async Task<List<ApprovalStanding>> OfSubjectAsync(Ask ask, string subject, CancellationToken cancel)
    {
        // By number one by one: in one question the database would look through the steps of every request.
        var ids = await (await ask($"SELECT r.id FROM {SigningSql.Requests} r WHERE r.subject = @subject ORDER BY r.id",
            ("@subject", subject))).RowsAsync(row => row.GetInt64(0), cancel);
        var found = new List<ApprovalStanding>();
        foreach (var id in ids) found.AddRange(await ReadAsync(ask, withDecided: true, id, cancel));
        return found;
    }

    /// <summary>The same inside a transaction.</summary>
    internal static Task<List<ApprovalStanding>> ReadAsync(Ask ask, bool withDecided, long? id, CancellationToken cancel) => id is not null
        ? ReadAsync(ask, "r.id = @id", [("@id", id)], cancel) : ReadAsync(ask, withDecided ? "TRUE" : SigningSql.IsOpen("r.id"), [],
            cancel);

    private static async Task<List<ApprovalStanding>> ReadAsync(Ask ask, string which, (string Name, object? Value)[] parameters,
        CancellationToken cancel)
    {
        var steps = await (await ask($"""
            SELECT s.request, s.number, s.step, s.role, s.decision, s.reason, s.payload_hash, s.entry_seq, s.recorded_at, s.actor_id,
                s.actor_name
            FROM {SigningSql.Steps} s JOIN {SigningSql.Requests} r ON r.id = s.request WHERE {which} ORDER BY s.request, s.number
            """, parameters)).RowsAsync(
                row => (Request: row.GetInt64(0), Hash: row.IsDBNull(6) ? (PayloadHash?)null : PayloadHash.Of(row.Blob(6)),
                Step: new TakenStep((int)row.GetInt64(1), ClosedSet<SigningStep>.Of(row.GetString(2)), new Actor(row.GetString(9),
                    row.GetString(10)), row.TextOrNull(3), ClosedSet<SigningDecision>.Of(row.GetString(4)), row.GetString(5),
                    row.Instant(8), default, row.NumberOrNull(7))), cancel);
        var byRequest = steps.ToLookup(step => step.Request);
        return await (await ask(
            $"SELECT r.id, r.kind, r.subject, r.plan, r.payload, r.payload_hash FROM {SigningSql.Requests} r WHERE {which} ORDER BY r.id",
            parameters)).RowsAsync(row =>
        {
            var (number, kind, subject, plan, payload) = (row.GetInt64(0), row.GetString(1), row.GetString(2),
                SigningPlan.Read(row.GetString(3)), row.GetString(4));
            var content = PayloadHash.Of(kind, subject, plan, payload);
            // Requests of before have no hash of their own.
            var hash = row.IsDBNull(5) ? content : PayloadHash.Of(row.Blob(5));
            return new ApprovalStanding(number, ClosedSet<ApprovalKind>.Of(kind), subject, payload, new SigningRequest(number, plan, hash,
                [.. byRequest[number].Select(step => step.Step with { Hash = step.Hash ?? hash })]), content);
        }, cancel);
    }
}
