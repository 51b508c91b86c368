using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable PledgeEvents =
        RegisterTable.Of<PledgeEventRow>("pledge_events", RegisterMatter.Contribution, Fund,
            map: table => table.HasOne<PledgeRow>().WithMany().HasForeignKey(row => row.Pledge));
}

public sealed class PledgeEventRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Pledge { get; set; }
    public PledgeEventKind Kind { get; set; }
    public DateOnly Date { get; set; }
    public long AmountMinor { get; set; }
    public int? FundId { get; set; }
    public string? Purpose { get; set; }
    public DateOnly? ExpectedOn { get; set; }
    public long EntrySeq { get; set; }
}

public enum PledgeEventKind { Announced, Designated, DesignatedOutside, Withdrawn, Confirmed, Lapsed, WrittenDown, AgreementSigned }
