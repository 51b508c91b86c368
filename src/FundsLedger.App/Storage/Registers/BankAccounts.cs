using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable BankAccounts =
        RegisterTable.Of<BankAccountRow>("bank_accounts", RegisterMatter.Internal, unique: ["account_id", "number,currency"]);
}

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
