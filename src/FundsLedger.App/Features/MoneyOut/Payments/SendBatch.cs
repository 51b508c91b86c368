using System.Globalization;
using System.Security.Cryptography;
using FundsLedger.App.Features.MoneyOut.Rules;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;
using FundsLedger.Domain.Payments;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>Sends approved payments of one bank account together. One person puts them together; one bank signatory, or two, send exactly
/// this, and none of them has drafted, certified or approved one of the payments.</summary>
public sealed class SendBatch(LedgerWriter writer)
{
    private const int CodeLength = 12;

    /// <param name="Key">Idempotency key of the request.</param>
    /// <param name="Payments">Codes of approved payments, each once.</param>
    /// <param name="PayOn">When the bank is to pay.</param>
    public sealed record Command(string Key, IReadOnlyList<string> Payments, DateOnly PayOn);

    /// <summary>What is signed.</summary>
    /// <param name="Content">SHA-256 over the payments and what their officers have signed.</param>
    internal sealed record Input(string Batch, string Fund, string Bank, string Date, string Payments, string Currency, string Amount,
        string Content);

    /// <summary>What is done when the last signatory has signed.</summary>
    internal static readonly ApprovedAct Act = new(ApprovalKind.SendBatch, batch => $"/payments/batches/{batch}", DoAsync)
    {
        Plan = SigningPlan.InOrder(SigningStep.Draft, SigningStep.Transmit),
        NeedOf = _ => Operation.TransmitPayments,
        OnStepAsync = StepAsync,
    };

    private static readonly SigningPlan ByTwo = SigningPlan.InOrder(SigningStep.Draft, SigningStep.Transmit, SigningStep.Transmit);

    public Task<Outcome<MadeBatch>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Puts a batch together within the caller's transaction. A refusal comes before anything is written.</summary>
    public static async Task<Outcome<MadeBatch>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel = default)
    {
        Ask ask = (text, parameters) => session.QuestionAsync(text, parameters, cancel);
        if (await session.AskedInputAsync<Input>(command.Key, Act, cancel) is { } earlier)
        {
            var items = await ReadAsync(ask, session.Catalog, earlier.Batch, cancel);
            return items.Select(one => one.Code).Order(StringComparer.Ordinal).SequenceEqual(command.Payments.Order(StringComparer.Ordinal))
                && earlier.Date == Links.Iso(command.PayOn)
                ? new MadeBatch(earlier.Batch, (await session.FindRequestAsync(ApprovalKind.SendBatch, earlier.Batch, cancel))!.Id,
                    IsRepeat: true)
                : new KeyUsedForOtherInput(command.Key);
        }
        if (command.Payments.Count == 0) return new BatchNamesNothing();
        var payments = new List<PaymentStanding>();
        foreach (var code in command.Payments)
        {
            if (await session.FindPaymentAsync(code, cancel) is not { } payment) return new PaymentIsUnknown(code);
            if (payments.Exists(one => one.Code == code)) return new BatchNamesTwice(code);
            if (payments is [var first, ..] && (first.Row.Bank, first.FundCode) != (payment.Row.Bank, payment.FundCode))
                return new BatchIsOfOneAccount(code, first.Row.Bank);
            if (payment.Stage != PaymentStage.Approved) return PayClaim.Elsewhere(payment);
            if (command.PayOn < payment.Row.RenderedOn) return new PaymentIsBeforeService(payment.Row.RenderedOn, command.PayOn);
            payments.Add(payment);
        }
        payments.Sort((one, other) => string.CompareOrdinal(one.Code, other.Code));
        var (fund, bank) = (payments[0].FundCode, payments[0].Row.Bank);
        var sum = payments.Aggregate(Money.Eur(0), (total, payment) => total + payment.Amount);
        var content = await ContentAsync(session, payments, cancel);
        var batch = "B-" + session.Chance.Code(ChanceUse.BatchCode, LogClass.Open, fund, CodeLength);
        await session.RegisterAsync(new PaymentBatchRow
        {
            Code = batch, FundId = payments[0].Row.FundId, Bank = bank, PayOn = command.PayOn, Payments = payments.Count,
                SumEur = sum.Minor,
            ContentHash = content, RecordedAt = session.Instant, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        }, cancel);
        foreach (var payment in payments) await session.RegisterAsync(new PaymentBatchItemRow
        {
            Id = await session.NextIdAsync(Registers.PaymentBatchItems, cancel), Batch = batch, Payment = payment.Code,
        }, cancel);
        var rules = await PayRules.ReadAsync(ask, payments[0].Row.FundId, cancel);
        var asked = await session.AskAsync(command.Key, rules.Signatories == 2 ? Act with { Plan = ByTwo } : Act, batch,
            new Input(batch, fund, bank, Links.Iso(command.PayOn), payments.Count.ToString(CultureInfo.InvariantCulture), "EUR",
                sum.ToDecimalString(), Convert.ToHexStringLower(content)), "", cancel);
        return asked.IsRefused ? asked.Refusal : new MadeBatch(batch, asked.Value.Id, IsRepeat: false);
    }

    /// <summary>The payments of a batch, by code.</summary>
    internal static async Task<List<PaymentStanding>> ReadAsync(Ask ask, LedgerCatalog catalog, string batch, CancellationToken cancel) =>
        [.. (await PaymentList.ReadAsync(ask, catalog, new PaymentFilter { Batch = batch }, cancel)).OrderBy(one => one.Code,
            StringComparer.Ordinal)];

    /// <summary>Every signatory looks at the same: nothing has changed, and none of the payments is their own.</summary>
    private static async Task<Refusal?> StepAsync(LedgerSession session, ApprovalStanding asked, SigningStep step, CancellationToken cancel)
    {
        Ask ask = (text, parameters) => session.QuestionAsync(text, parameters, cancel);
        var payments = await ReadAsync(ask, session.Catalog, asked.Subject, cancel);
        if (payments.Count == 0) return new BatchIsUnknown(asked.Subject);
        var today = DateOnly.FromDateTime(session.Instant.UtcDateTime);
        foreach (var payment in payments)
        {
            if (payment.Stage != PaymentStage.Batched || payment.Batch != asked.Subject) return PayClaim.Elsewhere(payment);
            var request = (await session.FindRequestAsync(ApprovalKind.Pay, payment.Code, cancel))!;
            if (request.Signing.HasSigned(session.Actor)) return new SignatorySignedBefore(session.Actor.Name, payment.Code);
            if (await PayClaim.FaultAsync(session, payment, request.Read<PaymentInput>(), today, cancel) is { } fault) return fault;
        }
        return Convert.ToHexStringLower(await ContentAsync(session, payments, cancel)) == asked.Read<Input>().Content ? null
            : new PaymentIsOther(payments[0].Code);
    }

    private static async Task<Outcome<DoneAct>> DoAsync(LedgerSession session, string key, ApprovalStanding asked, CancellationToken cancel)
    {
        var (today, asFor) = (DateOnly.FromDateTime(session.Instant.UtcDateTime), BookDay.Read(asked.Read<Input>().Date)!.Value);
        // What the bank was to pay on a day before was sent by then, and is written down late.
        var on = asFor < today ? asFor : today;
        Ask ask = (text, parameters) => session.QuestionAsync(text, parameters, cancel);
        long? first = null;
        foreach (var payment in await ReadAsync(ask, session.Catalog, asked.Subject, cancel))
        {
            var sent = await session.PostAsync(PaymentEntries.Of(payment, PayClaim.StepKey(payment.Code, "sent"), on,
                EntryKind.Transmission, Descriptions.PaymentSent.Of(payment.Code, asked.Subject), Chart.Payables, Chart.PaymentsSent),
                EntryRights.Commits | EntryRights.Pays, cancel);
            if (sent.IsRefused) return sent.Refusal;
            first ??= sent.Value.Seq;
            await session.HappenedAsync(payment.Row, PaymentEventKind.Sent, on, null, sent.Value.Seq, cancel);
        }
        return new DoneAct(first);
    }

    private static async Task<byte[]> ContentAsync(LedgerSession session, List<PaymentStanding> payments, CancellationToken cancel)
    {
        var bytes = new CanonicalWriter();
        bytes.Text("fundsledger batch v1");
        bytes.List(payments.Count);
        foreach (var payment in payments)
        {
            bytes.Text(payment.Code);
            bytes.Bytes((await session.FindRequestAsync(ApprovalKind.Pay, payment.Code, cancel))!.Signing.Hash.ToBytes());
        }
        return SHA256.HashData(bytes.WrittenSpan);
    }
}

/// <summary>The batch's code and the number of the request that the signatories sign.</summary>
public sealed record MadeBatch(string Code, long Request, bool IsRepeat) : IAnswer;
