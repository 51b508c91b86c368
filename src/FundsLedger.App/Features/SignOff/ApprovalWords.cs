using System.Globalization;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;

namespace FundsLedger.App.Features.SignOff;

/// <summary>Says in the reader's language exactly what will be done.</summary>
public static class ApprovalWords
{
    private static readonly string[] InEur = ["received", "interest", "used", "returned_eur", "worth"];

    /// <summary>Every field that a request can have.</summary>
    public static IReadOnlyList<string> Names { get; } = ["pledge", "agreement", "offer", "donor", "receipt", "seq", "number", "fund", "end", "date", "currency", "amount", .. InEur, "returned", "parts", "bank", "reason"];

    /// <summary>The fields in their order with name and value as printed; a currency stands with its amount.</summary>
    public static IEnumerable<(string Name, string Value)> Of(ApprovalStanding asked, PageLanguage words)
    {
        var fields = asked.Fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        var currency = Currency.Find(fields.GetValueOrDefault("currency", "")) ?? Currency.Eur;
        foreach (var (name, value) in asked.Fields)
        {
            if (name == "currency" && (fields.ContainsKey("amount") || fields.ContainsKey("returned"))) continue;
            yield return (Names.Contains(name) ? words[$"approval_field.{name}"] : name, Value(name, value));
        }
        if (asked.Kind == Storage.ApprovalKind.EndPledge && !fields.ContainsKey("fund")) yield return (words["approval_field.fund"], words["pledge.undesignated"]);

        string Value(string name, string value)
        {
            if (name is "amount" or "returned" || InEur.Contains(name)) return Money.Read(value, InEur.Contains(name) ? Currency.Eur : currency).Value is { } amount ? words.Text(amount) : value;
            if (name == "date") return DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? words.Date(day) : value;
            return name == "end" && ClosedSet<PledgeEnd>.Find(value) is { } end ? words.Name("pledge_end", end) : value;
        }
    }

    /// <summary>The page of what a request is about.</summary>
    public static string PathOf(ApprovalStanding asked) => asked.Kind switch
    {
        Storage.ApprovalKind.EndPledge => $"/pledges/{asked.Subject}",
        Storage.ApprovalKind.AcceptGift or Storage.ApprovalKind.ReturnGift => $"/offers/{asked.Subject}",
        Storage.ApprovalKind.ReverseEntry => $"/journal/{asked.Subject}",
        Storage.ApprovalKind.WriteOffReceivable or Storage.ApprovalKind.ReturnBalance => $"/agreements/{asked.Subject}",
        Storage.ApprovalKind.LiftReview or Storage.ApprovalKind.PayBack => $"/donors/{asked.Subject}",
        _ => throw new ArgumentOutOfRangeException(nameof(asked)),
    };
}
