using FundsLedger.Domain;

namespace FundsLedger.App.Features.MoneyOut.Payments;

// The closed list, in order of precedence. The ledger's own refusals follow after these.

/// <summary>A refusal about payments.</summary>
public abstract record PaymentRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record PaymentIsWithoutCommitment(string Commitment)
    : PaymentRefusal("payment_is_without_commitment",
        $"There is no commitment '{Commitment}', and nothing is paid without one. Use the code given when it was made.");
public sealed record PaymentIsUnknown(string Payment)
    : PaymentRefusal("payment_is_unknown", $"There is no payment '{Payment}'. Use the code given when it was drafted.");
public sealed record PaymentFundNamesNobody(string Fund) : PaymentRefusal("payment_fund_is_protected",
    $"{Fund} is protected: its payments name nobody and have no words. Ask for its commitment to be settled.");
public sealed record PaymentNamesAPayee(string Fund) : PaymentRefusal("payment_names_a_payee",
    $"{Fund} pays by name: several people sign who is paid and where. Draft a payment.");
public sealed record PaymentIsEmpty() : PaymentRefusal("payment_is_empty", "A payment says what was paid for. Add at least one line.");
public sealed record PaymentAmountIsWrong(int Line, string Amount)
    : PaymentRefusal("payment_amount_is_wrong",
        $"Line {Line}: a payment is an amount in EUR above zero; this is {Amount}. Correct it.");
public sealed record PaymentIsForNoExpense(int Line, string Account, string Fund)
    : PaymentRefusal("payment_is_for_no_expense",
        $"Line {Line}: fund {Fund} has no expense account '{Account}', or it stands in two lines. Use each of its expense accounts once.");
public sealed record PaymentBankIsWrong(string Bank, string Fund)
    : PaymentRefusal("payment_bank_is_wrong", $"Fund {Fund} has no bank account '{Bank}' in EUR. Pay from one that is.");
public sealed record PaymentTextIsMalformed(int Longest) : PaymentRefusal("payment_text_is_malformed",
    $"The text to the payee has at most {Longest} characters without control characters. Shorten it.");
public sealed record PaymentDateIsTooEarly(string Commitment, DateOnly CommittedOn)
    : PaymentRefusal("payment_date_is_too_early",
        $"Commitment '{Commitment}' was made on {CommittedOn:yyyy-MM-dd}; nothing was rendered or paid under it before. Correct the date.");
public sealed record PaymentIsAfterExpiry(string Commitment, DateOnly ExpiresOn) : PaymentRefusal("payment_is_after_expiry",
    $"Commitment '{Commitment}' expired on {ExpiresOn:yyyy-MM-dd}. Extend it with a reason, or release what is open.");
public sealed record PaymentIsBeforeService(DateOnly RenderedOn, DateOnly PayOn) : PaymentRefusal("payment_is_before_service",
    $"What was rendered on {RenderedOn:yyyy-MM-dd} cannot be paid on {PayOn:yyyy-MM-dd}. Correct one of the dates.");
public sealed record PaymentDiffersFromClaim(string Claim) : PaymentRefusal("payment_differs_from_claim",
    $"Claim '{Claim}' was certified with another commitment, other lines or another amount. A new payment of it changes only where, when "
        + $"and from which account it is paid.");
public sealed record ClaimTakesNoOther(string Claim, string Payment) : PaymentRefusal("claim_takes_no_other",
    $"Payment '{Payment}' of claim '{Claim}' has not come back from the bank, or what was owed is settled. A claim is paid once.");
public sealed record PaymentExceedsCommitment(string Commitment, string Open, string Paid)
    : PaymentRefusal("payment_exceeds_commitment",
        $"Commitment '{Commitment}' has {Open} open; this payment is {Paid}. Lower it, or commit more first.");
public sealed record PaymentIsOther(string Payment) : PaymentRefusal("payment_is_other",
    $"What stands for payment '{Payment}' is not what was drafted. Stop paying, and find out who changed it.");
public sealed record PaymentIsElsewhere(string Payment, string Stage) : PaymentRefusal("payment_is_elsewhere",
    $"Payment '{Payment}' is {Stage}, and this does not follow. Read it again.");
public sealed record PaymentReasonIsMissing() : PaymentRefusal("payment_reason_is_missing",
    "This needs a reason of 1 to 200 characters without control characters. Add it.");
public sealed record BatchNamesNothing() : PaymentRefusal("batch_names_nothing",
    "A batch holds at least one payment. Name approved payments.");
public sealed record BatchIsUnknown(string Batch) : PaymentRefusal("batch_is_unknown",
    $"There is no batch '{Batch}'. Use the code given when it was made.");
public sealed record BatchNamesTwice(string Payment) : PaymentRefusal("batch_names_twice",
    $"Payment '{Payment}' stands in the list twice. Name it once.");
public sealed record BatchIsOfOneAccount(string Payment, string Bank) : PaymentRefusal("batch_is_of_one_account",
    $"Payment '{Payment}' leaves another account or fund than {Bank}. A batch is of one account: make another batch.");
public sealed record SignatorySignedBefore(string Name, string Payment) : PaymentRefusal("signatory_signed_before",
    $"{Name} drafted, certified or approved payment '{Payment}' and cannot send it. Have another bank signatory send the batch.");
public sealed record PaymentIsOnStatement(string Bank) : PaymentRefusal("payment_is_on_statement",
    $"Account {Bank} is read from the bank's statements: what the bank did stands there. Import the statement and match its line.");
public sealed record BatchIsNotSent(string Batch) : PaymentRefusal("batch_is_not_sent",
    $"Batch '{Batch}' has not been signed by its signatories, and only then is there a file for the bank. Have it signed first.");
public sealed record BatchBankIsNotSetUp(string Bank) : PaymentRefusal("batch_bank_is_not_set_up",
    $"Nobody has said how files for the bank of account '{Bank}' are made. Register its bank account, and set Payments:HolderName and "
        + $"Payments:Banks with its BIC and profile.");
public sealed record BatchPayeeIsErased(string Payment, string Payee) : PaymentRefusal("batch_payee_is_erased",
    $"The details of payee '{Payee}', whom payment '{Payment}' pays, were erased. Pay it in another way, or withdraw it.");
public sealed record PaymentFileExists(string Path) : PaymentRefusal("payment_file_exists",
    $"There is a file at '{Path}' already. Choose another name.");
