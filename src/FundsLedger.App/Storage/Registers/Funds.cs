using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable Funds = RegisterTable.Of<FundRow>("funds", RegisterMatter.Everybody, unique: ["code"]);
}

public sealed class FundRow : IRegisterRow
{
    public int Id { get; set; }
    public required string Code { get; set; }
    public required string NameEn { get; set; }
    public required string NameFr { get; set; }
    public bool IsUmbrella { get; set; }
}
