using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    /// <summary>The public keys that signed heads.</summary>
    public static readonly RegisterTable LogKeys = RegisterTable.Of<LogKeyRow>("log_keys", RegisterMatter.Everybody);
}

public sealed class LogKeyRow : IRegisterRow
{
    public required string KeyId { get; set; }
    public required byte[] PublicKey { get; set; }
}
