using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Books.Rates;

/// <summary>Questions about rates, inside a transaction.</summary>
internal static class RateFacts
{
    /// <summary>The rate to EUR in force on a day: the newest entered for that day or, where there is none, for the last day before it. Null where none was entered up to that day.</summary>
    public static async Task<(Rate Rate, DateOnly Date, string Source)?> FindRateAsync(this LedgerSession session, Currency currency, DateOnly date, CancellationToken cancel)
    {
        var question = await session.QuestionAsync("SELECT billionths, date, source FROM rates WHERE currency = @currency AND date <= @date ORDER BY date DESC, id DESC LIMIT 1",
            [("@currency", currency.Code), ("@date", DateNumber.Of(date))], cancel);
        var found = await question.RowsAsync(row => (new Rate(currency, Currency.Eur, row.GetInt64(0)), row.Date(1), row.GetString(2)), cancel);
        return found is [var rate] ? rate : null;
    }
}
