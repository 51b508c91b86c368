using System.Data.Common;
using System.Reflection;
using System.Runtime.InteropServices;
using FundsLedger.App.Features.Office.Messages;
using FundsLedger.App.Features.Proof.Audit;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Office.SystemPages;

/// <summary>What whoever looks after the installation wants to know; nothing in it is secret.</summary>
/// <param name="Version">Of the program.</param>
/// <param name="Runtime">What it runs on.</param>
/// <param name="StartedAt">Since when this process serves.</param>
/// <param name="Database">Where the books are, without user or password.</param>
/// <param name="Engine">The database's own version.</param>
/// <param name="Bytes">Size of the books on disk.</param>
/// <param name="AppliedMigrations">Names, oldest first.</param>
/// <param name="MissingMigrations">Those this version needs and the books lack.</param>
/// <param name="Heads">The latest signed head of each log that has one, in the order of the logs. Their sizes are padded; nothing here
/// counts what happens between two of them.</param>
/// <param name="AuditRows">Rows of the audit log.</param>
/// <param name="AuditSeal">Its latest digest; null before the first.</param>
/// <param name="Waiting">Messages that wait to be sent.</param>
/// <param name="Parked">The parked messages, newest first, without content.</param>
/// <param name="ParkedCount">How many are parked.</param>
public sealed record SystemFacts(string Version, string Runtime, DateTimeOffset StartedAt, string Database, string Engine, long Bytes,
    IReadOnlyList<string> AppliedMigrations, IReadOnlyList<string> MissingMigrations,
    IReadOnlyList<KeptHead> Heads, long AuditRows, AuditSeal? AuditSeal, long Waiting, IReadOnlyList<OutboxItem> Parked, long ParkedCount);

/// <summary>Gathers the facts.</summary>
public sealed class SystemReader(LedgerReads reads, OutboxList outbox)
{
    private const int MostParked = 50;
    private readonly DateTimeOffset _startedAt = reads.Clock.GetUtcNow();

    public async Task<SystemFacts> ReadAsync(CancellationToken cancel = default)
    {
        var database = reads.Database;
        await using var connection = await reads.OpenAsync(cancel);
        var (engine, bytes) = await EngineAsync(connection, database.IsOnPostgres, cancel);
        var sealedLast = await AuditTrail.LastSealAsync(connection, cancel);
        var (waiting, parked) = await outbox.CountAsync(cancel);
        return new SystemFacts(Version, $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSArchitecture}", _startedAt,
            database.ShownName, engine, bytes, await Shape.AppliedAsync(database, cancel), await Shape.MissingAsync(database, cancel),
            await HeadsAsync(connection, cancel),
            await connection.Command(null, "SELECT COALESCE(MAX(id), 0) FROM audit_log").NumberAsync(cancel), sealedLast,
            waiting, await outbox.OfAsync(OutboxState.Parked, MostParked, cancel), parked);
    }

    private static async Task<List<KeptHead>> HeadsAsync(DbConnection connection, CancellationToken cancel)
    {
        var heads = new List<KeptHead>();
        foreach (var log in Enum.GetValues<LogClass>())
            if (await new LogTree(connection, log).LatestHeadAsync(cancel) is { } head) heads.Add(head);
        return heads;
    }

    /// <summary>The program's version, as <c>fundsledger --version</c> says it.</summary>
    public static string Version { get; } =
        typeof(SystemReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static async Task<(string Engine, long Bytes)> EngineAsync(DbConnection connection, bool postgres, CancellationToken cancel) =>
        postgres
        ? ($"PostgreSQL {connection.ServerVersion}",
            await connection.Command(null, "SELECT pg_database_size(current_database())").NumberAsync(cancel))
        : ($"SQLite {connection.ServerVersion}",
            await connection.Command(null, "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
                .NumberAsync(cancel));
}
