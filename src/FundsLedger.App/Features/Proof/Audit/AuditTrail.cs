using System.Data.Common;
using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Log;

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
/// <param name="Seal">The digest in the books' log that holds it; null while it waits for one.</param>
public sealed record AuditLine(long Id, DateTimeOffset At, string ActorId, string ActorName, AuditAct Act, string Subject, string Outcome,
    AuditSeal? Seal);

/// <summary>A digest of audit rows: of one minute in one log, or, by earlier versions, of one day.</summary>
/// <param name="Log">The log it stands in.</param>
/// <param name="FirstRow">First row of that log it holds, inclusive.</param>
/// <param name="LastRow">Last row of that log it holds, inclusive.</param>
/// <param name="Digest">SHA-256 over those rows, hexadecimal.</param>
/// <param name="At">The minute, or when the day was sealed.</param>
public sealed record AuditSeal(LogClass Log, long FirstRow, long LastRow, string Digest, DateTimeOffset At)
{
    /// <summary>What it is called: its log and its first row there.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{ClosedSet<LogClass>.Code(Log)}-{FirstRow}");
}

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
        var seals = (await SealsAsync(connection, cancel)).GroupBy(seal => seal.Log)
            .ToDictionary(log => log.Key, log => log.OrderBy(seal => seal.FirstRow).ToList());
        foreach (var log in LogClasses.Written) seals.TryAdd(log, []);
        var where = rules.Count == 0 ? "" : " WHERE " + string.Join(" AND ", rules);
        return await connection.Command(null,
            $"SELECT id, at, actor_id, actor_name, act, subject, outcome, tree, COALESCE(number, id) FROM audit_log{where} "
                + "ORDER BY id DESC LIMIT @most", [.. values])
                .RowsAsync(row => new AuditLine(
            row.GetInt64(0), row.Instant(1), row.GetString(2), row.GetString(3), ClosedSet<AuditAct>.Of(row.GetString(4)), row.GetString(5),
            row.GetString(6), SealOf(row.GetInt64(8), seals[(LogClass)row.GetInt32(7)])), cancel);

        void Add(object? value, string rule, string name)
        {
            if (value is null) return;
            rules.Add(rule);
            values.Add((name, value));
        }
    }

    /// <summary>Every digest, oldest first.</summary>
    public static Task<List<AuditSeal>> SealsAsync(DbConnection connection, CancellationToken cancel = default) =>
        connection.Command(null, """
            SELECT @protected, first_row, last_row, digest, at AS at FROM audit_digests
            UNION ALL SELECT tree, first_row, last_row, digest, minute FROM audit_minutes ORDER BY 5, 1, 2
            """, ("@protected", (int)LogClass.Protected))
            .RowsAsync(row => new AuditSeal((LogClass)row.GetInt32(0), row.GetInt64(1), row.GetInt64(2),
                Convert.ToHexStringLower(row.Blob(3)), row.Instant(4)), cancel);

    /// <summary>The newest digest; null before the first.</summary>
    public static async Task<AuditSeal?> LastSealAsync(DbConnection connection, CancellationToken cancel = default) =>
        (await connection.Command(null, """
            SELECT @protected, first_row, last_row, digest, at AS at FROM audit_digests
            UNION ALL SELECT tree, first_row, last_row, digest, minute FROM audit_minutes ORDER BY 5 DESC, 1 DESC, 2 DESC LIMIT 1
            """, ("@protected", (int)LogClass.Protected))
            .RowsAsync(row => new AuditSeal((LogClass)row.GetInt32(0), row.GetInt64(1), row.GetInt64(2),
                Convert.ToHexStringLower(row.Blob(3)), row.Instant(4)), cancel)).FirstOrDefault();

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
