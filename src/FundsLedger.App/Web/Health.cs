using System.Data.Common;
using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FundsLedger.App.Web;

/// <summary>For whoever watches the process: is it up, and does it reach its books? A stranger learns no more.</summary>
public static class Health
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Text("ok")).Needs(Operation.ReadPublic).ExcludeFromDescription();
        routes.MapGet("/health/ready", ReadyAsync).Needs(Operation.ReadPublic).ExcludeFromDescription();
    }

    private static async Task<Results<ContentHttpResult, StatusCodeHttpResult>> ReadyAsync(LedgerReads reads, CancellationToken cancel)
    {
        try
        {
            await using var connection = await reads.OpenAsync(cancel);
            await connection.Command(null, "SELECT last_seq FROM ledger_state").NumberAsync(cancel);
            return TypedResults.Text("ok");
        }
        catch (DbException)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
