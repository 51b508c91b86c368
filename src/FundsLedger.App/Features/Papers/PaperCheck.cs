using System.Data.Common;
using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Papers;

/// <summary>Compares every attached file to the mark of it that is sealed in the log, one file in memory at a time.</summary>
internal sealed class PaperCheck(CheckNotes notes)
{
    public async Task RunAsync(DbConnection connection, CancellationToken cancel)
    {
        var papers = await connection.Command(null, """
            SELECT p.id, p.subject, p.code, p.number, p.size, p.mark, CASE WHEN e.id IS NULL THEN 0 ELSE 1 END
            FROM papers p LEFT JOIN paper_erasures e ON e.paper_id = p.id ORDER BY p.id
            """).RowsAsync(row => (Id: row.GetInt64(0), Name: string.Create(CultureInfo.InvariantCulture,
                $"paper {row.GetInt64(3)} of {row.GetString(1)} {row.GetString(2)}"), Size: row.GetInt64(4), Mark: row.Blob(5),
                IsErased: row.GetInt64(6) == 1), cancel);
        foreach (var paper in papers)
        {
            notes.Looked(CheckName.Papers);
            var kept = await connection.Command(null, "SELECT salt, name, content FROM paper_contents WHERE paper_id = @id",
                ("@id", paper.Id)).RowsAsync(row => (Salt: row.Blob(0), Name: row.GetString(1), Content: row.Blob(2)), cancel);
            if (paper.IsErased)
            {
                if (kept.Count > 0) notes.Found(CheckName.Papers, paper.Name, "It was erased, and its file is there.",
                    "Somebody put it back outside the ledger. Erase the row of 'paper_contents', and ask who did.");
            }
            else if (kept is not [var file])
            {
                notes.Found(CheckName.Papers, paper.Name, "Its file is gone, and nobody erased it.", CheckNotes.RestoreRepair);
            }
            else if (file.Content.Length != paper.Size
                || !PaperList.Mark(file.Salt, file.Name, file.Content).AsSpan().SequenceEqual(paper.Mark))
            {
                notes.Found(CheckName.Papers, paper.Name, "Its file is not the one that was attached.", CheckNotes.RestoreRepair);
            }
        }
        var strays = await connection.Command(null,
            "SELECT c.paper_id FROM paper_contents c WHERE NOT EXISTS (SELECT 1 FROM papers p WHERE p.id = c.paper_id)")
            .RowsAsync(row => row.GetInt64(0), cancel);
        foreach (var stray in strays)
            notes.Found(CheckName.Papers, string.Create(CultureInfo.InvariantCulture, $"file {stray}"), "It belongs to no paper.",
                CheckNotes.RestoreRepair);
    }
}
