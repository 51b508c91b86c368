using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Receipts;

/// <summary>A rate as used, with the day it is for and where it was read.</summary>
public sealed record QuotedRate(Rate Rate, DateOnly Date, string Source);

/// <summary>The two entries of a receipt.</summary>
internal static class ReceiptEntries
{
    /// <summary>Where money waits whose donor is not known yet.</summary>
    public const string Unidentified = "2900";

    /// <summary>The account the money comes in by: the bank, or unidentified receipts where it has waited.</summary>
    public static string TakenFrom(RecordReceipt.Command command) => command.SuspendedEur is null ? command.Bank : Unidentified;

    /// <summary>The money at the bank (or, identified later, out of unidentified receipts), and the revenue it is: of States and their agencies, or of others. What is more than was promised is what was chosen.</summary>
    public static EntryDraft Arrival(RecordReceipt.Command command, long eurMinor, DonorType donor, Money over) => new()
    {
        Key = command.Key,
        Date = command.Date,
        Fund = command.Fund,
        Kind = EntryKind.Receipt,
        Description = Description(command.Donor, command.Pledge, command.Difference),
        Reference = command.Reference,
        Lines = PledgeReceipt.Lines(command, AgreementFacts.IncomeOf(donor), over, eurMinor),
    };

    /// <summary>What the arrival is called. The choice stands in it, sealed with the entry, so that a repeat with another choice is told from the first.</summary>
    public static string Description(string donor, string? pledge, PaymentDifference? choice) => (pledge is null ? $"Receipt from {donor}" : $"Receipt from {donor} for pledge {pledge}") + (choice is { } chosen ? Said(chosen) : "");

    private static string Said(PaymentDifference choice) => choice switch
    {
        PaymentDifference.NextInstalment => "; the rest is for the next instalment",
        PaymentDifference.Total => "; all of it is under the pledge",
        PaymentDifference.SeparateGift => "; the rest is a separate gift",
        PaymentDifference.Return => "; the rest goes back",
        PaymentDifference.StaysDue => "; the rest stays due",
    };

    /// <summary>The part of the pledge that the money meets, off the balance sheet.</summary>
    public static EntryDraft Fulfilment(RecordReceipt.Command command, PledgeFact pledge, IReadOnlyList<StagePart> met) => new()
    {
        Key = command.Key + "/2",
        Date = command.Date,
        Fund = command.Fund,
        Kind = EntryKind.Fulfilment,
        Description = $"Pledge {pledge.Code} met by receipt",
        Reference = command.Reference,
        Lines = PledgeFacts.Lines(met, _ => "8011", pledge.About),
    };
}
