using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable BankRules =
        RegisterTable.Of<BankRuleRow>("bank_rules", RegisterMatter.Internal,
            map: table => table.HasIndex(row => new { row.BankAccount, row.PartyAccount }));
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
