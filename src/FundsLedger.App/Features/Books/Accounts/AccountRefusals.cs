using FundsLedger.Domain;

namespace FundsLedger.App.Features.Books.Accounts;

// What adding an account is refused for, in order of precedence (after an unknown fund).

public abstract record AccountRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record AccountCodeIsTaken(string Fund, string Account)
    : AccountRefusal("account_code_is_taken", $"{Fund} has an account {Account} already, with other content. Choose another code.");
public sealed record AccountCodeIsMalformed()
    : AccountRefusal("account_code_is_malformed", "An account's code is four to eight digits. Choose one in the range of its kind.");
public sealed record AccountNameIsMalformed()
    : AccountRefusal("account_name_is_malformed",
        "An account has a name in English and in French, each of 1 to 200 characters without control characters. Complete them.");
public sealed record AccountCurrencyIsUnknown(string Currency)
    : AccountRefusal("account_currency_is_unknown",
        $"'{Currency}' is not a currency code of ISO 4217. Leave it empty for an account that takes any, or use three capital letters.");
public sealed record AccountRoleDoesNotFit(string Kind, string Role)
    : AccountRefusal("account_role_does_not_fit",
        $"An account of kind {Kind} cannot play the part '{Role}': cash is an asset, withheld money a liability, pledges and commitments "
            + $"are memorandum. Choose another.");
public sealed record BookHoldsPledgesOnly(string Fund)
    : AccountRefusal("book_holds_pledges_only",
        $"{Fund} holds pledges not yet designated: memorandum accounts only. Add the account to a fund.");
