using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Visits;

namespace FundsLedger.App.Features.MoneyOut.Decisions;

/// <summary>A request as it was registered.</summary>
internal sealed record RequestFact(string Code, Fund Fund, int Visitors, Money Asked, DateOnly ReceivedOn);

/// <summary>Questions about what is decided and found, inside a transaction.</summary>
internal static class RequestFacts
{
    public static async Task<RequestFact?> FindRequestAsync(this LedgerSession session, string code, CancellationToken cancel)
    {
        if (LedgerRules.BrokenText(code) is not null) return null;
        var question = await session.QuestionAsync(
            "SELECT q.fund_id, q.visitor_count, q.asked_eur, q.received_on FROM visit_requests q WHERE q.code = @code", [("@code", code)],
            cancel);
        return await question.RowsAsync(row => new RequestFact(code, session.Catalog.FundById(row.GetInt32(0)), row.GetInt32(1),
            Money.Eur(row.GetInt64(2)), row.Date(3)), cancel) is [var found] ? found : null;
    }

    /// <summary>The number that a version of a register gets that is counted within something.</summary>
    public static async Task<int> NextVersionAsync(this LedgerSession session, RegisterTable table, string request, int? visitor,
        CancellationToken cancel) => (int)await (await session.QuestionAsync(
            $"SELECT COALESCE(MAX(v.version), 0) + 1 FROM {table.Name} v WHERE v.request = @request"
                + (visitor is null ? "" : " AND v.visitor = @visitor"),
            visitor is null ? [("@request", request)] : [("@request", request), ("@visitor", visitor)], cancel)).NumberAsync(cancel);

    /// <summary>The newest finding of the detainee and of each visitor; null where there is none.</summary>
    public static async Task<(bool? Indigent, bool?[] Visitors)> FindingsOfAsync(this LedgerSession session, RequestFact request,
        CancellationToken cancel)
    {
        var found = await (await session.QuestionAsync(
            """
            SELECT f.visitor, f.holds FROM request_findings f WHERE f.request = @request AND NOT EXISTS
                (SELECT 1 FROM request_findings n WHERE n.request = f.request AND n.visitor = f.visitor AND n.version > f.version)
            """, [("@request", request.Code)], cancel)).RowsAsync(row => (Visitor: row.GetInt32(0), Holds: row.GetBoolean(1)), cancel);
        var byVisitor = found.ToDictionary(finding => finding.Visitor, finding => (bool?)finding.Holds);
        return (byVisitor.GetValueOrDefault(0),
            [.. Enumerable.Range(1, request.Visitors).Select(visitor => byVisitor.GetValueOrDefault(visitor))]);
    }

    /// <summary>The commitment of a request that has something open; null where none has.</summary>
    public static async Task<string?> OpenCommitmentOfAsync(this LedgerSession session, RequestFact request, CancellationToken cancel) =>
        await (await session.QuestionAsync(
            """
            SELECT p.commitment FROM postings p JOIN accounts a ON a.id = p.account_id JOIN commitments c ON c.code = p.commitment
            WHERE c.request = @request AND a.fund_id = @fund AND a.role = 'commitments' GROUP BY p.commitment
            HAVING SUM(p.eur_minor) > 0
            """, [("@request", request.Code), ("@fund", request.Fund.Id)], cancel)).RowsAsync(row => row.GetString(0), cancel)
            is [var code, ..] ? code : null;

    /// <summary>What was paid for a request, by account and year, in cents above zero.</summary>
    public static async Task<List<(string Account, int Year, long Eur)>> PaidForAsync(this LedgerSession session, RequestFact request,
        CancellationToken cancel) => await (await session.QuestionAsync(
            """
            SELECT a.code, p.effective_date / 10000, SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id
            JOIN commitments c ON c.code = p.commitment
            WHERE c.request = @request AND a.fund_id = @fund AND a.kind = 'expense'
            GROUP BY a.code, p.effective_date / 10000 HAVING SUM(p.eur_minor) > 0 ORDER BY a.code, p.effective_date / 10000
            """, [("@request", request.Code), ("@fund", request.Fund.Id)], cancel))
            .RowsAsync(row => (row.GetString(0), (int)row.Sum(1), row.Sum(2)), cancel);

    /// <summary>Cents that were ordered back for a request.</summary>
    public static async Task<long> OrderedBackAsync(this LedgerSession session, string request, CancellationToken cancel) =>
        await (await session.QuestionAsync("SELECT COALESCE(SUM(o.amount_eur), 0) FROM contribution_orders o WHERE o.request = @request",
            [("@request", request)], cancel)).NumberAsync(cancel);

    /// <summary>Writes a finding as the next version of its person.</summary>
    public static async Task WriteFindingAsync(this LedgerSession session, string request, int visitor, bool holds, DateOnly on,
        string legalReference, string reason, CancellationToken cancel) => await session.RegisterAsync(new RequestFindingRow
        {
            Id = await session.NextIdAsync(Registers.RequestFindings, cancel), Request = request, Visitor = visitor,
            Version = await session.NextVersionAsync(Registers.RequestFindings, request, visitor, cancel), Holds = holds, FoundOn = on,
            LegalReference = legalReference, Reason = reason, RecordedAt = session.Instant, ActorId = session.Actor.Id,
            ActorName = session.Actor.Name,
        }, cancel);

    /// <summary>A day on which no books run, where one of these is; a day that is left out is none.</summary>
    public static DateIsOutOfRange? OutOfRange(params DateOnly?[] days) => days.OfType<DateOnly>().FirstOrDefault(day =>
        day < LedgerRules.FirstDate || day > LedgerRules.LastDate, LedgerRules.FirstDate) is var outside
            && outside != LedgerRules.FirstDate ? new DateIsOutOfRange(outside) : null;

    /// <summary>What is wrong with a day or the texts of a decision or a finding.</summary>
    public static Refusal? Fault(this LedgerSession session, RequestFact request, DateOnly on, string legalReference, string reason)
    {
        if (!ShortText.IsValid(legalReference) || !ShortText.IsValid(reason)) return new DecisionTextIsMalformed();
        if (on < request.ReceivedOn) return new DecisionIsBeforeRequest(on, request.ReceivedOn);
        var today = DateOnly.FromDateTime(Microseconds.Read(session.RecordedAt).UtcDateTime);
        return on > today ? new DateIsAhead(on, today) : null;
    }
}
