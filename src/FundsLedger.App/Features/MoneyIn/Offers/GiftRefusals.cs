using FundsLedger.Domain;

namespace FundsLedger.App.Features.MoneyIn.Offers;

// The closed list, in order of precedence. The refusals of the pledge that an accepted offer becomes follow after these.

/// <summary>A refusal about offers of gifts.</summary>
public abstract record GiftRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record GiftDonorIsUnknown(string Donor)
    : GiftRefusal("gift_donor_is_unknown", $"There is no donor '{Donor}'. Use a donor's code, or add the donor first.");
public sealed record GiftAmountIsNotPositive(string Amount)
    : GiftRefusal("gift_amount_is_not_positive", $"An offer is more than nothing; this is {Amount}. Correct the amount.");
public sealed record GiftRateIsMissing(string Currency)
    : GiftRefusal("gift_rate_is_missing", $"An offer in {Currency} needs a rate from {Currency} to EUR. Add it.");
public sealed record GiftTextIsMalformed(string Field)
    : GiftRefusal("gift_text_is_malformed",
        $"The offer's {Field} is empty, longer than 200 characters or holds control characters. Correct it.");
public sealed record GiftIsUnknown(string Offer)
    : GiftRefusal("gift_is_unknown", $"There is no offer '{Offer}'. Use the code given when it was recorded.");
public sealed record GiftIsDecided(string Offer, string Decision)
    : GiftRefusal("gift_is_decided", $"Offer '{Offer}' is {Decision} already. Nothing is left to decide.");
public sealed record GiftDateIsTooEarly(string Offer, DateOnly OfferedOn)
    : GiftRefusal("gift_date_is_too_early",
        $"Offer '{Offer}' was made on {OfferedOn:yyyy-MM-dd}; nothing was decided before. Correct the date.");
public sealed record GiftWaits(string Offer)
    : GiftRefusal("gift_waits", $"The acceptance of offer '{Offer}' waits for an approving officer. Decide there.");
public sealed record GiftIsNotReceived(string Offer, string Receipt)
    : GiftRefusal("gift_is_not_received",
        $"Offer '{Offer}' was not accepted and met by receipt '{Receipt}', or that receipt was taken back: there is nothing to return. "
            + $"Correct the receipt's code.");
