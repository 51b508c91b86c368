using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Reports.Export;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Proof.Audit;

/// <summary>The audit log: filtered, newest first, a page at a time, or as CSV; the gate notes that it was downloaded.</summary>
[Needs(Operation.ReadAudit)]
public sealed class AuditPage(LedgerReads reads) : PageModel
{
    private const int PageLength = 50;
    private const int MostInCsv = 200_000;

    [BindProperty(SupportsGet = true)] public string? Actor { get; set; }
    [BindProperty(SupportsGet = true)] public string? Act { get; set; }
    [BindProperty(SupportsGet = true)] public string? From { get; set; }
    [BindProperty(SupportsGet = true)] public string? To { get; set; }
    [BindProperty(SupportsGet = true)] public string? Subject { get; set; }
    [BindProperty(SupportsGet = true)] public long? Before { get; set; }

    public IReadOnlyList<AuditLine> Lines { get; private set; } = [];

    /// <summary>The newest digest; null before the first.</summary>
    public AuditSeal? LastSeal { get; private set; }

    public Pager Pager { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var found = await ReadAsync(PageLength + 1, cancel);
        Lines = [.. found.Take(PageLength)];
        Pager = new Pager(Before is null ? null : Links.With(Request, "before", null),
            found.Count > PageLength ? Links.With(Request, "before", Lines[^1].Id.ToString(CultureInfo.InvariantCulture)) : null);
    }

    public async Task<IActionResult> OnGetCsvAsync(CancellationToken cancel)
    {
        using var text = new StringWriter();
        CsvText.WriteRow(text, ["row", "at", "actor_id", "actor", "act", "subject", "outcome", "digest", "digest_sha256"]);
        foreach (var line in await ReadAsync(MostInCsv, cancel))
            CsvText.WriteRow(text,
                [Number(line.Id), Microseconds.Print(line.At), line.ActorId, line.ActorName, ClosedSet<AuditAct>.Code(line.Act),
                    line.Subject, line.Outcome, line.Seal?.Name, line.Seal?.Digest]);
        return this.Csv(text.ToString(), $"audit-{Links.Iso(reads.Today)}.csv");
    }

    private async Task<List<AuditLine>> ReadAsync(int most, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        LastSeal = await AuditTrail.LastSealAsync(connection, cancel);
        return await AuditTrail.ReadAsync(connection,
            new AuditFilter { Actor = Sound(Actor), Act = ClosedSet<AuditAct>.Find(Act), From = Day(From), To = Day(To),
                Subject = Sound(Subject), Before = Before }, most, cancel);
    }

    // Text that no row can hold is not asked for: PostgreSQL would refuse the question.
    private static string? Sound(string? text) =>
        string.IsNullOrWhiteSpace(text) || LedgerRules.BrokenText(text) is not null ? null : text.Trim();

    private static DateOnly? Day(string? text) => BookDay.Read(text);

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
