using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.SignOff;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>One batch: its payments, and the form with which a bank signatory sends it.</summary>
[Needs(Operation.ReadPayments, Subject = Subject.Batch)]
[Needs(Operation.TransmitPayments, "POST", Subject = Subject.Batch)]
public sealed class BatchPage(PageLanguage words, CurrentActor actor, LedgerReads reads, SignPayment sign, BatchFile file, AuditLog audit)
    : FormPage(words, actor, reads)
{
    public BatchStanding Batch { get; private set; } = null!;

    public IReadOnlyList<PaymentStanding> Payments { get; private set; } = [];

    public DateTimeOffset Now => Reads.Clock.GetUtcNow();

    public bool MaySign => Batch.Asked.Signing.State == SigningState.Waiting && Acting.May(Operation.TransmitPayments)
        && !Batch.Asked.Signing.HasSigned(Acting.Actor);

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Begin();
        return Page();
    }

    /// <summary>Who sends a batch fetches its file.</summary>
    public bool MayFetch => Batch.State == SigningState.Done && Acting.May(Operation.TransmitPayments);

    public async Task<IActionResult> OnGetFileAsync([FromRoute] string code, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel) || !Acting.May(Operation.TransmitPayments)) return NotFound();
        var made = await file.MakeAsync(code, cancel);
        if (made.IsRefused)
        {
            Begin();
            Form.Note(made.Refusal);
            return Page();
        }
        await audit.NoteAsync(new AuditNote(Acting.Actor, AuditAct.Exported, $"payment file {code}"), cancel);
        return File(made.Value.Bytes, "application/xml", made.Value.Name);
    }

    public Task<IActionResult> OnPostAsync([FromRoute] string code, CancellationToken cancel) => SignAsync(code, isApproved: true, cancel);

    public Task<IActionResult> OnPostRefuseAsync([FromRoute] string code, CancellationToken cancel) => SignAsync(code, isApproved: false,
        cancel);

    private async Task<IActionResult> SignAsync(string code, bool isApproved, CancellationToken cancel)
    {
        if (!await LoadAsync(code, cancel)) return NotFound();
        Accept();
        var outcome = await sign.RunAsync(new(code, SigningStep.Transmit, isApproved, Form["reason"])
        {
            Seen = Form["seen"] is { Length: > 0 } seen ? new PayloadHash(seen) : null, RoleFor = Acting.RoleFor,
            FundsFor = Acting.FundsFor,
        }, Acting.Actor, cancel);
        return Finish(outcome, done => new Status(!isApproved ? "status.batch_refused" : done.State == SigningState.Done
            ? "status.batch_sent" : "status.batch_signed", code, done.EntrySeq), _ => $"/payments/batches/{code}", _ => "reason") ?? Page();
    }

    private async Task<bool> LoadAsync(string code, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        var catalog = await Reads.CatalogAsync(connection, cancel);
        if (await BatchList.ReadAsync(connection, catalog, code, cancel: cancel) is not [var batch]) return false;
        Batch = batch;
        Payments = await PaymentList.ReadAsync(connection, catalog, new PaymentFilter { Batch = code }, cancel);
        return true;
    }
}
