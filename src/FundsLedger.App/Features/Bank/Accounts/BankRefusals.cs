using FundsLedger.Domain;

namespace FundsLedger.App.Features.Bank.Accounts;

// The closed list, in order of precedence. What is wrong with a file itself stands in Reading/BankFileRefusals.

/// <summary>A refusal about bank accounts, their lines and their reconciliation.</summary>
public abstract record BankRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record BankCodeIsMalformed(string Given)
    : BankRefusal("bank_code_is_malformed", $"'{Given}' is not a code: capital letters, digits and hyphens, 1 to 20. Choose another.");
public sealed record BankCodeIsTaken(string Given)
    : BankRefusal("bank_code_is_taken", $"'{Given}' already stands for something else. Choose another code.");
public sealed record BankNumberIsMalformed(string Number) : BankRefusal("bank_number_is_malformed", $"'{Number}' is neither an IBAN with "
    + "the right check digits nor another account number of 4 to 40 letters, digits and slashes. Correct it.");
public sealed record BankNumberReasonIsMalformed()
    : BankRefusal("bank_number_reason_is_malformed",
    "A further number needs a reason of 1 to 200 characters without control characters. Add it.");
public sealed record BankNumberIsTaken(string Number, string Bank)
    : BankRefusal("bank_number_is_taken", $"Account {Number} is registered as '{Bank}'. Use that.");
public sealed record BankLedgerAccountIsWrong(string Account, string Fund, string Currency)
    : BankRefusal("bank_ledger_account_is_wrong",
    $"Fund {Fund} has no cash account '{Account}' in {Currency} alone. Add one for this bank account.");
public sealed record BankLedgerAccountIsTaken(string Account, string Bank)
    : BankRefusal("bank_ledger_account_is_taken",
    $"Ledger account {Account} shows bank account '{Bank}'; one shows one, or its balance proves nothing. Add another ledger account.");
public sealed record BankNameIsMalformed()
    : BankRefusal("bank_name_is_malformed", "A bank account has a name of 1 to 200 characters without control characters. Complete it.");
public sealed record BankOpeningDiffers(string Account, DateOnly On, string Ledger, string Bank) : BankRefusal("bank_opening_differs",
    $"Account {Account} stands at {Ledger} on {On:yyyy-MM-dd} in the ledger; you give {Bank} by the bank. Post the opening first, or "
        + "correct the balance or the day.");
public sealed record BankMappingIsMalformed(string Reason)
    : BankRefusal("bank_mapping_is_malformed", $"The mapping cannot be used: {Reason} Correct it.");
public sealed record BankFileChanged(string File) : BankRefusal("bank_file_changed", $"{File} changed while it was read. Upload it again.");
public sealed record BankUploadIsGone()
    : BankRefusal("bank_upload_is_gone", "The file that was previewed is no longer kept. Upload it again.");
public sealed record BankLineIsUnknown(long Line)
    : BankRefusal("bank_line_is_unknown", $"There is no bank line {Line} of an accepted statement. Use the number shown in the list.");
public sealed record BankLineIsSettled(long Line)
    : BankRefusal("bank_line_is_settled", $"Bank line {Line} is settled. Reverse its entry first if that was wrong.");
public sealed record BankLineIsMoneyOut(long Line)
    : BankRefusal("bank_line_is_money_out", $"Bank line {Line} is money that went out: no donor gave it. Match it with a payment.");
public sealed record BankLineIsOfThisFund(long Line, string Fund)
    : BankRefusal("bank_line_is_of_this_fund",
        $"Bank line {Line} is on an account of {Fund}: say whose it is there. Name another fund here.");
public sealed record BankLineIsNotOfThisFund(long Line)
    : BankRefusal("bank_line_is_not_of_this_fund",
        $"Somebody said that the money on bank line {Line} is not of this fund. Take that back first, or have it taken to the other fund.");
public sealed record BankMarkNeedsReason()
    : BankRefusal("bank_mark_needs_reason", "What is said of a line needs a reason of 1 to 200 characters. Add it.");
public sealed record BankLineCameLater(long Line, DateOnly On)
    : BankRefusal("bank_line_came_later", $"Bank line {Line} came on {On:yyyy-MM-dd}: it moves to no fund before. Correct the date.");
public sealed record BankEntryIsNotOpen(long Entry, string Bank)
    : BankRefusal("bank_entry_is_not_open",
    $"Entry {Entry} has nothing on bank account '{Bank}' that waits for a bank line. Choose another entry.");
public sealed record BankSumsDiffer(string Lines, string Entries) : BankRefusal("bank_sums_differ", $"The bank lines sum to {Lines}, the "
    + $"entries to {Entries}. Choose lines and entries of one sum; post charges as an entry of their own first.");
public sealed record BankSuggestionIsGone(long Line)
    : BankRefusal("bank_suggestion_is_gone",
    $"What was suggested for bank line {Line} no longer fits: the books have moved on. Look at the list again.");
public sealed record BankSuggestionsChanged()
    : BankRefusal("bank_suggestions_changed",
    "The suggestions are no longer those you were shown: the books have moved on. Look at them again.");
public sealed record BankSomeRefused(int Accepted, long Line, string Why)
    : BankRefusal("bank_some_refused", $"{Accepted} lines were accepted. Bank line {Line} was refused and waits as before: {Why}");
public sealed record BankRuleNeedsAccount(long Line)
    : BankRefusal("bank_rule_needs_account",
    $"Bank line {Line} does not say which account the money came from, so no rule can be made of it. Match it without 'always'.");
public sealed record BankAccountIsUnknown(string Bank)
    : BankRefusal("bank_account_is_unknown", $"There is no bank account '{Bank}'. Use the code of a registered one.");
public sealed record ReconciliationHasNoStatement(string Bank)
    : BankRefusal("reconciliation_has_no_statement",
    $"Bank account '{Bank}' has no accepted statement after what is reconciled. Import the next one first.");
public sealed record ReconciliationHasOpenLines(string Bank, long Count)
    : BankRefusal("reconciliation_has_open_lines",
    $"Bank account '{Bank}' has {Count} bank lines that are no entry yet. Settle them first.");
public sealed record ReconciliationDiffers(string Bank, string Difference)
    : BankRefusal("reconciliation_differs",
    $"Ledger and bank of '{Bank}' differ by {Difference} that nothing explains. Find the entry or line first.");
public sealed record ReconciliationIsNotPrepared(string Bank)
    : BankRefusal("reconciliation_is_not_prepared",
    $"Nobody has prepared a reconciliation of '{Bank}' that waits for approval. Prepare one first.");
public sealed record ReconciliationHasMoved(string Bank)
    : BankRefusal("reconciliation_has_moved",
    $"The figures of '{Bank}' have moved since the reconciliation was prepared. Prepare it again.");
public sealed record ReconciliationTakesTwo(string Name)
    : BankRefusal("reconciliation_takes_two", $"{Name} prepared this reconciliation; another person approves it. Ask a colleague.");
