using FundsLedger.Domain;

namespace FundsLedger.App.Features.Proof.Statements;

// What a statement is refused for, in order of precedence (after an unknown fund).

public abstract record StatementRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record StatementDonorIsUnknown(string Donor)
    : StatementRefusal("donor_is_unknown", $"There is no donor '{Donor}'. Use a donor's code.");
public sealed record StatementPeriodIsBackward(DateOnly From, DateOnly To)
    : StatementRefusal("period_is_backward", $"The period ends ({To:yyyy-MM-dd}) before it begins ({From:yyyy-MM-dd}). Exchange the two.");
public sealed record StatementPeriodIsNotOver(DateOnly To, DateOnly Today) : StatementRefusal("statement_period_is_not_over",
    $"The period ends on {To:yyyy-MM-dd}, which is after today ({Today:yyyy-MM-dd}): nobody can state what has not happened. " +
    "Ask for a period up to today.");
public sealed record StatementBookHoldsNoMoney(string Fund)
    : StatementRefusal("book_holds_no_money",
        $"{Fund} holds pledges not yet designated and no money: its pledges stand on the statements of the funds. Ask for a fund's "
            + $"statement.");
