using FundsLedger.Domain;

namespace FundsLedger.App.Features.MoneyIn.Returns;

// The closed list, in order of precedence. The refusals of the ledger follow after these.

/// <summary>A refusal about contributions to be returned.</summary>
public abstract record ReturnRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record ReturnDonorIsUnknown(string Donor)
    : ReturnRefusal("return_donor_is_unknown", $"There is no donor '{Donor}'. Use a donor's code.");
public sealed record ReturnAmountIsNotPositive(string Amount)
    : ReturnRefusal("return_amount_is_not_positive",
        $"The amount to be returned must be above zero; this is {Amount}. Correct the amount.");
public sealed record ReturnTextIsMalformed(string Field)
    : ReturnRefusal("return_text_is_malformed",
        $"The {Field} is empty, longer than 200 characters or holds control characters. Correct it.");
public sealed record ReturnBankIsUnknown(string Bank, string Fund)
    : ReturnRefusal("return_bank_is_unknown", $"'{Bank}' is no bank account of {Fund}. Use the code of one.");
public sealed record ReturnBankTakesOtherCurrency(string Bank, string Takes, string Currency)
    : ReturnRefusal("return_bank_takes_other_currency",
        $"Account {Bank} is in {Takes}, but the amount to be returned is in {Currency}. Choose an account in {Currency}; exchange the "
            + $"money into it first.");
public sealed record NothingWaitsToGoBack(string Donor, string Fund, string Currency)
    : ReturnRefusal("nothing_waits_to_go_back",
        $"Nothing in {Currency} is to be returned to '{Donor}' from {Fund}. There is nothing left to pay.");
public sealed record LessWaitsToGoBack(string Donor, string Fund, string Waits)
    : ReturnRefusal("less_waits_to_go_back", $"{Waits} is to be returned to '{Donor}' from {Fund}; this is more. Lower the amount.");
public sealed record ReturnDateIsTooEarly(string Donor, DateOnly Date, string Held)
    : ReturnRefusal("return_date_is_too_early",
        $"On {Date:yyyy-MM-dd} only {Held} of what was set aside for '{Donor}' was still to be returned. Correct the date, or lower the "
            + $"amount.");
public sealed record ReturnHasMoved(string Donor)
    : ReturnRefusal("return_has_moved",
        $"The amount to be returned to '{Donor}' has changed since this was asked for. Reject the request, and have it made again.");
