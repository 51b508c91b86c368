using FundsLedger.App.Storage;
using FundsLedger.Domain.Banking.Orders;
using FundsLedger.Domain.Payments;
using FundsLedger.Domain.Publication;
using FundsLedger.Domain.SignOff;
using FundsLedger.Domain.Visits;

namespace FundsLedger.App.Tests.Support;

/// <summary>One row in every register of payments, for tests that attack every table.</summary>
public static class MoneyOutRows
{
    public static async Task AddAsync(TestBooks books)
    {
        var (day, at) = (new DateOnly(2026, 2, 1), books.Clock.GetUtcNow());
        byte[] mark = [1, 2, 3];
        await books.RegisterAsync(Registers.VisitCosts, 1L, 1, VisitCostItem.Travel, "a journey", 100L, day, "synthetic", at, "rec",
            "Rosa");
        await books.RegisterAsync(Registers.RequestCosts, 1L, "V-1", 1, 1L, 1);
        await books.RegisterAsync(Registers.RequestFindings, 1L, "V-1", 0, 1, true, day, "rule", "synthetic", at, "rec", "Rosa");
        await books.RegisterAsync(Registers.RequestDecisions, 1L, "V-1", 1, VisitOutcome.Deferred, 0L, day, "rule", "synthetic", null, at,
            "app", "Ada", "rec", "Rosa");
        await books.RegisterAsync(Registers.ContributionOrders, "O-1", 1, "V-1", 100L, day, 2, day, "rule", "synthetic", 1L, at, "app",
            "Ada", "rec", "Rosa");
        await books.RegisterAsync(Registers.QueueOrders, 1L, 1, "window,received,last_visit", "synthetic", at, "rec", "Rosa");
        await books.RegisterAsync(Registers.Payees, 1L, "V-1", 1, 1, mark, day, PayeeVerification.Match, day, at, "rec", "Rosa");
        await books.RegisterAsync(Registers.Payments, "PAY-1", "PAY-1", 1, 1, "C-1", "V-1", 1, "1010", 100L, "5010=1.00", false, day, day,
            mark, PaymentSource.Page, at, "rec", "Rosa");
        var hash = PayloadHash.Of("pay", "PAY-1", SigningPlan.AskAndDecide, "{}").ToBytes();
        await books.RegisterAsync(Registers.SigningRequests, 3L, ApprovalKind.Pay, "PAY-1", "ask>decide", "{}", hash, "pay-key", at);
        await books.RegisterAsync(Registers.SigningSteps, 3L, 3L, 1, SigningStep.Draft, null, SigningDecision.Signed, "", hash, null, null,
            at, "rec", "Rosa");
        await books.RegisterAsync(Registers.SigningSteps, 4L, 3L, 2, SigningStep.Certify, null, SigningDecision.Signed, "", hash,
            SigningState.Done, null, at, "app", "Ada");
        await books.RegisterAsync(Registers.PaymentEvents, 1L, "PAY-1", PaymentEventKind.Certified, day, null, null, at, "app", "Ada");
        await books.RegisterAsync(Registers.PaymentBatches, "B-1", 1, "1010", day, 1, 100L, mark, at, "rec", "Rosa");
        await books.RegisterAsync(Registers.PaymentBatchItems, 1L, "B-1", "PAY-1");
        await books.RegisterAsync(Registers.PaymentRules, 1L, 1, 2, 0L, 1, at, "rec", "Rosa");
        await AddPublicationAsync(books);
    }

    /// <summary>One row in every register of publications.</summary>
    public static async Task AddPublicationAsync(TestBooks books)
    {
        var (day, at) = (new DateOnly(2026, 2, 1), books.Clock.GetUtcNow());
        await books.RegisterAsync(Registers.OfficialFigures, 1L, 2, 2020, OfficialLine.Spent, 100L, 1L, "Accounts (synthetic)", day, at,
            "rec", "Rosa");
        await books.RegisterAsync(Registers.Publications, 1L, "SFR", 2018, 2019, 0L, false, 0L, 0L, 0L, 10_000_000L, false, day, at);
        await books.RegisterAsync(Registers.PublicationAudits, 1L, 2, 1L, 1_000_000_001L, "synthetic", 0L, "{}", at, "rec", "Rosa");
    }
}
