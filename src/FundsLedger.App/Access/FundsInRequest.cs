using FundsLedger.App.Storage;
using FundsLedger.Domain.Funds;

namespace FundsLedger.App.Access;

/// <summary>The operation that this request is, as the gate has let it in.</summary>
internal sealed record OperationHere(Operation Operation);

/// <summary>Of which funds this request may know: those that the roles are for which let it in. Where no gate stood, those of all roles
/// together.</summary>
public sealed class FundsInRequest(IHttpContextAccessor request) : IFundsInReach
{
    public FundsCovered Now => request.HttpContext is { } context && context.Features.Get<OpenSession>() is { } session
        ? session.Person.FundsFor(context.Features.Get<OperationHere>()?.Operation) : FundsCovered.All;
}
