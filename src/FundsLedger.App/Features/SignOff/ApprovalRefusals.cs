using FundsLedger.Domain;

namespace FundsLedger.App.Features.SignOff;

// The closed list, in order of precedence; the refusals of what was asked for follow after these.

/// <summary>A refusal about what takes two people.</summary>
public abstract record ApprovalRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record ApprovalIsUnknown(long Id) : ApprovalRefusal("approval_is_unknown", $"Nobody asked for approval {Id}. Use a number from the list of what waits.");
public sealed record ApprovalIsDecided(long Id, string Name) : ApprovalRefusal("approval_is_decided", $"{Name} has decided on request {Id} already. If it must be done differently, ask again.");
public sealed record ApprovalTakesTwo(string Name) : ApprovalRefusal("approval_takes_two", $"{Name} asked for this and cannot decide on it too. Have another person decide.");
public sealed record ApprovalReasonIsMissing() : ApprovalRefusal("approval_reason_is_missing", "Saying no needs a reason of 1 to 200 characters without control characters. Add it.");
