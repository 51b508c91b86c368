using FundsLedger.App.Api;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Payments;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>Something that happened to a payment.</summary>
/// <param name="Kind">What.</param>
/// <param name="Date">When.</param>
/// <param name="Reason">Why, where that was said.</param>
/// <param name="By">Who recorded it.</param>
public sealed record ApiPaymentEvent(PaymentEventKind Kind, DateOnly Date, string? Reason, string By);

/// <summary>What speaks for care with a payment.</summary>
/// <param name="Risk">What.</param>
/// <param name="About">Other payees, a country, a name or a day.</param>
public sealed record ApiPaymentRisk(PaymentRisk Risk, string About);

/// <summary>A payment and how far it has come.</summary>
/// <param name="Code">Its code: what the bank is told as end-to-end id.</param>
/// <param name="Claim">Code of the first payment of what is owed.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Fund">Code of the fund.</param>
/// <param name="Commitment">Code of the commitment.</param>
/// <param name="Payee">Code of the payee.</param>
/// <param name="PayeeVersion">The version of the payee that is paid.</param>
/// <param name="Bank">Code of the account it leaves.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="Amount">What is paid.</param>
/// <param name="Lines">What it is for.</param>
/// <param name="RenderedOn">When what is paid for was rendered.</param>
/// <param name="PayOn">When the bank is to pay.</param>
/// <param name="Batch">The batch it stands in or was sent in.</param>
/// <param name="DraftedBy">Who drafted it.</param>
/// <param name="Since">Since when it waits where it is.</param>
/// <param name="Events">What happened to it, in order.</param>
public sealed record ApiPayment(string Code, string Claim, PaymentStage State, string Fund, string Commitment, string Payee,
    int PayeeVersion, string Bank, string Currency, string Amount, IReadOnlyList<PaymentLineBody> Lines, DateOnly RenderedOn,
    DateOnly PayOn, string? Batch, string DraftedBy, DateTimeOffset Since, IReadOnlyList<ApiPaymentEvent> Events)
{
    /// <summary>To the payee; null in the list, and where it was erased.</summary>
    public string? Text { get; init; }

    /// <summary>What is left on the account when everything on its way has been paid; null in the list.</summary>
    public string? Remains { get; init; }

    /// <summary>What the bank has paid this payee so far; null in the list.</summary>
    public string? PaidSoFar { get; init; }

    /// <summary>What speaks for care, the gravest first; null in the list.</summary>
    public IReadOnlyList<ApiPaymentRisk>? Risks { get; init; }

    /// <summary>SHA-256 of all that is signed; null in the list.</summary>
    public string? PayloadHash { get; init; }

    internal static ApiPayment Of(PaymentStanding payment) => new(payment.Code, payment.Row.Claim, payment.Stage, payment.FundCode,
        payment.Row.Commitment, payment.Row.Payee, payment.Row.PayeeVersion, payment.Row.Bank, "EUR", payment.Amount.ToDecimalString(),
        [.. payment.Lines.Select(line => new PaymentLineBody(line.Account, line.Amount.ToDecimalString()))], payment.Row.RenderedOn,
        payment.Row.PayOn, payment.Batch, payment.Row.ActorName, payment.Since,
        [.. payment.Events.Select(one => new ApiPaymentEvent(one.Kind, one.On, one.Reason, one.By))]);
}

/// <summary>A payment to be drafted.</summary>
/// <param name="Commitment">Code of the commitment.</param>
/// <param name="Payee">Code of the payee; its newest version is paid.</param>
/// <param name="Lines">Expense accounts, each once.</param>
/// <param name="RenderedOn">When what is paid for was rendered.</param>
/// <param name="PayOn">When the bank is to pay.</param>
/// <param name="Bank">Code of the account in EUR it leaves.</param>
/// <param name="Text">To the payee, at most 140 characters.</param>
/// <param name="Final">True to set free what the commitment still holds after it.</param>
/// <param name="Claim">The claim that is paid anew after its payment came back; left out for a new one.</param>
public sealed record DraftPaymentBody(string Commitment, string Payee, IReadOnlyList<PaymentLineBody> Lines, DateOnly RenderedOn,
    DateOnly PayOn, string Bank, string? Text = null, bool Final = false, string? Claim = null) : IApiBody
{
    public static object Example { get; } = new DraftPaymentBody("C-2026-0001", "V-7K2M9QXA",
        [new PaymentLineBody("5010", "1800.00"), new PaymentLineBody("5020", "900.50")], new DateOnly(2026, 11, 20),
        new DateOnly(2026, 11, 27), "1010", "Visit in November (synthetic)");
}

/// <summary>A signature, or a no.</summary>
/// <param name="Approved">True to sign exactly what was read.</param>
/// <param name="Reason">Why; needed for a no.</param>
/// <param name="PayloadHash">The hash of what was read; left out, it is taken as it stands.</param>
public sealed record SignPaymentBody(bool Approved, string Reason = "", string? PayloadHash = null) : IApiBody
{
    public static object Example { get; } = new SignPaymentBody(true);
}

/// <summary>Takes a payment back.</summary>
/// <param name="Reason">Why, in 1 to 200 characters.</param>
public sealed record WithdrawPaymentBody(string Reason) : IApiBody
{
    public static object Example { get; } = new WithdrawPaymentBody("The invoice was corrected (synthetic)");
}

/// <summary>What the bank made of a payment.</summary>
/// <param name="Outcome">Executed, rejected or returned.</param>
/// <param name="Date">The bank's booking date.</param>
/// <param name="Reason">The bank's reason; needed where it was not executed.</param>
public sealed record PaymentOutcomeBody(PaymentEventKind Outcome, DateOnly Date, string? Reason = null) : IApiBody
{
    public static object Example { get; } = new PaymentOutcomeBody(PaymentEventKind.Rejected, new DateOnly(2026, 11, 27),
        "AC04: account closed (synthetic)");
}

/// <summary>Asks that what is owed be called never payable.</summary>
/// <param name="Date">Day of the decision.</param>
/// <param name="Reason">Why, in 1 to 200 characters.</param>
public sealed record AbandonClaimBody(DateOnly Date, string Reason) : IApiBody
{
    public static object Example { get; } = new AbandonClaimBody(new DateOnly(2026, 11, 30), "The hotel has closed (synthetic)");
}

/// <summary>A batch of payments.</summary>
/// <param name="Code">Its code: what the bank is told as message id.</param>
/// <param name="Fund">Code of the fund.</param>
/// <param name="Bank">Code of the account it leaves.</param>
/// <param name="PayOn">When the bank is to pay.</param>
/// <param name="Currency">Of the sum.</param>
/// <param name="Sum">Of its payments.</param>
/// <param name="Payments">How many.</param>
/// <param name="State">How far its signatures are.</param>
/// <param name="PayloadHash">SHA-256 of all that is signed.</param>
/// <param name="Codes">Its payments; null in the list.</param>
public sealed record ApiBatch(string Code, string Fund, string Bank, DateOnly PayOn, string Currency, string Sum, int Payments,
    SigningState State, string PayloadHash, IReadOnlyList<string>? Codes)
{
    internal static ApiBatch Of(BatchStanding batch) => new(batch.Code, batch.FundCode, batch.Bank, batch.PayOn, "EUR",
        batch.SumEur.Text(), batch.Payments, batch.State, batch.Asked.Signing.Hash.Hex, null);
}

/// <summary>Puts approved payments of one account together.</summary>
/// <param name="Payments">Codes of approved payments, each once.</param>
/// <param name="PayOn">When the bank is to pay.</param>
public sealed record MakeBatchBody(IReadOnlyList<string> Payments, DateOnly PayOn) : IApiBody
{
    public static object Example { get; } = new MakeBatchBody(["PAY-7K2M9QXA3B"], new DateOnly(2026, 11, 27));
}
