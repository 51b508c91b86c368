using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Proof.Audit;

/// <summary>The check <c>audit</c>: the rows are numbered without a gap, in all and in each log, and those of every sealed minute are as
/// sealed.</summary>
/// <remarks>Of rows after the last digest, which is of the last two minutes while the pages are served, it notices one that is missing in
/// the middle, added, or in the other log; a text changed there, or the very last rows removed, nothing can tell.</remarks>
internal static class AuditCheck
{
    private sealed record Digest(LogClass Log, long First, long Last, byte[] Value);

    public static async Task RunAsync(DbConnection connection, CheckNotes notes, CancellationToken cancel)
    {
        var digests = await connection.Command(null, """
            SELECT @protected, first_row, last_row, digest FROM audit_digests
            UNION ALL SELECT tree, first_row, last_row, digest FROM audit_minutes ORDER BY 1, 2
            """, ("@protected", (int)LogClass.Protected))
            .RowsAsync(row => new Digest((LogClass)row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), row.Blob(3)), cancel);
        foreach (var log in LogClasses.Written)
        {
            var sealedTo = 0L;
            foreach (var digest in digests.Where(digest => digest.Log == log))
            {
                var (value, rows) = await AuditDigest.OfAsync(connection.Command(null, AuditDigest.Question, ("@tree", (int)log),
                    ("@first", digest.First), ("@last", digest.Last)), cancel);
                notes.Looked(CheckName.Audit, rows);
                if (digest.First != sealedTo + 1)
                    notes.Found(CheckName.Audit, $"a digest of audit rows of the {Name(log)} log",
                        $"It begins at row {digest.First} and not after row {sealedTo}.", CheckNotes.RestoreRepair);
                if (rows != digest.Last - digest.First + 1 || !value.AsSpan().SequenceEqual(digest.Value))
                    notes.Found(CheckName.Audit, $"audit rows {digest.First} to {digest.Last} of the {Name(log)} log",
                        "They are not as they were sealed.", CheckNotes.RestoreRepair);
                sealedTo = digest.Last;
            }
            var (count, highest) = (await connection.Command(null,
                $"SELECT COUNT(*), COALESCE(MAX(COALESCE(number, id)), 0) FROM audit_log WHERE {AuditDigest.Between}", ("@tree", (int)log),
                ("@first", sealedTo + 1), ("@last", long.MaxValue)).RowsAsync(row => (row.GetInt64(0), row.GetInt64(1)), cancel)).Single();
            notes.Looked(CheckName.Audit, count);
            if (count > 0 && highest != sealedTo + count)
                notes.Found(CheckName.Audit, $"audit rows after {sealedTo} of the {Name(log)} log",
                    "One is missing, or one too many is there.", CheckNotes.RestoreRepair);
        }
        var (all, last, known) = (await connection.Command(null,
            "SELECT COUNT(*), COALESCE(MAX(id), 0), COALESCE(SUM(CASE WHEN tree IN (1, 3) THEN 1 ELSE 0 END), 0) FROM audit_log")
            .RowsAsync(row => (row.GetInt64(0), row.GetInt64(1), row.Sum(2)), cancel)).Single();
        if (all != last || known != all)
            notes.Found(CheckName.Audit, "the audit log", "Its rows are not numbered 1, 2, 3 and on, or stand in no log.",
                CheckNotes.RestoreRepair);
        // A row without a number of its log is one of before: it cannot come after one that has it.
        if (await connection.Command(null,
            "SELECT COUNT(*) FROM audit_log WHERE number IS NULL AND id > (SELECT MIN(id) FROM audit_log WHERE number IS NOT NULL)")
            .NumberAsync(cancel) > 0)
            notes.Found(CheckName.Audit, "the audit log", "A row lost its number, or was written by an earlier version.",
                CheckNotes.RestoreRepair);
    }

    private static string Name(LogClass log) => ClosedSet<LogClass>.Code(log);
}
