using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FundsLedger.App.Tests.Api;

/// <summary>Bodies that are nearly right: an example with some of it replaced, left out or added, or no JSON at all.</summary>
internal static class Bodies
{
    private static readonly string[] Texts =
    [
        "", " ", "IE", "ZZ", "TFFV", "SFR", "EUR", "GBP", "JPY", "XXX", "0", "-1", "1", "0.01", "1.005", "92233720368547758.07",
        "9999999999999.99", "999999999999999999999999999999", "1e9", "NaN", "1010", "1011", "5010", "8020", "2026-06-30", "0001-01-01",
        "9999-12-31", "1899-12-31", "2026-02-30",
        "D-01", "spouse", "expired", "\u0000", "\u2028", "é", "\U0001F600", "'; DROP TABLE entries; --", "%", "../../etc/passwd",
        new string('x', 201), new string('x', 5000), "999999999.999999999", "0.000000001",
    ];

    public static string Of(JsonNode example, Random chance, string pledge)
    {
        switch (chance.Next(20))
        {
            case 0: return string.Concat(Enumerable.Range(0, chance.Next(40)).Select(_ => (char)chance.Next(32, 127)));
            case 1: return Any(chance, 0)?.ToJsonString() ?? "null";
            case 2: return new string('[', chance.Next(1, 100));
            case 3: return "{\"donor\":\"\\ud83d\",\"date\":\"2026-06-30\"}";
        }
        var body = example.DeepClone().AsObject();
        for (var changes = chance.Next(1, 4); changes > 0; changes--)
        {
            var fields = body.Select(field => field.Key).ToList();
            var field = fields.Count == 0 ? "x" : fields[chance.Next(fields.Count)];
            switch (chance.Next(6))
            {
                case 0: body.Remove(field); break;
                case 1: body[chance.Next(2) == 0 ? "extra" : "pledge"] = pledge; break;
                case 2: body[field] = Any(chance, 0); break;
                default: body[field] = body[field] is JsonArray ? Any(chance, 0) : Texts[chance.Next(Texts.Length)]; break;
            }
        }
        return body.ToJsonString();
    }

    private static JsonNode? Any(Random chance, int depth) => chance.Next(depth > 3 ? 5 : 8) switch
    {
        0 => null,
        1 => chance.Next(2) == 0,
        2 => chance.Next(-1000, 1000),
        3 => chance.NextDouble() * 1e300,
        4 => Texts[chance.Next(Texts.Length)],
        5 => new JsonArray([.. Enumerable.Range(0, chance.Next(4)).Select(_ => Any(chance, depth + 1))]),
        _ =>
            new JsonObject(Enumerable.Range(0, chance.Next(4))
                .Select(index => KeyValuePair.Create(string.Create(CultureInfo.InvariantCulture, $"f{index}"), Any(chance, depth + 1)))),
    };
}
