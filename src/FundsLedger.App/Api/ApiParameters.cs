using System.Reflection;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Api;

/// <summary>Refuses a parameter that an operation does not know, or that was sent twice: a misspelt limit must not show everything, nor the
/// second of two dates be passed over.</summary>
internal static class ApiParameters
{
    private const int LongestShown = 60;

    /// <summary>Looks at the parameters of every operation in a group.</summary>
    public static RouteGroupBuilder RefusingUnknownParameters(this RouteGroupBuilder api)
    {
        api.AddEndpointFilterFactory((operation, next) =>
        {
            var known = operation.MethodInfo.GetParameters().Where(IsText).Select(NameOf).ToHashSet(StringComparer.Ordinal);
            return call =>
                FaultIn(call.HttpContext.Request, known) is { } fault ? ValueTask.FromResult<object?>((ProblemAnswer)fault) : next(call);
        });
        return api;
    }

    private static Refusal? FaultIn(HttpRequest request, HashSet<string> known)
    {
        foreach (var (name, values) in request.Query)
        {
            // What stands in the path is not said once more behind it.
            if (!known.Contains(name) || request.RouteValues.ContainsKey(name))
                return new ParameterIsUnknown(Shown(name),
                    string.Join(", ", known.Where(other => !request.RouteValues.ContainsKey(other)).Order(StringComparer.Ordinal)));
            if (values.Count > 1) return new ParameterIsRepeated(name);
        }
        return null;
    }

    private static bool IsText(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(string) && parameter.GetCustomAttribute<FromHeaderAttribute>() is null;

    private static string NameOf(ParameterInfo parameter) => parameter.GetCustomAttribute<FromQueryAttribute>()?.Name ?? parameter.Name!;

    private static string Shown(string name) => LedgerRules.BrokenText(name) is null && name.Length <= LongestShown ? name : "…";
}

public sealed record ParameterIsUnknown(string Name, string Known)
    : InputFault("parameter_is_unknown",
        $"This operation knows no parameter '{Name}'. {(Known.Length == 0 ? "It takes none" : $"It takes: {Known}")}. Correct it, or "
            + $"leave it out.");
public sealed record ParameterIsRepeated(string Name)
    : InputFault("parameter_is_repeated", $"The parameter '{Name}' was sent more than once. Send it once.");
