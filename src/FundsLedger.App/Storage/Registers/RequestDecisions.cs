using FundsLedger.Domain.Log;
using FundsLedger.Domain.Visits;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable RequestDecisions =
        RegisterTable.Of<RequestDecisionRow>("request_decisions", RegisterMatter.Operation, row => row.Through(VisitRequests!, "request"),
            unique: ["request,version"],
            map: table => table.HasOne<VisitRequestRow>().WithMany().HasForeignKey(row => row.Request));
}

/// <summary>What was decided on a request, in versions: the newest holds, and the earlier ones stay.</summary>
public sealed class RequestDecisionRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Request { get; set; }

    /// <summary>From 1 within the request.</summary>
    public int Version { get; set; }

    public VisitOutcome Outcome { get; set; }

    /// <summary>Cents granted; 0 where nothing is.</summary>
    public long AmountEur { get; set; }

    public DateOnly DecidedOn { get; set; }
    public required string LegalReference { get; set; }
    public required string Reason { get; set; }

    /// <summary>The commitment that it made, or that it set free; null where there was none.</summary>
    public string? Commitment { get; set; }

    public DateTimeOffset RecordedAt { get; set; }

    /// <summary>Who approved it.</summary>
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }

    /// <summary>Who proposed it.</summary>
    public required string SecondActorId { get; set; }
    public required string SecondActorName { get; set; }
}
