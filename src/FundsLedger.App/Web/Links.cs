using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;

namespace FundsLedger.App.Web;

/// <summary>Addresses: the state of every list stands in its URL.</summary>
public static class Links
{
    /// <summary>The present address with one parameter set, or without it when the value is null.</summary>
    public static string With(HttpRequest request, string name, string? value)
    {
        var query = new QueryBuilder();
        if (HttpMethods.IsGet(request.Method))
            foreach (var (key, values) in request.Query)
                if (key != name) query.Add(key, values.Where(text => !string.IsNullOrEmpty(text)).Select(text => text!));
        if (value is not null) query.Add(name, value);
        return PagePath(request) + query;
    }

    /// <summary>A path with parameters; those without a value are left out.</summary>
    public static string To(string path, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in parameters)
            if (!string.IsNullOrEmpty(value)) query.Add(name, value);
        return path + query;
    }

    /// <summary>An address on this site to lead on to; the first page for anything else, such as another site's.</summary>
    public static string Local(string? asked) =>
        asked is ['/', ..] && !asked.StartsWith("//", StringComparison.Ordinal) && !asked.StartsWith("/\\", StringComparison.Ordinal)
            && !asked.Any(char.IsControl) && !asked.StartsWith("/sign-", StringComparison.Ordinal) ? asked : "/";

    /// <summary>A whole number as addresses carry it.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A date as addresses carry it.</summary>
    public static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // An error page is shown at the address that failed.
    private static string PagePath(HttpRequest request) =>
        request.HttpContext.Features.Get<Microsoft.AspNetCore.Diagnostics.IStatusCodeReExecuteFeature>()?.OriginalPath ?? request.Path;
}
