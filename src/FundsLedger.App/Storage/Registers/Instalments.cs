using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable Instalments =
        RegisterTable.Of<InstalmentRow>("instalments", RegisterMatter.Contribution,
            row => row.Through(Agreements!, "agreement"), unique: ["agreement,number"],
            map: table => table.HasOne<AgreementRow>().WithMany().HasForeignKey(row => row.Agreement));
}

public sealed class InstalmentRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Agreement { get; set; }
    public int Number { get; set; }
    public DateOnly DueOn { get; set; }
    public string? Condition { get; set; }
}
