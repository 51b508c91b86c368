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
