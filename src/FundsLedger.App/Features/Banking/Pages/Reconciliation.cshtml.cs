using FundsLedger.App.Features.Banking.Import;
using FundsLedger.App.Features.Banking.Reconciliations;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Banking.Pages;

/// <summary>A step of a reconciliation as recorded.</summary>
public sealed record ReconciliationLine(DateOnly Through, Money Bank, Money Ledger, Money Outstanding, ReconciliationStep Step, string ActorName, string? SecondActorName, DateTimeOffset RecordedAt);

/// <summary>Ledger and bank side by side, and the button that prepares their reconciliation.</summary>
[Needs(Operation.ReadBank), Needs(Operation.RecordBank, "POST")]
public sealed class ReconciliationPage(PageLanguage words, CurrentActor actor, LedgerReads reads, ReconcileBank reconcile) : ReconciliationPages(words, actor, reads)
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel) =>
        await LoadAsync(cancel) ? Finish(await reconcile.PrepareAsync(Code, Acting.Actor, cancel), _ => new Status("status.bank_prepared", Code, null), _ => $"/bank/{Code}/reconciliation") ?? Page() : NotFound();
}

/// <summary>The same figures for the second person, and the button that approves.</summary>
[Needs(Operation.ReadBank), Needs(Operation.ApproveBank, "POST")]
public sealed class ReconciliationApprovalPage(PageLanguage words, CurrentActor actor, LedgerReads reads, ReconcileBank reconcile) : ReconciliationPages(words, actor, reads)
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel) =>
        await LoadAsync(cancel) ? Finish(await reconcile.ApproveAsync(Code, Acting.Actor, cancel), _ => new Status("status.bank_approved", Code, null), _ => $"/bank/{Code}/reconciliation") ?? Page() : NotFound();
}

/// <summary>What both pages show.</summary>
public abstract class ReconciliationPages(PageLanguage words, CurrentActor actor, LedgerReads reads) : FormPage(words, actor, reads)
{
    [BindProperty(SupportsGet = true), FromRoute] public string Code { get; set; } = "";

    public ReconciliationFigures? Figures { get; private set; }

    public IReadOnlyList<ReconciliationLine> Lines { get; private set; } = [];

    /// <summary>What waits for a second person.</summary>
    public ReconciliationLine? Prepared => Lines is [{ Step: ReconciliationStep.Prepared } first, ..] ? first : null;

    public Currency Currency { get; private set; } = Currency.Eur;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    protected async Task<bool> LoadAsync(CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        var catalog = await Reads.CatalogAsync(connection, cancel);
        if ((await BankAccounts.ReadAsync(connection, catalog, cancel)).FirstOrDefault(account => account.Code == Code) is not { } bank) return false;
        Currency = bank.Currency;
        Ask ask = (text, parameters) => Task.FromResult(connection.Command(null, text, parameters));
        Figures = await ReconcileBank.ReadAsync(ask, catalog, bank, cancel);
        Lines = await connection.Command(null, "SELECT through, bank_minor, ledger_minor, outstanding_minor, step, actor_name, second_actor_name, recorded_at FROM reconciliations WHERE bank_account = @bank ORDER BY id DESC LIMIT 50", ("@bank", Code))
            .RowsAsync(row => new ReconciliationLine(row.Date(0), new Money(row.GetInt64(1), bank.Currency), new Money(row.GetInt64(2), bank.Currency), new Money(row.GetInt64(3), bank.Currency), ClosedSet<ReconciliationStep>.Of(row.GetString(4)), row.GetString(5), row.TextOrNull(6), row.Instant(7)), cancel);
        return true;
    }
}
