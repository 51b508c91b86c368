using System.Globalization;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;

namespace FundsLedger.App.Features.SignOff;

/// <summary>Says in the reader's language exactly what will be done.</summary>
public static class ApprovalWords
{
    private static readonly string[] InEur = ["received", "interest", "used", "returned_eur", "worth", "contributions", "spent",
        "balance", "step"];

    /// <summary>Every field that a request can have.</summary>
    public static IReadOnlyList<string> Names { get; } = ["pledge", "agreement", "offer", "donor", "receipt", "seq", "number", "fund",
        "end", "date", "currency", "rate", "source", "before", "amount", .. InEur, "returned", "parts", "bank",
        "from", "to", "language", "statement", "opening", "closing", "closed_on", "lines", "known", "unexplained", "payment",
        "claim", "attempt", "commitment", "payee", "version", "payee_mark", "final", "rendered", "text_mark", "origin", "batch", "payments",
        "content", "detail", "cooling_days", "signatories", "request", "outcome", "expires", "instalments", "first_due", "legal_reference",
        "first_year", "last_year", "official", "line", "unit", "document", "reason"];

    /// <summary>The fields in their order with name and value as printed; a currency stands with its amount.</summary>
    internal static IEnumerable<(string Name, string Value)> Of(ApprovalStanding asked, ApprovedAct act, PageLanguage words)
    {
        var fields = asked.Fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        var currency = Currency.Find(fields.GetValueOrDefault("currency", "")) ?? Currency.Eur;
        foreach (var (name, value) in asked.Fields)
        {
            if (name == "currency" && (fields.ContainsKey("amount") || fields.ContainsKey("returned"))) continue;
            yield return (Names.Contains(name) ? words[$"approval_field.{name}"] : name, Value(name, value));
        }

        string Value(string name, string value)
        {
            if (name is "before" or "amount" or "returned" || InEur.Contains(name)) return Money.Read(value, InEur.Contains(name)
                ? Currency.Eur : currency).Value is { } amount ? words.Text(amount) : value;
            if (name is "date" or "from" or "to") return DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day) ? words.Date(day) : value;
            return act.ValueOf(words, name, value) ?? value;
        }
    }
}
