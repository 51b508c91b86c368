using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Donors;

/// <summary>A donor with its newest profile and the totals of its pledges and receipts, cents.</summary>
/// <param name="ReceivedEur">What came and was neither taken back nor paid back.</param>
public sealed record DonorStanding(string Code, string Name, DonorType Type, DonorProfile Profile, bool IsSynthetic, long PledgedOpenEur,
    long ReceivedEur, DateOnly? LastReceiptOn)
{
    /// <summary><c>en</c> or <c>fr</c>: the language of its letters, as last set.</summary>
    public string Language => Profile.Language;
}

/// <summary>Reads donors.</summary>
public static class DonorList
{
    /// <summary>All donors by name, or one.</summary>
    public static Task<List<DonorStanding>> ReadAsync(DbConnection connection, string? code = null, Reach? reach = null,
        CancellationToken cancel = default) => connection.Command(null,
        $"""
        SELECT d.code, d.name, d.type, COALESCE(f.language, d.language), d.is_synthetic, o.eur, COALESCE(c.eur, 0) - COALESCE(b.eur, 0),
            c.latest, f.parent,
            f.is_confidential, f.is_under_review, f.review_reason FROM donors d
        LEFT JOIN donor_profiles f ON f.id = (SELECT MAX(x.id) FROM donor_profiles x WHERE x.donor = d.code)
        LEFT JOIN (SELECT g.donor, SUM(p.eur_minor) AS eur FROM pledges g JOIN postings p ON p.pledge = g.code
            JOIN accounts a ON a.id = p.account_id AND a.role = 'pledges' GROUP BY g.donor) o ON o.donor = d.code
        LEFT JOIN (SELECT t.donor, SUM(t.eur_minor) AS eur, MAX(t.received_on) AS latest FROM receipts t
            WHERE NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = t.entry_seq) GROUP BY t.donor) c ON c.donor = d.code
        LEFT JOIN (SELECT p.donor, SUM(p.eur_minor) AS eur FROM accounts a JOIN postings p ON p.account_id = a.id
            WHERE a.code = @to_return AND EXISTS (SELECT 1 FROM postings q JOIN accounts k ON k.id = q.account_id
                WHERE q.entry_seq = p.entry_seq AND k.role = 'cash') AND EXISTS (SELECT 1 FROM entries e LEFT JOIN entries r
                ON r.seq = e.reverses_seq WHERE e.seq = p.entry_seq AND COALESCE(r.kind, e.kind) = 'return')
            GROUP BY p.donor) b ON b.donor = d.code
        WHERE {(code is null ? "TRUE" : "d.code = @code")}{Access.Reach.Rule(reach, "d.code")} ORDER BY d.name
        """, ("@code", code), ("@to_return", Chart.ToReturn))
            .RowsAsync(row => new DonorStanding(row.GetString(0), row.GetString(1), ClosedSet<DonorType>.Of(row.GetString(2)),
            new DonorProfile(row.TextOrNull(8), row.GetString(3), !row.IsDBNull(9) && row.GetBoolean(9),
                !row.IsDBNull(10) && row.GetBoolean(10), row.TextOrNull(11)), row.GetBoolean(4), row.Sum(5), row.Sum(6),
                row.IsDBNull(7) ? null : row.Date(7)), cancel);
}
