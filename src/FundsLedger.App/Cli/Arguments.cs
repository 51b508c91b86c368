using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Cli;

/// <summary>Options that several verbs share, read strictly.</summary>
internal static class Arguments
{
    public static Option<OutputFormat> Format() =>
        new("--format") { Description = "table, json or csv", DefaultValueFactory = _ => OutputFormat.Table };

    public static Option<string> Fund(bool isRequired = true) =>
        new("--fund") { Description = "Code of the fund, e.g. TFFV", Required = isRequired };

    public static Option<DateOnly?> AsOf() =>
        new("--as-of") { Description = "Effective date, inclusive (default: today)", HelpName = "YYYY-MM-DD", CustomParser = Date };

    public static Option<DateTimeOffset?> KnownAt() => new("--known-at")
    {
        Description = "As known at this moment, inclusive (default: now)",
        HelpName = "YYYY-MM-DDTHH:MM:SSZ",
        CustomParser = result =>
            DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant : Fail<DateTimeOffset?>(result, $"'{result.Tokens[0].Value}' is not a moment such as 2026-01-31T12:00:00Z."),
    };

    public static Option<string?> Donor() => new("--donor") { Description = "Code of one donor", HelpName = "CODE" };

    public static Option<string> RequiredDonor() =>
        new("--donor") { Description = "Code of the donor", HelpName = "CODE", Required = true };

    public static Option<string> Key() =>
        new("--key") { Description = "A text of your choice, new for each thing recorded: sent twice, it is recorded once",
            Required = true };

    public static Option<string> Reason(bool isRequired = true) => new("--reason") { Description = "Why", Required = isRequired };

    /// <summary>A day that must be named.</summary>
    public static Option<DateOnly?> Day(string name, string said) =>
        new(name) { Description = said, HelpName = "YYYY-MM-DD", CustomParser = Date, Required = true };

    public static Option<bool> Names() =>
        new("--names")
            { Description = "With the names, codes and texts of confidential donors (default: left out, for whom the list is handed to)" };

    public static Option<DateOnly> Month() => new("--month")
    {
        Description = "The month",
        HelpName = "YYYY-MM",
        Required = true,
        CustomParser = result =>
            DateOnly.TryParseExact(result.Tokens[0].Value + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
                out var first)
            ? first : Fail<DateOnly>(result, $"'{result.Tokens[0].Value}' is not a month such as 2026-01."),
    };

    public static DateOnly? Date(ArgumentResult result) =>
        DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date : Fail<DateOnly?>(result, $"'{result.Tokens[0].Value}' is not a date such as 2026-01-31.");

    public static Moment Moment(ParseResult parsed, Option<DateOnly?> asOf, Option<DateTimeOffset?> knownAt, LedgerReads reads) =>
        new(parsed.GetValue(asOf) ?? reads.Today, parsed.GetValue(knownAt));

    /// <summary>A typed amount as programs write it: <c>1.250,00</c> is <c>1250.00</c>. What is not sure is left as it is, for others to
    /// refuse.</summary>
    /// <param name="typed">As it was typed, by the English custom; null where it was left out.</param>
    /// <param name="code">Code of its currency; EUR where nobody says.</param>
    public static string? PlainAmount(string? typed, string? code) => typed is not null && Currency.Find(code ?? "EUR") is { } currency
        ? WrittenSum.Plain(typed, currency, NumberCustom.English).Text ?? typed : typed;

    private static T? Fail<T>(ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }
}
