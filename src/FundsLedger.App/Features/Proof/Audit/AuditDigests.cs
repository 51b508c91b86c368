using System.Data.Common;
using System.Security.Cryptography;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Proof.Audit;

/// <summary>Seals the audit log: once a day, the digest of the rows since the last one becomes a leaf of the books' log.</summary>
public sealed class SealAudit(LedgerWriter writer)
{
    /// <summary>Seals what lies before today, UTC; false when there is nothing.</summary>
    public Task<bool> RunIfDueAsync(CancellationToken cancel = default) => RunAsync(onlyFullDays: true, cancel);

    /// <summary>Seals every row there is.</summary>
    public Task<bool> RunAsync(CancellationToken cancel = default) => RunAsync(onlyFullDays: false, cancel);

    private async Task<bool> RunAsync(bool onlyFullDays, CancellationToken cancel)
    {
        await using var session = await writer.BeginAsync(BooksMaker.System, cancel);
        var now = Microseconds.Read(session.RecordedAt);
        var before = onlyFullDays ? Microseconds.Of(new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero)) : long.MaxValue;
        var sealedTo =
            await (await session.QuestionAsync("SELECT COALESCE(MAX(last_row), 0) FROM audit_digests", [], cancel)).NumberAsync(cancel);
        // Rows are numbered as they are written; a clock set back may date a later row earlier, and it waits for the next day.
        var last = await (await session.QuestionAsync(
            "SELECT COALESCE(MIN(id) - 1, (SELECT COALESCE(MAX(id), 0) FROM audit_log)) FROM audit_log WHERE id > @sealed AND at >= "
                + "@before", [("@sealed", sealedTo), ("@before", before)], cancel)).NumberAsync(cancel);
        if (last <= sealedTo) return false;
        var digest = await AuditDigest.OfAsync(
            await session.QuestionAsync(AuditDigest.Question, [("@first", sealedTo + 1), ("@last", last)], cancel), cancel);
        await session.RegisterAsync(new AuditDigestRow
        {
            Id = await session.NextIdAsync(Registers.AuditDigests, cancel), FirstRow = sealedTo + 1, LastRow = last,
            Digest = digest.Digest, At = now,
        }, cancel);
        await session.CommitAsync(cancel);
        return true;
    }
}

/// <summary>SHA-256 over audit rows, each in the books' own unambiguous encoding.</summary>
internal static class AuditDigest
{
    /// <summary>The rows from <c>@first</c> to <c>@last</c>, inclusive.</summary>
    public const string Question =
        "SELECT id, at, actor_id, actor_name, act, subject, outcome FROM audit_log WHERE id BETWEEN @first AND @last ORDER BY id";

    /// <summary>The digest of the question's rows, and how many there are. Disposes of the question.</summary>
    public static async Task<(byte[] Digest, long Rows)> OfAsync(DbCommand question, CancellationToken cancel)
    {
        await using (question)
        {
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var bytes = new CanonicalWriter();
            var count = 0L;
            await using var row = await question.ExecuteReaderAsync(cancel);
            while (await row.ReadAsync(cancel))
            {
                bytes.Reset();
                bytes.Text("fundsledger audit v1");
                bytes.Int64(row.GetInt64(0));
                bytes.Int64(row.GetInt64(1));
                for (var column = 2; column < row.FieldCount; column++) bytes.Text(row.GetString(column));
                digest.AppendData(bytes.WrittenSpan);
                count++;
            }
            return (digest.GetHashAndReset(), count);
        }
    }
}
