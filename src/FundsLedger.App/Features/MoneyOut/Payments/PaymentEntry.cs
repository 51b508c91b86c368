using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>What a part of a payment was for.</summary>
public sealed record PaymentLine(string Account, Money Amount);

/// <summary>The entry of a payment: expenses by their lines, out of the bank in one sum.</summary>
internal static class PaymentEntry
{
    /// <summary>The key of this entry: the first one releases the commitment.</summary>
    public static string KeyOf(string key) => key + "/2";

    public static EntryDraft Of(Disburse.Command command, CommitmentFact commitment, Money paid, string payment)
    {
        var about = commitment.About with { Payment = payment };
        return new()
        {
            Key = KeyOf(command.Key),
            Date = command.Date,
            Fund = commitment.Fund.Code,
            Kind = EntryKind.Disbursement,
            Description =
                commitment.TakesWords ? Descriptions.PaymentUnderCommitment.Of(payment, commitment.Code) : Descriptions.Payment.Of(),
            Reference = command.Reference,
            Lines = [.. command.Lines.Select(line => new LineDraft(line.Account, line.Amount, null, about)),
                new LineDraft(command.Bank, -paid, null, about)],
        };
    }
}
