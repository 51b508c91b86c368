using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable BankNumbers =
        RegisterTable.Of<BankNumberRow>("bank_numbers", RegisterMatter.Internal, map: table => table.HasIndex(row => row.Number));
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
