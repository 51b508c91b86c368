using FundsLedger.App.Storage;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Tests.Support;

/// <summary>One row in every register of money coming in, for tests that attack or check every table.</summary>
public static class MoneyInRows
{
    public static async Task AddAsync(TestBooks books, string donor, string pledge)
    {
        var (day, at) = (new DateOnly(2026, 2, 1), books.Clock.GetUtcNow());
        await books.RegisterAsync(Registers.DonorProfiles, 1L, donor, null, "en", false, true, "synthetic review", at, "rec", "Rosa");
        await books.RegisterAsync(Registers.GiftOffers, "G-1", donor, 1, day, "EUR", 100L, 1_000_000_000L, "offer", "letter", "offer-key",
            at, "rec", "Rosa");
        await books.RegisterAsync(Registers.GiftDecisions, 1L, "G-1", GiftDecision.Accepted, day, "fits", pledge, at, "rec", "Rosa");
        await books.RegisterAsync(Registers.ApprovalsAsked, 901L, ApprovalKind.LiftReview, donor, "{}", "reason", "ask-key", at, "rec",
            "Rosa");
        await books.RegisterAsync(Registers.ApprovalsDecided, 901L, true, "reason", 1L, at, "app", "Ada");
        var hash = PayloadHash.Of("lift_review", donor, SigningPlan.AskAndDecide, "{}").ToBytes();
        await books.RegisterAsync(Registers.SigningRequests, 902L, ApprovalKind.LiftReview, donor, "ask>decide", "{}", hash,
            "ask-key-2", at);
        await books.RegisterAsync(Registers.SigningSteps, 901L, 902L, 1, SigningStep.Ask, null, SigningDecision.Signed, "reason", hash,
            null, null, at, "rec", "Rosa");
        await books.RegisterAsync(Registers.SigningSteps, 902L, 902L, 2, SigningStep.Decide, "approving_officer", SigningDecision.Signed,
            "reason",
            hash, SigningState.Done, null, at, "app", "Ada");
        await books.RegisterAsync(Registers.Agreements, "A-1", donor, pledge, 1, day, "EUR", 100L, 1_000_000_000L,
            ConditionalTreatment.WhenMet, "earmark", "report", 90, true, "NV 1", at, 1L);
        await books.RegisterAsync(Registers.SupportShares, 1L, "A-1", 700, day, "NV 1", at, "rec", "Rosa");
        await books.RegisterAsync(Registers.Instalments, 1L, "A-1", 1, day, "condition");
        await books.RegisterAsync(Registers.InstalmentEvents, 1L, "A-1", 1, InstalmentEventKind.Scheduled, day, 100L, "evidence", 1L);
        await books.RegisterAsync(Registers.RecognitionPolicies, 1L, 2026, "IPSAS 47", ConditionalTreatment.Deferred, at, "rec", "Rosa");
        await books.RegisterAsync(Registers.StatementDrafts, 1L, "AAAAA-BBBBB-CCCCC-DDDDD", 1, donor, day, day, "en", "{}", "{}", "X", at,
            "cer", "Carl");
        await books.RegisterAsync(Registers.IssuedStatements, 1L, "AAAAA-BBBBB-CCCCC-DDDDD", 1, "{}", new byte[] { 1, 2 },
            new byte[] { 3 }, "open 256 00", 1, "Skia", at, "app", "Ada");
        await books.RegisterAsync(Registers.Reminders, 1L, donor, "en", day, "A-1 / 1", new byte[] { 1, 2, 3 }, at, "rec", "Rosa");
    }
}
