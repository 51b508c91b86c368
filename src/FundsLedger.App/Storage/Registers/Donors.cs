using FundsLedger.Domain;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable Donors = RegisterTable.Of<DonorRow>("donors", RegisterMatter.Everybody);
}

public sealed class DonorRow : IRegisterRow
{
    public required string Code { get; set; }
    public required string Name { get; set; }
    public DonorType Type { get; set; }
    public required string Language { get; set; }
    public bool IsSynthetic { get; set; }
}
