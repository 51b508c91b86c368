using System.Data.Common;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Features.Proof.Audit;

/// <summary>The check <c>audit</c>: the rows are numbered without a gap, and those of every sealed day are as sealed.</summary>
internal static class AuditCheck
{
    public static async Task RunAsync(DbConnection connection, CheckNotes notes, CancellationToken cancel)
    {
        var sealedTo = 0L;
        var days = await connection.Command(null, "SELECT id, first_row, last_row, digest FROM audit_digests ORDER BY id")
            .RowsAsync(row => (Id: row.GetInt64(0), First: row.GetInt64(1), Last: row.GetInt64(2), Digest: row.Blob(3)), cancel);
        foreach (var day in days)
        {
            var (digest, rows) = await AuditDigest.OfAsync(
                connection.Command(null, AuditDigest.Question, ("@first", day.First), ("@last", day.Last)), cancel);
            notes.Looked(CheckName.Audit, rows);
            if (day.First != sealedTo + 1)
                notes.Found(CheckName.Audit, $"digest {day.Id}", $"It begins at row {day.First} and not after row {sealedTo}.",
                    CheckNotes.RestoreRepair);
            if (rows != day.Last - day.First + 1 || !digest.AsSpan().SequenceEqual(day.Digest))
                notes.Found(CheckName.Audit, $"audit rows {day.First} to {day.Last}", "They are not as they were sealed.",
                    CheckNotes.RestoreRepair);
            sealedTo = day.Last;
        }
        var (count, highest) = (await connection.Command(null, "SELECT COUNT(*), COALESCE(MAX(id), 0) FROM audit_log WHERE id > @sealed",
            ("@sealed", sealedTo)).RowsAsync(row => (row.GetInt64(0), row.GetInt64(1)), cancel)).Single();
        notes.Looked(CheckName.Audit, count);
        if (count > 0 && highest != sealedTo + count)
            notes.Found(CheckName.Audit, $"audit rows after {sealedTo}", "One is missing.", CheckNotes.RestoreRepair);
    }
}
