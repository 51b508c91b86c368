using System.Net;
using AngleSharp.Html.Dom;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Web;
using Xunit;

namespace FundsLedger.App.Tests.Access;

/// <summary>Somebody who may see little follows every link and sends every form, with other donors' codes in every field and parameter, and
/// looks for traces of others in every answer.</summary>
[Collection(PagesTogether.Name)]
public sealed class CrawlerTests(DemoSite site)
{
    // What an attacker puts into parameters nobody offered.
    private static readonly string[] Parameters =
        ["donor", "fund", "pledge", "commitment", "request", "code", "person", "show", "stage", "p", "handler", "after", "before", "asOf"];

    [Theory, InlineData("state", true), InlineData("facilitator", true), InlineData("administrator", true), InlineData("protector", false)]
    public async Task Finds_no_figure_name_or_count_of_another_donor(string person, bool seesNoRelocation)
    {
        using var reader = site.Reader(person: person);
        var codes = await CodesAsync();
        // The commitment is the protection officer's own business; who gave the money for it is not.
        var forbidden = Canary.Traces.Where(trace => seesNoRelocation || !trace.EndsWith("773", StringComparison.Ordinal))
            .Concat(await NamesAsync()).Concat(await OthersCodesAsync()).Concat(seesNoRelocation ? await TokensAsync() : []).Distinct()
            .ToList();
        var (queue, seen, found, forms) = (new Queue<string>(["/"]), new HashSet<string> { "/" }, new List<string>(), 0);
        foreach (var route in await Routes.AllAsync(site.Services))
        {
            if (route.Method != "GET" || route.Pattern.StartsWith("/api/", StringComparison.Ordinal)) continue;
            var (own, other) = await Routes.AddressesAsync(site, route.Pattern);
            foreach (var path in (string[])[own, other]) Add(path);
            foreach (var name in Parameters)
                foreach (var code in codes.Append("csv").Append("2024-12-31")) Add($"{own}?{name}={Uri.EscapeDataString(code)}");
        }
        while (queue.TryDequeue(out var path))
        {
            using var answer = await reader.GetAsync(path);
            Assert.True((int)answer.StatusCode < 500, $"{path}: {answer.StatusCode}");
            var text = await answer.Content.ReadAsStringAsync();
            Look(path, text);
            if (answer.Headers.Location is { } led && answer.StatusCode == HttpStatusCode.Found) Add(led.ToString());
            if (answer.Content.Headers.ContentType?.MediaType != "text/html") continue;
            var page = await Reading.Parsed(text);
            foreach (var link in page.QuerySelectorAll("a[href]").Cast<IHtmlAnchorElement>()) Add(link.GetAttribute("href")!);
            foreach (var form in page.QuerySelectorAll("main form[method=post]").Cast<IHtmlFormElement>())
            {
                var target = form.GetAttribute("action") is { Length: > 0 } action ? action : path;
                if (!seen.Add("form " + target.Split('?')[0])) continue;
                foreach (var code in codes.Take(4))
                {
                    var fields = Fields(form, code);
                    using var sent = await reader.PostAsync(target, new FormUrlEncodedContent(fields));
                    Assert.True((int)sent.StatusCode < 500, $"POST {target}: {sent.StatusCode}");
                    Look($"POST {target} with {code}",
                        (await sent.Content.ReadAsStringAsync()).Replace(WebUtility.HtmlEncode(code), "", StringComparison.Ordinal));
                    forms++;
                }
            }
        }
        Assert.True(seen.Count > 200 && forms > 0, $"only {seen.Count} addresses and {forms} forms were tried");
        Assert.Empty(found);

        void Add(string path)
        {
            // Not the way out, and not the ends of the paging.
            if (path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal)
                && !path.Contains("lang=", StringComparison.Ordinal) && seen.Count < 6_000 && seen.Add(path)) queue.Enqueue(path);
        }

        void Look(string where, string text)
        {
            // What somebody typed into an address comes back in links; that is theirs.
            var asked = Uri.UnescapeDataString(where);
            foreach (var trace in forbidden)
                if (text.Contains(trace, StringComparison.Ordinal) && !asked.Contains(trace, StringComparison.Ordinal))
                    found.Add($"{where}: {trace}");
        }
    }

    [Theory, InlineData("state"), InlineData("facilitator"), InlineData("administrator")]
    public async Task Finds_no_donor_in_what_programs_are_answered(string person)
    {
        using var program = await site.ProgramAsync(person);
        var forbidden =
            Canary.Traces.Concat(await NamesAsync()).Concat(await OthersCodesAsync()).Concat(await TokensAsync()).Distinct().ToList();
        var (tried, answered, found) = (new HashSet<string>(), 0, new List<string>());
        foreach (var route in (await Routes.AllAsync(site.Services)).Where(
            route => route.Method == "GET" && route.Pattern.StartsWith("/api/", StringComparison.Ordinal)))
        {
            var (own, other) = await Routes.AddressesAsync(site, route.Pattern);
            foreach (var path in (string[])[own, other, $"{own}?show=all", $"{own}?fund=TFFV", $"{own}?fund=SFR", $"{own}?limit=200"])
            {
                if (!tried.Add(path)) continue;
                using var answer = await program.GetAsync(path);
                Assert.True((int)answer.StatusCode < 500, $"{path}: {answer.StatusCode}");
                if (answer.IsSuccessStatusCode) answered++;
                var text = await answer.Content.ReadAsStringAsync();
                found.AddRange(
                    forbidden.Where(
                        trace => text.Contains(trace, StringComparison.Ordinal) && !path.Contains(trace, StringComparison.Ordinal))
                            .Select(trace => $"{path}: {trace}"));
            }
        }
        Assert.True(tried.Count > 60 && answered > 3, $"only {tried.Count} addresses were tried and {answered} answered");
        Assert.Empty(found);
    }

    private static Dictionary<string, string> Fields(IHtmlFormElement form, string code)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in form.QuerySelectorAll("input[name], select[name], textarea[name]"))
        {
            var name = field.GetAttribute("name")!;
            // A key of its own, or the second sending would be a repeat of the first.
            fields[name] = name switch { "__RequestVerificationToken" => field.GetAttribute("value")!,
                "key" => $"crawl-{code}-{form.GetAttribute("action")}", "back" => "/", _ => code };
        }
        foreach (var extra in Parameters) fields.TryAdd(extra, code);
        return fields;
    }

    private async Task<List<string>> CodesAsync() =>
    [
        Canary.Donor, "SYN-A", "SFR", await site.TextAsync($"SELECT code FROM pledges WHERE donor = '{Canary.Donor}'"),
        await site.TextAsync("SELECT code FROM commitments WHERE amount_eur = 777177300"),
        await site.TextAsync($"SELECT code FROM receipts WHERE donor = '{Canary.Donor}' ORDER BY code LIMIT 1"), "demo-auditor",
    ];

    /// <summary>Names of all donors but Ireland, whose published pledges the demonstration names on every page.</summary>
    private async Task<List<string>> NamesAsync()
    {
        await using var connection = await site.Database.OpenAsync();
        return await connection.Command(null, "SELECT name FROM donors WHERE code <> 'IE'").RowsAsync(row => row.GetString(0));
    }

    /// <summary>Codes of all donors but Ireland. What a donor promised or gave is called after it (SYN-A-P-2026-2): a code within a code is
    /// a name too.</summary>
    private async Task<List<string>> OthersCodesAsync()
    {
        await using var connection = await site.Database.OpenAsync();
        return await connection.Command(null, "SELECT code FROM donors WHERE code <> 'IE' AND code <> @canary", ("@canary", Canary.Donor))
            .RowsAsync(row => row.GetString(0));
    }

    /// <summary>Tokens of relocation commitments.</summary>
    private async Task<List<string>> TokensAsync()
    {
        await using var connection = await site.Database.OpenAsync();
        return await connection.Command(null, "SELECT c.code FROM commitments c JOIN funds f ON f.id = c.fund_id WHERE f.code = 'SFR'")
            .RowsAsync(row => row.GetString(0));
    }
}
