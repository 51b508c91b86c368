using FundsLedger.Domain;

namespace FundsLedger.App.Features.MoneyOut.Decisions;

// The closed list, in order of precedence. What commitments, recoveries and the ledger refuse follows after these.

/// <summary>A refusal about what is decided and found on requests for visits.</summary>
public abstract record DecisionRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record RequestIsUnknown(string Request)
    : DecisionRefusal("request_is_unknown", $"There is no request '{Request}'. Use the code given when it was submitted.");
public sealed record DecisionTextIsMalformed()
    : DecisionRefusal("decision_text_is_malformed",
        "A decision and a finding say their legal reference and their reason, each in 1 to 200 characters. Add what is missing.");
public sealed record DecisionIsBeforeRequest(DateOnly Date, DateOnly ReceivedOn)
    : DecisionRefusal("decision_is_before_request",
        $"The request came in on {ReceivedOn:yyyy-MM-dd}; nothing was decided on it on {Date:yyyy-MM-dd}. Correct the date.");
public sealed record DecisionDoesNotFollow(string Request, string Newest, string Next)
    : DecisionRefusal("decision_does_not_follow",
        $"Request '{Request}' is {Newest}, and '{Next}' does not follow on that. A decision is set aside by the Presidency on review "
            + $"(reversed) before another one is taken.");
public sealed record DecisionAmountIsWrong(string Outcome, string Granted, string Asked)
    : DecisionRefusal("decision_amount_is_wrong",
        $"'{Outcome}' does not go with {Granted} where {Asked} are asked for: approved is all, partly approved is less and above zero, "
            + $"every other decision grants nothing. Correct one of them.");
public sealed record DecisionNeedsFindings(string Request, string Persons)
    : DecisionRefusal("decision_needs_findings",
        $"Money is granted where the tests are met. Of request '{Request}' a finding is missing, or says no, for: {Persons}. Record the "
            + $"findings first, or decide otherwise.");
public sealed record DecisionNeedsExpiry(string Outcome)
    : DecisionRefusal("decision_needs_expiry",
        $"What is set aside is good through a last day, and '{Outcome}' grants money or not: add the last day, or leave it out.");
public sealed record VisitorIsUnknown(string Request, int Visitor, int Count)
    : DecisionRefusal("visitor_is_unknown",
        $"Request '{Request}' is for {Count} visitors; {Visitor} is none of them. Use 0 for the detainee, or a number up to {Count}.");
public sealed record FindingIsReversedByTwo(string Request, string Paid)
    : DecisionRefusal("finding_is_reversed_by_two",
        $"{Paid} were paid for request '{Request}' because the detainee was found indigent. That finding is reversed by two people, with "
            + $"an order of contribution.");
public sealed record IndigenceWasNotFound(string Request)
    : DecisionRefusal("indigence_was_not_found",
        $"Of request '{Request}' the detainee is not found indigent, so there is no finding to reverse.");
public sealed record ContributionIsOutOfRange(string Amount, string Paid)
    : DecisionRefusal("contribution_is_out_of_range",
        $"{Amount} cannot be ordered back: {Paid} were paid for the request and are not ordered back yet. Order that or less.");
public sealed record ContributionPlanIsWrong(int Instalments)
    : DecisionRefusal("contribution_plan_is_wrong",
        $"An order is paid back in 1 to 60 monthly instalments of at least one cent, the first one due not before the order; this one has "
            + $"{Instalments}. Correct the number or the day.");
public sealed record QueueFundIsUnknown(string Fund)
    : DecisionRefusal("queue_fund_is_unknown", $"'{Fund}' is not a fund that pays for visits. Use the code of one that is.");
public sealed record QueueOrderIsMalformed(string Keys)
    : DecisionRefusal("queue_order_is_malformed",
        $"'{Keys}' is no order of the queue: last_visit, window and received, each once, joined by commas. Correct it.");
