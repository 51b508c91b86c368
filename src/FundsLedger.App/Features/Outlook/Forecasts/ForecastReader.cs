using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Forecasts;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Outlook.Forecasts;

/// <summary>A pledge as far as it is designated to a fund.</summary>
/// <param name="DueOn">Day it is expected or, without one, announced.</param>
/// <param name="PaidOn">Day of its last receipt; null before the first.</param>
/// <param name="Stage">The firmest account it ever stood on.</param>
internal sealed record PledgeOnBooks(string Code, string Donor, string Currency, DateOnly DueOn, long OpenEur, DateOnly? PaidOn,
    bool IsWithdrawn, string Stage = Chart.PledgesAnnounced)
{
    /// <summary>How firm it is or was, as its accounts say.</summary>
    public PledgeFirmness Firmness =>
        Stage switch { Chart.PledgesSigned => PledgeFirmness.SignedAgreement, Chart.PledgesConfirmed => PledgeFirmness.Written,
            _ => PledgeFirmness.Announced };

    /// <summary>How it ended: withdrawn, paid, or 24 months overdue. Null while nobody knows.</summary>
    public ResolvedPledge? ResolvedBy(DateOnly asOf) =>
        IsWithdrawn || (OpenEur > 0 && DueOn.AddMonths(24) <= asOf) ? new ResolvedPledge(Firmness, false, null)
        : OpenEur <= 0 && PaidOn is { } paid ? new ResolvedPledge(Firmness, true, paid.DayNumber - DueOn.DayNumber) : null;
}

/// <summary>A commitment that was made and not reversed; cents.</summary>
/// <param name="DueOn">Start of the visit's window or, without a request, the day it expires, or a month after the commitment.</param>
internal sealed record CommitmentOnBooks(string Code, bool HasRequest, long Eur, DateOnly CommittedOn, DateOnly DueOn, long OpenEur,
    long PaidEur);

/// <summary>Reads what a forecast needs from the books, on both axes: up to a day, as known at a sequence number.</summary>
internal sealed class ForecastReader(DbConnection connection, int fundId, DateOnly asOf, long known)
{
    /// <summary>Cash that arrived, by entry; without gifts that were reversed, and without money nobody has identified.</summary>
    public Task<List<PastGift>> GiftsAsync(CancellationToken cancel) => Command(
        """
        SELECT MAX(p.donor), e.effective_date, SUM(CASE WHEN a.role = 'cash' THEN p.eur_minor ELSE 0 END)
        FROM entries e JOIN postings p ON p.entry_seq = e.seq JOIN accounts a ON a.id = p.account_id
        WHERE e.fund_id = @fund AND e.kind = 'receipt' AND e.effective_date <= @to AND e.seq <= @known
          AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = e.seq AND r.seq <= @known AND r.effective_date <= @to)
        GROUP BY e.seq, e.effective_date HAVING MAX(p.donor) IS NOT NULL AND SUM(CASE WHEN a.role = 'cash' THEN p.eur_minor
            ELSE 0 END) > 0 ORDER BY e.seq
        """).RowsAsync(row => new PastGift(row.GetString(0), row.Date(1), row.Sum(2)), cancel);

    /// <summary>Pledges with a part in this fund, ended ones too.</summary>
    public Task<List<PledgeOnBooks>> PledgesAsync(CancellationToken cancel) => Command(
        """
        SELECT g.code, g.donor, g.currency, g.announced_on,
               (SELECT MAX(v.expected_on) FROM pledge_events v WHERE v.pledge = g.code AND v.fund_id = @fund AND v.entry_seq <= @known
                   AND v.date <= @to), SUM(p.eur_minor),
               (SELECT MAX(c.received_on) FROM receipts c WHERE c.pledge = g.code AND c.fund_id = @fund AND c.entry_seq <= @known
                   AND c.received_on <= @to),
               (SELECT COUNT(*) FROM pledge_events v WHERE v.pledge = g.code AND v.fund_id = @fund
                   AND v.kind IN ('withdrawn', 'lapsed', 'written_down') AND v.entry_seq <= @known AND v.date <= @to), MAX(a.code)
        FROM accounts a JOIN postings p ON p.account_id = a.id AND p.effective_date <= @to AND p.entry_seq <= @known
            JOIN pledges g ON g.code = p.pledge
        WHERE a.fund_id = @fund AND a.role = 'pledges' GROUP BY g.code, g.donor, g.currency, g.announced_on ORDER BY g.code
        """)
            .RowsAsync(
                row =>
                    new PledgeOnBooks(row.GetString(0), row.GetString(1), row.GetString(2), row.IsDBNull(4) ? row.Date(3) : row.Date(4),
                        row.Sum(5), row.IsDBNull(6) ? null : row.Date(6), row.Sum(7) > 0, row.GetString(8)), cancel);

    /// <summary>Commitments made, with what is open on them and what was paid.</summary>
    public Task<List<CommitmentOnBooks>> CommitmentsAsync(CancellationToken cancel) => Command(
        """
        SELECT c.code, c.request, c.amount_eur, c.committed_on, COALESCE(q.window_from, c.expires_on),
               (SELECT SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE p.commitment = c.code
                   AND a.fund_id = c.fund_id AND a.role = 'commitments' AND p.effective_date <= @to AND p.entry_seq <= @known),
               (SELECT SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE p.commitment = c.code
                   AND a.fund_id = c.fund_id AND a.kind = 'expense' AND p.effective_date <= @to AND p.entry_seq <= @known)
        FROM commitments c LEFT JOIN visit_requests q ON q.code = c.request
        WHERE c.fund_id = @fund AND c.entry_seq <= @known AND c.committed_on <= @to
          AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = c.entry_seq AND r.seq <= @known AND r.effective_date <= @to)
              ORDER BY c.code
        """)
            .RowsAsync(
                row =>
                    new CommitmentOnBooks(row.GetString(0), row.TextOrNull(1) is not null, row.GetInt64(2), row.Date(3),
                        row.IsDBNull(4) ? row.Date(3).AddMonths(1) : row.Date(4), row.Sum(5), row.Sum(6)), cancel);

    private DbCommand Command(string text) =>
        connection.Command(null, text, ("@fund", fundId), ("@to", DateNumber.Of(asOf)), ("@known", known));
}
