using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable Reconciliations =
        RegisterTable.Of<ReconciliationRow>("reconciliations", RegisterMatter.Internal,
            map: table => table.HasIndex(row => row.AccountId));
}

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

public enum ReconciliationStep { Prepared, Approved }
