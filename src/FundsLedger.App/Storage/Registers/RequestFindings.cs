using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable RequestFindings =
        RegisterTable.Of<RequestFindingRow>("request_findings", RegisterMatter.Operation, row => row.Through(VisitRequests!, "request"),
            unique: ["request,visitor,version"],
            map: table => table.HasOne<VisitRequestRow>().WithMany().HasForeignKey(row => row.Request));
}

/// <summary>What was found of a person of a request, in versions: that the detainee is indigent, or that a visitor is immediate family and
/// unable to pay. Nobody is named.</summary>
public sealed class RequestFindingRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Request { get; set; }

    /// <summary>0 for the detainee; 1 and on for the visitors of the request.</summary>
    public int Visitor { get; set; }

    /// <summary>From 1 within the person.</summary>
    public int Version { get; set; }

    /// <summary>True where the test is met.</summary>
    public bool Holds { get; set; }

    public DateOnly FoundOn { get; set; }
    public required string LegalReference { get; set; }
    public required string Reason { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
