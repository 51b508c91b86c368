using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Features.MoneyOut.Payees;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking.Orders;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Features.Bank.Answers;

/// <summary>What a bank's answer says of one payment, and what followed from it.</summary>
/// <param name="Payment">Its code.</param>
/// <param name="Status">What the bank says of it; null where the answer leaves it open.</param>
/// <param name="Reasons">The bank's codes, parted by commas; empty where it gives none.</param>
/// <param name="Verification">What the payee's bank said of name and account; null where the answer tells nothing.</param>
/// <param name="Stage">How far the payment has come now.</param>
public sealed record AnsweredPayment(string Payment, PaymentStatus? Status, string Reasons, PayeeVerification? Verification,
    PaymentStage Stage);

/// <summary>A bank's answer that was taken.</summary>
/// <param name="Batch">Code of the batch that it answers.</param>
/// <param name="Payments">What it says of each payment, in the order of their codes.</param>
/// <param name="IsRepeat">True when nothing was new in it.</param>
public sealed record TakenAnswer(string Batch, IReadOnlyList<AnsweredPayment> Payments, bool IsRepeat) : IAnswer;

/// <summary>Takes a bank's answer to a payment file (pain.002), whole or not at all. A payment that the bank rejects is owed again; what
/// the payee's bank said of a name becomes a version of the payee. An acceptance moves nothing: cash moves when the bank's statement
/// says so.</summary>
public sealed class TakePaymentAnswer(LedgerWriter writer, BatchFile file)
{
    /// <param name="content">The file, seekable, at its beginning.</param>
    /// <param name="name">Its name, as refusals repeat it.</param>
    /// <param name="actor">Who takes it.</param>
    public async Task<Outcome<TakenAnswer>> RunAsync(Stream content, string name, Actor actor, CancellationToken cancel = default)
    {
        var read = PaymentAnswerReader.Read(content, name);
        if (read.IsRefused) return read.Refusal;
        var sent = await file.SentAsync(Fields.Shown(read.Value.OriginalMessageId), cancel);
        if (sent.IsRefused) return sent.Refusal;
        var answer = PaymentStatusRules.Apply(read.Value, sent.Value);
        if (answer.IsRefused) return answer.Refusal;
        return await writer.InOneTransactionAsync(actor, session => ApplyAsync(session, sent.Value.MessageId, answer.Value, cancel),
            cancel);
    }

    private static async Task<Outcome<TakenAnswer>> ApplyAsync(LedgerSession session, string batch, BatchAnswer answer,
        CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(session.Instant.UtcDateTime);
        var answered = DateOnly.FromDateTime(answer.CreatedAt.UtcDateTime);
        if (answered > today) return new DateIsAhead(answered, today);
        var (done, isRepeat) = (new List<AnsweredPayment>(), true);
        foreach (var order in answer.Orders)
        {
            if (await session.FindPaymentAsync(order.Order.EndToEndId, cancel) is not { } payment)
                return new PaymentIsUnknown(order.Order.EndToEndId);
            var (stage, reasons) = (payment.Stage, Codes(order.Reasons));
            if (order.Status is PaymentStatus.Rejected or PaymentStatus.Cancelled)
            {
                // A bank that answers before the day on which it was to pay has sent nothing back before that day.
                var sentOn = payment.Event(PaymentEventKind.Sent)?.On ?? answered;
                var said = await BankSays.ApplyAsync(session, new(payment.Code, PaymentEventKind.Rejected,
                    answered < sentOn ? sentOn : answered, reasons.Length == 0 ? "no reason given" : reasons), isOfLine: false, cancel);
                if (said.IsRefused) return said.Refusal;
                (stage, isRepeat) = (said.Value.Stage, isRepeat && said.Value.IsRepeat);
            }
            if (order.Verification is { } verification)
            {
                var verified = await VerifyAsync(session, payment, verification, answered, cancel);
                if (verified.IsRefused) return verified.Refusal;
                isRepeat &= verified.Value;
            }
            done.Add(new AnsweredPayment(payment.Code, order.Status, reasons, order.Verification?.Result, stage));
        }
        return new TakenAnswer(batch, done, isRepeat);
    }

    /// <summary>Records it where the payee is still the one that was paid; of another version, or of an erased one, it says nothing. True
    /// where nothing was new in it.</summary>
    private static async Task<Outcome<bool>> VerifyAsync(LedgerSession session, PaymentStanding payment, PayeeAnswer answer, DateOnly on,
        CancellationToken cancel)
    {
        if (await session.FindPayeeAsync(payment.Row.Payee, cancel) is not { Details: { } now } payee || payee.VerifiedOn > on) return true;
        var paid = (await PayeeBook.VersionsAsync((text, parameters) => session.QuestionAsync(text, parameters, cancel), session.Catalog,
            payee.Code, cancel)).Find(version => version.Version == payment.Row.PayeeVersion)?.Details;
        if (paid is null || !paid.PaysTheSame(now)) return true;
        // A close match without the name that the bank knows says no more than that there is no match.
        var result = answer is { Result: PayeeVerification.CloseMatch, HolderName: null } ? PayeeVerification.NoMatch : answer.Result;
        var recorded = await VerifyPayee.ApplyAsync(session, new(payee.Code, result, on,
            result == PayeeVerification.CloseMatch ? answer.HolderName : null), cancel);
        return recorded.IsRefused ? recorded.Refusal : recorded.Value.IsRepeat;
    }

    /// <summary>The codes alone: in what a bank adds in words a name could stand, and this is never erased.</summary>
    private static string Codes(IEnumerable<StatusReason> reasons) => string.Join(", ", reasons.Where(reason => !reason.IsBanksOwn)
        .Select(reason => reason.Code).Where(code => code.Length is > 0 and <= 4).Distinct(StringComparer.Ordinal).Take(10));
}
