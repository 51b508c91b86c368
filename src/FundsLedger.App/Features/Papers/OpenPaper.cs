using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Papers;

/// <summary>Hands out the file of a paper, once that is audited: what cannot be audited is not shown.</summary>
public sealed class OpenPaper(LedgerReads reads, AuditLog audit)
{
    public async Task<Outcome<OpenedPaper>> RunAsync(PaperSubject subject, string code, int number, Actor actor,
        CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var outcome = await PaperList.OpenAsync(reads, connection, subject, code, number, cancel);
        if (!outcome.IsRefused)
            await audit.NoteAsync(new AuditNote(actor, AuditAct.Downloaded, PaperPlaces.Named(subject, code, number)), cancel);
        return outcome;
    }
}
