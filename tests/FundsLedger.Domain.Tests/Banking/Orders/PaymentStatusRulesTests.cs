using FundsLedger.Domain.Banking.Orders;
using Xunit;

namespace FundsLedger.Domain.Tests.Banking.Orders;

/// <summary>A bank's answer is taken whole, for the batch that it names, or not at all.</summary>
public sealed class PaymentStatusRulesTests
{
    private static readonly BatchThatWasSent Batch = new("B-1", PainVersion.V09,
        [new("I-1", "E-1", Money.Eur(1_000)), new("I-2", "E-2", Money.Eur(2_050)), new("I-3", "E-3", Money.Eur(5))]);

    private static readonly StatusOfMany Nothing = new(null, [], null, null, []);

    [Fact]
    public void What_is_said_of_the_file_counts_for_each_payment() => Assert.Equal(
        [PaymentStatus.Accepted, PaymentStatus.Accepted, PaymentStatus.Accepted], Statuses(Report(Of(PaymentStatus.Accepted))));

    [Fact]
    public void The_nearest_that_says_something_counts() => Assert.Equal(
        [PaymentStatus.Rejected, PaymentStatus.InProgress, PaymentStatus.InProgress],
        Statuses(Report(Of(PaymentStatus.Received), Of(PaymentStatus.InProgress), Order("E-1", PaymentStatus.Rejected, "AC04"))));

    [Fact]
    public void A_payment_that_is_not_named_in_a_mixed_answer_is_left_open() => Assert.Equal(
        [PaymentStatus.Rejected, null, null],
        Statuses(Report(Of(PaymentStatus.Partly), Of(PaymentStatus.Partly), Order("E-1", PaymentStatus.Rejected, "AC04"))));

    [Fact]
    public void A_rejection_of_the_whole_file_brings_its_reason_to_each_payment()
    {
        var group = Of(PaymentStatus.Rejected) with { Reasons = [new("FF01", false, "wrong format")] };

        var answer = PaymentStatusRules.Apply(Report(group), Batch).OrThrow();

        Assert.All(answer.Orders, order => Assert.Equal((PaymentStatus.Rejected, "FF01"), (order.Status, order.Reasons.Single().Code)));
    }

    [Fact]
    public void A_verification_says_nothing_of_the_payment()
    {
        var report = Report(Of(PaymentStatus.VerifiedWithMismatches), Nothing,
            Order("E-1", PaymentStatus.VerifiedCloseMatch) with { Verification = new(PayeeVerification.CloseMatch, "Ana Synthetic-Other") },
            Order("E-2", PaymentStatus.VerifiedNoMatch) with { Verification = new(PayeeVerification.NoMatch, null) });

        var answer = PaymentStatusRules.Apply(report, Batch).OrThrow();

        Assert.Equal([null, null, null], answer.Orders.Select(order => order.Status));
        Assert.Equal([new(PayeeVerification.CloseMatch, "Ana Synthetic-Other"), new(PayeeVerification.NoMatch, null), null],
            answer.Orders.Select(order => order.Verification));
    }

    [Fact]
    public void A_file_that_is_verified_whole_is_a_match_for_each_payee() => Assert.All(
        PaymentStatusRules.Apply(Report(Of(PaymentStatus.Verified)), Batch).OrThrow().Orders,
        order => Assert.Equal((PayeeVerification.Match, (PaymentStatus?)null), (order.Verification!.Result, order.Status)));

    [Theory]
    [InlineData("30.55")]
    [InlineData("30.5500")]
    public void Totals_that_fit_are_taken(string sum) => Assert.False(PaymentStatusRules.Apply(Report(Of(PaymentStatus.Accepted) with
    {
        Count = 3, Sum = sum, Counted = [new(PaymentStatus.Accepted, 3)],
    }), Batch).IsRefused);

    public static TheoryData<PaymentStatusReport, string> Refused => new()
    {
        { Report(Nothing) with { OriginalMessageId = "B-2" }, "answer_is_for_other_batch" },
        { Report(Nothing) with { OriginalMessageName = "pain.008.001.02" }, "answer_names_other_message" },
        { Report(Nothing) with { OriginalMessageName = "pain.001.001.03" }, "answer_names_other_message" },
        { Report(Nothing) with { Payments = [new("B-9", Nothing, [])] }, "answer_names_other_payment_information" },
        { Report(Of(PaymentStatus.Accepted) with { Count = 2 }), "answer_count_differs" },
        { Report(Of(PaymentStatus.Accepted) with { Sum = "30.54" }), "answer_sum_differs" },
        { Report(Of(PaymentStatus.Accepted) with { Sum = "-30.55" }), "answer_sum_differs" },
        { Report(Of(PaymentStatus.Accepted) with { Sum = "a lot" }), "answer_sum_differs" },
        { Report(Nothing, Of(PaymentStatus.Accepted) with { Count = 4 }), "answer_count_differs" },
        { Report(Of(PaymentStatus.Partly) with { Counted = [new(PaymentStatus.Accepted, 3), new(PaymentStatus.Rejected, 1)] }),
            "answer_counts_too_many" },
        { Report(Of(PaymentStatus.Partly) with { Counted = [new(PaymentStatus.Rejected, 1)] }, Nothing,
            Order("E-1", PaymentStatus.Rejected), Order("E-2", PaymentStatus.Rejected)), "answer_counts_too_many" },
        { Report(Nothing, Nothing, Order("E-4", PaymentStatus.Rejected)), "answered_order_is_unknown" },
        { Report(Nothing, Nothing, Order("E-1", PaymentStatus.Rejected) with { InstructionId = "I-2" }), "answered_order_is_unknown" },
        { Report(Nothing, Nothing, Order("E-1", PaymentStatus.Rejected), Order("E-1", PaymentStatus.Accepted)), "answered_order_is_twice" },
        { Report(Nothing, Nothing, Order("E-1", PaymentStatus.Accepted) with { Amount = Money.Eur(999) }), "answered_amount_differs" },
        { Report(Of(PaymentStatus.Rejected), Nothing, Order("E-1", PaymentStatus.Accepted)), "answers_disagree" },
        { Report(Nothing, Of(PaymentStatus.Rejected), Order("E-1", PaymentStatus.Settled)), "answers_disagree" },
        { Report(Of(PaymentStatus.Rejected), Of(PaymentStatus.Accepted)), "answers_disagree" },
    };

    [Theory, MemberData(nameof(Refused))]
    public void What_does_not_fit_is_refused_by_name(PaymentStatusReport report, string code)
    {
        var outcome = PaymentStatusRules.Apply(report, Batch);

        Assert.True(outcome.IsRefused);
        Assert.Equal(code, outcome.Refusal.Code);
    }

    [Fact]
    public void Every_status_has_one_code() => Assert.Equal(Enum.GetValues<PaymentStatus>().Order(),
        PaymentStatuses.Codes.Select(code => PaymentStatuses.Find(code)!.Value).Order());

    private static StatusOfMany Of(PaymentStatus status) => Nothing with { Status = status };

    private static StatusOfOrder Order(string end, PaymentStatus status, string? reason = null) =>
        new() { EndToEndId = end, Status = status, Reasons = reason is null ? [] : [new(reason, false, "")] };

    private static PaymentStatusReport Report(StatusOfMany group, StatusOfMany? all = null, params StatusOfOrder[] orders) => new()
    {
        MessageId = "A-1", CreatedAt = new DateTimeOffset(2026, 12, 2, 8, 0, 0, TimeSpan.Zero), OriginalMessageId = "B-1",
        OriginalMessageName = "pain.001.001.09", Group = group, Payments = all is null ? [] : [new("B-1", all, orders)],
    };

    private static IEnumerable<PaymentStatus?> Statuses(PaymentStatusReport report) =>
        PaymentStatusRules.Apply(report, Batch).OrThrow().Orders.Select(order => order.Status);
}
