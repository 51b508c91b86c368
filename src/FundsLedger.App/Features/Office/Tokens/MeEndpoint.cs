using FundsLedger.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FundsLedger.App.Features.Office.Tokens;

/// <summary>Whose token this is, and what it may do.</summary>
/// <param name="Id">The person's id, as it stands on entries.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Roles">Roles in force at this moment.</param>
/// <param name="Funds">The funds that roles are for which are not for every fund: codes with a space between them, by role.</param>
/// <param name="Donors">Codes of the donors the person speaks for.</param>
/// <param name="Scopes">What the token may do: read, or read and write.</param>
public sealed record ApiMe(string Id, string Name, IReadOnlyList<Role> Roles, IReadOnlyDictionary<string, string> Funds,
    IReadOnlyList<string> Donors, IReadOnlyList<string> Scopes);

/// <summary>Who asks.</summary>
public static class MeEndpoint
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/me", Me).WithName("read_me").WithTags("House").Needs(Operation.UseApi);

    /// <summary>Whose token this is, and what it may do</summary>
    public static Ok<ApiMe> Me(CurrentActor actor)
    {
        var (person, scopes) = (actor.Person!, actor.Session!.Scopes ?? []);
        return TypedResults.Ok(new ApiMe(person.Id, person.Name, [.. person.Roles.Order()],
            person.Funds.ToDictionary(held => ClosedSet<Role>.Code(held.Key), held => held.Value.Text, StringComparer.Ordinal),
            [.. person.Donors.Order(StringComparer.Ordinal)], [.. scopes.Order(StringComparer.Ordinal)]));
    }
}
