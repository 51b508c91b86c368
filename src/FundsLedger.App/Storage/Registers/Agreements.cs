using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable Agreements =
        RegisterTable.Of<AgreementRow>("agreements", RegisterMatter.Contribution, Fund,
            map: table => table.HasOne<PledgeRow>().WithMany().HasForeignKey(row => row.Pledge));
}

public sealed class AgreementRow : IRegisterRow
{
    public required string Code { get; set; }
    public required string Donor { get; set; }
    public required string Pledge { get; set; }
    public int FundId { get; set; }
    public DateOnly SignedOn { get; set; }
    public required string Currency { get; set; }
    public long AmountMinor { get; set; }
    public long RateBillionths { get; set; }
    public ConditionalTreatment Treatment { get; set; }
    public string? Earmark { get; set; }
    public string? Reporting { get; set; }
    public int? NoticeDays { get; set; }
    public bool ReturnsBalance { get; set; }
    public string? Reference { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public long EntrySeq { get; set; }
}
