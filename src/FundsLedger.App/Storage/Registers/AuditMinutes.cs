using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    /// <summary>One row for each minute in which something was audited, in the log of the audit rows it seals
    /// (<see cref="LogSorter.ClassOfAsync"/>): it counts those rows alone.</summary>
    public static readonly RegisterTable AuditMinutes = RegisterTable.Of<AuditMinuteRow>("audit_minutes", RegisterMatter.Operation,
        key: "tree,first_row");
}

/// <summary>The digest of one minute's audit rows of one log.</summary>
public sealed class AuditMinuteRow : IRegisterRow
{
    public LogClass Tree { get; set; }

    /// <summary>Number among the audit rows of this log, inclusive.</summary>
    public long FirstRow { get; set; }

    /// <summary>Number among the audit rows of this log, inclusive.</summary>
    public long LastRow { get; set; }

    /// <summary>The beginning of the minute, UTC.</summary>
    public DateTimeOffset Minute { get; set; }

    public required byte[] Digest { get; set; }
}
