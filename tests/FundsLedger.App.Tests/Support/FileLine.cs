using System.Text.Json;

namespace FundsLedger.App.Tests.Support;

/// <summary>One line of a file of entries, as <c>post</c> reads it.</summary>
internal static class FileLine
{
    /// <summary>The line, without spaces; <paramref name="postings"/> are accounts with signed amounts in EUR, debit positive.</summary>
    public static string Of(string key, string date, string fund, string kind, string description,
        params IEnumerable<(string Account, string Amount)> postings) =>
        JsonSerializer.Serialize(new
        {
            key, date, fund, kind, description,
            lines = postings.Select(posting => new { account = posting.Account, amount = posting.Amount, currency = "EUR" }),
        });
}
