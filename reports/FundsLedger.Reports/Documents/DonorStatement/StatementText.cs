using System.Globalization;
using FundsLedger.Domain;
using FundsLedger.Reports.Formatting;

namespace FundsLedger.Reports.Documents.DonorStatement;

/// <summary>Figures and dates in the statement's language.</summary>
internal sealed class StatementText(string language)
{
    public string Date(DateOnly date) => DateText.Format(date, language);

    // In running text a date does not part at the end of a line.
    public string DateInProse(DateOnly date) => Date(date).Replace(' ', MoneyText.NoBreakSpace);

    public string Instant(DateTimeOffset instant) => DateText.FormatInstant(instant, language);

    public string Amount(Money money) => MoneyText.Format(money, language);

    public string Number(Money money) => MoneyText.Number(money, language);

    public string Count(long number) => MoneyText.Whole(number, language);

    public string Rate(Rate rate) => MoneyText.Rate(rate, language);

    // The texts to fill in are our own; what goes into them is already text.
    public static string Fill(string pattern, params ReadOnlySpan<object?> values) =>
        string.Format(CultureInfo.InvariantCulture, pattern, values);
}
