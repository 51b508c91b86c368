using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable BankMappings = RegisterTable.Of<BankMappingRow>("bank_mappings", RegisterMatter.Internal);
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
