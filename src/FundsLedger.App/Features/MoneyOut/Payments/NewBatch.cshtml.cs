using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Payments;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>The form that puts approved payments of one account together.</summary>
[Needs(Operation.DraftPayments)]
public sealed class NewBatchPage(PageLanguage words, CurrentActor actor, LedgerReads reads, SendBatch send) : FormPage(words, actor, reads)
{
    /// <summary>What is approved and in no batch, by account.</summary>
    public IReadOnlyList<PaymentStanding> Approved { get; private set; } = [];

    /// <summary>Those that are chosen.</summary>
    public IReadOnlySet<string> Chosen { get; private set; } = new HashSet<string>();

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Begin();
        Propose("date", Links.Iso(Reads.Today));
        // All of the first account: a batch is of one.
        Chosen = Approved.Where(payment => payment.Row.Bank == Approved[0].Row.Bank).Select(payment => payment.Code).ToHashSet();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        Chosen = Request.Form["payment"].Where(code => code is not null).Select(code => code!).ToHashSet(StringComparer.Ordinal);
        var date = Form.Date("date");
        if (Form.IsFaulty) return Page();
        var outcome = await send.RunAsync(new(Key, [.. Chosen.Order(StringComparer.Ordinal)], date), Acting.Actor, cancel);
        return Finish(outcome, made => new Status("status.batch_made", made.Code, null), made => $"/payments/batches/{made.Code}",
            refusal => refusal is PaymentIsBeforeService ? "date" : "") ?? Page();
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        Approved = [.. (await PaymentList.ReadAsync(connection, await Reads.CatalogAsync(connection, cancel),
            new PaymentFilter { OnlyOpen = true }, cancel)).Where(payment => payment.Stage == PaymentStage.Approved)
            .OrderBy(payment => payment.Row.Bank, StringComparer.Ordinal).ThenBy(payment => payment.Since)];
    }
}
