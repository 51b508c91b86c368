using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    /// <summary>One row for each day on which something was audited: the digest of its rows in <c>audit_log</c>.</summary>
    public static readonly RegisterTable AuditDigests = RegisterTable.Of<AuditDigestRow>("audit_digests", RegisterMatter.Internal);
}

/// <summary>The digest of a day's audit rows, sealed in the log.</summary>
public sealed class AuditDigestRow : IRegisterRow
{
    public long Id { get; set; }
    public long FirstRow { get; set; }
    public long LastRow { get; set; }
    public required byte[] Digest { get; set; }
    public DateTimeOffset At { get; set; }
}
