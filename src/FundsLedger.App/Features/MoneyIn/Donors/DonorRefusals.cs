using FundsLedger.Domain;

namespace FundsLedger.App.Features.MoneyIn.Donors;

// The closed list, in order of precedence.

/// <summary>A refusal about donors.</summary>
public abstract record DonorRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record DonorCodeIsTaken(string Donor)
    : DonorRefusal("donor_code_is_taken",
        $"Donor '{Donor}' exists with other content, and registers are never changed. Choose another code, or send the same content.");
public sealed record DonorCodeIsMalformed(string Donor)
    : DonorRefusal("donor_code_is_malformed", $"'{Donor}' is not a donor code: 1 to 20 capital letters, digits and hyphens. Correct it.");
public sealed record DonorNameIsMalformed(string Donor)
    : DonorRefusal("donor_name_is_malformed",
        $"Donor '{Donor}' needs a name of 1 to 200 characters without control characters. Correct it.");
public sealed record DonorLanguageIsUnknown(string Language)
    : DonorRefusal("donor_language_is_unknown", $"Letters are written in 'en' or 'fr', not in '{Language}'. Choose one of the two.");
public sealed record DonorIsNotKnown(string Donor)
    : DonorRefusal("donor_is_not_known", $"There is no donor '{Donor}'. Use a donor's code, or add the donor first.");
public sealed record DonorParentIsWrong(string Donor, string Parent)
    : DonorRefusal("donor_parent_is_wrong",
        $"'{Parent}' cannot be the parent of '{Donor}': only an agency has a parent, and that is a State or an international "
            + $"organisation. Correct the type or the parent.");
public sealed record DonorReasonIsMalformed(string Donor)
    : DonorRefusal("donor_reason_is_malformed",
        $"The review of '{Donor}' needs a reason of 1 to 200 characters; a donor that is not under review has none. Correct it.");
public sealed record ReviewIsLiftedByTwo(string Donor)
    : DonorRefusal("review_is_lifted_by_two", $"'{Donor}' is under review: one person asks to lift that, another decides.");
public sealed record DonorIsNotUnderReview(string Donor)
    : DonorRefusal("donor_is_not_under_review", $"'{Donor}' is not under review. Nothing is left to do.");
public sealed record DonorContactIsMalformed(string Donor)
    : DonorRefusal("donor_contact_is_malformed",
        $"A contact of '{Donor}' has a name, an office and an address of 1 to 200 characters each. Correct them.");
public sealed record DonorIsUnderReview(string Donor)
    : DonorRefusal("donor_is_under_review",
        $"'{Donor}' is under review: its gifts are recorded as offers, and an approving officer accepts them. Record an offer.");
