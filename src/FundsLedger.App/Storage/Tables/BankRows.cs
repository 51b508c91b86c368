namespace FundsLedger.App.Storage;

/// <summary>A bank account: the number the bank gives it, and the one ledger account that shows it.</summary>
public sealed class BankAccountRow : IRegisterRow
{
    public required string Code { get; set; }
    public int AccountId { get; set; }
    public required string Number { get; set; }
    public required string Currency { get; set; }
    public required string Name { get; set; }
    public DateOnly StartsOn { get; set; }
    public long OpeningMinor { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}

/// <summary>A further number under which statements of a bank account come, and in which time; the newest row of account and number
/// counts.</summary>
public sealed class BankNumberRow : IRegisterRow
{
    public long Id { get; set; }
    public required string BankAccount { get; set; }
    public required string Number { get; set; }
    public DateOnly FromOn { get; set; }
    public DateOnly? ThroughOn { get; set; }
    public bool IsWithdrawn { get; set; }
    public required string Reason { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}

public enum StatementOutcome { Accepted, Quarantined }

/// <summary>A statement as it came, with what was decided. <c>lines_hash</c> seals its lines through this row's leaf.</summary>
public sealed class BankStatementRow : IRegisterRow
{
    public long Id { get; set; }
    public string? BankAccount { get; set; }
    public required string Number { get; set; }
    public required string Currency { get; set; }
    public required string Reference { get; set; }
    public required string Sequence { get; set; }
    public DateOnly? OpenedOn { get; set; }
    public long? OpeningMinor { get; set; }
    public DateOnly? ClosedOn { get; set; }
    public long? ClosingMinor { get; set; }
    public long FirstLine { get; set; }
    public int LineCount { get; set; }
    public required byte[] ContentHash { get; set; }
    public required byte[] LinesHash { get; set; }
    public StatementOutcome Outcome { get; set; }
    public required string Faults { get; set; }
    public long? DifferenceMinor { get; set; }
    public required string FileName { get; set; }
    public int AtLine { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}

/// <summary>What two people decide about a statement that was set aside.</summary>
public enum StatementDecision
{
    /// <summary>Book it on its own account; what no line explains becomes a line.</summary>
    Accept,

    /// <summary>Never book it; it is kept, with the reason.</summary>
    Refuse,

    /// <summary>Book it on another account, whose balance it must continue.</summary>
    Assign,
}

/// <summary>A decision about a statement that was set aside; the newest counts. <c>booked_as</c> is the accepted statement it
/// became.</summary>
public sealed class BankDecisionRow : IRegisterRow
{
    public long Id { get; set; }
    public long StatementId { get; set; }
    public StatementDecision Decision { get; set; }
    public string? BankAccount { get; set; }
    public long? BookedAs { get; set; }
    public long RequestId { get; set; }
    public required string Reason { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
    public required string SecondActorId { get; set; }
    public required string SecondActorName { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
}

/// <summary>What the import did with a line. The rest follows from <c>bank_matches</c> and from reversals.</summary>
public enum LineTreatment
{
    /// <summary>Of a quarantined statement: kept, not booked.</summary>
    Kept,

    /// <summary>Money that came in, posted to unidentified receipts.</summary>
    Unidentified,

    /// <summary>Posted as a receipt by a rule that somebody made.</summary>
    Received,

    /// <summary>Posted as bank charges.</summary>
    Charged,

    /// <summary>Posted as interest.</summary>
    Interest,

    /// <summary>Not posted: a person says which entry it is.</summary>
    Open,
}

/// <summary>A line of a statement. <c>identity</c> (account, content, occurrence) is null unless the statement is accepted: no line is
/// booked twice.</summary>
public sealed class BankLineRow
{
    public long Id { get; set; }
    public long StatementId { get; set; }
    public string? BankAccount { get; set; }
    public byte[]? Identity { get; set; }
    public required byte[] ContentHash { get; set; }
    public int Occurrence { get; set; }
    public DateOnly BookedOn { get; set; }
    public DateOnly ValuedOn { get; set; }
    public required string Currency { get; set; }
    public long AmountMinor { get; set; }
    public Domain.Banking.BankLineKind Kind { get; set; }
    public required string Code { get; set; }
    public required string BankReference { get; set; }
    public required string Reference { get; set; }
    public required string PartyName { get; set; }
    public required string PartyAccount { get; set; }
    public required string Text { get; set; }
    public required string Raw { get; set; }
    public int AtLine { get; set; }
    public LineTreatment Treatment { get; set; }
    public long? EntrySeq { get; set; }
}

public enum MatchKind
{
    /// <summary>The line is an entry that already stood in the ledger.</summary>
    Recorded,

    /// <summary>The line was posted after a person decided what it is.</summary>
    Posted,

    /// <summary>Money in unidentified receipts was given its donor.</summary>
    Identified,

    /// <summary>The line takes an earlier entry back: the reversal it is.</summary>
    Returned,
}

/// <summary>That a line and an entry are the same movement; several rows with one <c>group_key</c> are one match.</summary>
public sealed class BankMatchRow : IRegisterRow
{
    public long Id { get; set; }
    public required string GroupKey { get; set; }
    public long LineId { get; set; }
    public long EntrySeq { get; set; }
    public MatchKind Kind { get; set; }
    public required string Reason { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}

/// <summary>An explicit "always": money from this account is a gift of this donor. A null donor takes the rule back; the newest row
/// counts.</summary>
public sealed class BankRuleRow : IRegisterRow
{
    public long Id { get; set; }
    public required string BankAccount { get; set; }
    public required string PartyAccount { get; set; }
    public string? Donor { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}

/// <summary>How a bank's CSV columns are read; <c>layout</c> is JSON.</summary>
public sealed class BankMappingRow : IRegisterRow
{
    public required string Code { get; set; }
    public required string Layout { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}

public enum ReconciliationStep { Prepared, Approved }

/// <summary>Ledger and bank compared on the day of an accepted closing balance. Approved, it locks the account through that day.</summary>
public sealed class ReconciliationRow : IRegisterRow
{
    public long Id { get; set; }
    public required string BankAccount { get; set; }
    public int AccountId { get; set; }
    public long StatementId { get; set; }
    public DateOnly Through { get; set; }
    public long BankMinor { get; set; }
    public long LedgerMinor { get; set; }
    public long OutstandingMinor { get; set; }
    public ReconciliationStep Step { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
    public string? SecondActorId { get; set; }
    public string? SecondActorName { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
}
