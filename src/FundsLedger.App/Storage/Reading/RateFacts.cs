using FundsLedger.Domain;

namespace FundsLedger.App.Storage;

/// <summary>Questions about rates, inside a transaction.</summary>
internal static class RateFacts
{
    /// <summary>Days before a day within which a rate says what something was worth on it: rates of the United Nations hold for a
    /// month.</summary>
    public const int MostDays = 31;

    /// <summary>The rate to EUR in force on a day: the newest entered for that day or, where there is none, for the last day before it.
    /// Null where none was entered up to that day.</summary>
    public static Task<(Rate Rate, DateOnly Date, string Source)?> FindRateAsync(this LedgerSession session, Currency currency,
        DateOnly date, CancellationToken cancel) =>
        FindRateAsync((text, parameters) => session.QuestionAsync(text, parameters, cancel), currency, date, cancel);

    /// <summary>As <see cref="FindRateAsync(LedgerSession, Currency, DateOnly, CancellationToken)"/>, and null where the newest is older
    /// than <see cref="MostDays"/>.</summary>
    public static Task<(Rate Rate, DateOnly Date, string Source)?> FindFreshRateAsync(this LedgerSession session, Currency currency,
        DateOnly date, CancellationToken cancel) =>
        FindFreshRateAsync((text, parameters) => session.QuestionAsync(text, parameters, cancel), currency, date, cancel);

    /// <summary>The same, asked of anything that answers questions.</summary>
    public static async Task<(Rate Rate, DateOnly Date, string Source)?> FindFreshRateAsync(Ask ask, Currency currency, DateOnly date,
        CancellationToken cancel) =>
        await FindRateAsync(ask, currency, date, cancel) is { } found && found.Date >= date.AddDays(-MostDays) ? found : null;

    /// <summary>The newest fresh rate that somebody else entered; null where nobody did.</summary>
    public static async Task<Rate?> FindOthersRateAsync(this LedgerSession session, Currency currency, DateOnly date,
        CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            """
            SELECT billionths FROM rates WHERE currency = @currency AND date <= @date AND date >= @first AND actor_id <> @actor
            ORDER BY date DESC, id DESC LIMIT 1
            """,
            [("@currency", currency.Code), ("@date", DateNumber.Of(date)), ("@first", DateNumber.Of(date.AddDays(-MostDays))), ("@actor",
                session.Actor.Id)], cancel);
        var found = await question.RowsAsync(row => new Rate(currency, Currency.Eur, row.GetInt64(0)), cancel);
        return found is [var rate] ? rate : null;
    }

    private static async Task<(Rate Rate, DateOnly Date, string Source)?> FindRateAsync(Ask ask, Currency currency, DateOnly date,
        CancellationToken cancel)
    {
        var question = await ask("SELECT billionths, date, source FROM rates WHERE currency = @currency AND date <= @date ORDER BY date DESC, id DESC LIMIT 1",
            ("@currency", currency.Code), ("@date", DateNumber.Of(date)));
        var found = await question.RowsAsync(row => (new Rate(currency, Currency.Eur, row.GetInt64(0)), row.Date(1), row.GetString(2)),
            cancel);
        return found is [var rate] ? rate : null;
    }
}
