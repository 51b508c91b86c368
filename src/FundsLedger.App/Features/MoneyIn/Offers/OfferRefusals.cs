using FundsLedger.Domain;

namespace FundsLedger.App.Features.MoneyIn.Offers;

// The closed list, in order of precedence. The refusals of the pledge that an accepted offer becomes follow after these.

/// <summary>A refusal about offers of gifts.</summary>
public abstract record OfferRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record OfferDonorIsUnknown(string Donor)
    : OfferRefusal("gift_donor_is_unknown", $"There is no donor '{Donor}'. Use a donor's code, or add the donor first.");
public sealed record OfferAmountIsNotPositive(string Amount)
    : OfferRefusal("gift_amount_is_not_positive", $"An offer is more than nothing; this is {Amount}. Correct the amount.");
public sealed record OfferRateIsMissing(string Currency)
    : OfferRefusal("gift_rate_is_missing", $"An offer in {Currency} needs a rate from {Currency} to EUR. Add it.");
public sealed record OfferTextIsMalformed(string Field)
    : OfferRefusal("gift_text_is_malformed",
        $"The offer's {Field} is empty, longer than 200 characters or holds control characters. Correct it.");
public sealed record OfferIsUnknown(string Offer)
    : OfferRefusal("gift_is_unknown", $"There is no offer '{Offer}'. Use the code given when it was recorded.");
public sealed record OfferIsDecided(string Offer, string Decision)
    : OfferRefusal("gift_is_decided", $"Offer '{Offer}' is {Decision} already. Nothing is left to decide.");
public sealed record OfferDateIsTooEarly(string Offer, DateOnly OfferedOn)
    : OfferRefusal("gift_date_is_too_early",
        $"Offer '{Offer}' was made on {OfferedOn:yyyy-MM-dd}; nothing was decided before. Correct the date.");
public sealed record OfferWaits(string Offer)
    : OfferRefusal("gift_waits", $"The acceptance of offer '{Offer}' waits for an approving officer. Decide there.");
public sealed record OfferIsNotReceived(string Offer, string Receipt)
    : OfferRefusal("gift_is_not_received",
        $"Offer '{Offer}' was not accepted and met by receipt '{Receipt}', or that receipt was taken back: there is nothing to return. "
            + $"Correct the receipt's code.");
