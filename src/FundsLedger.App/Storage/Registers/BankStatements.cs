using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable BankStatements = RegisterTable.Of<BankStatementRow>("bank_statements", RegisterMatter.Internal,
        map: table =>
        {
            table.HasIndex(row => row.ContentHash);
            table.HasIndex(row => new { row.BankAccount, row.Id });
        });
}

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

public enum StatementOutcome { Accepted, Quarantined }
