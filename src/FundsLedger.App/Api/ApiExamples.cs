using System.Text.Json;
using System.Text.Json.Nodes;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Imports;
using FundsLedger.App.Features.MoneyIn.Offers;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyIn.Reminders;
using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.App.Features.Office.Instance;
using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;

namespace FundsLedger.App.Api;

/// <summary>Examples of every body, made of the types themselves so that they cannot be wrong. Ireland's pledge of 2023 is published (ICC-ASP); everything else is synthetic.</summary>
public static class ApiExamples
{
    private static readonly Dictionary<Type, object> All = ((object[])
    [
        new AnnouncePledgeBody("IE", new DateOnly(2023, 11, 14), "3000000.00", "EUR", "Voluntary contributions announced for several purposes"),
        new DesignatePledgeBody(new DateOnly(2024, 6, 3), "500000.00", "EUR", "Designated to the Special Fund for Relocations", "SFR"),
        new EndPledgeBody(new DateOnly(2026, 11, 23), PledgeEnd.WrittenDown, "No longer expected (synthetic)"),
        new ConfirmPledgeBody(new DateOnly(2026, 11, 23), "Synthetic note verbale 1"),
        new SignAgreementBody("IE", "SFR", new DateOnly(2026, 11, 23), "500000.00", "EUR", [new(new DateOnly(2027, 1, 31), "250000.00"), new(new DateOnly(2027, 7, 31), "250000.00", "interim report accepted (synthetic)")], Reference: "Synthetic agreement 1"),
        new MeetConditionBody(2, new DateOnly(2026, 11, 23), "Synthetic report 1"),
        new WriteOffBody(1, new DateOnly(2026, 11, 23), "100.00", "No longer owed (synthetic)"),
        new CloseAgreementBody(new DateOnly(2026, 11, 23), "The project ended (synthetic)"),
        new RevalueBody("SFR", 2026, 10),
        new OfferGiftBody("IE", new DateOnly(2026, 11, 20), "10000.00", "EUR", "Synthetic offer to the family visits", Fund: "TFFV"),
        new DecideGiftBody(true, new DateOnly(2026, 11, 23), "Fits the purpose (synthetic)"),
        new ReturnGiftBody("IE-R-2026-1", new DateOnly(2026, 11, 23), "Given by mistake (synthetic)"),
        new PayBackBody("IE", "TFFV", new DateOnly(2026, 11, 23), "1000.00", "EUR", "1010", "Given by mistake (synthetic)"),
        new ImportPledgesBody("synthetic.csv", "donor,date,currency,amount,fund\nIE,2026-11-20,EUR,1000.00,TFFV\n"u8.ToArray(), DryRun: true),
        new SetPolicyBody(2026, "IPSAS 47", ConditionalTreatment.Deferred),
        new DraftReminderBody(new DateOnly(2026, 11, 23), "fr"),
        new DecideApprovalBody(false, "The payment is announced (synthetic)"),
        new AskReversalBody(12, new DateOnly(2026, 11, 23), "Announced twice (synthetic)"),
        new AddDonorBody("SYN-Q", "Synthetic State Q", DonorType.State, "fr"),
        new LiftReviewBody("Origin of the money clarified (synthetic)"),
        new SetProfileBody("fr", Confidential: true),
        new ContactBody("A. Example (synthetic)", "Embassy, development section", "embassy@example.org"),
        new EraseContactBody(1),
        new RecordReceiptBody("TFFV", "IE", new DateOnly(2026, 11, 20), "25000.00", "EUR", "1010", Reference: "Synthetic reference 1"),
        new SubmitRequestBody("TFFV", "D-01", 2, [Relation.Spouse, Relation.Child], new DateOnly(2027, 2, 1), new DateOnly(2027, 2, 28), "4200.00", new DateOnly(2026, 11, 20)),
        new MakeCommitmentBody("TFFV", new DateOnly(2026, 11, 23), "4200.00", ExpiresOn: new DateOnly(2027, 2, 28), Description: "Synthetic commitment"),
        new ReleaseCommitmentBody(new DateOnly(2026, 11, 23), ReleaseReason.NoLongerNeeded),
        new PayCommitmentBody(new DateOnly(2026, 11, 23), [new PaymentLineBody("5010", "1800.00"), new PaymentLineBody("5020", "900.50")], "1010"),
        new EnterRateBody(new DateOnly(2026, 11, 23), "GBP", "1.1523", "Synthetic source"),
        new ImportStatementsBody("synthetic.sta", ":20:SYNTHETIC\r\n"u8.ToArray(), DryRun: true),
        new MatchLineBody(1, "IE", [new ApiLinePart("25000.00", "IE-P-2026-1")]),
        new AcknowledgeAlertBody("Donors are being asked (synthetic)"),
        new ReverseEntryBody(new DateOnly(2026, 11, 23), "Recorded twice (synthetic)"),
    ]).ToDictionary(example => example.GetType());

    /// <summary>Every type of body that has one.</summary>
    public static IReadOnlyCollection<Type> Types => All.Keys;

    /// <summary>The example of a type of body; null when it has none.</summary>
    public static JsonNode? Of(Type type) => All.TryGetValue(type, out var example) ? WithoutNulls(JsonSerializer.SerializeToNode(example, type, ApiJson.Options)) : null;

    // What may be left out is left out: an example shows what has to be typed.
    private static JsonNode? WithoutNulls(JsonNode? node)
    {
        if (node is not JsonObject fields) return node;
        foreach (var name in fields.Where(field => field.Value is null).Select(field => field.Key).ToList()) fields.Remove(name);
        return fields;
    }
}
