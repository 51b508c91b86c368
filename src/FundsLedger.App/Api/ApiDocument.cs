using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace FundsLedger.App.Api;

/// <summary>The OpenAPI document, made once from the endpoints: they do not change while the server runs.</summary>
public sealed class ApiDocument([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider provider)
{
    /// <summary>Name of the document.</summary>
    public const string Name = "v1";

    private byte[]? _bytes;

    /// <summary>The document as UTF-8.</summary>
    public async Task<byte[]> BytesAsync(CancellationToken cancel)
    {
        if (_bytes is { } known) return known;
        var document = await provider.GetOpenApiDocumentAsync(cancel);
        return _bytes = Encoding.UTF8.GetBytes(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancel));
    }

    /// <summary>The document as a tree, for the page that shows it.</summary>
    public async Task<JsonNode> TreeAsync(CancellationToken cancel) => JsonNode.Parse(await BytesAsync(cancel))!;
}
