namespace FundsLedger.Domain.Ledger;

/// <summary>Why an entry was made: a closed list.</summary>
public enum EntryKind
{
    /// <summary>Balances brought from an older system.</summary>
    Opening,

    /// <summary>A pledge was announced (memorandum).</summary>
    Pledge,

    /// <summary>A pledge was confirmed in writing (memorandum).</summary>
    Confirmation,

    /// <summary>A pledge, or part of it, was designated to a fund or to a purpose outside (memorandum).</summary>
    Designation,

    /// <summary>A pledge was withdrawn, lapsed or written down (memorandum).</summary>
    Withdrawal,

    /// <summary>A pledge was met by money (memorandum).</summary>
    Fulfilment,

    /// <summary>An agreement was signed: receivable and revenue, or deferred.</summary>
    Agreement,

    /// <summary>Cash arrived.</summary>
    Receipt,

    /// <summary>Money was set aside for a decided request or relocation (memorandum).</summary>
    Commitment,

    /// <summary>What was set aside was used or set free (memorandum).</summary>
    Release,

    /// <summary>A payment against a commitment.</summary>
    Disbursement,

    /// <summary>Unspent or refused money went back to its donor.</summary>
    Return,

    /// <summary>Money moved between accounts of one fund.</summary>
    Transfer,

    /// <summary>One currency was exchanged for another: need not balance per currency.</summary>
    Exchange,

    /// <summary>Foreign balances were valued anew: EUR moves, the foreign amount does not.</summary>
    Revaluation,

    /// <summary>Interest.</summary>
    Interest,

    /// <summary>Bank or processor charges.</summary>
    Charge,

    /// <summary>Money recovered from persons.</summary>
    Recovery,

    /// <summary>A contribution was written off.</summary>
    WriteOff,

    /// <summary>Any other correction between accounts.</summary>
    Adjustment,

    /// <summary>The opposite of an earlier entry.</summary>
    Reversal,

    /// <summary>Year-end: revenue and expense moved to the accumulated balance.</summary>
    Closing,

    /// <summary>A claim was certified: the expense is owed, and its commitment settles.</summary>
    Certification,

    /// <summary>A payment was sent to the bank, which has not executed it yet.</summary>
    Transmission,

    /// <summary>The bank rejected a payment, or gave it back: the claim is owed again.</summary>
    SentBack,
}

/// <summary>What only some commands may do; a file of entries or a form for the journal has none of these rights.</summary>
[Flags]
public enum EntryRights
{
    /// <summary>What everybody may do.</summary>
    None = 0,

    /// <summary>Closes a year, or takes its closing back.</summary>
    ClosesYears = 1,

    /// <summary>Lowers what a donor promised or owes: by a payment, by the donor's own word where a rule allows it, or by two
    /// people.</summary>
    LowersClaims = 2,

    /// <summary>Pays out a contribution to be returned, or reverses that: by two people, or because the bank did.</summary>
    PaysBack = 4,

    /// <summary>Commits money under a commitment of the register, or pays or owes under one.</summary>
    Commits = 8,

    /// <summary>Moves the EUR value of a foreign balance and not its amount: what the rates table says, for every balance alike.</summary>
    Revalues = 16,

    /// <summary>Moves money between funds: an operation that writes both legs.</summary>
    MovesBetweenFunds = 32,

    /// <summary>Identifies whose money of a bank line waits in unidentified receipts.</summary>
    ResolvesSuspense = 64,

    /// <summary>Records what the bank has already done: no rule here can undo it.</summary>
    FollowsBank = 128,

    /// <summary>Raises what donors owe: a signed agreement, a condition met, or what a payment in another currency moves.</summary>
    RaisesClaims = 256,

    /// <summary>Takes a step of a payment that several people sign: certifies, sends, or says what the bank made of it.</summary>
    Pays = 512,
}

/// <summary>What follows from an entry's kind.</summary>
public static class EntryKinds
{
    /// <summary>The rights without which an entry of this kind is refused.</summary>
    public static EntryRights Needs(this EntryKind kind) => kind switch
    {
        EntryKind.Closing => EntryRights.ClosesYears,
        EntryKind.Withdrawal or EntryKind.WriteOff => EntryRights.LowersClaims,
        EntryKind.Revaluation => EntryRights.Revalues,
        EntryKind.Certification or EntryKind.Transmission or EntryKind.SentBack => EntryRights.Pays,
        _ => EntryRights.None,
    };

    /// <summary>True for the kinds that need not sum to zero in each currency, only in EUR. A reversal follows the entry it reverses, a
    /// closing entry moves what stands, whatever its currency, and an opening brings foreign balances against net assets, which are in
    /// EUR.</summary>
    public static bool CrossesCurrencies(this EntryKind kind) => kind is EntryKind.Exchange or EntryKind.Revaluation or EntryKind.Closing
        or EntryKind.Opening;
}
