using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>The entry that moves a payment from one account to the next, in one sum.</summary>
internal static class PaymentEntries
{
    public static EntryDraft Of(PaymentStanding payment, string key, DateOnly date, EntryKind kind, Description description, string debit,
        string credit)
    {
        var about = new Dimensions(Commitment: payment.Row.Commitment, Payment: payment.Row.Claim);
        return new EntryDraft
        {
            Key = key, Date = date, Fund = payment.FundCode, Kind = kind, Description = description, Reference = payment.Code,
            Lines = [new(debit, payment.Amount, null, about), new(credit, -payment.Amount, null, about)],
        };
    }
}
