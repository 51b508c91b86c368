using System.Reflection;
using FundsLedger.App.Access;
using FundsLedger.App.Tests.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FundsLedger.App.Tests.Access;

/// <summary>A route as the running application knows it.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Pattern">With a leading slash, e.g. <c>/pledges/{code}</c>.</param>
/// <param name="Rule">The operation it says it is, or null.</param>
public sealed record Route(string Method, string Pattern, NeedsAttribute? Rule);

/// <summary>Finds every route of the application, and things to put into them.</summary>
public static class Routes
{
    /// <summary>All routes from the endpoint data source, once a method; assets, which anybody may have, are left out.</summary>
    public static async Task<List<Route>> AllAsync(IServiceProvider services)
    {
        var loader = services.GetRequiredService<PageLoader>();
        var routes = new List<Route>();
        foreach (var endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            if (pattern.StartsWith("/assets/", StringComparison.Ordinal)) continue;
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var compiled = await loader.LoadAsync(page, EndpointMetadataCollection.Empty);
                var rules = compiled.HandlerTypeInfo.GetCustomAttributes<NeedsAttribute>().ToList();
                foreach (var method in compiled.HandlerMethods.Select(handler => handler.HttpMethod.ToUpperInvariant()).Distinct())
                    routes.Add(
                        new Route(method, pattern,
                            rules.FirstOrDefault(rule => rule.Method == method) ?? rules.FirstOrDefault(rule => rule.Method is null)));
                continue;
            }
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                routes.Add(new Route(method, pattern, Gate.RuleOf(endpoint, method)));
        }
        return [.. routes.DistinctBy(route => (route.Method, route.Pattern)).OrderBy(route => route.Pattern, StringComparer.Ordinal)
            .ThenBy(route => route.Method, StringComparer.Ordinal)];
    }

    /// <summary>The address of a route with what belongs to Ireland, TFFV and nobody in particular, and with what belongs to another donor
    /// or to the protected fund; the same twice where the route names nothing.</summary>
    public static async Task<(string Own, string Other)> AddressesAsync(DemoSite site, string pattern)
    {
        var own = pattern;
        var other = pattern;
        foreach (var (part, mine, theirs) in (await PartsAsync(site, pattern)).Append(("{number}", "1", "1")))
            (own, other) = (own.Replace(part, mine, StringComparison.Ordinal), other.Replace(part, theirs, StringComparison.Ordinal));
        return own.Contains('{', StringComparison.Ordinal)
            ? throw new InvalidOperationException($"Say in {nameof(Routes)} what to put into {own}.") : (own, other);
    }

    /// <summary>Handler parameters that share a name with a part of their route and do not insist on taking it from there: a form field of
    /// that name would win over what the gate has checked.</summary>
    public static async Task<List<string>> ParametersOpenToFormsAsync(IServiceProvider services)
    {
        var loader = services.GetRequiredService<PageLoader>();
        var open = new List<string>();
        foreach (var endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } page) continue;
            var compiled = await loader.LoadAsync(page, EndpointMetadataCollection.Empty);
            var parts = endpoint.RoutePattern.Parameters.Select(part => part.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            open.AddRange(compiled.HandlerMethods.SelectMany(handler => handler.Parameters)
                .Where(parameter => parts.Contains(parameter.Name) && parameter.BindingInfo?.BindingSource?.Id != "Path")
                .Select(parameter => $"{page.ViewEnginePath}: {parameter.Name}"));
            open.AddRange(
                compiled.BoundProperties.Where(
                    property => parts.Contains(property.Name) && property.BindingInfo?.BindingSource?.Id != "Path")
                        .Select(property => $"{page.ViewEnginePath}: {property.Name}"));
        }
        return open;
    }

    private static async Task<(string Part, string Own, string Other)[]> PartsAsync(DemoSite site, string pattern) => pattern switch
    {
        _ when pattern.Contains("/status/{code", StringComparison.Ordinal) => [("{code:int}", "404", "404")],
        _ when pattern.Contains("/pledges/{code}", StringComparison.Ordinal) =>
            [("{code}", await site.TextAsync("SELECT code FROM pledges WHERE donor = 'IE' ORDER BY code LIMIT 1"),
                await site.TextAsync($"SELECT code FROM pledges WHERE donor = '{Canary.Donor}'"))],
        _ when pattern.Contains("/funds/{code}", StringComparison.Ordinal) => [("{code}", "TFFV", "SFR")],
        _ when pattern.Contains("/published/{code}", StringComparison.Ordinal) => [("{code}", "TFFV", "SFR")],
        _ when pattern.Contains("/donors/{code}", StringComparison.Ordinal) => [("{code}", "IE", Canary.Donor)],
        _ when pattern.Contains("/statements/{donor}", StringComparison.Ordinal) => [("{donor}", "IE", Canary.Donor),
            ("{number}", "NONE", "NONE")],
        _ when pattern.Contains("/verify/{code}", StringComparison.Ordinal) => [("{code}", "NONE", "NONE")],
        _ when pattern.Contains("/payments/batches/{code}", StringComparison.Ordinal) => [("{code}",
            await site.TextAsync("SELECT code FROM payment_batches ORDER BY recorded_at LIMIT 1"),
            await site.TextAsync("SELECT code FROM payment_batches ORDER BY recorded_at LIMIT 1"))],
        _ when pattern.Contains("/payments/{code}", StringComparison.Ordinal) => [("{code}",
            await site.TextAsync("SELECT code FROM payments ORDER BY recorded_at LIMIT 1"),
            await site.TextAsync("SELECT code FROM payments ORDER BY recorded_at LIMIT 1"))],
        _ when pattern.Contains("/payees/{code}", StringComparison.Ordinal) => [("{code}",
            await site.TextAsync("SELECT payee FROM payees ORDER BY id LIMIT 1"),
            await site.TextAsync("SELECT payee FROM payees ORDER BY id LIMIT 1"))],
        _ when pattern.Contains("/commitments/{code}", StringComparison.Ordinal) =>
            [("{code}", await OpenAsync(site, "TFFV"), await OpenAsync(site, "SFR"))],
        _ when pattern.Contains("{seq", StringComparison.Ordinal) =>
            [(pattern.Contains("{seq:long}", StringComparison.Ordinal) ? "{seq:long}" : "{seq}", await SeqAsync(site, "TFFV"),
                await SeqAsync(site, "SFR"))],
        _ when pattern.Contains("/accounts/{fund}/{code}", StringComparison.Ordinal) =>
            [("{fund}", "TFFV", "SFR"), ("{code}", "1010", "1010")],
        _ when pattern.Contains("/bank/preview/{token}", StringComparison.Ordinal) => [("{token}", "none", "none")],
        _ when pattern.Contains("/bank/mappings/{code}", StringComparison.Ordinal) => [("{code}", "DEMO", "DEMO")],
        _ when pattern.Contains("/bank/statements/{id", StringComparison.Ordinal) => [("{id:long}", "1", "1"), ("{id}", "1", "1")],
        _ when pattern.Contains("/bank/accounts/{bank}", StringComparison.Ordinal) =>
            [("{bank}", await site.TextAsync("SELECT code FROM bank_accounts ORDER BY code LIMIT 1"),
                await site.TextAsync("SELECT code FROM bank_accounts ORDER BY code LIMIT 1"))],
        _ when pattern.Contains("/bank/{code}", StringComparison.Ordinal) =>
            [("{code}", await site.TextAsync("SELECT code FROM bank_accounts ORDER BY code LIMIT 1"),
                await site.TextAsync("SELECT code FROM bank_accounts ORDER BY code LIMIT 1"))],
        _ when pattern.Contains("/people/{id}", StringComparison.Ordinal) => [("{id}", "demo-recorder", "demo-recorder")],
        _ when pattern.Contains("/agreements/{code}", StringComparison.Ordinal) =>
            [("{code}", await OfAsync(site, "agreements", "IE"), await OfAsync(site, "agreements", Canary.Donor)),
                ("{act}", "condition", "condition")],
        _ when pattern.Contains("/offers/{code}", StringComparison.Ordinal) =>
            [("{code}", await OfAsync(site, "gift_offers", "IE"), await OfAsync(site, "gift_offers", Canary.Donor))],
        _ when pattern.Contains("/approvals/{id", StringComparison.Ordinal) =>
            [(pattern.Contains("{id:long}", StringComparison.Ordinal) ? "{id:long}" : "{id}", "1", "1")],
        _ when pattern.Contains("/approvals/{code}", StringComparison.Ordinal) => [("{code}", "1", "1")],
        _ when pattern.Contains("/receipts/{code}", StringComparison.Ordinal) =>
            [("{code}", await OfAsync(site, "receipts", "IE"), await site.TextAsync("SELECT r.code FROM receipts r "
                + "JOIN funds f ON f.id = r.fund_id WHERE f.code = 'SFR' AND r.donor <> 'IE' ORDER BY r.code LIMIT 1"))],
        _ when pattern.Contains("/requests/{code}", StringComparison.Ordinal) =>
            [("{code}", await site.TextAsync("SELECT code FROM visit_requests ORDER BY code LIMIT 1"),
                await site.TextAsync("SELECT code FROM visit_requests ORDER BY code LIMIT 1"))],
        _ when pattern.Contains("/reminders/{donor}", StringComparison.Ordinal) => [("{donor}", "IE", Canary.Donor)],
        // No advance waits there: what is none is not found.
        _ when pattern.Contains("/returns/advances/{receipt}", StringComparison.Ordinal) =>
            [("{receipt}", await OfAsync(site, "receipts", "IE"), await OfAsync(site, "receipts", Canary.Donor))],
        _ when pattern.Contains("/returns/{donor}", StringComparison.Ordinal) =>
            [("{donor}", "IE", Canary.Donor), ("{fund}", "TFFV", "SFR"), ("{currency}", "EUR", "EUR")],
        _ when pattern.Contains("/alerts/{episode}", StringComparison.Ordinal) => [("{episode}", "TFFV-999999", "SFR-1")],
        _ when pattern.Contains("/forecasts/{code}", StringComparison.Ordinal) => [("{code}", "TFFV", "SFR")],
        _ when pattern.Contains("/forecasts/{fund}", StringComparison.Ordinal) => [("{fund}", "TFFV", "SFR")],
        _ when pattern.Contains("/bank/lines/{line:long}", StringComparison.Ordinal) => [("{line:long}", "1", "1")],
        _ when pattern.Contains("/by-hand/{act}", StringComparison.Ordinal) => [("{act}", "charge", "charge")],
        _ => [],
    };

    private static Task<string> OfAsync(DemoSite site, string table, string donor) =>
        site.TextAsync($"SELECT code FROM {table} WHERE donor = '{donor}' ORDER BY code LIMIT 1");

    private static Task<string> OpenAsync(DemoSite site, string fund) => site.TextAsync(
        $"SELECT p.commitment FROM postings p JOIN accounts a ON a.id = p.account_id JOIN funds f ON f.id = a.fund_id WHERE f.code = "
            + $"'{fund}' AND a.role = 'commitments' GROUP BY p.commitment HAVING SUM(p.eur_minor) > 0 ORDER BY p.commitment LIMIT 1");

    private static Task<string> SeqAsync(DemoSite site, string fund) =>
        site.TextAsync(
            $"SELECT CAST(MIN(e.seq) AS TEXT) FROM entries e JOIN funds f ON f.id = e.fund_id WHERE f.code = '{fund}' AND e.kind = "
                + $"'receipt'");
}
