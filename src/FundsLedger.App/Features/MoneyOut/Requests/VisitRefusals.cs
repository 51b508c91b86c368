using FundsLedger.Domain;

namespace FundsLedger.App.Features.MoneyOut.Requests;

// The closed list, in order of precedence.

/// <summary>A refusal about requests for visits.</summary>
public abstract record VisitRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record VisitFundIsUnknown(string Fund)
    : VisitRefusal("visit_fund_is_unknown", $"'{Fund}' is not a fund that pays for visits. Use the code of one that is.");
public sealed record DetaineeCodeIsMalformed(string DetaineeCode)
    : VisitRefusal("detainee_code_is_malformed",
        $"'{DetaineeCode}' is not a detainee code: D- and two to four digits. Never a name; correct it.");
public sealed record VisitorCountIsOutOfRange(int Count)
    : VisitRefusal("visitor_count_is_out_of_range",
        $"One request is for 1 to 20 visitors; this one is for {Count}. Correct it, or send several requests.");
public sealed record RelationsAreMissing()
    : VisitRefusal("relations_are_missing", "A request says how its visitors are related to the detainee. Name at least one relation.");
public sealed record VisitWindowIsReversed(DateOnly From, DateOnly To)
    : VisitRefusal("visit_window_is_reversed",
        $"The visit's window runs from {From:yyyy-MM-dd} to {To:yyyy-MM-dd}: it ends before it begins. Correct it.");
public sealed record VisitAmountIsWrong(string Amount)
    : VisitRefusal("visit_amount_is_wrong", $"A request asks for an amount in EUR above zero; this is {Amount}. Correct it.");
public sealed record VisitCostTextIsMalformed()
    : VisitRefusal("visit_cost_text_is_malformed",
        "An assumption says one of what it prices, and its source, each in 1 to 200 characters. Add what is missing.");
public sealed record VisitLinesAreTooMany(int Count)
    : VisitRefusal("visit_lines_are_too_many", $"A request has at most 60 lines; this one has {Count}. Put some together.");
public sealed record VisitCostIsUnknown(long Cost)
    : VisitRefusal("visit_cost_is_unknown", $"The fund has no cost assumption {Cost}. Use a number from its list.");
public sealed record VisitCostIsTooNew(long Cost, DateOnly From)
    : VisitRefusal("visit_cost_is_too_new",
        $"Cost assumption {Cost} is good from {From:yyyy-MM-dd} on, after the request came in. Use an earlier one, or enter it.");
public sealed record VisitQuantityIsOutOfRange(long Cost, int Quantity)
    : VisitRefusal("visit_quantity_is_out_of_range",
        $"A line is for 1 to 1000 units; {Quantity} of assumption {Cost} are not. Correct it.");
public sealed record VisitLinesDoNotAddUp(string Sum, string Asked)
    : VisitRefusal("visit_lines_do_not_add_up", $"The lines come to {Sum}, and {Asked} are asked for. Correct one of them.");
