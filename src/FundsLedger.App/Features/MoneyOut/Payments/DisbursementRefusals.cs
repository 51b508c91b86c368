using FundsLedger.Domain;

namespace FundsLedger.App.Features.MoneyOut.Payments;

// The closed list, in order of precedence. The ledger's own refusals follow after these.

/// <summary>A refusal about payments.</summary>
public abstract record DisbursementRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record PaymentIsWithoutCommitment(string Commitment)
    : DisbursementRefusal("payment_is_without_commitment",
        $"There is no commitment '{Commitment}', and nothing is paid without one. Use the code given when it was made.");
public sealed record PaymentTextIsNotAllowed(string Fund)
    : DisbursementRefusal("payment_text_is_not_allowed",
        $"{Fund} is protected: words could give a person away, so its payments have none. Remove the reference.");
public sealed record PaymentIsEmpty() : DisbursementRefusal("payment_is_empty", "A payment says what was paid for. Add at least one line.");
public sealed record PaymentAmountIsWrong(int Line, string Amount)
    : DisbursementRefusal("payment_amount_is_wrong",
        $"Line {Line}: a payment is an amount in EUR above zero; this is {Amount}. Correct it.");
public sealed record PaymentIsForNoExpense(int Line, string Account, string Fund)
    : DisbursementRefusal("payment_is_for_no_expense",
        $"Line {Line}: fund {Fund} has no expense account '{Account}'. Use one of its expense accounts.");
public sealed record PaymentBankIsWrong(string Bank, string Fund)
    : DisbursementRefusal("payment_bank_is_wrong", $"Fund {Fund} has no bank account '{Bank}' in EUR. Pay from one that is.");
public sealed record PaymentDateIsTooEarly(string Commitment, DateOnly CommittedOn)
    : DisbursementRefusal("payment_date_is_too_early",
        $"Commitment '{Commitment}' was made on {CommittedOn:yyyy-MM-dd}; nothing was paid under it before. Correct the date.");
public sealed record PaymentIsAfterExpiry(string Commitment, DateOnly ExpiresOn) : DisbursementRefusal("payment_is_after_expiry",
    $"Commitment '{Commitment}' expired on {ExpiresOn:yyyy-MM-dd}. Extend it with a reason, or release what is open.");
public sealed record PaymentExceedsCommitment(string Commitment, string Open, string Paid)
    : DisbursementRefusal("payment_exceeds_commitment",
        $"Commitment '{Commitment}' has {Open} open; this payment is {Paid}. Lower it, or commit more first.");
