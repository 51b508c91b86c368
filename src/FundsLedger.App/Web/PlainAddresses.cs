using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Web;

/// <summary>Refuses an address whose parameters hold control characters, half a letter, or marks that turn the direction of writing: no
/// operation means them, a database refuses some, and in a list they would show something else than is there.</summary>
public sealed class PlainAddresses(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        foreach (var (name, values) in context.Request.Query)
        {
            if (LedgerRules.BrokenText(name) is null && values.All(value => value is null || LedgerRules.BrokenText(value) is null))
                continue;
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }
        return next(context);
    }
}
