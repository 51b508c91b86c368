using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable Commitments = RegisterTable.Of<CommitmentRow>("commitments", RegisterMatter.Operation, Fund);
}

public sealed class CommitmentRow : IRegisterRow
{
    public required string Code { get; set; }
    public int FundId { get; set; }
    public string? Request { get; set; }
    public long AmountEur { get; set; }
    public DateOnly CommittedOn { get; set; }
    public DateOnly? ExpiresOn { get; set; }
    public long EntrySeq { get; set; }
}
