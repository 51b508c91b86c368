namespace FundsLedger.Domain.Contributions;

// The closed list, in order of precedence. The ledger's own refusals follow after these.

/// <summary>A refusal about receipts.</summary>
public abstract record ReceiptRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

#pragma warning disable CS1591 // each sentence below is its own documentation
public sealed record ReceiptAmountIsNotPositive(string Amount) : ReceiptRefusal("receipt_amount_is_not_positive",
    $"A receipt is more than nothing; this is {Amount}. Correct the amount, or record a return.");
public sealed record ReceiptDonorIsUnknown(string Donor) : ReceiptRefusal("receipt_donor_is_unknown",
    $"There is no donor '{Donor}'. Use a donor's code, or add the donor first.");
public sealed record ReceiptBankIsUnknown(string Bank, string Fund) : ReceiptRefusal("receipt_bank_is_unknown",
    $"Fund {Fund} has no bank account '{Bank}'. Use the code of a bank account of the fund.");
public sealed record ReceiptBankTakesOtherCurrency(string Bank, string Takes, string Given)
    : ReceiptRefusal("receipt_bank_takes_other_currency",
    $"Bank account {Bank} is in {Takes}; the money came in {Given}. Use the account it arrived on.");
public sealed record ReceiptRateIsMissing(string Currency) : ReceiptRefusal("receipt_rate_is_missing",
    $"A receipt in {Currency} needs the rate from {Currency} to EUR, its date and its source. Add them.");
public sealed record ReceiptNeedsRateOfClaim(string Currency, DateOnly Date) : ReceiptRefusal("receipt_needs_rate_of_claim",
    $"What is owed is in {Currency}: how much of it this pays follows from the rate of {Currency} to EUR on "
        + $"{Date:yyyy-MM-dd}, and no rate " +
    "of that day or the month before it is entered. Enter the rate first.");
public sealed record ReceiptPledgeIsUnknown(string Pledge) : ReceiptRefusal("receipt_pledge_is_unknown",
    $"There is no pledge '{Pledge}'. Use the code given when it was announced, or record the receipt without a pledge.");
public sealed record ReceiptPledgeIsOfAnotherDonor(string Pledge, string Donor) : ReceiptRefusal("receipt_pledge_is_of_another_donor",
    $"Pledge '{Pledge}' was announced by donor '{Donor}'. Name that donor, or record the receipt without a pledge.");
public sealed record ReceiptPledgeHasNothingOpen(string Pledge, string Fund) : ReceiptRefusal("receipt_pledge_has_nothing_open",
    $"Pledge '{Pledge}' has nothing open in {Fund}. Designate it to the fund first, or record the receipt without a pledge.");
public sealed record ReceiptIsAbovePledge(string Pledge, string Fund, string Open, string Over) : ReceiptRefusal("receipt_is_above_pledge",
    $"Pledge '{Pledge}' has {Open} open in {Fund} under no agreement; this is {Over} more. Say what the rest is: " +
    "separate_gift, total or return.");
public sealed record ReceiptLowersPledge(string Pledge, string Under) : ReceiptRefusal("receipt_lowers_pledge",
    $"'total' would lower pledge '{Pledge}' by {Under}, and lowering a claim takes two people. Record what came, whose rest " +
    "stays due, and ask for the pledge to be ended by that much.");
public sealed record ChargeIsTooHigh(string Kept) : ReceiptRefusal("charge_is_too_high",
    $"{Kept} are missing: a bank's charge is at most {Money.Eur(KeptByBank.MostEur)} and {KeptByBank.MostPerCent} % of what was due. Leave "
        + $"the rest due, or have it written off by two people.");
public sealed record AdvanceNamesAClaim() : ReceiptRefusal("advance_names_a_claim",
    "Money that came before its agreement meets no pledge, agreement or instalment yet. Leave those out; the signature meets them.");
public sealed record AdvanceIsUnknown(string Receipt) : ReceiptRefusal("advance_is_unknown",
    $"Receipt '{Receipt}' is no advance of this donor and fund. Use the code of one that is.");
public sealed record AdvanceIsSettled(string Receipt) : ReceiptRefusal("advance_is_settled",
    $"Nothing is left of advance '{Receipt}': it was settled, or goes back. Nothing is left to do.");
public sealed record AdvanceHasLess(string Receipt, string Left) : ReceiptRefusal("advance_has_less",
    $"{Left} is left of the money that came with receipt '{Receipt}' before its agreement. Lower the amount.");
public sealed record AdvanceCurrencyIsOther(string Receipt, string Currency) : ReceiptRefusal("advance_currency_is_other",
    $"Advance '{Receipt}' came in {Currency}, and goes back in it. Correct the amount.");
public sealed record ReceiptDifferenceIsNotPossible(string Choice) : ReceiptRefusal("receipt_difference_is_not_possible",
    $"'{Choice}' does not fit this payment. What is above a pledge is separate_gift, total or return, what is below it " +
    "stays_due or bank_charge; what is exact, in another currency or for no pledge has no difference. Choose another, or none.");
#pragma warning restore CS1591
