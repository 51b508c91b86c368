using FundsLedger.Domain;

namespace FundsLedger.App.Features.Donors;

// The closed list, in order of precedence.

/// <summary>A refusal about donors.</summary>
public abstract record DonorRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record DonorCodeIsTaken(string Donor) : DonorRefusal("donor_code_is_taken", $"Donor '{Donor}' exists with other content, and registers are never changed. Choose another code, or send the same content.");
public sealed record DonorCodeIsMalformed(string Donor) : DonorRefusal("donor_code_is_malformed", $"'{Donor}' is not a donor code: 1 to 20 capital letters, digits and hyphens. Correct it.");
public sealed record DonorNameIsMalformed(string Donor) : DonorRefusal("donor_name_is_malformed", $"Donor '{Donor}' needs a name of 1 to 200 characters without control characters. Correct it.");
public sealed record DonorLanguageIsUnknown(string Language) : DonorRefusal("donor_language_is_unknown", $"Letters are written in 'en' or 'fr', not in '{Language}'. Choose one of the two.");
