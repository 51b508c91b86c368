using System.Security.Cryptography;
using System.Text;
using FundsLedger.Domain;
using Microsoft.AspNetCore.DataProtection;

namespace FundsLedger.App.Api;

/// <summary>One part of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">Where the list goes on, for the parameter <c>cursor</c>; null at its end. It says nothing of how much
/// follows.</param>
public sealed record ApiList<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Cursors of lists: encrypted, because a place in a list can count what the reader may not see, and bound to the list they were
/// given by.</summary>
public sealed class Cursors(IDataProtectionProvider protection)
{
    private const int LongestCursor = 1_000;

    /// <summary>The part of an ordered list that follows a cursor.</summary>
    /// <param name="list">Name of the list; another's cursors are refused.</param>
    /// <param name="rows">In the order of <paramref name="place"/>, ascending by ordinal comparison.</param>
    /// <param name="place">A text that tells each row's place; no two have the same.</param>
    public Outcome<ApiList<TItem>> Cut<TRow,
        TItem>(string list, IEnumerable<TRow> rows, Func<TRow, string> place, Func<TRow, TItem> item, string? cursor, string? limit)
    {
        var most = ApiInput.Limit(limit);
        if (most.IsRefused) return most.Refusal;
        var after = Read(list, cursor);
        if (after.IsRefused) return after.Refusal;
        var part =
            rows.Where(row => after.Value.Length == 0 || string.CompareOrdinal(place(row), after.Value) > 0).Take(most.Value + 1).ToList();
        return new ApiList<TItem>([.. part.Take(most.Value).Select(item)],
            part.Count > most.Value ? Write(list, place(part[most.Value - 1])) : null);
    }

    /// <summary>The place in a cursor; empty without a cursor.</summary>
    public Outcome<string> Read(string list, string? cursor)
    {
        if (string.IsNullOrEmpty(cursor)) return "";
        if (cursor.Length > LongestCursor) return new CursorIsMalformed();
        try
        {
            return Protector(list).Unprotect(cursor);
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException or DecoderFallbackException)
        {
            return new CursorIsMalformed();
        }
    }

    /// <summary>The cursor of a place.</summary>
    public string Write(string list, string place) => Protector(list).Protect(place);

    /// <summary>A place in a list that runs from new to old: by day, then by number, both counted down.</summary>
    public static string Downwards(DateOnly day, long number) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{9_999_999 - day.DayNumber:D7}.{long.MaxValue - number:D19}");

    private IDataProtector Protector(string list) => protection.CreateProtector("api-cursor", list);
}
