using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.ByHand;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Decisions;
using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Visits;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>Requests from what they ask for to what is paid back.</summary>
public sealed class RequestTests
{
    private static readonly DateOnly On = Day("2026-06-20");

    [Theory, EveryDatabase]
    public async Task A_request_is_the_sum_of_dated_assumptions_and_bad_lines_leave_no_trace(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        var night = new EnterVisitCost.Command("TFFV", VisitCostItem.Accommodation, "a night", Eur("95.00"), Day("2026-01-01"), "offer 7");
        var cost = (await books.MustRepeatAsync(() => new EnterVisitCost(books.Writer).RunAsync(night, TestBooks.Recorder))).Id;
        var later = (await new EnterVisitCost(books.Writer).RunAsync(night with { From = Day("2026-06-15") }, TestBooks.Recorder))
            .OrThrow().Id;
        foreach (var (refusal, broken) in ((string, EnterVisitCost.Command)[])[("visit_fund_is_unknown", night with { Fund = "SFR" }),
            ("visit_cost_text_is_malformed", night with { Source = " " }), ("visit_cost_text_is_malformed", night with { Unit = "" }),
            ("visit_amount_is_wrong", night with { Amount = Eur("0.00") }),
            ("visit_amount_is_wrong", night with { Amount = In("USD", "95.00") }),
            ("date_is_out_of_range", night with { From = DateOnly.MinValue })])
            await books.MustRefuseAsync(refusal, () => new EnterVisitCost(books.Writer).RunAsync(broken, TestBooks.Recorder));

        var asked = Asked("v") with { Asked = Eur("380.00"), Lines = [new CostLine(cost, 3), new CostLine(cost, 1)] };
        foreach (var (refusal, broken) in ((string, SubmitVisitRequest.Command)[])[
            ("visit_cost_is_unknown", asked with { Lines = [new CostLine(99, 1)] }),
            ("visit_cost_is_too_new", asked with { Lines = [new CostLine(later, 4)] }),
            ("visit_quantity_is_out_of_range", asked with { Lines = [new CostLine(cost, 0)] }),
            ("visit_quantity_is_out_of_range", asked with { Lines = [new CostLine(cost, 1001)] }),
            ("visit_lines_are_too_many", asked with { Lines = [.. Enumerable.Repeat(new CostLine(cost, 1), 61)] }),
            ("visit_lines_do_not_add_up", asked with { Asked = Eur("380.01") })])
            await books.MustRefuseAsync(refusal, () => SubmitAsync(books, broken));
        var code = (await books.MustRepeatAsync(() => SubmitAsync(books, asked))).Code;
        await books.MustRefuseAsync("key_used_for_other_input", () => SubmitAsync(books, asked with { Lines = [new CostLine(cost, 4)] }));

        await using var connection = await books.Database.OpenAsync();
        Assert.Equal([(3, 28_500L), (1, 9_500L)], (await RequestList.CostsAsync(connection, code)).Select(line => (line.Quantity,
            line.SumEur)));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Two_people_grant_what_was_found_due_and_the_money_is_set_aside(DatabaseKind on)
    {
        await using var books = await FundedAsync(on);
        var code = (await SubmitAsync(books, Asked("v"))).OrThrow().Code;
        var grant = Decide("d", code, VisitOutcome.Approved, "2000.00");
        await books.MustRefuseAsync("decision_needs_findings", () => AskAsync(books, grant));
        var finding = new RecordFinding.Command(code, 0, true, On, "rule", "by file");
        await books.MustRepeatAsync(() => FindAsync(books, finding));
        foreach (var visitor in (int[])[1, 2]) (await FindAsync(books, finding with { Visitor = visitor })).OrThrow();
        foreach (var (refusal, broken) in ((string, RecordFinding.Command)[])[("request_is_unknown", finding with { Request = "V-0" }),
            ("visitor_is_unknown", finding with { Visitor = 3 }), ("visitor_is_unknown", finding with { Visitor = -1 }),
            ("decision_text_is_malformed", finding with { Reason = "" }), ("date_is_ahead", finding with { Date = Day("2027-01-01") }),
            ("decision_is_before_request", finding with { Date = Day("2026-01-01") })])
            await books.MustRefuseAsync(refusal, () => FindAsync(books, broken));
        foreach (var (refusal, broken) in ((string, DecideRequest.Command)[])[("request_is_unknown", grant with { Request = "V-0" }),
            ("decision_text_is_malformed", grant with { LegalReference = new string('x', 201) }),
            ("decision_is_before_request", grant with { Date = Day("2026-05-31") }),
            ("date_is_ahead", grant with { Date = Day("2027-01-01") }),
            ("decision_does_not_follow", grant with { Outcome = VisitOutcome.Reversed, Amount = Eur("0.00") }),
            ("decision_amount_is_wrong", grant with { Amount = Eur("1999.99") }),
            ("decision_amount_is_wrong", grant with { Outcome = VisitOutcome.PartlyApproved }),
            ("decision_amount_is_wrong", grant with { Outcome = VisitOutcome.Refused }),
            ("decision_amount_is_wrong", grant with { Amount = In("USD", "2000.00") }),
            ("decision_needs_expiry", grant with { ExpiresOn = null }),
            ("decision_needs_expiry", Decide("d", code, VisitOutcome.Refused, "0.00") with { ExpiresOn = On }),
            ("commitment_ends_before_it_begins", grant with { ExpiresOn = Day("2026-06-01") })])
            await books.MustRefuseAsync(refusal, () => AskAsync(books, broken));

        var asked = await books.MustRepeatAsync(() => AskAsync(books, grant));
        await books.MustRefuseAsync("approval_takes_two", () => YesAsync(books, asked.Id, TestBooks.Recorder));
        Assert.Equal("0.00", await CommittedAsync(books));
        (await YesAsync(books, asked.Id)).OrThrow();

        Assert.Equal("2000.00", await CommittedAsync(books));
        var standing = await ReadAsync(books, code);
        Assert.Equal(("approved", 200_000L, false), (standing.State, standing.GrantedEur, standing.Waits));
        await books.MustRefuseAsync("decision_does_not_follow", () => AskAsync(books, grant with { Key = "d2" }));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task A_part_is_granted_where_one_visitor_meets_the_test_and_a_refusal_sets_nothing_aside(DatabaseKind on)
    {
        await using var books = await FundedAsync(on);
        var code = (await SubmitAsync(books, Asked("v"))).OrThrow().Code;
        foreach (var (visitor, holds) in ((int, bool)[])[(0, true), (1, true), (2, false)])
            (await FindAsync(books, new(code, visitor, holds, On, "rule", "by file"))).OrThrow();
        await books.MustRefuseAsync("decision_needs_findings", () => AskAsync(books, Decide("all", code, VisitOutcome.Approved,
            "2000.00")));
        await TakeAsync(books, Decide("part", code, VisitOutcome.PartlyApproved, "900.00"));
        Assert.Equal(("partly_approved", "900.00"), ((await ReadAsync(books, code)).State, await CommittedAsync(books)));

        var other = (await SubmitAsync(books, Asked("w"))).OrThrow().Code;
        await TakeAsync(books, Decide("no", other, VisitOutcome.Refused, "0.00"));
        Assert.Equal(("refused", "900.00"), ((await ReadAsync(books, other)).State, await CommittedAsync(books)));
        await books.MustRefuseAsync("request_is_refused", () => new MakeCommitment(books.Writer).RunAsync(
            new("by hand", "TFFV", other, Eur("10.00"), On), TestBooks.Recorder));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task What_the_Presidency_sets_aside_is_set_free_and_decided_anew_with_every_version_kept(DatabaseKind on)
    {
        await using var books = await FundedAsync(on);
        var code = (await SubmitAsync(books, Asked("v"))).OrThrow().Code;
        await TakeAsync(books, Decide("1", code, VisitOutcome.Refused, "0.00"));
        await TakeAsync(books, Decide("2", code, VisitOutcome.Reversed, "0.00"));
        await FoundAsync(books, code);
        await TakeAsync(books, Decide("3", code, VisitOutcome.Approved, "2000.00"));
        Assert.Equal("2000.00", await CommittedAsync(books));
        await TakeAsync(books, Decide("4", code, VisitOutcome.Reversed, "0.00"));

        Assert.Equal(("0.00", "waiting", true), (await CommittedAsync(books), (await ReadAsync(books, code)).State,
            (await ReadAsync(books, code)).Waits));
        await TakeAsync(books, Decide("5", code, VisitOutcome.Deferred, "0.00"));
        await using var connection = await books.Database.OpenAsync();
        var versions = await RequestList.DecisionsAsync(connection, code);
        Assert.Equal([VisitOutcome.Deferred, VisitOutcome.Reversed, VisitOutcome.Approved, VisitOutcome.Reversed, VisitOutcome.Refused],
            versions.Select(version => version.Outcome));
        Assert.Equal([5, 4, 3, 2, 1], versions.Select(version => version.Version));
        Assert.All(versions, version => Assert.Equal((TestBooks.Recorder.Name, TestBooks.Approver.Name), (version.ProposedBy,
            version.ApprovedBy)));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Of_two_decisions_that_wait_side_by_side_one_is_taken(DatabaseKind on)
    {
        await using var books = await FundedAsync(on);
        var code = (await SubmitAsync(books, Asked("v"))).OrThrow().Code;
        await FoundAsync(books, code);
        var yes = (await AskAsync(books, Decide("yes", code, VisitOutcome.Approved, "2000.00"))).OrThrow();
        var no = (await AskAsync(books, Decide("no", code, VisitOutcome.Refused, "0.00"))).OrThrow();
        (await YesAsync(books, no.Id)).OrThrow();
        await books.MustRefuseAsync("decision_does_not_follow", () => YesAsync(books, yes.Id));
        Assert.Equal("0.00", await CommittedAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task When_money_is_short_the_queue_says_why_and_when_it_comes_who_is_next(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        await books.MustPostAsync(Entry("2026-06-01 receipt TFFV", "1010 1900.00", "4010 -1900.00 donor:XA"));
        var large = (await SubmitAsync(books, Asked("a") with { Asked = Eur("2400.00"), ReceivedOn = Day("2026-06-01") })).OrThrow().Code;
        var small = (await SubmitAsync(books, Asked("b") with { Asked = Eur("1500.00"), DetaineeCode = "D-02" })).OrThrow().Code;
        await FoundAsync(books, large);
        await books.MustRefuseAsync("available_is_too_low", () => AskAsync(books, Decide("no money", large, VisitOutcome.Approved,
            "2400.00")));
        await TakeAsync(books, Decide("later", large, VisitOutcome.Deferred, "0.00"));
        var queue = await QueueAsync(books);
        Assert.Equal([(large, QueueAnswer.NeedsMore, "500.00 EUR"), (small, QueueAnswer.CanBeServed, "0.00 EUR")],
            queue.Places.Select(place => (place.Visit.Code, place.Answer, place.Missing.ToString())));
        Assert.Equal([small], queue.Next.Select(place => place.Visit.Code));

        await books.MustPostAsync(Entry("2026-06-30 receipt TFFV", "1010 500.00", "4010 -500.00 donor:XA"));
        Assert.Equal([large], (await QueueAsync(books)).Next.Select(place => place.Visit.Code));
        var order = new SetQueueOrder.Command("TFFV", "received,window,last_visit", "by first come");
        await books.MustRepeatAsync(() => new SetQueueOrder(books.Writer).RunAsync(order, TestBooks.Recorder));
        foreach (var (refusal, broken) in ((string, SetQueueOrder.Command)[])[("queue_fund_is_unknown", order with { Fund = "SFR" }),
            ("queue_order_is_malformed", order with { Keys = "received,received,window" }),
            ("decision_text_is_malformed", order with { Reason = "" })])
            await books.MustRefuseAsync(refusal, () => new SetQueueOrder(books.Writer).RunAsync(broken, TestBooks.Recorder));
        Assert.Equal(QueueKey.Received, (await QueueAsync(books)).Order.Keys[0]);
        await TakeAsync(books, Decide("now", large, VisitOutcome.Approved, "2400.00") with { Date = Day("2026-06-30") });
        Assert.Equal([(small, QueueAnswer.NeedsMore)], (await QueueAsync(books)).Places.Select(place => (place.Visit.Code, place.Answer)));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Who_was_visited_lately_comes_after_who_never_was(DatabaseKind on)
    {
        await using var books = await FundedAsync(on);
        var paid = await PaidAsync(books);
        Assert.Equal("approved", (await ReadAsync(books, paid)).State);
        var again = (await SubmitAsync(books, Asked("again"))).OrThrow().Code;
        var never = (await SubmitAsync(books, Asked("never") with { DetaineeCode = "D-02", ReceivedOn = Day("2026-06-10") })).OrThrow()
            .Code;
        Assert.Equal([(never, null), (again, On)], (await QueueAsync(books)).Places.Select(place => (place.Visit.Code,
            place.Visit.LastVisit)));
    }

    [Theory, EveryDatabase]
    public async Task A_reversed_indigence_opens_a_recovery_that_is_paid_back_in_instalments(DatabaseKind on)
    {
        await using var books = await FundedAsync(on);
        var code = await PaidAsync(books);
        await books.MustRefuseAsync("finding_is_reversed_by_two", () => FindAsync(books, new(code, 0, false, Day("2026-06-25"), "rule",
            "has means")));
        var order = new ReverseIndigence.Command("r", code, Eur("1000.00"), Day("2026-06-25"), 3, Day("2026-07-31"), "order", "has means");
        foreach (var (refusal, broken) in ((string, ReverseIndigence.Command)[])[("request_is_unknown", order with { Request = "V-0" }),
            ("decision_text_is_malformed", order with { LegalReference = "" }), ("date_is_ahead", order with { Date = Day("2027-01-01") }),
            ("contribution_is_out_of_range", order with { Amount = Eur("1500.01") }),
            ("contribution_is_out_of_range", order with { Amount = Eur("0.00") }),
            ("contribution_is_out_of_range", order with { Amount = In("USD", "1.00") }),
            ("contribution_plan_is_wrong", order with { Instalments = 0 }), ("contribution_plan_is_wrong", order with { Instalments = 61 }),
            ("contribution_plan_is_wrong", order with { Amount = Eur("0.02") }),
            ("contribution_plan_is_wrong", order with { FirstDueOn = Day("2026-06-24") })])
            await books.MustRefuseAsync(refusal, () => new ReverseIndigence(books.Writer).AskAsync(broken, TestBooks.Recorder));
        var asked = await books.MustRepeatAsync(() => new ReverseIndigence(books.Writer).AskAsync(order, TestBooks.Recorder));
        (await YesAsync(books, asked.Id)).OrThrow();

        // Two thirds of it were travel, one third a hotel.
        Assert.Equal(("1000.00", "333.33", "166.67"), (await books.BalanceAsync("TFFV", "1300"), await books.BalanceAsync("TFFV", "5010"),
            await books.BalanceAsync("TFFV", "5020")));
        await books.MustRefuseAsync("indigence_was_not_found", () => new ReverseIndigence(books.Writer).AskAsync(order with { Key = "r2" },
            TestBooks.Recorder));
        var known = await OrderAsync(books, code);
        (await new RecordByHand(books.Writer).RunAsync(new("i1", HandAct.RecoveryReceived, Day("2026-07-01"), Eur("400.00"), "instalment",
            To: new AccountInFund("TFFV", Chart.Bank), Item: known.Code), TestBooks.Recorder)).OrThrow();
        await books.MustRefuseAsync("hand_nothing_to_recover", () => new RecordByHand(books.Writer).RunAsync(new("i2",
            HandAct.RecoveryReceived, Day("2026-07-01"), Eur("600.01"), "too much", To: new AccountInFund("TFFV", Chart.Bank),
            Item: known.Code), TestBooks.Recorder));
        known = await OrderAsync(books, code);
        Assert.Equal((40_000L, 60_000L), (known.ReceivedEur, known.OpenEur));
        Assert.Equal([33_334L, 6_666L, 0L], known.Parts.Select(part => part.Received.Minor));
        await MustBeGoodAsync(books);
    }

    [Theory, EveryDatabase]
    public async Task Check_finds_a_decision_that_nobody_took_and_an_order_that_nobody_approved(DatabaseKind on)
    {
        await using var books = await FundedAsync(on);
        var code = (await SubmitAsync(books, Asked("v"))).OrThrow().Code;
        var at = books.Clock.GetUtcNow();
        await books.RegisterAsync(Registers.RequestDecisions, 1L, code, 1, VisitOutcome.Approved, 100L, On, "rule", "forged", "C-1", at,
            "app", "Ada", "rec", "Rosa");
        await books.RegisterAsync(Registers.ContributionOrders, "O-1", 1, code, 100L, On, 2, On, "rule", "forged", 1L, at, "app", "Ada",
            "rec", "Rosa");

        var found = (await CheckAsync(books)).Results.Single(result => result.Name == "requests").Findings;

        Assert.Contains(found, finding => finding.Subject == $"request {code}");
        Assert.Equal(2, found.Count(finding => finding.Subject == "order O-1"));
    }

    private static SubmitVisitRequest.Command Asked(string key) => new(key, "TFFV", "D-01", 2, [Relation.Spouse, Relation.Child],
        Day("2026-08-01"), Day("2026-09-30"), Eur("2000.00"), Day("2026-06-01"));

    private static DecideRequest.Command Decide(string key, string request, VisitOutcome outcome, string amount) => new(key, request,
        outcome, Eur(amount), On, VisitRoad.Grants(outcome) ? Day("2026-12-31") : null, "rule", "as it is");

    private static async Task<TestBooks> FundedAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        await books.MustPostAsync(Entry("2026-06-01 receipt TFFV", "1010 9000.00", "4010 -9000.00 donor:XA"));
        return books;
    }

    /// <summary>A request that is granted and of which 1,000.00 of travel and 500.00 of a hotel are paid.</summary>
    private static async Task<string> PaidAsync(TestBooks books)
    {
        var code = (await SubmitAsync(books, Asked("paid"))).OrThrow().Code;
        await FoundAsync(books, code);
        await TakeAsync(books, Decide("paid/d", code, VisitOutcome.Approved, "2000.00"));
        var commitment = (await ReadAsync(books, code)).Commitment!;
        (await PayRoad.PayAsync(books.Writer, "paid/p", commitment, On, [new("5010", Eur("1000.00")), new("5020", Eur("500.00"))],
            isFinal: true)).OrThrow();
        return code;
    }

    private static async Task FoundAsync(TestBooks books, string code)
    {
        for (var visitor = 0; visitor <= 2; visitor++)
            (await FindAsync(books, new(code, visitor, true, On, "rule", "by file"))).OrThrow();
    }

    private static async Task TakeAsync(TestBooks books, DecideRequest.Command command) =>
        (await YesAsync(books, (await AskAsync(books, command)).OrThrow().Id)).OrThrow();

    private static Task<Outcome<SubmittedVisitRequest>> SubmitAsync(TestBooks books, SubmitVisitRequest.Command command) =>
        new SubmitVisitRequest(books.Writer).RunAsync(command, TestBooks.Recorder);

    private static Task<Outcome<RecordedFinding>> FindAsync(TestBooks books, RecordFinding.Command command) =>
        new RecordFinding(books.Writer).RunAsync(command, TestBooks.Recorder);

    private static Task<Outcome<AskedApproval>> AskAsync(TestBooks books, DecideRequest.Command command) =>
        new DecideRequest(books.Writer).AskAsync(command, TestBooks.Recorder);

    private static Task<Outcome<DecidedApproval>> YesAsync(TestBooks books, long id, Actor? by = null) =>
        new DecideApproval(books.Writer, Acts.All).RunAsync(new(id, true), by ?? TestBooks.Approver);

    private static async Task<RequestStanding> ReadAsync(TestBooks books, string code)
    {
        await using var connection = await books.Database.OpenAsync();
        return Assert.Single(await RequestList.ReadAsync(connection, await CatalogReader.ReadAsync(connection, null, default), code: code));
    }

    private static async Task<ContributionOrder> OrderAsync(TestBooks books, string code)
    {
        await using var connection = await books.Database.OpenAsync();
        return Assert.Single(await RequestList.OrdersAsync(connection, code));
    }

    private static async Task<FundQueue> QueueAsync(TestBooks books)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        await using var connection = await reads.OpenAsync();
        return Assert.Single(await RequestList.QueuesAsync(reads, new FundStatuses(reads, new TrialBalances(reads)), connection,
            await reads.CatalogAsync(connection), null, default));
    }

    private static Task<string> CommittedAsync(TestBooks books) => books.BalanceAsync("TFFV", Chart.Commitments);

    private static Task<CheckReport> CheckAsync(TestBooks books) => new LedgerCheck(new LedgerReads(books.Database, books.Clock))
        .RunAsync();

    private static async Task MustBeGoodAsync(TestBooks books)
    {
        var report = await CheckAsync(books);
        Assert.True(report.IsGood, report.Said());
    }
}
