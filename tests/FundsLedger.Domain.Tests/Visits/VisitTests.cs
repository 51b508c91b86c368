using FundsLedger.Domain.Visits;
using Xunit;

namespace FundsLedger.Domain.Tests.Visits;

/// <summary>Who is served first, which decision follows on which, and how a person pays back.</summary>
public sealed class VisitTests
{
    private static readonly DateOnly Today = new(2026, 7, 1);

    [Fact]
    public void Whoever_was_visited_longest_ago_comes_first_then_the_earlier_window_then_the_earlier_request()
    {
        QueuedVisit[] waiting =
        [
            Visit("a", last: "2026-03-01", from: "2026-08-01", received: "2026-01-01"),
            Visit("b", last: "2025-03-01", from: "2026-09-01", received: "2026-02-01"),
            Visit("c", last: "2025-03-01", from: "2026-08-01", received: "2026-04-01"),
            Visit("d", last: "2025-03-01", from: "2026-08-01", received: "2026-03-01"),
            Visit("e", last: null, from: "2026-12-01", received: "2026-06-30"),
        ];

        Assert.Equal("edcba", Order(waiting, VisitQueue.Standard));
        Assert.Equal("edcba", Order(waiting.Reverse(), VisitQueue.Standard));
        Assert.Equal("abdce", Order(waiting, [QueueKey.Received, QueueKey.Window, QueueKey.LastVisit]));
        Assert.Equal("dcabe", Order(waiting, [QueueKey.Window, QueueKey.LastVisit, QueueKey.Received]));
    }

    [Fact]
    public void Who_needs_more_than_is_left_is_passed_over_with_the_reason_and_a_smaller_one_behind_is_served()
    {
        var places = VisitQueue.Places([Visit("a", asked: 240_000, received: "2026-01-01"), Visit("b", asked: 150_000,
            received: "2026-01-02"), Visit("c", asked: 40_000, received: "2026-01-03"), Visit("d", asked: 1, received: "2026-01-04")],
            VisitQueue.Standard, Money.Eur(190_000), Today);

        Assert.Equal([QueueAnswer.NeedsMore, QueueAnswer.CanBeServed, QueueAnswer.CanBeServed, QueueAnswer.NeedsMore],
            places.Select(place => place.Answer));
        Assert.Equal(["1900.00 EUR", "1900.00 EUR", "400.00 EUR", "0.00 EUR"], places.Select(place => place.Left.ToString()));
        Assert.Equal(["500.00 EUR", "0.00 EUR", "0.00 EUR", "0.01 EUR"], places.Select(place => place.Missing.ToString()));
        Assert.Equal([1, 2, 3, 4], places.Select(place => place.Number));
    }

    [Fact]
    public void A_window_that_is_over_takes_no_money_and_is_not_left_out()
    {
        var places = VisitQueue.Places([Visit("a", from: "2026-05-01", to: "2026-06-30"), Visit("b", from: "2026-06-01",
            to: "2026-07-01")], VisitQueue.Standard, Money.Eur(100), Today);

        Assert.Equal([QueueAnswer.WindowIsOver, QueueAnswer.CanBeServed], places.Select(place => place.Answer));
    }

    [Fact]
    public void Nothing_and_less_than_nothing_serve_nobody()
    {
        var places = VisitQueue.Places([Visit("a"), Visit("b")], VisitQueue.Standard, Money.Eur(-500), Today);
        Assert.All(places, place => Assert.Equal((QueueAnswer.NeedsMore, "1.00 EUR"), (place.Answer, place.Missing.ToString())));
        Assert.Empty(VisitQueue.Places([], VisitQueue.Standard, Money.Eur(500), Today));
    }

    [Theory, InlineData("last_visit,window,received", true), InlineData("received,window,last_visit", true),
        InlineData("received,window", false), InlineData("received,window,window", false), InlineData("", false),
        InlineData("received,window,last_visit,received", false), InlineData("Received,window,last_visit", false)]
    public void An_order_names_every_key_once(string text, bool isOne)
    {
        var read = VisitQueue.Read(text);
        Assert.Equal(isOne, read is not null);
        if (read is not null) Assert.Equal(text, VisitQueue.Text(read));
    }

    [Fact]
    public void An_open_request_is_decided_and_a_decided_one_is_only_reviewed()
    {
        VisitOutcome[] decisions = [VisitOutcome.Approved, VisitOutcome.PartlyApproved, VisitOutcome.Refused, VisitOutcome.Deferred];
        foreach (var newest in (VisitOutcome?[])[null, VisitOutcome.Deferred, VisitOutcome.Reversed])
        {
            Assert.All(decisions, next => Assert.True(VisitRoad.May(newest, next)));
            Assert.False(VisitRoad.May(newest, VisitOutcome.Reversed));
        }
        foreach (var newest in decisions.Except([VisitOutcome.Deferred]))
        {
            Assert.All(decisions, next => Assert.False(VisitRoad.May(newest, next)));
            Assert.True(VisitRoad.May(newest, VisitOutcome.Reversed));
        }
    }

    [Theory, InlineData(VisitOutcome.Approved, 100, true), InlineData(VisitOutcome.Approved, 99, false),
        InlineData(VisitOutcome.Approved, 0, false), InlineData(VisitOutcome.PartlyApproved, 99, true),
        InlineData(VisitOutcome.PartlyApproved, 100, false), InlineData(VisitOutcome.PartlyApproved, 0, false),
        InlineData(VisitOutcome.PartlyApproved, -1, false), InlineData(VisitOutcome.Refused, 0, true),
        InlineData(VisitOutcome.Refused, 1, false), InlineData(VisitOutcome.Deferred, 1, false),
        InlineData(VisitOutcome.Reversed, 0, true)]
    public void An_amount_fits_its_decision(VisitOutcome outcome, long granted, bool fits) =>
        Assert.Equal(fits, VisitRoad.Fits(outcome, Money.Eur(100), Money.Eur(granted)));

    [Fact]
    public void All_is_granted_where_everybody_meets_the_test_and_a_part_where_one_visitor_does()
    {
        Assert.Empty(VisitRoad.Lacking(VisitOutcome.Approved, true, [true, true]));
        Assert.Equal([0, 2], VisitRoad.Lacking(VisitOutcome.Approved, null, [true, false]));
        Assert.Empty(VisitRoad.Lacking(VisitOutcome.PartlyApproved, true, [false, true]));
        Assert.Equal([1, 2], VisitRoad.Lacking(VisitOutcome.PartlyApproved, true, [false, null]));
        Assert.Equal([0], VisitRoad.Lacking(VisitOutcome.PartlyApproved, false, [true, null]));
        Assert.Empty(VisitRoad.Lacking(VisitOutcome.Deferred, null, [null]));
    }

    [Fact]
    public void What_comes_back_is_counted_towards_the_earliest_instalment()
    {
        var parts = ContributionPlan.Standing(Money.Eur(10_000), 3, new DateOnly(2026, 5, 31), Money.Eur(4_000));

        Assert.Equal([(3_334L, 3_334L), (3_333L, 666L), (3_333L, 0L)], parts.Select(part => (part.Amount.Minor, part.Received.Minor)));
        Assert.Equal([new(2026, 5, 31), new(2026, 6, 30), new DateOnly(2026, 7, 31)], parts.Select(part => part.DueOn));
        Assert.Equal([false, true, false], parts.Select(part => part.IsOverdue(Today)));
    }

    private static string Order(IEnumerable<QueuedVisit> waiting, IReadOnlyList<QueueKey> order) =>
        string.Concat(VisitQueue.Places(waiting, order, Money.Eur(0), Today).Select(place => place.Visit.Code));

    private static QueuedVisit Visit(string code, string? last = null, string from = "2026-08-01", string to = "2026-12-31",
        string received = "2026-01-01", long asked = 100) => new(code, last is null ? null : Day(last), Day(from), Day(to), Day(received),
            Money.Eur(asked));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd",
        System.Globalization.CultureInfo.InvariantCulture);
}
