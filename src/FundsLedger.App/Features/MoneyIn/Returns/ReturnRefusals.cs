using FundsLedger.Domain;

namespace FundsLedger.App.Features.MoneyIn.Returns;

// The closed list, in order of precedence. The refusals of the ledger follow after these.

/// <summary>A refusal about contributions to be returned.</summary>
public abstract record ReturnRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record ReturnDonorIsUnknown(string Donor)
    : ReturnRefusal("return_donor_is_unknown", $"There is no donor '{Donor}'. Use a donor's code.");
public sealed record ReturnAmountIsNotPositive(string Amount)
    : ReturnRefusal("return_amount_is_not_positive", $"What goes back is more than nothing; this is {Amount}. Correct the amount.");
public sealed record ReturnTextIsMalformed(string Field)
    : ReturnRefusal("return_text_is_malformed",
        $"The {Field} is empty, longer than 200 characters or holds control characters. Correct it.");
public sealed record ReturnBankIsUnknown(string Bank, string Fund)
    : ReturnRefusal("return_bank_is_unknown", $"'{Bank}' is no bank account of {Fund}. Use the code of one.");
public sealed record ReturnBankTakesOtherCurrency(string Bank, string Takes, string Currency)
    : ReturnRefusal("return_bank_takes_other_currency",
        $"Account {Bank} holds {Takes}; what goes back is in {Currency}. Take an account in {Currency}: exchange the money into it first.");
public sealed record NothingWaitsToGoBack(string Donor, string Fund, string Currency)
    : ReturnRefusal("nothing_waits_to_go_back", $"No {Currency} waits to go back to '{Donor}' from {Fund}. Nothing is left to pay.");
public sealed record LessWaitsToGoBack(string Donor, string Fund, string Waits)
    : ReturnRefusal("less_waits_to_go_back", $"{Waits} waits to go back to '{Donor}' from {Fund}; this is more. Lower the amount.");
public sealed record ReturnDateIsTooEarly(string Donor, DateOnly Date, string Held)
    : ReturnRefusal("return_date_is_too_early",
        $"On {Date:yyyy-MM-dd} only {Held} was set aside for '{Donor}' that was not paid back since. Correct the date, or lower the "
            + $"amount.");
public sealed record ReturnHasMoved(string Donor)
    : ReturnRefusal("return_has_moved",
        $"What waits to go back to '{Donor}' has changed since this was asked for. Refuse it, and have it asked for again.");
