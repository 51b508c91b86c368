using System.Net;
using System.Text.RegularExpressions;
using FundsLedger.App.Tests.Web;
using Xunit;

namespace FundsLedger.App.Tests.Access;

/// <summary>Whatever stands in an address, the server neither breaks down nor opens a file nor writes a header of somebody
/// else's.</summary>
[Collection(PagesTogether.Name)]
public sealed partial class HostileAddressTests(DemoSite site)
{
    private static readonly string[] Values =
        ["..%2f..%2f..%2f..%2fetc%2fpasswd", "..%5c..%5cwindows%5cwin.ini", "%2e%2e%2fappsettings.json", "x%0d%0aX-Injected:%20yes", "%00",
            "%E2%80%A8", "'%20OR%201=1--", "-9223372036854775808", "99999999999999999999", "%25s%25n", "TFFV%0a", new string('a', 3_000)];

    [Fact]
    public async Task Nothing_in_the_path_of_any_page_breaks_it_or_gets_through()
    {
        var faults = new List<string>();
        using var readers = site.Readers();
        foreach (var route in (await Routes.AllAsync(site.Services)).Where(route => route.Method == "GET" && Part().IsMatch(route.Pattern)))
            foreach (var value in Values)
                foreach (var person in (string[])["recorder", "state"])
                    await LookAsync(readers[person], Part().Replace(route.Pattern, value), faults);
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Nothing_asked_for_after_the_path_breaks_a_page_or_gets_through()
    {
        var faults = new List<string>();
        using var readers = site.Readers();
        string[] names = ["fund", "donor", "asOf", "knownAt", "from", "to", "p", "before", "stage", "kind", "show", "role", "sort",
            "handler", "lang", "in"];
        foreach (var path in site.Pages.Select(page => page.Split('?')[0]).Distinct())
            foreach (var value in Values)
                await LookAsync(readers["recorder"], $"{path}?{string.Join('&', names.Select(name => $"{name}={value}"))}", faults);
        Assert.Empty(faults);
    }

    [Theory, InlineData("/sign-out"), InlineData("/sign-in/demo"), InlineData("/sign-in/passkey"), InlineData("/sign-in"),
        InlineData("/receipts/new")]
    public async Task A_form_that_cannot_be_read_is_refused_and_no_breakdown(string path)
    {
        using var reader = site.Reader();
        using var answer = await reader.PostAsync(path,
            new StringContent("person=%00&__RequestVerificationToken=%00", System.Text.Encoding.UTF8, "application/x-www-form-urlencoded"));
        Assert.InRange((int)answer.StatusCode, 400, 499);
    }

    private static async Task LookAsync(HttpClient reader, string path, List<string> faults)
    {
        // As it stands: the address must not be put in order on the way out.
        using var answer = await reader.GetAsync(
            new Uri(reader.BaseAddress!.GetLeftPart(UriPartial.Authority) + path,
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Found or HttpStatusCode.BadRequest or HttpStatusCode.NotFound
            or HttpStatusCode.Unauthorized or HttpStatusCode.MethodNotAllowed or HttpStatusCode.RequestUriTooLong)
            || answer.Headers.Contains("X-Injected") || text.Contains("root:x:", StringComparison.Ordinal)
            || text.Contains("at FundsLedger.", StringComparison.Ordinal))
            faults.Add($"{(int)answer.StatusCode} {path[..Math.Min(path.Length, 200)]}");
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Part();
}
