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
public sealed record StatementDoesNotAddUp(string Difference) : StatementRefusal("statement_does_not_add_up",
    $"The statement does not add up: {Difference}. It is not given. Run 'fundsledger check', and look for an entry that names the donor " +
    "and stands in no register.");
public sealed record StatementLetterIsMissing(IReadOnlyList<string> Letters) : StatementRefusal("statement_letter_is_missing",
    $"The document cannot be printed: no embedded typeface has {string.Join(", ", Letters)}. Write the name or text in Latin, Greek or " +
    "Cyrillic letters.");
public sealed record StatementIsIssued(string Number) : StatementRefusal("statement_is_issued",
    $"This statement was issued as {Number}, and no figure has changed since. Reprint that one.");
public sealed record StatementIsOther(string Number) : StatementRefusal("statement_is_other",
    $"What is kept of statement {Number} is not what was certified. It is not issued. Run 'fundsledger check'.");
public sealed record StatementIsUnknown(string Number) : StatementRefusal("statement_is_unknown",
    $"No statement was issued as '{Number}'. Use a number from 'fundsledger statements list'.");
