namespace FundsLedger.Domain.Contributions;

// The closed list, in order of precedence. The refusals of pledges and of the ledger follow after these.

/// <summary>A refusal about agreements.</summary>
public abstract record AgreementRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

#pragma warning disable CS1591 // each sentence below is its own documentation
public sealed record AgreementIsUnknown(string Agreement) : AgreementRefusal("agreement_is_unknown",
    $"There is no agreement '{Agreement}'. Use the code given when it was recorded.");
public sealed record AgreementDonorIsUnknown(string Donor) : AgreementRefusal("agreement_donor_is_unknown",
    $"There is no donor '{Donor}'. Use a donor's code, or add the donor first.");
public sealed record AgreementAmountIsNotPositive(string Amount) : AgreementRefusal("agreement_amount_is_not_positive",
    $"An agreement is about more than nothing; this is {Amount}. Correct the amount.");
public sealed record AgreementRateIsMissing(string Currency) : AgreementRefusal("agreement_rate_is_missing",
    $"An agreement in {Currency} needs a rate from {Currency} to EUR. Add it.");
public sealed record AgreementTextIsMalformed(string Field) : AgreementRefusal("agreement_text_is_malformed",
    $"The agreement's {Field} is empty, longer than 200 characters or holds control characters. Correct it.");
public sealed record InstalmentsAreTooManyOrNone(int Count) : AgreementRefusal("instalments_are_too_many_or_none",
    $"An agreement has 1 to {InstalmentPlan.Most} instalments; this one has {Count}. Correct the plan.");
public sealed record InstalmentCurrencyIsOther(int Line, string Currency) : AgreementRefusal("instalment_currency_is_other",
    $"Instalment {Line} is not in {Currency}, the agreement's currency. Correct it.");
public sealed record InstalmentIsBelowOneMinorUnit(int Line) : AgreementRefusal("instalment_is_below_one_minor_unit",
    $"Instalment {Line} is smaller than the smallest unit of its currency: nobody can pay it. Plan fewer instalments.");
public sealed record InstalmentIsDueBeforeSignature(int Line, DateOnly SignedOn) : AgreementRefusal("instalment_is_due_before_signature",
    $"Instalment {Line} is due before the agreement was signed ({SignedOn:yyyy-MM-dd}). Correct the dates.");
public sealed record InstalmentsAreOutOfOrder(int Line) : AgreementRefusal("instalments_are_out_of_order",
    $"Instalment {Line} is due before the one ahead of it. Put them in the order of their dates.");
public sealed record InstalmentsDoNotAddUp(string Sum, string Amount) : AgreementRefusal("instalments_do_not_add_up",
    $"The instalments sum to {Sum}, the agreement is about {Amount}. Correct one of them.");
public sealed record AgreementPledgeIsOther(string Pledge) : AgreementRefusal("agreement_pledge_is_other",
    $"Pledge '{Pledge}' is of another donor or in another currency. Name the pledge that this agreement makes binding, or " +
    "none.");
public sealed record AgreementIsAbovePledge(string Pledge, string Fund, string Open) : AgreementRefusal("agreement_is_above_pledge",
    $"Pledge '{Pledge}' has {Open} open in {Fund} that is under no agreement; this would take more. Designate the part first, " +
    "or announce the rest.");
public sealed record AgreementIsClosed(string Agreement) : AgreementRefusal("agreement_is_closed",
    $"Agreement '{Agreement}' is closed. Record what follows as a separate gift.");
public sealed record AgreementDateIsTooEarly(string Agreement, DateOnly SignedOn) : AgreementRefusal("agreement_date_is_too_early",
    $"Agreement '{Agreement}' was signed, or came into these books, on {SignedOn:yyyy-MM-dd}; nothing happened under it before. Correct " +
    "the date, or record money that came before as an advance.");
public sealed record AgreementOpensBeforeSignature(DateOnly OpeningOn, DateOnly SignedOn)
    : AgreementRefusal("agreement_opens_before_signature",
    $"An agreement signed on {SignedOn:yyyy-MM-dd} cannot come into the books on {OpeningOn:yyyy-MM-dd}. Correct one of the " +
    "dates, or leave the opening out where it is signed now.");
public sealed record InstalmentIsUnknown(string Agreement, int Number) : AgreementRefusal("instalment_is_unknown",
    $"Agreement '{Agreement}' has no instalment {Number}. Use a number of its plan.");
public sealed record InstalmentHasNoCondition(string Agreement, int Number) : AgreementRefusal("instalment_has_no_condition",
    $"Instalment {Number} of '{Agreement}' depends on no condition. Nothing is left to do.");
public sealed record ConditionIsMetAlready(string Agreement, int Number) : AgreementRefusal("condition_is_met_already",
    $"The condition of instalment {Number} of '{Agreement}' is met already. Nothing is left to do.");
public sealed record InstalmentHasNothingLeft(string Agreement, int Number) : AgreementRefusal("instalment_has_nothing_left",
    $"Instalment {Number} of '{Agreement}' has nothing open: it was paid, moved or written off. Nothing is left to do.");
public sealed record InstalmentHasLessOpen(string Agreement, int Number, string Open) : AgreementRefusal("instalment_has_less_open",
    $"Instalment {Number} of '{Agreement}' has {Open} open; this would take more. Lower the amount.");
public sealed record ReceiptAgreementIsOther(string Agreement) : AgreementRefusal("receipt_agreement_is_other",
    $"Agreement '{Agreement}' is of another donor or another fund. Name the right one, or none.");
public sealed record ReceiptNeedsAgreement(string Pledge, string Agreement) : AgreementRefusal("receipt_needs_agreement",
    $"What is open of pledge '{Pledge}' is owed under agreement '{Agreement}'. Name that agreement: the money clears what is " +
    "receivable.");
public sealed record AgreementIsPaid(string Agreement) : AgreementRefusal("agreement_is_paid",
    $"Agreement '{Agreement}' has nothing open. Record the money as a separate gift.");
public sealed record ReceiptIsAboveInstalment(string Agreement, int Number, string Over) : AgreementRefusal("receipt_is_above_instalment",
    $"This is {Over} more than instalment {Number} of '{Agreement}' has open. Say what the rest is: next_instalment, total, " +
    "separate_gift or return.");
public sealed record ReceiptIsBelowInstalment(string Agreement, int Number, string Under) : AgreementRefusal("receipt_is_below_instalment",
    $"This is {Under} less than instalment {Number} of '{Agreement}' has open. Say what becomes of the rest: stays_due, " +
    "next_instalment or total.");
public sealed record DifferenceIsNotPossible(string Agreement, string Choice) : AgreementRefusal("difference_is_not_possible",
    $"'{Choice}' does not fit this payment on '{Agreement}': there is no such difference, or no later instalment that can " +
    "take it. Choose another.");
public sealed record AgreementHasOpenInstalments(string Agreement, int Number, string Open)
    : AgreementRefusal("agreement_has_open_instalments",
    $"Instalment {Number} of '{Agreement}' has {Open} open. Record the payment or write it off before closing.");
public sealed record AgreementClosesTooEarly(string Agreement, DateOnly LastMove) : AgreementRefusal("agreement_closes_too_early",
    $"The fund's money moved on {LastMove:yyyy-MM-dd}: closing '{Agreement}' before that day would return what was used since. " +
    "Close it on that day or later.");
public sealed record UnspentBalanceHasMoved(string Agreement, string Asked, string Now) : AgreementRefusal("unspent_balance_has_moved",
    $"When this was asked, {Asked} of '{Agreement}' was to be returned; now it is {Now}. Refuse this request and ask again.");
public sealed record SupportShareIsOutOfRange() : AgreementRefusal("support_share_is_out_of_range",
    "A share of programme support is from 0 to 100 per cent, with at most two decimals. Correct it; 0 says that none is charged.");
public sealed record SupportShareIsNotLater(string Agreement, DateOnly From) : AgreementRefusal("support_share_is_not_later",
    $"Agreement '{Agreement}' has a share of programme support from {From:yyyy-MM-dd}, which stays as it is. Name a later day.");
public sealed record SupportIsChargedSince(string Agreement, DateOnly Day) : AgreementRefusal("support_is_charged_since",
    $"Programme support was charged under '{Agreement}' on {Day:yyyy-MM-dd}, at the share of that day. Name a later day, or have the "
        + $"charge reversed first.");
public sealed record AllowanceCurrencyIsOther(string Agreement, string Currency) : AgreementRefusal("allowance_currency_is_other",
    $"What is owed under '{Agreement}' is in {Currency}: so is an allowance on it. Correct the amount.");
public sealed record AllowanceIsOutOfRange(string Agreement, string Owed) : AgreementRefusal("allowance_is_out_of_range",
    $"{Owed} is owed under '{Agreement}' without a condition: an allowance is from nothing to that. Correct the amount.");
public sealed record AllowanceIsAsBefore(string Agreement, string Amount) : AgreementRefusal("allowance_is_as_before",
    $"The allowance on '{Agreement}' is {Amount} already. Nothing is left to do.");
public sealed record AllowanceHasMoved(string Agreement, string Asked, string Now) : AgreementRefusal("allowance_has_moved",
    $"When this was asked, the allowance on '{Agreement}' was {Asked}; now it is {Now}. Refuse this request and ask again.");
public sealed record PolicyIsMalformed(int Year) : AgreementRefusal("policy_is_malformed",
    $"The policy of {Year} needs a year from 1998 to 2199 and the name of a standard in 1 to 200 characters. Correct it.");
public sealed record PolicyYearHasAgreements(int Year) : AgreementRefusal("policy_year_has_agreements",
    $"Agreements signed in {Year} were recorded under another policy, and one year has one policy. Set it for the next year, or have "
        + $"them reversed and recorded again.");
#pragma warning restore CS1591
