namespace FundsLedger.Domain.Ledger;

// The closed list of what the ledger refuses, in order of precedence: LedgerRules tests them from top to bottom, and a table test keeps
// both in step.

/// <summary>A refusal of the ledger itself.</summary>
public abstract record LedgerRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

#pragma warning disable CS1591 // each sentence below is its own documentation
public sealed record KeyUsedForOtherInput(string Key)
    : LedgerRefusal("key_used_for_other_input",
        $"Key '{Key}' already stands for an entry with other content. Send the same content to get the first answer, or choose a new key.");
public sealed record KeyIsMalformed(int Length)
    : LedgerRefusal("key_is_malformed",
        $"A key has 1 to {LedgerRules.LongestKey} printable characters; this one has {Length} or holds a control character. Shorten or "
            + $"clean it.");
public sealed record FundIsUnknown(string Fund)
    : LedgerRefusal("fund_is_unknown", $"There is no fund '{Fund}'. Use the code of an existing fund.");
public sealed record DateIsOutOfRange(DateOnly Date)
    : LedgerRefusal("date_is_out_of_range",
        $"The books run from {LedgerRules.FirstDate:yyyy-MM-dd} to {LedgerRules.LastDate:yyyy-MM-dd}; {Date:yyyy-MM-dd} is outside. "
            + $"Correct the date.");
public sealed record DescriptionIsMissing()
    : LedgerRefusal("description_is_missing", "Every entry says in words what happened. Add a description.");
public sealed record TextIsTooLong(string Field, int Length, int Longest)
    : LedgerRefusal("text_is_too_long",
        $"The {Field} has {Length} characters; at most {Longest} are kept. Shorten it and put the rest in the source document.");
public sealed record TextHasControlCharacters(string Field, int Position)
    : LedgerRefusal("text_has_control_characters",
        $"The {Field} holds a control character or a broken character at position {Position}. Remove it.");
public sealed record LinesAreTooFew(int Count)
    : LedgerRefusal("lines_are_too_few", $"An entry has two sides or more; this one has {Count}. Add the missing side.");
public sealed record LinesAreTooMany(int Count)
    : LedgerRefusal("lines_are_too_many", $"An entry has at most {LedgerRules.MostLines} lines; this one has {Count}. Split it.");
public sealed record LineIsInAnotherFund(int Line, string Fund, string EntryFund)
    : LedgerRefusal("line_is_in_another_fund",
        $"Line {Line} names fund '{Fund}', but the entry belongs to '{EntryFund}': no entry crosses funds. Post one entry in each fund.");
public sealed record AccountIsUnknown(int Line, string Account, string Fund)
    : LedgerRefusal("account_is_unknown",
        $"Line {Line}: fund {Fund} has no account '{Account}'. Use one of its codes, or add the account first.");
public sealed record CurrencyIsWrong(int Line, string Account, string Takes, string Given)
    : LedgerRefusal("currency_is_wrong",
        $"Line {Line}: account {Account} takes {Takes} only, not {Given}. Use the account of that currency.");
public sealed record LineIsEmpty(int Line) : LedgerRefusal("line_is_empty", $"Line {Line} moves nothing. Remove it.");
public sealed record AmountIsTooLarge(int Line)
    : LedgerRefusal("amount_is_too_large", $"Line {Line}: an amount has at most {Money.LargestMinor} minor units. Check the decimals.");
public sealed record EurIsMissing(int Line, string Currency)
    : LedgerRefusal("eur_is_missing", $"Line {Line} is in {Currency} and does not say what that is in EUR. Add \"eur\".");
public sealed record EurContradictsAmount(int Line)
    : LedgerRefusal("eur_contradicts_amount",
        $"Line {Line}: amount and EUR value must be equal where the currency is EUR, and never of opposite sign. Correct one of them.");
public sealed record DonorIsUnknown(int Line, string Donor)
    : LedgerRefusal("donor_is_unknown", $"Line {Line}: there is no donor '{Donor}'. Use a donor's code, or add the donor first.");
public sealed record MemorandumIsMixed()
    : LedgerRefusal("memorandum_is_mixed",
        "Memorandum accounts (8000s) and balance-sheet accounts never meet in one entry. Post two entries.");
public sealed record EntryIsUnbalanced(string Currency, string Difference)
    : LedgerRefusal("entry_is_unbalanced",
        $"The lines sum to {Difference} {Currency} instead of zero. Correct the amounts, or add the missing line.");
public sealed record ReversalHasLines()
    : LedgerRefusal("reversal_has_lines",
        "A reversal names the entry it reverses and has no lines of its own. Remove the lines, or the kind.");
public sealed record ReversedEntryIsUnknown(string Key)
    : LedgerRefusal("reversed_entry_is_unknown", $"There is no entry with key '{Key}' to reverse. Check the key.");
public sealed record ReversalIsOfAnotherFund(string Key, string Fund)
    : LedgerRefusal("reversal_is_of_another_fund", $"Entry '{Key}' belongs to fund {Fund}. Reverse it there.");
public sealed record ReversalOfReversal(string Key)
    : LedgerRefusal("reversal_of_reversal", $"Entry '{Key}' is itself a reversal. Post the original content again as a new entry.");
public sealed record EntryIsAlreadyReversed(string Key)
    : LedgerRefusal("entry_is_already_reversed", $"Entry '{Key}' was reversed before; an entry is reversed once. Nothing is left to do.");
public sealed record ReversalIsBeforeEntry(string Key, DateOnly Date)
    : LedgerRefusal("reversal_is_before_entry",
        $"Entry '{Key}' is dated {Date:yyyy-MM-dd}: it cannot be taken back before. Date the reversal on that day or later.");
public sealed record KindIsReserved(string Kind)
    : LedgerRefusal("kind_is_reserved", $"Entries of kind '{Kind}' are made by their own command only. Use that command.");
public sealed record CommitmentIsByHand(string Account) : LedgerRefusal("commitment_is_by_hand",
    $"This would set money aside, or pay or owe under a commitment (account {Account}), past the register of commitments. Make the "
        + $"commitment, pay it, or accrue it with its own command; a release names the commitment.");
public sealed record PaymentIsByHand(string Account) : LedgerRefusal("payment_is_by_hand",
    $"What is owed on a claim and what was sent to the bank (account {Account}) moves only with its payment, which several people sign. "
        + $"Withdraw the payment, or record what the bank made of it.");
public sealed record TransferTakesBothLegs() : LedgerRefusal("transfer_takes_both_legs",
    "Money leaves or enters a fund's accumulated balance only by a transfer between funds, which writes both sides. Use that operation; "
        + "balances of an older system come in as an opening.");
public sealed record BalanceIsRestricted() : LedgerRefusal("balance_is_restricted",
    $"All money of the funds is given for their purpose, so nothing comes to or from the unrestricted balance "
        + $"({Chart.UnrestrictedBalance}). Use {Chart.RestrictedBalance}; what stands on {Chart.UnrestrictedBalance} can be moved there.");
public sealed record ClaimIsLowered(string Account)
    : LedgerRefusal("claim_is_lowered",
        $"This would lower what donors owe (account {Account}) without saying whose. Record the receipt, or have two people write the "
            + $"claim down.");
public sealed record AllowanceTakesTwo() : LedgerRefusal("allowance_takes_two",
    $"An allowance on receivables (account {Chart.ReceivableAllowance}) is set at its agreement: one person asks, another approves.");
public sealed record ReceivableIsByAgreement() : LedgerRefusal("receivable_is_by_agreement",
    $"What a donor owes (account {Chart.Receivable}) comes with its agreement, so that its payments find it. Record the signed agreement; "
        + $"one in force in older books is brought with the day of the opening and what is still open of it. A promise that nobody signed "
        + $"is a pledge.");
public sealed record ReturnNamesNoDonor()
    : LedgerRefusal("return_names_no_donor",
        $"This would set money aside to go back (account {Chart.ToReturn}) without saying to whom, and nobody could ever pay it back. "
            + $"Name the donor on that line.");
public sealed record PayingBackTakesTwo() : LedgerRefusal("paying_back_takes_two",
    $"This would pay a donor back, or lower what was set aside to go back (account {Chart.ToReturn}). One person asks for that, another "
        + $"approves.");
public sealed record ReversalTakesTwo(string Key)
    : LedgerRefusal("reversal_takes_two",
        $"Reversing entry '{Key}' would change what a donor promised, owes or gets back. One person asks for it, another approves.");
public sealed record DateIsAhead(DateOnly Date, DateOnly Today)
    : LedgerRefusal("date_is_ahead",
        $"{Date:yyyy-MM-dd} has not come yet: today is {Today:yyyy-MM-dd}, and no money arrives, is paid or is signed for after today. "
            + $"Correct the date.");
public sealed record PeriodIsClosed(string Fund, DateOnly Date, DateOnly ClosedThrough)
    : LedgerRefusal("period_is_closed",
        $"The books of {Fund} are closed through {ClosedThrough:yyyy-MM-dd}; {Date:yyyy-MM-dd} lies before. Date the entry in an open "
            + $"month, or have two people reopen the period.");
public sealed record BankIsReconciled(string Account, string Fund, DateOnly Date, DateOnly Through)
    : LedgerRefusal("bank_is_reconciled",
        $"Bank account {Account} of {Fund} is reconciled through {Through:yyyy-MM-dd}; {Date:yyyy-MM-dd} lies before. Date the entry "
            + $"later.");
public sealed record CommitmentIsOverdrawn(string Commitment, string Open)
    : LedgerRefusal("commitment_is_overdrawn",
        $"Commitment '{Commitment}' has {Open} open; this would take more. Lower the amount, or commit more first.");
public sealed record PledgeIsOverdrawn(string Pledge, string Open)
    : LedgerRefusal("pledge_is_overdrawn",
        $"Pledge '{Pledge}' has {Open} open in this book; this would take more. Lower the amount, or record the rest as a separate gift.");
public sealed record ReturnIsOverdrawn(string Donor, string Fund, string Open)
    : LedgerRefusal("return_is_overdrawn",
        $"{Open} waits to go back to '{Donor}' from {Fund}; this would take more. Lower the amount, or reverse the payment first.");
public sealed record AllowanceExceedsReceivable(string Agreement, string Allowance) : LedgerRefusal("allowance_exceeds_receivable",
    $"The allowance on '{Agreement}' would be {Allowance} more than is owed under it. Have two people lower the allowance first.");
public sealed record ItemIsOverdrawn(string Account, string Item, string Open) : LedgerRefusal("item_is_overdrawn",
    $"Account {Account} holds {Open} for {Item}; this would take more. Lower the amount, name what it is for, or identify the bank line.");
public sealed record AvailableIsTooLow(string Fund, DateOnly Date, string Available, string Needed)
    : LedgerRefusal("available_is_too_low",
        $"{Fund} has {Available} available on {Date:yyyy-MM-dd}; {Needed} is needed. Wait for money, or lower the amount.");
public sealed record BankIsOverdrawn(string Account, string Fund, DateOnly Date, string Balance) : LedgerRefusal("bank_is_overdrawn",
    $"Bank account {Account} of {Fund} would stand at {Balance} on {Date:yyyy-MM-dd}. Enter what came in first, exchange or transfer, or "
        + $"lower the amount; what the bank did stands on its statement.");
#pragma warning restore CS1591
