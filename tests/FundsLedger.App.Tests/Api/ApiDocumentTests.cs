using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using FundsLedger.App.Access;
using FundsLedger.App.Api;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Tests.Support;
using FundsLedger.App.Tests.Web;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace FundsLedger.App.Tests.Api;

/// <summary>The OpenAPI document says what is served, all of it, in words.</summary>
public sealed class ApiDocumentTests
{
    [Fact]
    public async Task Every_endpoint_under_api_stands_in_the_document_and_nothing_else()
    {
        await using var host = await ApiHost.OpenAsync(DatabaseKind.Sqlite);
        var document = await DocumentAsync(host);
        var served = host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(
                endpoint =>
                    endpoint.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal)
                        && !endpoint.RoutePattern.RawText.EndsWith("openapi.json", StringComparison.Ordinal))
            .SelectMany(
                endpoint =>
                    endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(
                        method => $"{method} {endpoint.RoutePattern.RawText}")).Order(StringComparer.Ordinal).ToList();
        var described = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(method => $"{method.Key.ToUpperInvariant()} {path.Key}"))
            .Order(StringComparer.Ordinal).ToList();
        Assert.True(served.Count >= 30);
        Assert.Equal(served, described);
        Assert.All(host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal)),
            endpoint => Assert.NotNull(endpoint.Metadata.GetMetadata<NeedsAttribute>()));
    }

    [Fact]
    public async Task It_is_OpenAPI_3_1_and_every_reference_leads_somewhere()
    {
        await using var host = await ApiHost.OpenAsync(DatabaseKind.Sqlite);
        var document = await DocumentAsync(host);
        Assert.StartsWith("3.1", (string)document["openapi"]!, StringComparison.Ordinal);
        Assert.Equal("bearer", (string)document["components"]!["securitySchemes"]!["token"]!["scheme"]!);
        Assert.NotNull(document["security"]![0]!["token"]);
        var references = Nodes(document).OfType<JsonObject>().Select(node => node["$ref"]).OfType<JsonNode>()
            .Select(reference => (string)reference!).Distinct().ToList();
        Assert.True(references.Count > 20);
        Assert.All(references,
            reference => Assert.NotNull(reference.Split('/')[1..].Aggregate((JsonNode?)document, (at, step) => at?[step])));
    }

    // Sent to be looked at; nothing is recorded that a repeat could record twice.
    private static readonly string[] LooksOnly = ["/api/v1/bank/mappings/trials"];

    // What may be left out and is a type of its own is described beside that type.
    private static string? DescriptionOf(JsonNode field) => (string?)field["description"]
        ?? field["oneOf"]?.AsArray().Select(one => (string?)one!["description"]).FirstOrDefault(text => text is not null);

    [Fact]
    public async Task Every_operation_parameter_and_field_of_a_body_is_described_in_words()
    {
        await using var host = await ApiHost.OpenAsync(DatabaseKind.Sqlite);
        var document = await DocumentAsync(host);
        foreach (var (path, method, operation) in Operations(document))
        {
            Assert.False(string.IsNullOrEmpty((string?)operation["summary"]), $"{method} {path} has no summary");
            Assert.False(string.IsNullOrEmpty((string?)operation["operationId"]), $"{method} {path} has no id");
            Assert.All(operation["parameters"]?.AsArray() ?? [],
                parameter =>
                    Assert.False(string.IsNullOrEmpty((string?)parameter!["description"]), $"{method} {path}: {parameter["name"]}"));
            foreach (var status in (string[])["400", "401", "404", "429"])
                Assert.Equal("#/components/schemas/ApiProblem",
                    (string?)operation["responses"]![status]!["content"]!["application/problem+json"]!["schema"]!["$ref"]);
            if (method != "post") continue;
            if (!LooksOnly.Contains(path))
                Assert.Contains(operation["parameters"]!.AsArray(),
                    parameter => (string)parameter!["name"]! == "Idempotency-Key" && (bool)parameter["required"]!);
            foreach (var status in (string[])["403", "409", "422"]) Assert.NotNull(operation["responses"]![status]);
            var name = ((string)operation["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]!).Split('/')[^1];
            Assert.All(document["components"]!["schemas"]![name]!["properties"]!.AsObject(),
                field => Assert.False(string.IsNullOrEmpty(DescriptionOf(field.Value!)), $"{name}.{field.Key}"));
        }
    }

    [Fact]
    public async Task Every_body_has_an_example_that_the_operation_can_read()
    {
        await using var host = await ApiHost.OpenAsync(DatabaseKind.Sqlite);
        var types = ApiExamples.Types.ToDictionary(type => type.Name);
        // The same body may be taken at several addresses.
        var examples = new HashSet<Type>();
        foreach (var (path, method, operation) in Operations(await DocumentAsync(host)).Where(operation => operation.Method == "post"))
        {
            var body = operation["requestBody"]!["content"]!["application/json"]!;
            var type = types[((string)body["schema"]!["$ref"]!).Split('/')[^1]];
            Assert.NotNull(JsonSerializer.Deserialize(body["example"]!.ToJsonString(), type, ApiJson.Options));
            Assert.True(JsonNode.DeepEquals(ApiExamples.Of(type), body["example"]), $"{method} {path}");
            examples.Add(type);
        }
        Assert.Equal(types.Count, examples.Count);
    }

    [Fact]
    public async Task Amounts_are_text_and_numbers_are_never_text()
    {
        await using var host = await ApiHost.OpenAsync(DatabaseKind.Sqlite);
        var schemas = (await DocumentAsync(host))["components"]!["schemas"]!.AsObject();
        foreach (var (name, schema) in schemas)
            foreach (var (field, value) in schema!["properties"]?.AsObject() ?? [])
            {
                var types =
                    value!["type"] is JsonArray several ? several.Select(type => (string)type!).ToList() : [(string?)value["type"] ?? ""];
                if (field is "amount" or "eur" or "available" or "cash" or "debit" or "credit" or "balance" or "rate")
                    Assert.Contains("string", types);
                if (types.Contains("integer") || types.Contains("number")) Assert.DoesNotContain("string", types);
            }
    }

    [Fact]
    public async Task Anybody_may_read_the_document_and_it_is_the_same_each_time()
    {
        await using var host = await ApiHost.OpenAsync(DatabaseKind.Sqlite);
        using var stranger = host.Client(null);
        Assert.Equal(await stranger.GetStringAsync("/api/v1/openapi.json"), await stranger.GetStringAsync("/api/v1/openapi.json"));
    }

    private static async Task<JsonNode> DocumentAsync(ApiHost host)
    {
        using var stranger = host.Client(null);
        return (await stranger.GetFromJsonAsync<JsonNode>("/api/v1/openapi.json"))!;
    }

    private static IEnumerable<(string Path, string Method, JsonNode Operation)> Operations(JsonNode document) =>
        document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(method => (path.Key, method.Key, method.Value!)));

    private static IEnumerable<JsonNode> Nodes(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => Nodes(field.Value)).Prepend(fields),
        JsonArray items => items.SelectMany(Nodes).Prepend(items),
        null => [],
        _ => [node],
    };
}

/// <summary>Programs and pages show the same figures, and the guide shows every operation.</summary>
[Collection(PagesTogether.Name)]
public sealed class ApiFigureTests(DemoSite site)
{
    [Theory]
    [InlineData("pledges", "pledges",
        "code donor announced_on stage currency amount paid withdrawn outside open undesignated open_eur expected_on description")]
    [InlineData("pledges?donor=IE", "pledges?donor=IE", "code stage open open_eur")]
    [InlineData("pledges?fund=TFFV&stage=paid", "pledges?fund=TFFV&stage=paid", "code paid")]
    [InlineData("receipts", "receipts",
        "code received_on fund donor pledge currency amount rate rate_date rate_source eur reference entry")]
    [InlineData("receipts?fund=SFR", "receipts?fund=SFR", "code eur")]
    [InlineData("entries", "journal", "seq date fund kind description reference eur actor key reverses reversed_by")]
    [InlineData("entries?fund=TFFV&kind=receipt&from=2025-01-01", "journal?fund=TFFV&kind=receipt&from=2025-01-01", "seq eur")]
    public async Task A_list_is_the_one_that_the_page_hands_out(string list, string page, string fields)
    {
        using var reader = site.Reader(person: "auditor");
        using var program = await site.ProgramAsync("auditor");
        var rows = CsvOf(await reader.GetStringAsync($"/{page}{(page.Contains('?', StringComparison.Ordinal) ? "&" : "?")}handler=csv"));
        var key = fields.Split(' ')[0];
        var items = (await program.AllAsync($"/api/v1/{list}")).ToDictionary(item => Plain(item[key]));
        Assert.NotEmpty(items);
        Assert.Equal(rows.Count, items.Count);
        foreach (var row in rows)
            foreach (var field in fields.Split(' ')) Assert.Equal(row[field], Plain(items[row[key]][field]));
    }

    [Fact]
    public async Task A_trial_balance_is_the_one_that_the_page_hands_out()
    {
        using var reader = site.Reader(person: "auditor");
        using var program = await site.ProgramAsync("auditor");
        foreach (var fund in (string[])["TFFV", "SFR"])
        {
            var rows = CsvOf(await reader.GetStringAsync($"/trial-balance?fund={fund}&asOf=2025-12-31&handler=csv"));
            var balance = await program.JsonAsync($"/api/v1/trial-balance?fund={fund}&as_of=2025-12-31");
            Assert.Equal((string)balance["total_debit"]!, (string)balance["total_credit"]!);
            Assert.Equal(rows.Select(row => $"{row["account"]} {row["debit"]} {row["credit"]} {row["balance"]}"),
                balance["rows"]!.AsArray().Select(row => $"{row!["account"]} {row["debit"]} {row["credit"]} {row["balance"]}"));
        }
    }

    [Fact]
    public async Task A_fund_shows_the_figures_of_its_page()
    {
        using var reader = site.Reader(person: "auditor");
        using var program = await site.ProgramAsync("auditor");
        foreach (var fund in (string[])["TFFV", "SFR"])
        {
            var text = (await reader.PageAsync($"/funds/{fund}")).MainText().Replace(",", "", StringComparison.Ordinal)
                .Replace("\u2212", "-", StringComparison.Ordinal);
            var status = await program.JsonAsync($"/api/v1/funds/{fund}");
            foreach (var figure in (string[])["cash", "committed", "available", "pledged"])
                Assert.Contains((string)status[figure]!, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_operation_that_only_reads_answers_the_auditor()
    {
        using var program = await site.ProgramAsync("auditor");
        var pledge = (string)(await program.JsonAsync("/api/v1/pledges?limit=1"))["items"]![0]!["code"]!;
        var commitment = (string)(await program.JsonAsync("/api/v1/commitments?limit=1"))["items"]![0]!["code"]!;
        var request = (string)(await program.JsonAsync("/api/v1/requests?show=all&limit=1"))["items"]![0]!["code"]!;
        foreach (var path in (string[])["me", "funds", "funds/TFFV?as_of=2025-06-30&known_at=2025-07-31T12:00:00Z", "forecasts/TFFV",
            $"pledges/{pledge}", "donors", "donors/IE", "statements/IE?fund=SFR", "statements/IE?fund=TFFV&from=2020-01-01", "requests",
            $"requests/{request}", "requests?show=all", "requests/queue?fund=TFFV", "requests/costs",
            "commitments?show=all", $"commitments/{commitment}", "entries/1", "accounts?fund=TFFV", "rates", "periods", "checks",
            "agreements", "offers", "approvals?show=all", "approvals/1", "reports/ageing?as_of=2026-06-30", "reports/pledges-kept",
            "returns", "recognition-policies"])
            Assert.NotNull(await program.JsonAsync($"/api/v1/{path}"));
        var statement = await program.JsonAsync("/api/v1/statements/IE?fund=SFR");
        Assert.True((bool)statement["withheld"]! && statement["account"] is null);
    }

    [Fact]
    public async Task The_guide_shows_every_operation_of_the_document_with_a_way_to_call_it()
    {
        using var reader = site.Reader("fr", "state");
        var page = await reader.PageAsync("/developers");
        using var stranger = site.Stranger();
        var document = (await stranger.GetFromJsonAsync<JsonNode>("/api/v1/openapi.json"))!;
        foreach (var id in document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(method => (string)method.Value!["operationId"]!)))
            Assert.Contains("curl", page.QuerySelector($"#{id}.operation pre")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_made_on_its_page_shown_once_and_ended_there()
    {
        using var reader = site.Reader(person: "facilitator");
        var form = await reader.PageAsync("/account/tokens/new");
        var fields = form.Filled(("name", "A test"), ("scope", "read"), ("days", "30"));
        var made = await Reading.Parsed(await reader.SendAsync("/account/tokens/new", fields));
        var token = made.QuerySelector("#token")!.TextContent;
        using var program = new HttpClient { BaseAddress = site.Root, DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
        Assert.Equal("demo-facilitator", (string)(await program.JsonAsync("/api/v1/me"))["id"]!);

        var again = await Reading.Parsed(await reader.SendAsync("/account/tokens/new", fields));
        Assert.Contains("token_is_already_made", again.MainText(), StringComparison.Ordinal);
        var list = await reader.PageAsync("/account/tokens");
        Assert.DoesNotContain(token, list.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Contains("A test", list.MainText(), StringComparison.Ordinal);
        var row = list.QuerySelectorAll("main tr").Single(line => line.TextContent.Contains("A test", StringComparison.Ordinal));
        await reader.SendAsync("/account/tokens",
            row.QuerySelectorAll("input[name]").ToDictionary(field => field.GetAttribute("name")!, field => field.GetAttribute("value")!));
        Assert.Equal("401 token_is_not_valid", await (await program.GetAsync("/api/v1/me")).ProblemAsync());
    }

    private static string Plain(JsonNode? value) => value?.ToString() ?? "";

    private static List<Dictionary<string, string>> CsvOf(string text)
    {
        var rows = new List<List<string>> { new() };
        var (cell, quoted) = (new System.Text.StringBuilder(), false);
        foreach (var letter in text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal))
        {
            if (letter == '"') { quoted = !quoted; if (quoted && cell.Length > 0) cell.Append('"'); }
            else if (letter == ',' && !quoted) Cell();
            else if (letter == '\n' && !quoted) { Cell(); rows.Add([]); }
            else cell.Append(letter);
        }
        return [.. rows[1..].Where(row => row.Count == rows[0].Count)
            .Select(row => rows[0].Zip(row).ToDictionary(pair => pair.First, pair => pair.Second))];

        void Cell() { rows[^1].Add(cell.ToString()); cell.Clear(); }
    }
}
