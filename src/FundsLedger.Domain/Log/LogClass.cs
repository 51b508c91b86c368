using FundsLedger.Domain.Ledger;

namespace FundsLedger.Domain.Log;

/// <summary>Which log a leaf stands in. Each is a tree of its own, so that index and size in one tell nothing of another. The numbers are
/// stored and never change.</summary>
public enum LogClass
{
    /// <summary>The one log of books made before there were three: closed, kept for the proofs that were given from it.</summary>
    First = 0,

    /// <summary>Open funds, and the registers that belong to everybody.</summary>
    Open = 1,

    /// <summary>What donors give to protected funds: pledges, agreements, receipts, returns.</summary>
    Contributions = 2,

    /// <summary>What protected funds do, and whatever might follow from it. Its size and its heads are for auditors alone.</summary>
    Protected = 3,
}

/// <summary>What the rows of a register are about.</summary>
public enum RegisterMatter
{
    /// <summary>The books as everybody may know them: funds, donors, public keys.</summary>
    Everybody,

    /// <summary>What a donor gives to a fund.</summary>
    Contribution,

    /// <summary>What a fund does or decides.</summary>
    Operation,

    /// <summary>What may be written because of a protected fund without naming it (a rate, a bank's layout, the digest of the audit log),
    /// or bears numbers and places that count what all funds do (bank lines, approvals, alerts, kept forecasts).</summary>
    Internal,
}

/// <summary>How a fund stands towards outsiders.</summary>
public enum FundStanding
{
    /// <summary>No fund, or none that is known.</summary>
    None,

    /// <summary>A fund or book that was never protected.</summary>
    Open,

    /// <summary>A fund that is protected, or was once.</summary>
    Protected,
}

/// <summary>The one place that says in which log something is sealed. In doubt it is the protected one: a leaf too many there shows nobody
/// anything, a leaf too many elsewhere counts what must not be counted.</summary>
public static class LogClasses
{
    /// <summary>The logs that are written, in the order of their numbers.</summary>
    public static readonly IReadOnlyList<LogClass> Written = [LogClass.Open, LogClass.Contributions, LogClass.Protected];

    /// <summary>The class of an entry.</summary>
    /// <param name="fund">How its fund stood when it was written.</param>
    /// <param name="kind">Its kind; for a reversal the kind of what it reverses.</param>
    /// <param name="lines">What its lines are about.</param>
    public static LogClass OfEntry(FundStanding fund, EntryKind kind, IReadOnlyList<PlannedPosting> lines)
    {
        if (fund == FundStanding.Open) return LogClass.Open;
        if (fund == FundStanding.None) return LogClass.Protected;
        return kind switch
        {
            EntryKind.Pledge or EntryKind.Confirmation or EntryKind.Designation or EntryKind.Withdrawal or EntryKind.Fulfilment
                or EntryKind.Agreement
                or EntryKind.Receipt or EntryKind.Return or EntryKind.WriteOff =>
                    NamesDonor(lines, inEveryLine: false) ? LogClass.Contributions : LogClass.Protected,
            // Corrections and values may mix: only what is about donors in every line is a contribution.
            EntryKind.Exchange or EntryKind.Revaluation or EntryKind.Adjustment =>
                NamesDonor(lines, inEveryLine: true) ? LogClass.Contributions : LogClass.Protected,
            EntryKind.Opening or EntryKind.Commitment or EntryKind.Release or EntryKind.Disbursement or EntryKind.Transfer
                or EntryKind.Interest or EntryKind.Charge
                or EntryKind.Recovery or EntryKind.Reversal or EntryKind.Closing or EntryKind.Certification
                or EntryKind.Transmission or EntryKind.SentBack => LogClass.Protected,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    /// <summary>The class of a register row.</summary>
    /// <param name="matter">What the register is about.</param>
    /// <param name="fund">How the fund stood that the row names, or finds through what it refers to.</param>
    public static LogClass OfRow(RegisterMatter matter, FundStanding fund) => (matter, fund) switch
    {
        (RegisterMatter.Everybody, _) or (_, FundStanding.Open) when matter != RegisterMatter.Internal => LogClass.Open,
        // A promise to no fund yet stands in the open book of pledges not yet designated.
        (RegisterMatter.Contribution, FundStanding.None) => LogClass.Open,
        (RegisterMatter.Contribution, FundStanding.Protected) => LogClass.Contributions,
        (RegisterMatter.Operation, _) or (RegisterMatter.Internal, _) => LogClass.Protected,
        _ => throw new ArgumentOutOfRangeException(nameof(matter)),
    };

    /// <summary>True for the logs whose size and heads anybody may see.</summary>
    public static bool IsPublished(this LogClass log) => log != LogClass.Protected;

    /// <summary>True when no line is about spending, and one line (or, if asked, every line) names a donor.</summary>
    private static bool NamesDonor(IReadOnlyList<PlannedPosting> lines, bool inEveryLine)
    {
        var named = 0;
        for (var index = 0; index < lines.Count; index++)
        {
            var about = lines[index].Dimensions;
            if (about.Request is not null || about.Commitment is not null || about.Payment is not null) return false;
            if (about.Donor is not null) named++;
        }
        return inEveryLine ? named == lines.Count && named > 0 : named > 0;
    }
}
