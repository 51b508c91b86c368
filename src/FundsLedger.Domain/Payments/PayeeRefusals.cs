using FundsLedger.Domain.Banking;
namespace FundsLedger.Domain.Payments;

// The closed list, in order of precedence. No sentence repeats what was typed: it would stand in the audit log.

/// <summary>A refusal about a payee.</summary>
public abstract record PayeeRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

#pragma warning disable CS1591 // each sentence below is its own documentation
public sealed record PayeeTextIsMalformed(string Field, int Longest) : PayeeRefusal("payee_text_is_malformed",
    $"The {Field} needs 1 to {Longest} characters without control characters. Correct it.");
public sealed record PayeeIbanIsWrong() : PayeeRefusal("payee_iban_is_wrong",
    "The check digits of this IBAN are wrong. Compare it with the payee's letter, or say that the account is no IBAN.");
public sealed record PayeeAccountIsMalformed() : PayeeRefusal("payee_account_is_malformed",
    "An account that is no IBAN has 1 to 34 capital letters, digits, strokes and hyphens. Correct it.");
public sealed record PayeeBicIsWrong() : PayeeRefusal("payee_bic_is_wrong",
    "A BIC has 8 or 11 letters and digits with the country at the fifth place; an account without an IBAN needs one. Correct it.");
public sealed record PayeeAddressIsIncomplete() : PayeeRefusal("payee_address_is_incomplete",
    "An address has street, number, postcode, town and country, or it is left out: a bank refuses what lies between. Complete it, or "
        + "empty all of it.");
public sealed record PayeeCountryIsMalformed() : PayeeRefusal("payee_country_is_malformed",
    "A country is two capital letters of ISO 3166, such as NL. Correct it.");
public sealed record PayeeFundNamesNobody(string Fund) : PayeeRefusal("payee_fund_is_protected",
    $"{Fund} pays nobody by name: a payee would tell of a person. Settle its commitments without one.");
public sealed record PayeeIsUnknown(string Payee) : PayeeRefusal("payee_is_unknown",
    $"There is no payee '{Payee}'. Use the code given when it was added.");
public sealed record PayeeIsErased(string Payee) : PayeeRefusal("payee_is_erased",
    $"The details of payee '{Payee}' were erased, so nobody can be paid there. Add the payee anew.");
public sealed record PayeeDetailsAreOther(string Payee) : PayeeRefusal("payee_details_are_other",
    $"The details of payee '{Payee}' are not those that were recorded. Stop paying, and find out who changed them.");
public sealed record PayeeVersionIsOld(string Payee, int Version, int Newest) : PayeeRefusal("payee_version_is_old",
    $"Payee '{Payee}' is at version {Newest}; this names version {Version}. Read it again.");
public sealed record PayeeIsUnchanged(string Payee) : PayeeRefusal("payee_is_unchanged",
    $"Payee '{Payee}' has exactly these details already. Nothing is left to do.");
public sealed record PayeeChangeTakesTwo(string Payee) : PayeeRefusal("payee_change_takes_two",
    $"This would change who is paid, or where, under '{Payee}'. One person asks for that, another approves.");
public sealed record PayeeCoolsOff(string Payee, DateOnly From) : PayeeRefusal("payee_cools_off",
    $"Where '{Payee}' is paid was changed lately; it can be paid from {From:yyyy-MM-dd}. Wait, and confirm the change with the payee.");
public sealed record PayeeIsBeingPaid(string Payee, string Payment) : PayeeRefusal("payee_is_being_paid",
    $"Payment '{Payment}' to '{Payee}' is not over, so its details cannot be erased. Withdraw the payment, or wait for the bank.");
public sealed record PayeeCheckIsMalformed() : PayeeRefusal("payee_check_is_malformed",
    "A close match comes with the name that the bank gave, and only a close match does. Correct it.");
#pragma warning restore CS1591
