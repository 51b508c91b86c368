using FundsLedger.Domain.Banking;
using FundsLedger.App.Features.MoneyOut.Payees;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Tests.Support;

/// <summary>The payments' road with its officers, for tests that need something paid: one helper for all of them.</summary>
internal static class PayRoad
{
    public static readonly Actor Signatory = new("sig", "Silas Signatory");

    /// <summary>A payee of the fund of family visits.</summary>
    public static readonly PayeeDetails Hotel = new("Hotel (synthetic)", "Hotel BV (synthetic)", AccountForm.Iban, "NL91ABNA0417164300",
        null, new PostalAddress("Example street", "1", "2500 AA", "The Hague", "NL"));

    /// <summary>Drafts a payment, rendered and to be paid on one day; the payee is added where it is not there.</summary>
    public static async Task<Outcome<DraftedPayment>> DraftAsync(LedgerWriter writer, string key, string commitment, DateOnly on,
        IReadOnlyList<PaymentLine> lines, bool isFinal = false, string bank = Chart.Bank, Actor? by = null)
    {
        var payee = await AddHotelAsync(writer);
        return await new DraftPayment(writer).RunAsync(new(key, commitment, payee, lines, on, on, bank, "Visit (synthetic)", isFinal),
            by ?? TestBooks.Recorder);
    }

    /// <summary>The hotel's code; added where it is not there.</summary>
    public static async Task<string> AddHotelAsync(LedgerWriter writer) =>
        (await new AddPayee(writer).RunAsync(new("hotel", "TFFV", Hotel), TestBooks.Recorder)).OrThrow().Code;

    /// <summary>Signs a step of a payment, or sends a batch.</summary>
    public static Task<Outcome<DecidedApproval>> SignAsync(LedgerWriter writer, string code, SigningStep step, Actor by,
        bool isApproved = true, string reason = "") => new SignPayment(writer, Acts.All).RunAsync(new(code, step, isApproved, reason), by);

    /// <summary>Certified by one, approved by another.</summary>
    public static async Task ApproveAsync(LedgerWriter writer, params string[] payments)
    {
        foreach (var payment in payments)
        {
            (await SignAsync(writer, payment, SigningStep.Certify, TestBooks.Certifier)).OrThrow();
            (await SignAsync(writer, payment, SigningStep.Approve, TestBooks.Approver)).OrThrow();
        }
    }

    /// <summary>Puts approved payments together and sends them.</summary>
    public static async Task<string> SendAsync(LedgerWriter writer, DateOnly on, params string[] payments)
    {
        var batch = (await new SendBatch(writer).RunAsync(new($"batch of {payments[0]}", payments, on), TestBooks.Recorder)).OrThrow().Code;
        (await SignAsync(writer, batch, SigningStep.Transmit, Signatory)).OrThrow();
        return batch;
    }

    /// <summary>What the bank made of it.</summary>
    public static Task<Outcome<MovedPayment>> BankAsync(LedgerWriter writer, string payment, PaymentEventKind kind, DateOnly on,
        string? reason = null) => new BankSays(writer).RunAsync(new(payment, kind, on, reason), TestBooks.Recorder);

    /// <summary>The whole road, all on one day: the refusal of the draft, or the payment's code when the bank has executed it.</summary>
    public static async Task<Outcome<PaidPayment>> PayAsync(LedgerWriter writer, string key, string commitment, DateOnly on,
        IReadOnlyList<PaymentLine> lines, bool isFinal = false, string bank = Chart.Bank, Actor? by = null)
    {
        var drafted = await DraftAsync(writer, key, commitment, on, lines, isFinal, bank, by);
        if (drafted.IsRefused) return drafted.Refusal;
        if (drafted.Value.IsRepeat) return new PaidPayment(drafted.Value.Code, true);
        foreach (var (step, person) in ((SigningStep, Actor)[])[(SigningStep.Certify, TestBooks.Certifier),
            (SigningStep.Approve, TestBooks.Approver)])
        {
            var signed = await SignAsync(writer, drafted.Value.Code, step, person);
            if (signed.IsRefused) return signed.Refusal;
        }
        await SendAsync(writer, on, drafted.Value.Code);
        (await BankAsync(writer, drafted.Value.Code, PaymentEventKind.Executed, on)).OrThrow();
        return new PaidPayment(drafted.Value.Code, false);
    }

    /// <summary>Settles a commitment of the protected fund: one person asks, another approves.</summary>
    public static async Task<Outcome<DecidedApproval>> SettleAsync(LedgerWriter writer, string key, string token, DateOnly on,
        IReadOnlyList<PaymentLine> lines, bool isFinal = false, Actor? by = null)
    {
        var asked = await new SettleRelocation(writer).AskAsync(new(key, token, on, lines, IsFinal: isFinal), by ?? TestBooks.Recorder);
        return asked.IsRefused ? asked.Refusal : await new DecideApproval(writer, Acts.All).RunAsync(new(asked.Value.Id, true),
            TestBooks.Approver);
    }
}

/// <summary>A payment's code once it is paid.</summary>
internal sealed record PaidPayment(string Payment, bool IsRepeat) : IAnswer;
