using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.ByHand;

// The closed list, in order of precedence.

/// <summary>A refusal about what is recorded by hand.</summary>
public abstract record ByHandRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record HandFieldIsMissing(string Act, string Field) : ByHandRefusal("hand_field_is_missing",
    $"'{Act}' needs '{Field}'. Add it.");
public sealed record HandFieldIsTooMuch(string Act, string Field) : ByHandRefusal("hand_field_is_too_much",
    $"'{Act}' knows no '{Field}'. Leave it out, or choose another act.");
public sealed record HandAmountIsNotPositive(string Amount) : ByHandRefusal("hand_amount_is_not_positive",
    $"{Amount} is not more than nothing. The act says in which direction it moves.");
public sealed record HandFundIsUnknown(string Fund) : ByHandRefusal("hand_fund_is_unknown",
    $"There is no fund '{Fund}' with money of its own. Use the code of an existing fund.");
public sealed record HandFundsAreAlike(HandAct Act) : ByHandRefusal("hand_funds_are_alike",
    Act is HandAct.FundTransfer or HandAct.FundTransferDecided or HandAct.FundTransferMoved
        ? "Both accounts are of one fund. Record a transfer between its own accounts."
        : "The two accounts are of different funds. Record a transfer between funds.");
public sealed record HandAccountIsUnknown(string Account, string Needed) : ByHandRefusal("hand_account_is_unknown",
    $"{Account} is no {Needed}. Name one of that fund.");
public sealed record HandAccountsAreAlike(string Account) : ByHandRefusal("hand_accounts_are_alike",
    $"It would leave {Account} and reach {Account}. Name two accounts.");
public sealed record HandCurrencyIsOther(string Account, string Takes, string Given) : ByHandRefusal("hand_currency_is_other",
    $"{Account} takes {Takes}, not {Given}. Correct the amount or the account; another currency is an exchange.");
public sealed record HandBankHoldsLess(string Account, DateOnly Date, string Holds) : ByHandRefusal("hand_bank_holds_less",
    $"{Account} holds {Holds} on {Date:yyyy-MM-dd}. Lower the amount, or correct the day.");
public sealed record HandRateIsMissing(string Currency, DateOnly Date) : ByHandRefusal("hand_rate_is_missing",
    $"There is no rate from {Currency} to EUR of the 31 days up to {Date:yyyy-MM-dd}. Enter one first.");
public sealed record HandAgreementIsUnknown(string Agreement) : ByHandRefusal("hand_agreement_is_unknown",
    $"There is no agreement '{Agreement}'. Check its code.");
public sealed record HandShareIsOutOfRange() : ByHandRefusal("hand_share_is_out_of_range",
    "Programme support is more than 0 and at most 100 per cent, with at most two decimals, and comes to a cent at least.");
public sealed record HandShareIsMissing(string Agreement, DateOnly Date) : ByHandRefusal("hand_share_is_missing",
    $"Agreement '{Agreement}' has no share of programme support on {Date:yyyy-MM-dd}. Set it there, or name the share.");
public sealed record HandShareIsOther(string Agreement, string PerCent, DateOnly From) : ByHandRefusal("hand_share_is_other",
    $"Agreement '{Agreement}' has a share of {PerCent} per cent from {From:yyyy-MM-dd}. Leave the share out, or set another for a later "
        + $"day at the agreement.");
public sealed record HandCommitmentHoldsLess(string Commitment, string Open) : ByHandRefusal("hand_commitment_holds_less",
    $"Commitment '{Commitment}' has {Open} open in this fund. Commit more first, or lower the amount.");
public sealed record HandNothingDecided(string Item, string Open) : ByHandRefusal("hand_nothing_decided",
    $"{Open} was decided for '{Item}' between these funds and has not moved. Lower the amount, or decide the transfer first.");
public sealed record HandNothingToRecover(string Item, string Open) : ByHandRefusal("hand_nothing_to_recover",
    $"{Open} is owed back for '{Item}' in this fund. Lower the amount, or decide the recovery first.");
