using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Bank.Reconciliation;

/// <summary>Ledger and bank side by side, and the button that prepares their reconciliation.</summary>
[Needs(Operation.ReadBank), Needs(Operation.RecordBank, "POST")]
public sealed class ReconciliationPage(PageLanguage words, CurrentActor actor, LedgerReads reads, ReconcileBank reconcile)
    : ReconciliationPages(words, actor, reads)
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel) =>
        await LoadAsync(cancel) ? Finish(await reconcile.PrepareAsync(Code, Acting.Actor, cancel),
            _ => new Status("status.bank_prepared", Code, null), _ => $"/bank/{Code}/reconciliation") ?? Page() : NotFound();
}

/// <summary>The same figures for the second person, and the button that approves.</summary>
[Needs(Operation.ReadBank), Needs(Operation.ApproveBank, "POST")]
public sealed class ReconciliationApprovalPage(PageLanguage words, CurrentActor actor, LedgerReads reads, ReconcileBank reconcile)
    : ReconciliationPages(words, actor, reads)
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel) =>
        await LoadAsync(cancel) ? Finish(await reconcile.ApproveAsync(Code, Acting.Actor, cancel),
            _ => new Status("status.bank_approved", Code, null), _ => $"/bank/{Code}/reconciliation") ?? Page() : NotFound();
}

/// <summary>What both pages show.</summary>
public abstract class ReconciliationPages(PageLanguage words, CurrentActor actor, LedgerReads reads) : FormPage(words, actor, reads)
{
    [BindProperty(SupportsGet = true), FromRoute] public string Code { get; set; } = "";

    public ReconciliationFigures? Figures { get; private set; }

    /// <summary>What the outstanding sum is made of, the oldest first.</summary>
    public IReadOnlyList<OutstandingEntry> Outstanding { get; private set; } = [];

    public IReadOnlyList<ReconciliationLine> Lines { get; private set; } = [];

    /// <summary>What waits for a second person.</summary>
    public ReconciliationLine? Prepared => Lines is [{ Step: ReconciliationStep.Prepared } first, ..] ? first : null;

    public Currency Currency { get; private set; } = Currency.Eur;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    protected async Task<bool> LoadAsync(CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        var catalog = await LedgerReads.CatalogWithDaysAsync(connection, cancel);
        if ((await BankAccounts.ReadAsync(connection, catalog, cancel))
            .FirstOrDefault(account => account.Code == Code) is not { } bank) return false;
        Currency = bank.Currency;
        Ask ask = (text, parameters) => Task.FromResult(connection.Command(null, text, parameters));
        Figures = await ReconcileBank.ReadAsync(ask, catalog, bank, cancel);
        if (Figures is { } figures) Outstanding = await OutstandingEntries.ReadAsync(connection, figures, cancel);
        Lines = await BankLists.ReconciliationsAsync(connection, bank, cancel: cancel);
        return true;
    }
}
