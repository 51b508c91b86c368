using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable Accounts =
        RegisterTable.Of<AccountRow>("accounts", RegisterMatter.Operation, Fund, unique: ["fund_id,code"],
            map: table => table.HasOne<FundRow>().WithMany().HasForeignKey(row => row.FundId));
}

public sealed class AccountRow : IRegisterRow
{
    public int Id { get; set; }
    public int FundId { get; set; }
    public required string Code { get; set; }
    public required string NameEn { get; set; }
    public required string NameFr { get; set; }
    public AccountKind Kind { get; set; }
    public AccountRole Role { get; set; }
    public string? Currency { get; set; }
}
