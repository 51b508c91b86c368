using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Api;
using FundsLedger.App.Tests.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace FundsLedger.App.Tests.Access;

/// <summary>Every parameter of everything that can be asked for, found in the running application, is given what nobody means: nothing
/// breaks down.</summary>
[Collection(PagesTogether.Name)]
public sealed partial class NastyParameterTests(DemoSite site)
{
    // First and last days of the calendar and of the books, numbers beyond every type, nothing, lists, control characters, and other kinds
    // of thing.
    private static readonly string[] Values =
        ["0001-01-01", "9999-12-31", "1998-07-17", "2199-12-31", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59-14:00", "9223372036854775808", "-2147483648", "2147483647", "1e999", "", "%00", "%E2%80%AE",
            "%F0%9F%98%80", "a&*=b", "%5B1,2%5D"];

    // What pages read of their address without a parameter of that name.
    private static readonly string[] Everywhere = ["asOf", "knownAt", "handler", "p", "lang"];

    private static readonly string[] People = ["recorder", "auditor", "administrator", "protector", "approver"];

    [Fact]
    public async Task No_page_breaks_down_whatever_its_parameters_say()
    {
        using var readers = site.Readers();
        var (asked, faults) = (0, new List<string>());
        foreach (var (pattern, names) in await PagesAsync())
        {
            var path = (await Routes.AddressesAsync(site, pattern)).Own;
            var reader = readers["recorder"];
            foreach (var person in People)
            {
                reader = readers[person];
                if ((await reader.GetAsync(path)).StatusCode == HttpStatusCode.OK) break;
            }
            foreach (var name in names)
                foreach (var value in Values)
                {
                    asked++;
                    using var answer = await reader.GetAsync(Whole(reader, path, name, value));
                    if ((int)answer.StatusCode >= 500) faults.Add($"{(int)answer.StatusCode} {path}?{name}={value}");
                }
        }
        Assert.True(asked > 3_000, $"only {asked} addresses were tried");
        Assert.Empty(faults);
    }

    [Fact]
    public async Task No_operation_of_the_interface_breaks_down_and_every_refusal_has_a_code()
    {
        var (asked, faults) = (0, new List<string>());
        using var auditor = await site.ProgramAsync("auditor");
        using var recorder = await site.ProgramAsync("recorder");
        foreach (var (pattern, names) in Operations())
        {
            var path = (await Routes.AddressesAsync(site, pattern)).Own;
            var program = (await auditor.GetAsync(path)).StatusCode == HttpStatusCode.OK ? auditor : recorder;
            foreach (var name in names)
                foreach (var value in Values)
                {
                    asked++;
                    using var answer = await program.GetAsync(Whole(program, path, name, value));
                    if ((int)answer.StatusCode >= 500 || (!answer.IsSuccessStatusCode && await CodeOfAsync(answer) == ""))
                        faults.Add($"{(int)answer.StatusCode} {path}?{name}={value}");
                }
        }
        Assert.True(asked > 1_000, $"only {asked} addresses were tried");
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("/api/v1/entries?limt=1", "parameter_is_unknown", "'limt'")]
    [InlineData("/api/v1/entries?Limit=1", "parameter_is_unknown", "'Limit'")]
    [InlineData("/api/v1/forecasts/TFFV?fund=SFR", "parameter_is_unknown", "'fund'")]
    [InlineData("/api/v1/me?x", "parameter_is_unknown", "It takes none")]
    [InlineData("/api/v1/entries?limit=1&limit=2", "parameter_is_repeated", "'limit'")]
    [InlineData("/api/v1/entries?from=0001-01-01", "parameter_is_malformed", "'from'")]
    [InlineData("/api/v1/entries?text=%00", "request_is_malformed", "")]
    public async Task A_parameter_that_is_unknown_or_sent_twice_is_refused_by_its_name(string path, string code, string says)
    {
        using var program = await site.ProgramAsync("auditor");
        using var answer = await program.GetAsync(path);
        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.StatusCode, await CodeOfAsync(answer)));
        // JSON writes an apostrophe as a code.
        Assert.Contains(says, Regex.Unescape(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parameter_that_is_unknown_is_not_told_from_one_that_is_known_where_the_thing_is_hidden()
    {
        using var program = await site.ProgramAsync("state");
        foreach (var path in (string[])["/api/v1/entries?limt=1", "/api/v1/forecasts/SFR?x=1", "/api/v1/commitments/none?x=1"])
            Assert.Equal(HttpStatusCode.NotFound, (await program.GetAsync(path)).StatusCode);
    }

    private static Uri Whole(HttpClient reader, string path, string name, string value) =>
        new(reader.BaseAddress!.GetLeftPart(UriPartial.Authority) + $"{path}?{name}={value.Replace("*", name, StringComparison.Ordinal)}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static async Task<string> CodeOfAsync(HttpResponseMessage answer) =>
        Code().Match(await answer.Content.ReadAsStringAsync()).Groups[1].Value;

    /// <summary>Every page that can be looked at, with the parameters its model takes.</summary>
    private async Task<List<(string Pattern, List<string> Names)>> PagesAsync()
    {
        var loader = site.Services.GetRequiredService<PageLoader>();
        var pages = new List<(string, List<string>)>();
        foreach (var endpoint in Endpoints())
        {
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } page) continue;
            var compiled = await loader.LoadAsync(page, EndpointMetadataCollection.Empty);
            var route = endpoint.RoutePattern.Parameters.Select(part => part.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var names = compiled.HandlerMethods.Where(handler => handler.HttpMethod == "Get").SelectMany(handler => handler.Parameters)
                .Concat<Microsoft.AspNetCore.Mvc.Abstractions.ParameterDescriptor>(compiled.BoundProperties)
                .Where(parameter => parameter.ParameterType != typeof(CancellationToken))
                .Select(parameter => parameter.BindingInfo?.BinderModelName ?? parameter.Name);
            pages.Add(
                ("/" + endpoint.RoutePattern.RawText!.TrimStart('/'),
                    [.. names.Concat(Everywhere).Where(name => !route.Contains(name)).Distinct(StringComparer.OrdinalIgnoreCase)]));
        }
        return [.. pages.DistinctBy(page => page.Item1)];
    }

    private IEnumerable<(string Pattern, List<string> Names)> Operations() =>
        from endpoint in Endpoints()
        where endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)
            && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true
        let method = endpoint.Metadata.GetMetadata<MethodInfo>()
        where method is not null
        let route = endpoint.RoutePattern.Parameters.Select(part => part.Name).ToHashSet(StringComparer.OrdinalIgnoreCase)
        select ("/" + endpoint.RoutePattern.RawText!.TrimStart('/'),
            method.GetParameters().Where(parameter => parameter.ParameterType == typeof(string))
                .Select(parameter => parameter.GetCustomAttribute<FromQueryAttribute>()?.Name ?? parameter.Name!)
                .Where(name => !route.Contains(name)).ToList());

    private IEnumerable<RouteEndpoint> Endpoints() =>
        site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    [GeneratedRegex("\"code\":\"([a-z_]+)\"")]
    private static partial Regex Code();
}
