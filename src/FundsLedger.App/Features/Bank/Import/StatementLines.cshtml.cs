using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Quarantine;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Bank.Import;

/// <summary>A statement with its lines, accepted or set aside.</summary>
[Needs(Operation.ReadBank)]
public sealed class StatementLinesPage(LedgerReads reads) : PageModel
{
    [BindProperty(SupportsGet = true), FromRoute] public long Id { get; set; }
    [BindProperty(SupportsGet = true, Name = "p")] public int Number { get; set; } = 1;

    public KeptStatement Statement { get; private set; } = null!;

    /// <summary>The request about it that waits for a second person; null where none does.</summary>
    public ApprovalStanding? AskedFor { get; private set; }

    public IReadOnlyList<KeptLine> Lines { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Number = Math.Clamp(Number, 1, 100_000);
        await using var connection = await reads.OpenAsync(cancel);
        if (await BankLists.StatementsAsync(connection, Id, cancel: cancel) is not [var statement]) return NotFound();
        Statement = statement;
        if (statement.Outcome == StatementOutcome.Quarantined) AskedFor = await StatementRequests.AboutAsync(connection, Id, cancel);
        Lines = await BankLists.LinesAsync(connection, Id, Pager.Length + 1, skip: (Number - 1) * Pager.Length, cancel: cancel);
        return Page();
    }
}
