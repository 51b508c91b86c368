using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.SignOff;
using Xunit;

namespace FundsLedger.Domain.Tests.SignOff;

/// <summary>Who signs what, in which order, and what becomes of a request.</summary>
public sealed class SigningTests
{
    private static readonly PayloadHash Hash = PayloadHash.Of("pay_back", "XA", SigningPlan.AskAndDecide, "{}");
    private static readonly SigningPlan Payment = SigningPlan.InOrder(SigningStep.Draft, SigningStep.Certify, SigningStep.Approve,
        SigningStep.Transmit);
    private static readonly SigningPlan Publication = SigningPlan.SideBySide(SigningStep.Draft, SigningStep.Clear, SigningStep.Clear);

    [Theory]
    // what is said, each by a new person: + yes, - no, ? question, ! answer of the asker → state
    [InlineData("ask>decide", "", SigningState.Waiting)]
    [InlineData("ask>decide", "+", SigningState.Done)]
    [InlineData("ask>decide", "-", SigningState.Refused)]
    [InlineData("ask>decide", "?", SigningState.Questioned)]
    [InlineData("ask>decide", "?!", SigningState.Waiting)]
    [InlineData("ask>decide", "?!+", SigningState.Done)]
    [InlineData("ask>decide", "?-", SigningState.Refused)]
    [InlineData("draft>certify>approve>transmit", "++", SigningState.Waiting)]
    [InlineData("draft>certify>approve>transmit", "+++", SigningState.Done)]
    [InlineData("draft>certify>approve>transmit", "+-", SigningState.Refused)]
    [InlineData("draft>certify>approve>transmit", "+?!++", SigningState.Done)]
    [InlineData("draft>clear+clear", "+", SigningState.Waiting)]
    [InlineData("draft>clear+clear", "-", SigningState.Waiting)]
    [InlineData("draft>clear+clear", "++", SigningState.Done)]
    [InlineData("draft>clear+clear", "--", SigningState.Refused)]
    [InlineData("draft>clear+clear", "+-", SigningState.Conflicted)]
    [InlineData("draft>clear+clear", "-+", SigningState.Conflicted)]
    [InlineData("draft>clear+clear", "+?!+", SigningState.Done)]
    [InlineData("draft>clear+clear>transmit", "++", SigningState.Waiting)]
    [InlineData("draft>clear+clear>transmit", "+++", SigningState.Done)]
    public void A_request_goes_from_step_to_step(string plan, string said, SigningState state)
    {
        var request = New(SigningPlan.Read(plan));
        foreach (var (index, sign) in said.Index())
            request = Must(request, sign == '!' ? Person("asker") : Person($"person {index}"), Of(sign), sign == '+' ? "" : "because");
        Assert.Equal(state, request.State);
        Assert.Equal(state is SigningState.Waiting or SigningState.Questioned, request.IsOpen);
    }

    [Theory]
    [InlineData("ask>decide")]
    [InlineData("draft>certify>approve>transmit")]
    [InlineData("draft>clear+clear>transmit")]
    public void Nobody_signs_twice(string plan)
    {
        var request = New(SigningPlan.Read(plan));
        for (var step = 1; request.IsOpen; step++)
        {
            foreach (var earlier in request.Taken)
            {
                Assert.Equal("approval_takes_two", Refused(request, earlier.Person, SigningDecision.Refused, "no"));
                // The same person under another account, and under another spelling.
                Assert.Equal("approval_takes_two", Refused(request, new Actor("other", earlier.Person.Name.ToUpperInvariant())));
                Assert.Equal("approval_takes_two", Refused(request, earlier.Person with { Name = "Somebody Else" },
                    SigningDecision.Questioned, "why?"));
            }
            request = Must(request, Person($"person {step}"));
        }
        Assert.Equal(request.Taken.Count, request.Taken.Select(step => step.Person.Id).Distinct().Count());
    }

    [Fact]
    public void Steps_are_taken_in_their_order()
    {
        var request = New(Payment);
        Assert.Equal("approval_step_is_not_open", Refused(request, Person("b"), step: SigningStep.Approve));
        Assert.Equal("approval_step_is_not_open", Refused(request, Person("b"), step: SigningStep.Transmit));
        Assert.Equal("approval_step_is_not_open", Refused(request, Person("b"), step: SigningStep.Decide));
        request = Must(request, Person("b"), step: SigningStep.Certify);
        Assert.Equal([SigningStep.Approve], request.Open);
        Assert.Equal("approval_step_is_not_open", Refused(request, Person("c"), step: SigningStep.Certify));
    }

    [Fact]
    public void What_was_shown_is_what_is_signed()
    {
        var other = PayloadHash.Of("pay_back", "XA", SigningPlan.AskAndDecide, "{ }");
        Assert.Equal("approval_is_other", New(SigningPlan.AskAndDecide).Decide(new(Person("b"), SigningDecision.Signed,
            Seen: other)).Refusal?.Code);
        Assert.False(New(SigningPlan.AskAndDecide).Decide(new(Person("b"), SigningDecision.Signed, Seen: Hash)).IsRefused);
    }

    [Fact]
    public void The_hash_covers_the_kind_the_subject_the_steps_and_every_sign_of_the_payload()
    {
        PayloadHash[] all =
        [
            Hash, PayloadHash.Of("end_pledge", "XA", SigningPlan.AskAndDecide, "{}"), PayloadHash.Of("pay_back", "XB",
                SigningPlan.AskAndDecide, "{}"),
            PayloadHash.Of("pay_back", "XA", Payment, "{}"), PayloadHash.Of("pay_back", "XA", SigningPlan.AskAndDecide, "{} "),
                PayloadHash.Of("pay_backX", "A", SigningPlan.AskAndDecide, "{}"),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(Hash, PayloadHash.Of(Hash.ToBytes()));
        Assert.Equal(64, Hash.Hex.Length);
    }

    [Fact]
    public void Side_by_side_nobody_is_told_before_all_have_looked()
    {
        var (first, second) = (Person("first"), Person("second"));
        var request = Must(New(Publication.Then(SigningStep.Transmit)), first, SigningDecision.Refused, "names a person");
        Assert.Equal([1], request.SeenBy(null).Select(step => step.Number));
        Assert.Equal([1], request.SeenBy(second).Select(step => step.Number));
        Assert.Equal([1], request.SeenBy(Person("asker")).Select(step => step.Number));
        Assert.Equal([1, 2], request.SeenBy(first).Select(step => step.Number));
        Assert.Equal([SigningStep.Clear], request.Open);

        var conflicted = Must(request, second);
        Assert.Equal(SigningState.Conflicted, conflicted.State);
        Assert.Equal([1, 2, 3], conflicted.SeenBy(null).Select(step => step.Number));
        Assert.Equal("approval_is_conflicted", Refused(conflicted, Person("third")));
    }

    [Fact]
    public void A_question_while_people_look_side_by_side_tells_nothing_of_who_looked()
    {
        var request = Must(Must(New(Publication), Person("first")), Person("second"), SigningDecision.Questioned, "which year?");
        Assert.Equal([1, 3], request.SeenBy(Person("asker")).Select(step => step.Number));
    }

    [Fact]
    public void A_stage_that_is_over_is_seen_while_the_next_one_is_blind()
    {
        var request = Must(New(SigningPlan.Read("draft>certify>clear+clear")), Person("certifier"));
        request = Must(request, Person("first"));
        Assert.Equal([1, 2], request.SeenBy(null).Select(step => step.Number));
    }

    [Fact]
    public void A_question_is_answered_by_who_asked_and_by_nobody_else()
    {
        var request = New(SigningPlan.AskAndDecide);
        Assert.Equal("approval_has_no_question", Refused(request, Person("asker"), SigningDecision.Answered, "so"));
        Assert.Equal("approval_reason_is_missing", Refused(request, Person("b"), SigningDecision.Questioned));
        request = Must(request, Person("b"), SigningDecision.Questioned, "why so much?");
        Assert.Equal("approval_waits_for_answer", Refused(request, Person("b")));
        Assert.Equal("approval_waits_for_answer", Refused(request, Person("c"), SigningDecision.Questioned, "and why now?"));
        Assert.Equal("approval_is_answered_by_asker", Refused(request, Person("c"), SigningDecision.Answered, "so"));
        Assert.Equal("approval_reason_is_missing", Refused(request, Person("asker"), SigningDecision.Answered, "line\nbreak"));
        request = Must(request, Person("asker"), SigningDecision.Answered, "the donor's letter says so");
        Assert.Equal(SigningState.Done, Must(request, Person("b")).State);
    }

    [Theory]
    [InlineData(SigningDecision.Refused, "", "approval_reason_is_missing")]
    [InlineData(SigningDecision.Refused, "a\u0007b", "approval_reason_is_missing")]
    [InlineData(SigningDecision.Signed, "a\u0007b", "approval_reason_is_missing")]
    [InlineData(SigningDecision.Signed, "", null)]
    public void A_no_needs_a_reason(SigningDecision decision, string reason, string? refusal) =>
        Assert.Equal(refusal, New(SigningPlan.AskAndDecide).Decide(new(Person("b"), decision, reason)).Refusal?.Code);

    [Fact]
    public void The_same_said_again_is_a_repeat_and_another_word_is_refused()
    {
        var done = Must(New(SigningPlan.AskAndDecide), Person("b"));
        Assert.True(done.Decide(new(Person("b"), SigningDecision.Signed)).Value!.IsRepeat);
        Assert.Equal("approval_is_decided", Refused(done, Person("b"), SigningDecision.Refused, "no"));
        Assert.Equal("approval_is_decided", Refused(done, Person("c")));
        Assert.Equal("approval_is_decided", Refused(done, Person("asker")));
        var certified = Must(New(Payment), Person("b"));
        Assert.True(certified.Decide(new(Person("b"), SigningDecision.Signed)).Value!.IsRepeat);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ask")]
    [InlineData("ask+ask>decide")]
    [InlineData("ask>")]
    [InlineData("ask>everybody")]
    public void A_plan_that_is_none_is_damage(string text) => Assert.Throws<FormatException>(() => SigningPlan.Read(text));

    [Fact]
    public void A_plan_is_read_as_it_was_kept()
    {
        foreach (var plan in (SigningPlan[])[SigningPlan.AskAndDecide, Payment, Publication,
            Publication.Then(SigningStep.Transmit)]) Assert.Equal(plan, SigningPlan.Read(plan.Text));
        Assert.Equal("draft>clear+clear>transmit", Publication.Then(SigningStep.Transmit).Text);
    }

    private static Actor Person(string name) => new("id of " + name, name);

    private static SigningDecision Of(char sign) => sign switch { '+' => SigningDecision.Signed, '-' => SigningDecision.Refused, '?' =>
        SigningDecision.Questioned, _ => SigningDecision.Answered };

    private static SigningRequest New(SigningPlan plan) => new(7, plan, Hash, [new(1, plan.Stages[0][0], Person("asker"), null,
        SigningDecision.Signed, "please", default, Hash)]);

    private static string? Refused(SigningRequest request, Actor by, SigningDecision decision = SigningDecision.Signed, string reason = "",
        SigningStep? step = null) =>
        request.Decide(new(by, decision, reason, step)).Refusal?.Code;

    private static SigningRequest Must(SigningRequest request, Actor by, SigningDecision decision = SigningDecision.Signed,
        string reason = "", SigningStep? step = null)
    {
        var made = request.Decide(new(by, decision, reason, step)).OrThrow();
        var next = new SigningRequest(request.Id, request.Plan, Hash, [.. request.Taken, new(request.Taken.Count + 1, made.Step, by, null,
            decision, reason, default, Hash)]);
        Assert.Equal(made.State, next.State);
        return next;
    }
}
