using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Features.MoneyOut.Payees;

/// <summary>Erases who a payee was, in every version, and what was written to it. The register keeps codes and marks: every leaf still
/// proves,
/// and what was paid is told by its code.</summary>
public sealed class ErasePayee(LedgerWriter writer)
{
    /// <param name="Payee">Its code.</param>
    public sealed record Command(string Payee);

    public Task<Outcome<RecordedPayee>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync<RecordedPayee>(actor, async session =>
    {
        if (await session.FindPayeeAsync(command.Payee, cancel) is not { } payee) return new PayeeIsUnknown(command.Payee);
        if (payee.IsErased) return new RecordedPayee(payee.Code, payee.Version, IsRepeat: true);
        var open = await (await session.QuestionAsync(
            $"""
            SELECT p.code FROM payments p WHERE p.payee = @payee AND NOT EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = p.code
                AND v.kind IN ({string.Join(", ", PaymentRoad.Ends.Select(kind => $"'{ClosedSet<PaymentEventKind>.Code(kind)}'"))}))
            ORDER BY p.code
            """, [("@payee", payee.Code)], cancel)).RowsAsync(row => row.GetString(0), cancel);
        if (open is [var payment, ..]) return new PayeeIsBeingPaid(payee.Code, payment);
        foreach (var text in (string[])["DELETE FROM payee_details WHERE payee = @payee",
            "DELETE FROM payment_texts WHERE payment IN (SELECT p.code FROM payments p WHERE p.payee = @payee)"])
            await (await session.WholeQuestionAsync(text, [("@payee", payee.Code)], cancel)).RunAsync(cancel);
        return new RecordedPayee(payee.Code, payee.Version, IsRepeat: false);
    }, cancel);
}
