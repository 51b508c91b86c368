using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using FundsLedger.App.Api;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Storage;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Office.Developers;

/// <summary>A parameter or a field as the guide shows it.</summary>
public sealed record GuideField(string Name, string Where, string Type, bool IsRequired, string Text);

/// <summary>An operation as the guide shows it.</summary>
public sealed record GuideOperation(string Id, string Method, string Path, string Summary, string Text,
    IReadOnlyList<GuideField> Parameters, string? BodyName, IReadOnlyList<GuideField> Body, string? AnswerName,
    IReadOnlyList<GuideField> Answer, string Curl);

/// <summary>The guide for programs, read out of the OpenAPI document: what stands there cannot differ from what is served.</summary>
[Needs(Operation.UseApi)]
public sealed class DevelopersPage(ApiDocument document, LedgerReads reads) : PageModel
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 2,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement) };

    /// <summary>Operations by what they are about.</summary>
    public IReadOnlyList<(string Area, IReadOnlyList<GuideOperation> Operations)> Areas { get; private set; } = [];

    /// <summary>The address of this site.</summary>
    public string Site => $"{Request.Scheme}://{Request.Host}";

    /// <summary>Today, for the first example.</summary>
    public DateOnly Today => reads.Today;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var tree = await document.TreeAsync(cancel);
        Areas = [.. tree["paths"]!.AsObject()
            .SelectMany(
                path =>
                    path.Value!.AsObject()
                        .Select(
                            method =>
                                (Area: (string?)method.Value!["tags"]?[0] ?? "",
                                    Operation: Read(tree, path.Key, method.Key, method.Value!))))
            .GroupBy(found => found.Area, found => found.Operation).Select(area => (area.Key, (IReadOnlyList<GuideOperation>)[.. area]))];
    }

    private GuideOperation Read(JsonNode tree, string path, string method, JsonNode operation)
    {
        var body = operation["requestBody"]?["content"]?["application/json"];
        var answer = operation["responses"]!.AsObject()
            .FirstOrDefault(response => response.Key[0] == '2').Value?["content"]?["application/json"]?["schema"];
        var (bodyName, bodyFields) = FieldsOf(tree, body?["schema"]);
        var (answerName, answerFields) = FieldsOf(tree, answer);
        return new GuideOperation((string)operation["operationId"]!, method.ToUpperInvariant(), path, (string?)operation["summary"] ?? "",
            (string?)operation["description"] ?? "",
            [.. (operation["parameters"]?.AsArray() ?? []).Select(
                parameter =>
                    new GuideField((string)parameter!["name"]!, (string)parameter["in"]!, TypeOf(parameter["schema"]),
                        (bool?)parameter["required"] ?? false, (string?)parameter["description"] ?? ""))],
            bodyName, bodyFields, answerName, answerFields, Curl(path, method, body?["example"]));
    }

    private string Curl(string path, string method, JsonNode? body)
    {
        var line = $"curl -H \"Authorization: Bearer $FUNDSLEDGER_TOKEN\" {Site}{path}";
        if (method != "post") return line;
        return $"curl -H \"Authorization: Bearer $FUNDSLEDGER_TOKEN\" \\\n  -H \"Idempotency-Key: $(uuidgen)\" -H \"Content-Type: "
            + $"application/json\" \\\n  -d '{body?.ToJsonString(Indented)}' \\\n  {Site}{path}";
    }

    private static (string? Name, IReadOnlyList<GuideField> Fields) FieldsOf(JsonNode tree, JsonNode? schema)
    {
        if (schema is null) return (null, []);
        var (name, at) = Follow(tree, schema);
        // A list is shown by its rows; that it goes on with 'next' stands on top of the guide.
        if (at?["properties"]?["items"]?["items"] is { } row && FieldsOf(tree, row) is ({ } item, var fields)) return ($"[{item}]", fields);
        var required = (at?["required"]?.AsArray() ?? []).Select(field => (string?)field).ToHashSet(StringComparer.Ordinal);
        return (name is null ? null : Short(name),
            [.. (at?["properties"]?.AsObject() ?? []).Select(
                field =>
                    new GuideField(field.Key, "", TypeOf(field.Value), required.Contains(field.Key),
                        (string?)field.Value?["description"] ?? ""))]);
    }

    private static (string? Name, JsonNode? Schema) Follow(JsonNode tree, JsonNode schema)
    {
        if ((string?)schema["$ref"] is not { } reference) return (null, schema);
        var name = reference.Split('/')[^1];
        return (name, tree["components"]?["schemas"]?[name]);
    }

    // Readers of the guide see "Fund" where the document says "ApiFund".
    private static string Short(string name) => name.StartsWith("Api", StringComparison.Ordinal) ? name[3..] : name;

    private static string TypeOf(JsonNode? schema) => schema switch
    {
        null => "",
        _ when (string?)schema["$ref"] is { } reference => Short(reference.Split('/')[^1]),
        _ when schema["oneOf"] is JsonArray several => string.Join(" | ", several.Select(TypeOf)),
        _ when schema["enum"] is JsonArray values => string.Join(" | ", values.Select(value => value?.ToString() ?? "null")),
        _ when schema["items"] is { } items => $"[{TypeOf(items)}]",
        _ =>
            string.Join(" | ",
                schema["type"] is JsonArray types ? types.Select(type => (string)type!) : [(string?)schema["type"] ?? "object"])
                    + ((string?)schema["format"] is { } format ? $" ({format})" : ""),
    };
}
