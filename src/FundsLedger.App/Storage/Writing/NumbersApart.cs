using FundsLedger.Domain.Funds;

namespace FundsLedger.App.Storage;

/// <summary>Numbers that people read. What belongs to a protected fund is numbered apart, from a thousand million: the numbers that others
/// see do not tell how much it has.</summary>
internal static class NumbersApart
{
    /// <summary>The number before the first of them.</summary>
    public const long Before = 1_000_000_000;

    /// <summary>The next number of a table.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="table">The table, or a question in brackets.</param>
    /// <param name="key">Its column of numbers.</param>
    /// <param name="isApart">True for what belongs to a protected fund.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<long> NextNumberAsync(this LedgerSession session, string table, string key, bool isApart,
        CancellationToken cancel)
    {
        var first = isApart ? Before : 0;
        return await (await session.WholeQuestionAsync(
            $"SELECT COALESCE(MAX(n.{key}), @first) + 1 FROM {table} n WHERE n.{key} >= @first AND n.{key} < @end",
            [("@first", first), ("@end", first + Before)], cancel)).NumberAsync(cancel);
    }

    /// <summary>True where a reader who may know of no protected fund does not see a request.</summary>
    public static async Task<bool> HidesRequestAsync(this LedgerSession session, string kind, string subject, string payload,
        CancellationToken cancel)
    {
        var open = session.Catalog.Funds.Where(fund => !Disclosure.For(Reader.Outside, fund).IsMarked).Select(fund => fund.Code).ToList();
        return open.Count < session.Catalog.Funds.Count
            && await session.HidesRequestAsync(kind, subject, payload, FundsCovered.Of(open), cancel);
    }

    /// <summary>True where a reader who may know of these funds alone does not see a request.</summary>
    public static async Task<bool> HidesRequestAsync(this LedgerSession session, string kind, string subject, string payload,
        FundsCovered funds, CancellationToken cancel) => !funds.IsAll && await (await session.WholeQuestionAsync(
            SeenTables.HiddenRequest(funds), [("@kind", kind), ("@subject", subject), ("@input", payload)], cancel))
            .NumberAsync(cancel) > 0;
}
