using System.Security.Cryptography;
using System.Text;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Books.Journal;

/// <summary>The whole journal as a file for another program; who took it stands in the audit log.</summary>
[Needs(Operation.ExportJournal)]
public sealed class ExportPage(LedgerReads reads, ExportJournal export, CurrentActor actor, AuditLog audit) : PageModel
{
    /// <summary>How many entries there are now.</summary>
    public long Entries { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        Entries = await connection.Command(null, "SELECT COUNT(*) FROM entries").NumberAsync(cancel);
    }

    public async Task<IActionResult> OnGetFileAsync(string? format, CancellationToken cancel)
    {
        if (ClosedSet<JournalFormat>.Find(format) is not { } form) return NotFound();
        await audit.NoteAsync(new AuditNote(actor.Actor, AuditAct.Exported, $"journal {ClosedSet<JournalFormat>.Code(form)}"), cancel);
        // Written whole before the first byte goes out: a journal that broke off half way would look like a whole one.
        var file = Temporary();
        try
        {
            await using (var text = new StreamWriter(file, new UTF8Encoding(false), 64 * 1024, leaveOpen: true) { NewLine = "\n" })
                await export.RunAsync(form, text, cancel: cancel);
            file.Position = 0;
            return File(file,
                form switch { JournalFormat.Csv => "text/csv; charset=utf-8", JournalFormat.Jsonl => "application/jsonl; charset=utf-8",
                    _ => "text/plain; charset=utf-8" }, $"journal-{Links.Iso(reads.Today)}.{Extension(form)}");
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>What such files are usually called.</summary>
    public static string Extension(JournalFormat form) =>
        form switch { JournalFormat.Hledger => "journal", JournalFormat.Beancount => "beancount", JournalFormat.Jsonl => "jsonl",
            _ => "csv" };

    // For this process alone, and gone with its last reader.
    private static FileStream Temporary()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous, BufferSize = 64 * 1024 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Path.Combine(Path.GetTempPath(), $"fundsledger-{RandomNumberGenerator.GetHexString(32, lowercase: true)}"),
            options);
    }
}
