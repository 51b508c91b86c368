using FundsLedger.Domain;

namespace FundsLedger.App.Features.MoneyIn.Pledges;

// The closed list, in order of precedence. The ledger's own refusals follow after these.

/// <summary>A refusal about pledges.</summary>
public abstract record PledgeRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record PledgeIsUnknown(string Pledge)
    : PledgeRefusal("pledge_is_unknown", $"There is no pledge '{Pledge}'. Use the code given when it was announced.");
public sealed record PledgeAmountIsNotPositive(string Amount)
    : PledgeRefusal("pledge_amount_is_not_positive",
        $"A pledge, or a part of one, is more than nothing; this is {Amount}. Correct the amount.");
public sealed record PledgeDonorIsUnknown(string Donor)
    : PledgeRefusal("pledge_donor_is_unknown", $"There is no donor '{Donor}'. Use a donor's code, or add the donor first.");
public sealed record PledgeTextIsMalformed(string Field)
    : PledgeRefusal("pledge_text_is_malformed",
        $"The pledge's {Field} is empty, longer than 200 characters or holds control characters. Correct it.");
public sealed record PledgeRateIsMissing(string Currency)
    : PledgeRefusal("pledge_rate_is_missing",
        $"A pledge in {Currency} needs a rate from {Currency} to EUR: the pledge stands in {Currency}, its value in EUR beside it. Add "
            + $"that rate.");
public sealed record PledgeCurrencyIsOther(string Pledge, string Currency, string Given)
    : PledgeRefusal("pledge_currency_is_other", $"Pledge '{Pledge}' stands in {Currency}, not in {Given}. Give the amount in {Currency}.");
public sealed record PledgeIsAlreadyInThatBook(string Fund)
    : PledgeRefusal("pledge_is_already_in_that_book",
        $"'{Fund}' holds the pledges not yet designated: nothing can be designated to it. Name a fund, or a purpose outside.");
public sealed record PledgeDateIsTooEarly(string Pledge, DateOnly AnnouncedOn)
    : PledgeRefusal("pledge_date_is_too_early",
        $"Pledge '{Pledge}' was announced on {AnnouncedOn:yyyy-MM-dd}; nothing happened to it before. Correct the date.");
public sealed record PledgeHasLessUndesignated(string Pledge, string Open)
    : PledgeRefusal("pledge_has_less_undesignated", $"Pledge '{Pledge}' has {Open} undesignated; this would take more. Lower the amount.");
public sealed record PledgeHasNothingOpen(string Pledge, string Fund)
    : PledgeRefusal("pledge_has_nothing_open",
        $"Pledge '{Pledge}' has nothing open in {Fund}: it was paid, designated elsewhere or withdrawn. Nothing is left to do.");
public sealed record PledgeHasNothingToConfirm(string Pledge)
    : PledgeRefusal("pledge_has_nothing_to_confirm",
        $"Nothing of pledge '{Pledge}' is merely announced: it was confirmed, paid or ended. Nothing is left to do.");
public sealed record PledgeHasLessOpen(string Pledge, string Fund, string Open)
    : PledgeRefusal("pledge_has_less_open",
        $"Pledge '{Pledge}' has {Open} open in {Fund} under no agreement; this would end more. Lower the amount.");
public sealed record PledgeIsUnderAgreement(string Pledge)
    : PledgeRefusal("pledge_is_under_agreement",
        $"What is open of pledge '{Pledge}' is owed under a signed agreement. Write its instalments off instead, or close the agreement.");
