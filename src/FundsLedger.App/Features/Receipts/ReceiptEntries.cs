using FundsLedger.App.Features.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Receipts;

/// <summary>A rate as used, with the day it is for and where it was read.</summary>
public sealed record QuotedRate(Rate Rate, DateOnly Date, string Source);

/// <summary>The two entries of a receipt.</summary>
internal static class ReceiptEntries
{
    /// <summary>Where money waits whose donor is not known yet.</summary>
    public const string Unidentified = "2900";

    /// <summary>The account the money comes in by: the bank, or unidentified receipts where it has waited.</summary>
    public static string TakenFrom(RecordReceipt.Command command) => command.SuspendedEur is null ? command.Bank : Unidentified;

    /// <summary>The money at the bank (or, identified later, out of unidentified receipts), and the revenue it is: of States and their agencies, or of others.</summary>
    public static EntryDraft Arrival(RecordReceipt.Command command, long eurMinor, DonorType donor)
    {
        var income = donor is DonorType.State or DonorType.Agency ? "4010" : "4020";
        return new()
        {
            Key = command.Key,
            Date = command.Date,
            Fund = command.Fund,
            Kind = EntryKind.Receipt,
            Description = command.Pledge is { } pledge ? $"Receipt from {command.Donor} for pledge {pledge}" : $"Receipt from {command.Donor}",
            Reference = command.Reference,
            Lines = PledgeFacts.Lines(TakenFrom(command), income, command.Amount, eurMinor, new Dimensions(Donor: command.Donor, Pledge: command.Pledge)),
        };
    }

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
