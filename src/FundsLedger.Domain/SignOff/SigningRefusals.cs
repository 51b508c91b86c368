namespace FundsLedger.Domain.SignOff;

// The closed list, in order of precedence; the refusals of what was asked for follow after these.

/// <summary>A refusal about what takes several people.</summary>
public abstract record SigningRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

#pragma warning disable CS1591 // each sentence below is its own documentation
public sealed record ApprovalIsUnknown(long Id) : SigningRefusal("approval_is_unknown",
    $"Nobody asked for approval {Id}. Use a number from the list of what waits.");
public sealed record ApprovalIsOther(long Id) : SigningRefusal("approval_is_other",
    $"Request {Id} is not what was shown to you. Open it again and read it before you sign.");
public sealed record ApprovalIsDecided(long Id, string Name) : SigningRefusal("approval_is_decided",
    $"{Name} has decided on request {Id} already. If it must be done differently, ask again.");
public sealed record ApprovalIsConflicted(long Id) : SigningRefusal("approval_is_conflicted",
    $"Those who looked at request {Id} disagree, so nothing is done. Settle it among yourselves and ask again.");
public sealed record SecondStepNeedsSignIn(string Name) : SigningRefusal("second_step_needs_sign_in",
    $"What one person asked, another decides, and '{Name}' is only a name that was typed. Decide on the pages, or sign in first with "
        + $"'fundsledger login'.");
public sealed record ApprovalTakesTwo(string Name) : SigningRefusal("approval_takes_two",
    $"{Name} asked for this or signed it already and cannot sign it again. Have another person decide.");
public sealed record ApprovalWaitsForAnswer(long Id, string Name) : SigningRefusal("approval_waits_for_answer",
    $"A question about request {Id} is open. Wait until {Name} has answered it, or refuse the request.");
public sealed record ApprovalStepIsNotOpen(long Id, string Step) : SigningRefusal("approval_step_is_not_open",
    $"Request {Id} does not wait for the step '{Step}'. Take the step it waits for.");
public sealed record ApprovalStepIsNotYours(long Id, string Step) : SigningRefusal("approval_step_is_not_yours",
    $"Request {Id} waits for the step '{Step}', which none of your roles signs. Have it signed by somebody whose role does.");
public sealed record ApprovalHasNoQuestion(long Id) : SigningRefusal("approval_has_no_question",
    $"Nobody has asked anything about request {Id} that waits for an answer. Read it again.");
public sealed record ApprovalIsAnsweredByAsker(long Id, string Name) : SigningRefusal("approval_is_answered_by_asker",
    $"The question about request {Id} goes to {Name}, who asked for it. Have it answered there.");
public sealed record ApprovalReasonIsMissing() : SigningRefusal("approval_reason_is_missing",
    "Saying no, a question and an answer need a text of 1 to 200 characters without control characters. Add it.");
