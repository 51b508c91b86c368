using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable RequestCosts =
        RegisterTable.Of<RequestCostRow>("request_costs", RegisterMatter.Operation, row => row.Through(VisitRequests!, "request"),
            unique: ["request,number"],
            map: table =>
            {
                table.HasOne<VisitRequestRow>().WithMany().HasForeignKey(row => row.Request);
                table.HasOne<VisitCostRow>().WithMany().HasForeignKey(row => row.Cost);
            });
}

/// <summary>One line of what a request asks for: so many units of an assumption.</summary>
public sealed class RequestCostRow : IRegisterRow
{
    public long Id { get; set; }
    public required string Request { get; set; }

    /// <summary>From 1 within the request.</summary>
    public int Number { get; set; }

    /// <summary>Number of the assumption.</summary>
    public long Cost { get; set; }

    /// <summary>Whole units, 1 or more.</summary>
    public int Quantity { get; set; }
}
