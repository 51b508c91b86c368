using System.Text.Json;
using FundsLedger.App.Access;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.SignOff;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.SignOff;

/// <summary>Requests with any number of steps, on what the databases hold. The rules themselves: <c>SigningTests</c> of the
/// domain.</summary>
public sealed class StepTests
{
    private const string Pledge = "XA-P-2026-1";

    /// <summary>What a payment will need: its act only counts how often it is done, and leaves a mark in the donor's profile.</summary>
    private static readonly ApprovedAct Payment = Act(SigningPlan.InOrder(SigningStep.Draft, SigningStep.Certify, SigningStep.Approve,
        SigningStep.Transmit));

    /// <summary>What a publication will need.</summary>
    private static readonly ApprovedAct Publication = Act(SigningPlan.SideBySide(SigningStep.Draft, SigningStep.Clear, SigningStep.Clear));

    private static readonly Actor Transmitter = new("tra", "Tom Transmitter");

    [Theory, EveryDatabase]
    public async Task A_payment_is_drafted_certified_approved_and_transmitted_by_four_people(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var id = await AskAsync(books, Payment);
        foreach (var (person, state) in ((Actor, SigningState)[])[(TestBooks.Certifier, SigningState.Waiting), (TestBooks.Approver,
            SigningState.Waiting), (Transmitter, SigningState.Done)])
        {
            Assert.Equal(0, await DoneAsync(books));
            // Whoever signed before may not go on, as which name ever.
            await books.MustRefuseAsync("approval_takes_two", () => DecideAsync(books, Payment, id, TestBooks.Recorder));
            Assert.Equal(state, (await books.MustRepeatAsync(() => DecideAsync(books, Payment, id, person))).State);
        }
        Assert.Equal(1, await DoneAsync(books));
        var steps = (await ReadAsync(books, id)).Signing.Taken;
        Assert.Equal([SigningStep.Draft, SigningStep.Certify, SigningStep.Approve, SigningStep.Transmit], steps.Select(step => step.Step));
        Assert.Single(steps.Select(step => step.Hash).Distinct());
        Assert.Equal([null, "certifying_officer", "approving_officer", "auditor"], steps.Select(step => step.Role));
        Assert.Empty(await FoundAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task Two_who_clear_a_publication_look_side_by_side_and_where_they_disagree_nothing_is_done(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var (agreed, split) = (await AskAsync(books, Publication, "one"), await AskAsync(books, Publication, "two"));
        Assert.Equal(SigningState.Waiting, (await DecideAsync(books, Publication, agreed, TestBooks.Certifier)).OrThrow().State);
        Assert.Single((await ReadAsync(books, agreed)).Signing.SeenBy(TestBooks.Approver));
        Assert.Equal(SigningState.Done, (await DecideAsync(books, Publication, agreed, TestBooks.Approver)).OrThrow().State);
        Assert.Equal(1, await DoneAsync(books));

        Assert.Equal(SigningState.Waiting, (await DecideAsync(books, Publication, split, TestBooks.Certifier, isApproved: false,
            "a sum of one person")).OrThrow().State);
        Assert.Equal(SigningState.Conflicted, (await DecideAsync(books, Publication, split, TestBooks.Approver)).OrThrow().State);
        await books.MustRefuseAsync("approval_is_conflicted", () => DecideAsync(books, Publication, split, Transmitter));
        Assert.Equal(1, await DoneAsync(books));
        Assert.Equal(3, (await ReadAsync(books, split)).Signing.SeenBy(null).Count());
        Assert.Empty(await FoundAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task Who_has_no_role_for_a_step_does_not_sign_it(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var id = await AskAsync(books, Payment);
        await books.MustRefuseAsync("approval_step_is_not_yours", () => new DecideApproval(books.Writer,
            new ApprovedActs(Payment)).RunAsync(new(id, true) { RoleFor = _ => null }, TestBooks.Approver));
        await books.MustRefuseAsync("approval_is_other", () => new DecideApproval(books.Writer, new ApprovedActs(Payment)).RunAsync(new(id,
            true) { Seen = new PayloadHash("00") }, TestBooks.Approver));
    }

    [Theory, EveryDatabase]
    public async Task A_request_is_sent_back_answered_and_then_approved(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var back = new AskBack(books.Writer, Acts.All);
        var id = (await new EndPledge(books.Writer).AskAsync(new("end", Pledge, "TFFV", PledgeEnd.WrittenDown, Day("2026-05-01"),
            "budget cut", Money.Eur(1000)), TestBooks.Recorder)).OrThrow().Id;
        await books.MustRefuseAsync("approval_has_no_question", () => back.AnswerAsync(new(id, "so"), TestBooks.Recorder));
        await books.MustRefuseAsync("approval_takes_two", () => back.QuestionAsync(new(id, "why?"), TestBooks.Recorder));
        await books.MustRepeatAsync(() => back.QuestionAsync(new(id, "which letter says so?"), TestBooks.Approver));
        await books.MustRefuseAsync("approval_waits_for_answer", () => new DecideApproval(books.Writer, Acts.All).RunAsync(new(id, true),
            TestBooks.Approver));
        await books.MustRefuseAsync("approval_is_answered_by_asker", () => back.AnswerAsync(new(id, "so"), TestBooks.Certifier));
        (await back.AnswerAsync(new(id, "that of 3 May"), TestBooks.Recorder)).OrThrow();
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(id, true), TestBooks.Approver)).OrThrow();
        Assert.Equal([SigningDecision.Signed, SigningDecision.Questioned, SigningDecision.Answered, SigningDecision.Signed],
            (await ReadAsync(books, id)).Signing.Taken.Select(step => step.Decision));
        Assert.Empty(await FoundAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task What_was_asked_before_there_were_steps_is_decided_and_read_as_two_steps(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        await AskAsOfOldAsync(books, 1, "10.00");
        await AskAsOfOldAsync(books, 2, "20.00");
        await books.RegisterAsync(Registers.ApprovalsDecided, 2L, false, "not now", null, books.Clock.GetUtcNow(), TestBooks.Approver.Id,
            TestBooks.Approver.Name);
        await books.MustRefuseAsync("approval_is_decided", () => new DecideApproval(books.Writer, Acts.All).RunAsync(new(2, true),
            TestBooks.Certifier));
        await books.MustRefuseAsync("approval_takes_two", () => new DecideApproval(books.Writer, Acts.All).RunAsync(new(1, true),
            TestBooks.Recorder));
        (await new DecideApproval(books.Writer, Acts.All).RunAsync(new(1, true), TestBooks.Approver)).OrThrow();
        Assert.Equal([(SigningStep.Ask, SigningDecision.Signed), (SigningStep.Decide, SigningDecision.Signed)],
            (await ReadAsync(books, 1)).Signing.Taken.Select(step => (step.Step, step.Decision)));
        Assert.Equal((SigningState.Refused, "not now"), ((await ReadAsync(books, 2)).Signing.State,
            (await ReadAsync(books, 2)).DecisionReason));
        // A new request takes the next number, and no key twice.
        Assert.Equal(3, await AskAsync(books, Payment));
        Assert.Equal("key_used_for_other_input", (await TryAskAsync(books, Payment, "old 1")).Refusal?.Code);
        Assert.Empty(await FoundAsync(books));
    }

    [Theory, EveryDatabase]
    public async Task The_database_refuses_a_step_of_other_content_out_of_turn_and_after_the_end(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var id = await AskAsync(books, Payment);
        await AskAsOfOldAsync(books, 50, "10.00");
        foreach (var asked in (long[])[id, 50])
        {
            Assert.Contains("steps come one after the other", await RefusedAsync(() => ForgeStepAsync(books, asked, 3, SigningStep.Certify,
                TestBooks.Certifier)), StringComparison.Ordinal);
            await ForgeStepAsync(books, asked, 2, SigningStep.Certify, TestBooks.Certifier, hash: asked == id ? null : new byte[32]);
            Assert.Contains("about exactly what was asked", await RefusedAsync(() => ForgeStepAsync(books, asked, 3, SigningStep.Approve,
                TestBooks.Approver, hash: new byte[31])), StringComparison.Ordinal);
            Assert.Contains("nobody signs the same request twice", await RefusedAsync(() => ForgeStepAsync(books, asked, 3,
                SigningStep.Approve, TestBooks.Recorder, hash: asked == id ? null : new byte[32])), StringComparison.Ordinal);
            Assert.Contains("nobody signs the same request twice",
                await RefusedAsync(() => ForgeStepAsync(books, asked, 3, SigningStep.Approve, new Actor("other", "CARL certifier"),
                    hash: asked == id ? null : new byte[32])), StringComparison.Ordinal);
            await ForgeStepAsync(books, asked, 3, SigningStep.Approve, TestBooks.Approver, SigningState.Done, asked == id ? null
                : new byte[32]);
            Assert.Contains("none after the last", await RefusedAsync(() => ForgeStepAsync(books, asked, 4, SigningStep.Transmit,
                Transmitter, hash: asked == id ? null : new byte[32])), StringComparison.Ordinal);
        }
        Assert.Contains("about exactly what was asked", await RefusedAsync(() => ForgeStepAsync(books, 99, 1, SigningStep.Ask, Transmitter,
            hash: new byte[32])), StringComparison.Ordinal);
    }

    [Theory, EveryDatabase]
    public async Task Check_finds_a_step_that_was_not_to_be_taken_and_one_of_other_content(DatabaseKind on)
    {
        await using var books = await OpenAsync(on);
        var skipped = await AskAsync(books, Payment, "skipped");
        await ForgeStepAsync(books, skipped, 2, SigningStep.Approve, TestBooks.Approver);
        var early = await AskAsync(books, Payment, "early");
        await ForgeStepAsync(books, early, 2, SigningStep.Certify, TestBooks.Certifier, SigningState.Done);
        await AskAsOfOldAsync(books, 60, "10.00");
        await ForgeStepAsync(books, 60, 2, SigningStep.Decide, TestBooks.Approver, SigningState.Refused, new byte[32]);
        Assert.Equal(["request 60: It was approved, and the entry it names is not the one that does what was asked.",
            $"request {skipped}: Step 2 was not to be taken.", $"request {early}: It is called over and is not, or the other way round.",
            "request 60: Somebody signed something else than what is kept."], await FoundAsync(books));
    }

    /// <summary>Writes a step as somebody would who changes the program: sealed, past the rules.</summary>
    internal static async Task ForgeStepAsync(TestBooks books, long request, int number, SigningStep step, Actor person,
        SigningState? outcome = null, byte[]? hash = null)
    {
        var kept = hash ?? (await ReadAsync(books, request)).Signing.Hash.ToBytes();
        var id = await books.NumberAsync("SELECT COALESCE(MAX(id), 0) + 1 FROM signing_steps");
        await books.RegisterAsync(Registers.SigningSteps, id, request, number, step, null, SigningDecision.Signed, "x", kept, outcome, null,
            books.Clock.GetUtcNow(), person.Id, person.Name);
    }

    private static async Task<string> RefusedAsync(Func<Task> act) =>
        (await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(act)).Message;

    private static ApprovedAct Act(SigningPlan plan) => new(ApprovalKind.LiftReview, donor => $"/donors/{donor}", async (session, _, asked,
        cancel) =>
    {
        await session.RegisterAsync(Registers.DonorProfiles, [await session.NextIdAsync(Registers.DonorProfiles, cancel), asked.Subject,
            null, "en", false, false, null, session.RecordedAt, session.Actor.Id, session.Actor.Name], cancel);
        return new DoneAct(null);
    })
    {
        Plan = plan,
        NeedOf = step => step == SigningStep.Certify ? Operation.ApproveBank : step == SigningStep.Transmit ? Operation.ReadAudit
            : Operation.DecideApprovals,
    };

    private static Task<long> DoneAsync(TestBooks books) => books.NumberAsync("SELECT COUNT(*) FROM donor_profiles");

    private static async Task<long> AskAsync(TestBooks books, ApprovedAct act, string key = "payment") =>
        (await TryAskAsync(books, act, key)).OrThrow().Id;

    private static async Task<Outcome<AskedApproval>> TryAskAsync(TestBooks books, ApprovedAct act, string key)
    {
        await using var session = await books.Writer.BeginAsync(TestBooks.Recorder);
        var asked = await session.AskAsync(key, act, "XA", new { donor = "XA" }, "synthetic", default);
        if (!asked.IsRefused) await session.CommitAsync();
        return asked;
    }

    private static Task<Outcome<DecidedApproval>> DecideAsync(TestBooks books, ApprovedAct act, long id, Actor by, bool isApproved = true,
        string reason = "") => new DecideApproval(books.Writer, new ApprovedActs(act)).RunAsync(new(id, isApproved, reason)
    {
        RoleFor = need => need switch { Operation.ApproveBank => "certifying_officer", Operation.ReadAudit => "auditor", _ =>
            "approving_officer" },
    }, by);

    private static async Task AskAsOfOldAsync(TestBooks books, long id, string amount)
    {
        var input = JsonSerializer.Serialize(
            new { pledge = Pledge, fund = "TFFV", end = "written_down", date = "2026-05-01", currency = "EUR", amount, reason = "x" });
        await books.RegisterAsync(Registers.ApprovalsAsked, id, ApprovalKind.EndPledge, Pledge, input, "x", $"old {id}",
            books.Clock.GetUtcNow(), TestBooks.Recorder.Id, TestBooks.Recorder.Name);
    }

    private static async Task<ApprovalStanding> ReadAsync(TestBooks books, long id)
    {
        await using var connection = await books.Database.OpenAsync();
        return (await ApprovalList.ReadAsync(connection, id: id)).Single();
    }

    private static async Task<List<string>> FoundAsync(TestBooks books)
    {
        var report = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        return [.. report.Results.SelectMany(result => result.Findings).Select(finding => $"{finding.Subject}: {finding.Rule}")];
    }

    private static async Task<TestBooks> OpenAsync(DatabaseKind on)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        var announced = await new AnnouncePledge(books.Writer).RunAsync(new("p", "XA", Day("2026-01-10"), Money.Eur(100_000), null,
            "Pledge (synthetic)", null, "TFFV"), TestBooks.Recorder);
        Assert.Equal(Pledge, announced.OrThrow().Code);
        return books;
    }
}
