using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable InstalmentEvents =
        RegisterTable.Of<InstalmentEventRow>("instalment_events", RegisterMatter.Contribution,
            row => row.Through(Agreements!, "agreement"), map: table =>
            {
                table.HasOne<AgreementRow>().WithMany().HasForeignKey(row => row.Agreement);
                table.HasIndex(row => row.EntrySeq);
            });
}

public sealed class InstalmentEventRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Agreement { get; set; }
    public int Number { get; set; }
    public InstalmentEventKind Kind { get; set; }
    public DateOnly Date { get; set; }
    public long AmountMinor { get; set; }
    public string? Evidence { get; set; }
    public long EntrySeq { get; set; }
}
