using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FundsLedger.Domain;

namespace FundsLedger.Reports.Documents.DonorStatement;

/// <summary>A statement's record as it is kept: what was issued can be read again in every form, and compared with what the books say
/// later. Amounts and rates are decimal text.</summary>
public static class StatementJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new MoneyText(), new RateText(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The record as text, the same for the same record.</summary>
    public static string Write(StatementRecord record) => JsonSerializer.Serialize(record, Options);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">It is no record: stored data is damaged.</exception>
    public static StatementRecord Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<StatementRecord>(text, Options) ?? throw new FormatException("This is no statement.");
        }
        catch (JsonException fault)
        {
            throw new FormatException("This is no statement.", fault);
        }
    }

    // "1234.50 EUR"
    private sealed class MoneyText : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString()?.Split(' ') is [var amount, var code] && Currency.Find(code) is { } currency
                && Money.Read(amount, currency).Value is { } money ? money : throw new JsonException("Not an amount.");

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) =>
            writer.WriteStringValue($"{value.ToDecimalString()} {value.Currency.Code}");
    }

    // "0.9231 USD/EUR"
    private sealed class RateText : JsonConverter<Rate>
    {
        public override Rate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString()?.Split(' ', '/') is [var rate, var from, var to] && Currency.Find(from) is { } source
                && Currency.Find(to) is { } target && Rate.Read(rate, source, target) is { } read ? read
                : throw new JsonException("Not a rate.");

        public override void Write(Utf8JsonWriter writer, Rate value, JsonSerializerOptions options) =>
            writer.WriteStringValue($"{value.ToDecimalString()} {value.Source.Code}/{value.Target.Code}");
    }
}
