using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Api;

/// <summary>How the interface for programs writes and reads JSON: names in snake_case, numbers never as text, and nothing in a body that no
/// operation asked for.</summary>
public static class ApiJson
{
    /// <summary>For what is written outside an endpoint.</summary>
    public static JsonSerializerOptions Options { get; } = Settled();

    /// <summary>Settles options this way.</summary>
    public static void Settle(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        json.PropertyNameCaseInsensitive = false;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.MaxDepth = ReadingBudget.DeepestJson;
        json.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        json.Converters.Add(new PlainText());
    }

    private static JsonSerializerOptions Settled()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Settle(json);
        json.MakeReadOnly(populateMissingResolver: true);
        return json;
    }

    /// <summary>Text without control characters and half letters, which neither a register nor PostgreSQL takes.</summary>
    private sealed class PlainText : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String) throw new JsonException("Text is expected here.");
            string text;
            try
            {
                text = reader.GetString()!;
            }
            catch (InvalidOperationException)
            {
                throw new JsonException("A text in it is not valid Unicode.");
            }
            return LedgerRules.BrokenText(text) is null ? text : throw new JsonException("A text in it holds control characters.");
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
