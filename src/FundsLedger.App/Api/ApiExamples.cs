using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FundsLedger.App.Api;

/// <summary>
/// The body of a write. It brings an example of itself, made of the type so that it cannot be wrong: figures are synthetic, but for
/// Ireland's published pledge (ICC-ASP, 2023).
/// </summary>
public interface IApiBody
{
    /// <summary>One that the operation can read.</summary>
    static abstract object Example { get; }
}

/// <summary>Examples of every body, as the document and the guide show them.</summary>
public static class ApiExamples
{
    private static readonly FrozenDictionary<Type, object> All = typeof(ApiExamples).Assembly.GetTypes()
        .Where(type => type.IsClass && type.IsAssignableTo(typeof(IApiBody)))
        .ToFrozenDictionary(type => type, type => type.GetProperty(nameof(IApiBody.Example))!.GetValue(null)!);

    /// <summary>Every type of body.</summary>
    public static IReadOnlyCollection<Type> Types => All.Keys;

    /// <summary>The example of a type of body; null for what is none.</summary>
    public static JsonNode? Of(Type type) =>
        All.TryGetValue(type, out var example) ? WithoutNulls(JsonSerializer.SerializeToNode(example, type, ApiJson.Options)) : null;

    // What may be left out is left out: an example shows what has to be typed.
    private static JsonNode? WithoutNulls(JsonNode? node)
    {
        if (node is not JsonObject fields) return node;
        foreach (var name in fields.Where(field => field.Value is null).Select(field => field.Key).ToList()) fields.Remove(name);
        return fields;
    }
}
