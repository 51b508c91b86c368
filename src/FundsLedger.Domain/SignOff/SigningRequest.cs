using FundsLedger.Domain.Ledger;

namespace FundsLedger.Domain.SignOff;

/// <summary>What somebody says about a request. The codes are stored and never change.</summary>
public enum SigningDecision
{
    /// <summary>Puts their name to it.</summary>
    Signed,

    /// <summary>Says no, with a reason.</summary>
    Refused,

    /// <summary>Sends it back with a question. It is no decision: who asks may still sign.</summary>
    Questioned,

    /// <summary>Answers the question: what was asked for stays as it is.</summary>
    Answered,

    /// <summary>Takes the request back. It is no signature: whoever may draw one up may take it back.</summary>
    Withdrawn,
}

/// <summary>How far a request has come.</summary>
public enum SigningState
{
    /// <summary>It waits for somebody to sign.</summary>
    Waiting,

    /// <summary>It waits for an answer of the person who asked for it.</summary>
    Questioned,

    /// <summary>All have signed, and it is done.</summary>
    Done,

    /// <summary>Somebody said no where one person was needed, or all did who looked side by side.</summary>
    Refused,

    /// <summary>Those who looked side by side disagree. Nothing is done; it is asked again, or not.</summary>
    Conflicted,

    /// <summary>It was taken back before all had signed.</summary>
    Withdrawn,
}

/// <summary>One step as it was taken.</summary>
/// <param name="Number">From 1, in the order in which they were taken.</param>
/// <param name="Step">The step.</param>
/// <param name="Person">Who took it.</param>
/// <param name="Role">In which role; null where the program did not know, as in books of earlier versions.</param>
/// <param name="Decision">What was said.</param>
/// <param name="Reason">Why; the question or the answer.</param>
/// <param name="At">When.</param>
/// <param name="Hash">What the person had before them.</param>
/// <param name="EntrySeq">The first entry it made.</param>
public sealed record TakenStep(int Number, SigningStep Step, Actor Person, string? Role, SigningDecision Decision, string Reason,
    DateTimeOffset At, PayloadHash Hash, long? EntrySeq = null)
{
    /// <summary>True for a yes or a no.</summary>
    public bool IsDecision => Decision is SigningDecision.Signed or SigningDecision.Refused;

    /// <summary>True when this is the same person, under either name or id: nobody acts twice on the same item.</summary>
    public bool IsBy(Actor actor) => Person.Id == actor.Id || string.Equals(Person.Name, actor.Name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What somebody wants to say.</summary>
/// <param name="By">Who.</param>
/// <param name="Decision">What.</param>
/// <param name="Reason">Why; needed for everything but a yes.</param>
/// <param name="Step">The step; null for the one that is open.</param>
/// <param name="Seen">The hash of what was shown; null where the caller took the request as it stands.</param>
public sealed record SigningMove(Actor By, SigningDecision Decision, string Reason = "", SigningStep? Step = null,
    PayloadHash? Seen = null);

/// <summary>What a move makes of a request.</summary>
/// <param name="Step">The step that is taken.</param>
/// <param name="State">How far the request has come with it.</param>
/// <param name="IsRepeat">True when the same person said the same before: nothing is written.</param>
public sealed record MadeMove(SigningStep Step, SigningState State, bool IsRepeat);

/// <summary>A request with the steps taken so far. The first is that of the person who asked.</summary>
public sealed class SigningRequest
{
    private readonly List<SigningStep> _open = [];
    private readonly bool _isSideBySide;
    private readonly bool _isInLastStage;
    private readonly int _stageBegins;

    /// <param name="id">Its number.</param>
    /// <param name="plan">The steps it needs.</param>
    /// <param name="hash">Of what is decided.</param>
    /// <param name="taken">The steps taken, in order, the asker's first.</param>
    public SigningRequest(long id, SigningPlan plan, PayloadHash hash, IReadOnlyList<TakenStep> taken)
    {
        if (taken.Count == 0) throw new ArgumentException("A request begins with the person who asks.", nameof(taken));
        (Id, Plan, Hash, Taken) = (id, plan, hash, taken);
        if (taken[^1].Decision == SigningDecision.Withdrawn)
        {
            State = SigningState.Withdrawn;
            return;
        }
        List<TakenStep> decisions = [.. taken.Where(step => step.IsDecision)];
        foreach (var stage in plan.Stages)
        {
            var said = decisions.Take(stage.Count).ToList();
            decisions.RemoveRange(0, said.Count);
            _isSideBySide = stage.Count > 1;
            _isInLastStage = ReferenceEquals(stage, plan.Stages[^1]);
            _stageBegins = said.Count > 0 ? said[0].Number : int.MaxValue;
            if (said.Count < stage.Count)
            {
                _open.AddRange(stage);
                foreach (var step in said) _open.Remove(step.Step);
                State = OpenQuestion is null ? SigningState.Waiting : SigningState.Questioned;
                return;
            }
            var refused = said.Count(step => step.Decision == SigningDecision.Refused);
            if (refused == 0) continue;
            State = refused == said.Count ? SigningState.Refused : SigningState.Conflicted;
            return;
        }
        State = SigningState.Done;
    }

    /// <summary>Its number.</summary>
    public long Id { get; }

    /// <summary>The steps it needs.</summary>
    public SigningPlan Plan { get; }

    /// <summary>Of what is decided.</summary>
    public PayloadHash Hash { get; }

    /// <summary>All steps, in order. <see cref="SeenBy"/> says which of them a reader may know.</summary>
    public IReadOnlyList<TakenStep> Taken { get; }

    /// <summary>How far it has come.</summary>
    public SigningState State { get; }

    /// <summary>The steps that somebody can take now; none when it is over.</summary>
    public IReadOnlyList<SigningStep> Open => _open;

    /// <summary>True while it is not over.</summary>
    public bool IsOpen => State is SigningState.Waiting or SigningState.Questioned;

    /// <summary>Who asked, and when.</summary>
    public TakenStep Asked => Taken[0];

    /// <summary>The step that ended it; null while it is open.</summary>
    public TakenStep? Last => IsOpen ? null : Taken.Last(step => step.IsDecision || step.Decision == SigningDecision.Withdrawn);

    /// <summary>True where the step that can be taken now is the last that it needs.</summary>
    public bool IsBeforeLast => _open.Count == 1 && _isInLastStage;

    /// <summary>The question that waits for an answer.</summary>
    public TakenStep? OpenQuestion => Taken.LastOrDefault(step => !step.IsDecision) is { Decision: SigningDecision.Questioned } question
        ? question : null;

    /// <summary>True when this person has asked for it, or has said yes or no.</summary>
    public bool HasSigned(Actor person) => Taken.Any(step => step.IsDecision && step.IsBy(person));

    /// <summary>The steps that a reader may know of: while several people decide side by side, each knows only their own.</summary>
    /// <param name="reader">Who reads; null for nobody in particular.</param>
    public IEnumerable<TakenStep> SeenBy(Actor? reader) =>
        IsOpen && _isSideBySide ? Taken.Where(step => !step.IsDecision || step.Number < _stageBegins || (reader is not null
            && step.IsBy(reader))) : Taken;

    /// <summary>Decides whether somebody may say this, and what becomes of the request. The order of the rules is that of the
    /// refusals.</summary>
    public Outcome<MadeMove> Decide(SigningMove move)
    {
        if ((move.Seen ?? Hash) != Hash || Taken.Any(step => step.Hash != Hash)) return new ApprovalIsOther(Id);
        if (Taken[^1] is { Number: > 1 } newest && newest.Person.Id == move.By.Id && newest.Decision == move.Decision
            && (move.Step is null || move.Step == newest.Step) && (newest.IsDecision || newest.Reason == move.Reason))
            return new MadeMove(newest.Step, State, IsRepeat: true);
        if (Taken.FirstOrDefault(step => step is { Number: > 1, IsDecision: true } && step.Person.Id == move.By.Id
            && step.Decision == move.Decision) is { } same && (move.Step is null || move.Step == same.Step))
            return new MadeMove(same.Step, State, IsRepeat: true);
        if (State == SigningState.Conflicted) return new ApprovalIsConflicted(Id);
        if (Last is { } last) return new ApprovalIsDecided(Id, last.Person.Name);
        if (move.Decision == SigningDecision.Answered) return Answer(move);
        if (move.Decision == SigningDecision.Withdrawn) return ShortText.IsValid(move.Reason)
            ? new MadeMove(_open[0], SigningState.Withdrawn, IsRepeat: false) : new ApprovalReasonIsMissing();
        if (HasSigned(move.By)) return new ApprovalTakesTwo(move.By.Name);
        if (OpenQuestion is not null && move.Decision != SigningDecision.Refused) return new ApprovalWaitsForAnswer(Id, Asked.Person.Name);
        var step = move.Step ?? _open[0];
        if (!_open.Contains(step)) return new ApprovalStepIsNotOpen(Id, ClosedSet<SigningStep>.Code(step));
        if (move.Decision == SigningDecision.Signed ? move.Reason.Length > 0 && !ShortText.IsValid(move.Reason)
            : !ShortText.IsValid(move.Reason)) return new ApprovalReasonIsMissing();
        return new MadeMove(step, After(step, move), IsRepeat: false);
    }

    private Outcome<MadeMove> Answer(SigningMove move)
    {
        if (OpenQuestion is not { } question) return new ApprovalHasNoQuestion(Id);
        if (!Asked.IsBy(move.By)) return new ApprovalIsAnsweredByAsker(Id, Asked.Person.Name);
        if (!ShortText.IsValid(move.Reason)) return new ApprovalReasonIsMissing();
        return new MadeMove(question.Step, After(question.Step, move), IsRepeat: false);
    }

    private SigningState After(SigningStep step, SigningMove move) =>
        new SigningRequest(Id, Plan, Hash, [.. Taken, new TakenStep(Taken.Count + 1, step, move.By, null, move.Decision, move.Reason,
            default, Hash)]).State;
}
