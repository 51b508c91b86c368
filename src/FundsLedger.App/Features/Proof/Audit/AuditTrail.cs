using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Proof.Audit;

/// <summary>Which rows of the audit log are asked for; null asks for all.</summary>
public sealed record AuditFilter
{
    /// <summary>The actor's whole id, or part of the name, whatever its capitals.</summary>
    public string? Actor { get; init; }
    public AuditAct? Act { get; init; }

    /// <summary>First day, UTC, inclusive.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day, UTC, inclusive.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Part of the subject, whatever its capitals.</summary>
    public string? Subject { get; init; }

    /// <summary>Only rows before this number.</summary>
    public long? Before { get; init; }
}

/// <summary>A row of the audit log as it is shown.</summary>
/// <param name="Id">Its number, without gaps.</param>
/// <param name="At">When.</param>
/// <param name="ActorId">Who; <c>anonymous</c> for somebody who had not signed in.</param>
/// <param name="ActorName">The name at that time.</param>
/// <param name="Act">What was done.</param>
/// <param name="Subject">To what: a path or a code.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Seal">The daily digest in the books' log that holds it; null while it waits for one.</param>
public sealed record AuditLine(long Id, DateTimeOffset At, string ActorId, string ActorName, AuditAct Act, string Subject, string Outcome,
    AuditSeal? Seal);

/// <summary>A daily digest.</summary>
/// <param name="Id">Its number among the digests.</param>
/// <param name="FirstRow">First row it holds, inclusive.</param>
/// <param name="LastRow">Last row it holds, inclusive.</param>
/// <param name="Digest">SHA-256 over those rows, hexadecimal.</param>
/// <param name="At">When it was sealed.</param>
public sealed record AuditSeal(long Id, long FirstRow, long LastRow, string Digest, DateTimeOffset At);

/// <summary>Reads the audit log, newest first.</summary>
public static class AuditTrail
{
    /// <summary>At most <paramref name="most"/> rows.</summary>
    public static async Task<List<AuditLine>> ReadAsync(DbConnection connection, AuditFilter filter, int most,
        CancellationToken cancel = default)
    {
        List<string> rules = [];
        List<(string, object?)> values = [("@most", most)];
        Add(filter.Actor is { } actor ? Part(actor) : null, @"(actor_id = @actor_id OR LOWER(actor_name) LIKE @actor ESCAPE '\')",
            "@actor");
        if (filter.Actor is not null) values.Add(("@actor_id", filter.Actor));
        Add(filter.Act is { } act ? ClosedSet<AuditAct>.Code(act) : null, "act = @act", "@act");
        Add(filter.From is { } from ? Microseconds.Of(Start(from)) : null, "at >= @from", "@from");
        Add(filter.To is { } to && to < DateOnly.MaxValue ? Microseconds.Of(Start(to.AddDays(1))) : null, "at < @to", "@to");
        Add(filter.Subject is { } subject ? Part(subject) : null, @"LOWER(subject) LIKE @subject ESCAPE '\'", "@subject");
        Add(filter.Before, "id < @before", "@before");
        var seals = await SealsAsync(connection, cancel);
        var where = rules.Count == 0 ? "" : " WHERE " + string.Join(" AND ", rules);
        return await connection.Command(null,
            $"SELECT id, at, actor_id, actor_name, act, subject, outcome FROM audit_log{where} ORDER BY id DESC LIMIT @most", [.. values])
                .RowsAsync(row => new AuditLine(
            row.GetInt64(0), row.Instant(1), row.GetString(2), row.GetString(3), ClosedSet<AuditAct>.Of(row.GetString(4)), row.GetString(5),
            row.GetString(6), SealOf(row.GetInt64(0), seals)), cancel);

        void Add(object? value, string rule, string name)
        {
            if (value is null) return;
            rules.Add(rule);
            values.Add((name, value));
        }
    }

    /// <summary>Every daily digest, oldest first.</summary>
    public static Task<List<AuditSeal>> SealsAsync(DbConnection connection, CancellationToken cancel = default) =>
        connection.Command(null, "SELECT id, first_row, last_row, digest, at FROM audit_digests ORDER BY id")
            .RowsAsync(
                row =>
                    new AuditSeal(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), Convert.ToHexStringLower(row.Blob(3)), row.Instant(4)),
                    cancel);

    // Digests follow each other without gaps, so that a bisection finds the one a row is in.
    private static AuditSeal? SealOf(long row, List<AuditSeal> seals)
    {
        var (low, high) = (0, seals.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (seals[middle].LastRow < row) low = middle + 1;
            else high = middle;
        }
        return low < seals.Count && seals[low].FirstRow <= row ? seals[low] : null;
    }

    private static DateTimeOffset Start(DateOnly day) => new(day, default, TimeSpan.Zero);

    private static string Part(string text)
    {
        var escaped = text.ToLowerInvariant().Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
        return $"%{escaped}%";
    }
}
