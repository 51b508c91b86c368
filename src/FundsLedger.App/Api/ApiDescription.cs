using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace FundsLedger.App.Api;

/// <summary>What the endpoints do not say of themselves: tokens, problems, parameters that mean the same everywhere, and
/// examples.</summary>
internal static class ApiDescription
{
    private const string Token = "token";

    private static readonly Dictionary<string, (string Description, string? Format, string? Example)> Parameters =
        new(StringComparer.Ordinal)
    {
        ["code"] = ("Its code.", null, null),
        ["as_of"] = ("Last effective date, inclusive; today when left out.", "date", "2026-06-30"),
        ["known_at"] = ("Last knowledge instant, inclusive; now when left out.", "date-time", "2026-07-01T12:00:00Z"),
        ["before_closing"] = ("true: without the closing of its own year, and with the balances of a year earlier.", null, "true"),
        ["year"] = ("A calendar year.", null, null),
        ["first_year"] = ("First fiscal year.", null, $"{2022}"),
        ["last_year"] = ("Last fiscal year, inclusive.", null, $"{2023}"),
        ["from"] = ("First day, inclusive.", "date", "2026-01-01"),
        ["to"] = ("Last day, inclusive.", "date", "2026-12-31"),
        ["cursor"] = ("Where to go on: 'next' of the answer before, as it is.", null, null),
        ["limit"] = ($"Rows of one answer, 1 to {ApiInput.LargestLimit}; {ApiInput.UsualLimit} when left out.", null, "50"),
        ["donor"] = ("Code of a donor.", null, "IE"),
        ["fund"] = ("Code of a fund.", null, "TFFV"),
        ["pledge"] = ("Code of a pledge.", null, "P-2023-0001"),
        ["commitment"] = ("Code of a commitment.", null, null),
        ["bank"] = ("Code of a bank account.", null, "MAIN"),
        ["id"] = ("Its number.", null, "1"),
        ["number"] = ("Its number within what it belongs to.", null, "1"),
        ["stage"] =
            ("How far it has come: announced, confirmed_in_writing, agreement_signed, part_paid, paid, withdrawn, lapsed, written_down "
                + "or outside.", null, "part_paid"),
        ["state"] = ("How far a payment has come.", null, "approved"),
        ["payee"] = ("Code of a payee.", null, null),
        ["kind"] = ("Why it was made, such as receipt or disbursement.", null, "receipt"),
        ["text"] = ("Part of the description or the reference, whatever its capitals.", null, null),
        ["show"] = ("open, or all with those that are settled or over.", null, "all"),
        ["episode"] = ("What it is called: the fund and its number there.", null, "TFFV-3"),
        ["language"] = ("en or fr.", null, "en"),
        ["seq"] = ("Its place in the sequence.", null, "1"),
        [ApiWrite.KeyHeader] =
            ($"A text of your choice, new for each thing recorded: 1 to {ApiInput.LongestKey} letters, digits, hyphens, underscores, "
                + $"dots or colons. Sent twice, it is recorded once and answered the same.", null, "pledge-2026-11-23-0001"),
    };

    private static readonly (int Status, string When)[] Always = [(400, "The request cannot be read."),
        (401, "No token in force was sent."), (404, "Nothing there, or nothing you may see."), (429, "Asked more often than allowed.")];

    private static readonly (int Status, string When)[] OnWrites = [(403, "The token may only read."),
        (409, "The key was used for other input."), (413, "The body is too large."), (415, "The body is not JSON."),
        (422, "Refused by a rule of the ledger; the code says which.")];

    public static void Settle(OpenApiOptions options)
    {
        var comments = new Lazy<ApiComments>(ApiComments.Read);
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude =
            description => description.RelativePath?.StartsWith(ApiPaths.Root[1..] + "/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "FundsLedger",
                Version = "1",
                Description =
                    "The ledger of the two voluntary funds, for programs: the same operations, rights and figures as the pages. Amounts "
                        + "are decimal text beside their currency; dates are ISO 8601; instants are UTC. Figures in the examples are "
                        + "synthetic, but for Ireland's published pledge.",
            };
            document.Servers = [new OpenApiServer { Url = "/" }];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                [Token] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer",
                    Description =
                        "A token made under /account/tokens. It may do what its owner may at that moment, no more; one for reading only "
                            + "cannot record." },
            };
            document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
            document.Components.Schemas["ApiProblem"] = ProblemSchema();
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Token, document)] = [] }];
            return Task.CompletedTask;
        });
        // Our own converter for texts hides their type from the generator.
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(string) && schema.Type is null)
                schema.Type =
                    context.JsonPropertyInfo?.IsGetNullable == true ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
            Describe(schema, context, comments.Value);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>().FirstOrDefault() is { } method)
                (operation.Summary, operation.Description) = (comments.Value.Summary(method), comments.Value.Remarks(method));
            var isWrite = context.Description.HttpMethod == HttpMethods.Post;
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? []) Describe(parameter);
            if (operation.RequestBody?.Content?.TryGetValue("application/json", out var body) == true
                && context.Description.ParameterDescriptions.FirstOrDefault(parameter => parameter.Source.Id == "Body")?.Type is { } type)
                body.Example = ApiExamples.Of(type);
            operation.Responses ??= [];
            foreach (var (status, when) in isWrite ? Always.Concat(OnWrites)
                : Always) operation.Responses[status.ToString(System.Globalization.CultureInfo.InvariantCulture)] =
                    Problem(when, context.Document);
            return Task.CompletedTask;
        });
    }

    // A field whose type is described once for all keeps its own words beside the reference: under these names the library looks for them.
    private static void Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, ApiComments comments)
    {
        var field = context.JsonPropertyInfo?.AttributeProvider is PropertyInfo property ? comments.Summary(property) : null;
        if (schema.Metadata?.TryGetValue("x-schema-id", out var id) != true || id is not string { Length: > 0 })
        {
            schema.Description = field ?? schema.Description;
            return;
        }
        schema.Description = comments.Summary(context.JsonTypeInfo.Type) ?? schema.Description;
        if (field is not null) schema.Metadata["x-ref-description"] = field;
    }

    private static void Describe(OpenApiParameter parameter)
    {
        if (parameter.Name is not { } name || !Parameters.TryGetValue(name, out var known)) return;
        parameter.Description = known.Description;
        if (name == ApiWrite.KeyHeader) parameter.Required = true;
        if (known.Example is { } example) parameter.Example = name is "seq" or "id" ? JsonValue.Create(1) : JsonValue.Create(example);
        if (known.Format is { } format) parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = format };
    }

    private static OpenApiResponse Problem(string when, OpenApiDocument? document) => new()
    {
        Description = when,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            { [ApiProblem.ContentType] = new() { Schema = new OpenApiSchemaReference("ApiProblem", document) } },
    };

    private static OpenApiSchema ProblemSchema()
    {
        var (text, number) = (JsonSchemaType.String, JsonSchemaType.Integer);
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "Why nothing was done (RFC 9457).",
            Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status", "code", "detail" },
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["type"] = new OpenApiSchema { Type = text, Description = "Always about:blank: the code says what happened." },
                ["title"] = new OpenApiSchema { Type = text, Description = "The status in words." },
                ["status"] = new OpenApiSchema { Type = number, Format = "int32", Description = "The HTTP status." },
                ["code"] = new OpenApiSchema { Type = text, Description = "Stable, snake_case; programs may test it." },
                ["detail"] = new OpenApiSchema { Type = text, Description = "What is wrong and what to do, in English." },
            },
        };
    }
}
