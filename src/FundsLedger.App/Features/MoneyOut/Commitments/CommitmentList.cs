using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyOut.Commitments;

/// <summary>A visit request that no commitment answers yet.</summary>
public sealed record WaitingRequest(string Code, string FundCode, string DetaineeCode, int VisitorCount, string RelationClasses,
    DateOnly WindowFrom, DateOnly WindowTo, long AskedEur, DateOnly ReceivedOn)
{
    /// <summary>Days it has waited.</summary>
    public int DaysWaiting(DateOnly today) => Math.Max(0, today.DayNumber - ReceivedOn.DayNumber);
}

/// <summary>A commitment and what has become of it; cents.</summary>
public sealed record CommitmentStanding(string Code, string FundCode, string? Request, long AmountEur, DateOnly CommittedOn,
    DateOnly? ExpiresOn, long EntrySeq, long OpenEur, long PaidEur)
{
    /// <summary>Released without having been paid.</summary>
    public long ReleasedEur => AmountEur - OpenEur - PaidEur;

    public bool IsExpired(DateOnly today) => OpenEur > 0 && ExpiresOn is { } day && day < today;
}

/// <summary>Reads the queue of requests and the commitments with what is open on them.</summary>
public static class CommitmentList
{
    /// <summary>Requests that wait: without a standing commitment or with one whose decision the Presidency set aside, and not refused.
    /// First come first.</summary>
    public static async Task<List<WaitingRequest>> WaitingAsync(DbConnection connection, LedgerCatalog catalog, string? fund = null,
        Reach? reach = null, CancellationToken cancel = default) =>
            Within(reach, catalog, row => row.FundCode, await connection.Command(null,
        $"""
        SELECT q.code, q.fund_id, q.detainee_code, q.visitor_count, q.relation_classes, q.window_from, q.window_to, q.asked_eur,
            q.received_on FROM visit_requests q
        LEFT JOIN request_decisions d ON d.request = q.code
            AND NOT EXISTS (SELECT 1 FROM request_decisions n WHERE n.request = d.request AND n.version > d.version)
        WHERE COALESCE(d.outcome, '') <> 'refused' AND (d.outcome = 'reversed'
            OR NOT EXISTS (SELECT 1 FROM commitments c WHERE c.request = q.code
                AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = c.entry_seq)))
        {(fund is null ? "" : "AND q.fund_id = @fund")} ORDER BY q.received_on, q.code
        """, ("@fund", fund is null ? null : catalog.Fund(fund)?.Id))
            .RowsAsync(
                row => new WaitingRequest(row.GetString(0), catalog.FundById(row.GetInt32(1)).Code, row.GetString(2), row.GetInt32(3),
            row.GetString(4), row.Date(5), row.Date(6), row.GetInt64(7), row.Date(8)), cancel));

    /// <summary>Commitments as they stood at a moment (null: now), newest first: all, those of a fund, one, or only the open
    /// ones.</summary>
    public static async Task<List<CommitmentStanding>> ReadAsync(DbConnection connection, LedgerCatalog catalog, string? fund = null,
        string? code = null, bool onlyOpen = false, Reach? reach = null, Moment? moment = null,
        CancellationToken cancel = default)
    {
        string[] rules = ["c.committed_on <= @asOf", "c.entry_seq <= @known",
            .. fund is null ? Array.Empty<string>() : ["c.fund_id = @fund"], .. code is null ? Array.Empty<string>() : ["c.code = @code"]];
        var known = await Balances.LastKnownSeqAsync(connection, moment ?? new Moment(LedgerRules.LastDate), cancel);
        const string Then = "p.effective_date <= @asOf AND p.entry_seq <= @known";
        var rows = await connection.Command(null,
            $"""
            SELECT c.code, c.fund_id, c.request, c.amount_eur, c.committed_on, c.expires_on, c.entry_seq,
                   (SELECT SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE p.commitment = c.code
                       AND a.fund_id = c.fund_id AND a.role = 'commitments' AND {Then}),
                   (SELECT SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE p.commitment = c.code
                       AND a.fund_id = c.fund_id AND a.kind = 'expense' AND {Then})
            FROM commitments c WHERE {string.Join(" AND ", rules)} ORDER BY c.committed_on DESC, c.entry_seq DESC
            """, ("@fund", fund is null ? null : catalog.Fund(fund)?.Id), ("@code", code),
                ("@asOf", DateNumber.Of(moment?.AsOf ?? LedgerRules.LastDate)), ("@known", known))
                    .RowsAsync(row => new CommitmentStanding(row.GetString(0), catalog.FundById(row.GetInt32(1)).Code, row.TextOrNull(2),
                row.GetInt64(3), row.Date(4), row.IsDBNull(5) ? null : row.Date(5), row.GetInt64(6), row.Sum(7), row.Sum(8)), cancel);
        return Within(reach, catalog, row => row.FundCode, onlyOpen ? [.. rows.Where(row => row.OpenEur != 0)] : rows);
    }

    private static List<T> Within<T>(Reach? reach, LedgerCatalog catalog, Func<T, string> fund, List<T> rows) =>
        reach is null ? rows : [.. rows.Where(row => reach.Covers(catalog.Fund(fund(row))!))];
}
