using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Storage;

/// <summary>A share of programme support as it was set.</summary>
/// <param name="Agreement">Code of the agreement.</param>
/// <param name="Hundredths">Hundredths of a per cent.</param>
/// <param name="From">First day on which it counts, inclusive.</param>
/// <param name="Reference">What it was set by.</param>
public sealed record SupportTerm(string Agreement, int Hundredths, DateOnly From, string? Reference);

/// <summary>Questions about programme support: the share is kept with the agreement, and what was charged stands in the ledger.</summary>
internal static class SupportFacts
{
    /// <summary>The share in force on a day; null where the agreement has none yet.</summary>
    public static async Task<SupportTerm?> FindSupportAsync(Ask ask, string agreement, DateOnly day, CancellationToken cancel) =>
        (await ReadAsync(ask, agreement, cancel)).LastOrDefault(term => term.From <= day);

    /// <summary>The shares of an agreement, or of every agreement, in the order of their days.</summary>
    public static async Task<List<SupportTerm>> ReadAsync(Ask ask, string? agreement, CancellationToken cancel) =>
        await (await ask("SELECT agreement, hundredths, from_day, reference FROM support_shares "
            + $"{(agreement is null ? "" : "WHERE agreement = @code ")}ORDER BY agreement, from_day", ("@code", agreement)))
            .RowsAsync(row => new SupportTerm(row.GetString(0), row.GetInt32(1), row.Date(2), row.TextOrNull(3)), cancel);

    /// <summary>Cents of programme support charged under each agreement up to a day and as known at an entry, and the last day on which any
    /// was.</summary>
    public static async Task<Dictionary<string, (long Eur, DateOnly Last)>> ChargedAsync(Ask ask, string? agreement, int asOf, long known,
        CancellationToken cancel) =>
        (await (await ask(
            $"""
            SELECT p.agreement, SUM(p.eur_minor), MAX(p.effective_date) FROM postings p JOIN accounts a ON a.id = p.account_id
            WHERE a.code = @support AND p.effective_date <= @asOf AND p.entry_seq <= @known
                AND {(agreement is null ? "p.agreement IS NOT NULL" : "p.agreement = @code")}
            GROUP BY p.agreement HAVING SUM(p.eur_minor) <> 0
            """, ("@support", Chart.ProgrammeSupport), ("@asOf", asOf), ("@known", known), ("@code", agreement)))
            .RowsAsync(row => (Agreement: row.GetString(0), Eur: row.Sum(1), Last: row.Date(2)), cancel))
        .ToDictionary(row => row.Agreement, row => (row.Eur, row.Last));
}
