using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    /// <summary>The signed heads: each is itself the next leaf, so that a removed one is missed.</summary>
    public static readonly RegisterTable LogHeads = RegisterTable.Of<LogHeadRow>("log_heads", RegisterMatter.Everybody, key: "tree,size");
}

public sealed class LogHeadRow : IRegisterRow
{
    public LogClass Tree { get; set; }
    public long Size { get; set; }
    public required byte[] Root { get; set; }
    public DateTimeOffset At { get; set; }
    public required string KeyId { get; set; }
    public required byte[] Signature { get; set; }
}
