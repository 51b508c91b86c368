using FundsLedger.Domain;

namespace FundsLedger.App.Features.Office.Tokens;

// The closed list, in order of precedence.

/// <summary>A refusal about tokens for programs.</summary>
public abstract record TokenRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record TokenNameIsMalformed(int Length)
    : TokenRefusal("token_name_is_malformed",
        $"A token's name has 1 to {Tokens.LongestName} characters without control characters; this one has {Length}. Say what the token "
            + $"is for.");
public sealed record TokenLifetimeIsNotOffered(int Days)
    : TokenRefusal("token_lifetime_is_not_offered",
        $"A token lasts {string.Join(", ", Tokens.Lifetimes)} days, not {Days}. Choose one of these.");
public sealed record TokenNeedsSecondFactor()
    : TokenRefusal("token_needs_second_factor",
        "A token is worth no more than the sign-in behind it, and your roles ask for a second factor. Sign in with it at a browser, then "
            + "make the token.");
public sealed record TokensAreTooMany()
    : TokenRefusal("tokens_are_too_many", $"You have {Tokens.Most} tokens in force. Revoke one that nobody uses.");
public sealed record TokenIsAlreadyMade()
    : TokenRefusal("token_is_already_made",
        "This form has already made its token, and a token is shown once only. If it is lost, revoke it and make another.");
