using FundsLedger.Domain;

namespace FundsLedger.App.Features.MoneyOut.Commitments;

// The closed list, in order of precedence. The ledger's own refusals (available_is_too_low among them) follow after these.

/// <summary>A refusal about commitments.</summary>
public abstract record CommitmentRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record CommitmentIsUnknown(string Commitment)
    : CommitmentRefusal("commitment_is_unknown", $"There is no commitment '{Commitment}'. Use the code given when it was made.");
public sealed record CommitmentAmountIsWrong(string Amount)
    : CommitmentRefusal("commitment_amount_is_wrong",
        $"A commitment sets aside an amount in EUR above zero; this is {Amount}. Correct it.");
public sealed record CommitmentTextIsNotAllowed(string Fund)
    : CommitmentRefusal("commitment_text_is_not_allowed",
        $"{Fund} is protected: words could give a person away, so its commitments have none. Remove the description.");
public sealed record CommitmentEndsBeforeItBegins(DateOnly Date, DateOnly ExpiresOn)
    : CommitmentRefusal("commitment_ends_before_it_begins",
        $"A commitment of {Date:yyyy-MM-dd} cannot expire on {ExpiresOn:yyyy-MM-dd}. Correct one of the dates.");
public sealed record CommitmentOpensBeforeItWasMade(DateOnly OpeningOn, DateOnly Date)
    : CommitmentRefusal("commitment_opens_before_it_was_made",
        $"A commitment of {Date:yyyy-MM-dd} cannot come into the books on {OpeningOn:yyyy-MM-dd}. Correct one of the dates, or leave the "
            + $"opening out where it is made now.");
public sealed record CommitmentRequestIsUnknown(string Request, string Fund)
    : CommitmentRefusal("commitment_request_is_unknown", $"{Fund} has no request '{Request}'. Use the code given when it was submitted.");
public sealed record RequestIsRefused(string Request)
    : CommitmentRefusal("request_is_refused",
        $"Request '{Request}' was refused, so nothing is set aside for it. A review by the Presidency opens it again.");
public sealed record RequestHasOpenCommitment(string Request, string Open)
    : CommitmentRefusal("request_has_open_commitment",
        $"Request '{Request}' has a commitment with {Open} open, and one at a time is allowed. Settle or release that one first.");
public sealed record CommitmentDateIsTooEarly(string Commitment, DateOnly CommittedOn)
    : CommitmentRefusal("commitment_date_is_too_early",
        $"Commitment '{Commitment}' was made on {CommittedOn:yyyy-MM-dd}; nothing happened to it before. Correct the date.");
public sealed record CommitmentReasonIsMalformed()
    : CommitmentRefusal("commitment_reason_is_malformed", "A commitment is carried over for a reason, in 1 to 200 characters. Add it.");
public sealed record CommitmentIsNotExtended(string Commitment, DateOnly? ExpiresOn, DateOnly Asked)
    : CommitmentRefusal("commitment_is_not_extended",
        ExpiresOn is { } last ? $"Commitment '{Commitment}' is good through {last:yyyy-MM-dd}; {Asked:yyyy-MM-dd} is not a later day that "
            + $"is still to come. Choose a later one." : $"Commitment '{Commitment}' has no last day. Nothing is left to do.");
public sealed record CommitmentHasNothingOpen(string Commitment)
    : CommitmentRefusal("commitment_has_nothing_open",
        $"Commitment '{Commitment}' has nothing open: it was paid or released. Nothing is left to do.");
