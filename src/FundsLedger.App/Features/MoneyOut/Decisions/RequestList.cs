using System.Data.Common;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Visits;

namespace FundsLedger.App.Features.MoneyOut.Decisions;

/// <summary>A request and how far it has come.</summary>
/// <param name="AskedEur">Cents asked for.</param>
/// <param name="Outcome">The newest decision; null where there is none.</param>
/// <param name="GrantedEur">Cents that it grants.</param>
/// <param name="Waits">True while it stands in the queue.</param>
public sealed record RequestStanding(string Code, string FundCode, string DetaineeCode, int Visitors, string Relations,
    DateOnly WindowFrom, DateOnly WindowTo, long AskedEur, DateOnly ReceivedOn, VisitOutcome? Outcome, long GrantedEur,
    string? Commitment, bool Waits)
{
    /// <summary>The key of its state in words: the decision, <c>waiting</c> or, committed to by hand, <c>committed</c>.</summary>
    public string State => Waits && Outcome is not VisitOutcome.Deferred ? "waiting"
        : Outcome is { } outcome ? ClosedSet<VisitOutcome>.Code(outcome) : "committed";
}

/// <summary>A version of a decision.</summary>
/// <param name="AmountEur">Cents granted.</param>
/// <param name="ProposedBy">Who proposed it.</param>
/// <param name="ApprovedBy">Who approved it.</param>
public sealed record RequestDecision(int Version, VisitOutcome Outcome, long AmountEur, DateOnly DecidedOn, string LegalReference,
    string Reason, string? Commitment, string ProposedBy, string ApprovedBy, DateTimeOffset RecordedAt);

/// <summary>A version of a finding.</summary>
/// <param name="Visitor">0 for the detainee.</param>
public sealed record RequestFinding(int Visitor, int Version, bool Holds, DateOnly FoundOn, string LegalReference, string Reason,
    string By, DateTimeOffset RecordedAt);

/// <summary>A line of what a request asks for.</summary>
/// <param name="UnitEur">Cents for one unit.</param>
public sealed record RequestCost(long Cost, VisitCostItem Item, string Unit, int Quantity, long UnitEur, string Source, DateOnly From)
{
    /// <summary>Cents of the line.</summary>
    public long SumEur => UnitEur * Quantity;
}

/// <summary>An order of contribution and what came of it; cents.</summary>
/// <param name="ReceivedEur">What came.</param>
/// <param name="OpenEur">What account 1300 still holds of it.</param>
public sealed record ContributionOrder(string Code, string Request, long AmountEur, DateOnly OrderedOn, int Instalments,
    DateOnly FirstDueOn, string LegalReference, string Reason, long EntrySeq, string ProposedBy, string ApprovedBy, long ReceivedEur,
    long OpenEur)
{
    /// <summary>Its instalments with what came of each.</summary>
    public IReadOnlyList<ContributionPart> Parts => ContributionPlan.Standing(Money.Eur(AmountEur), Instalments, FirstDueOn,
        Money.Eur(Math.Clamp(ReceivedEur, 0, AmountEur)));
}

/// <summary>The queue of a fund: who can be served now, and why the others are passed over.</summary>
public sealed record FundQueue(Fund Fund, Money Available, QueueOrder Order, IReadOnlyList<QueuePlace> Places)
{
    /// <summary>Those who can be served now.</summary>
    public IEnumerable<QueuePlace> Next => Places.Where(place => place.Answer == QueueAnswer.CanBeServed);
}

/// <summary>Reads requests, what was decided and found on them, and what is paid back.</summary>
public static class RequestList
{
    /// <summary>Requests, the newest first; one by its code.</summary>
    public static async Task<List<RequestStanding>> ReadAsync(DbConnection connection, LedgerCatalog catalog, string? fund = null,
        string? code = null, Reach? reach = null, CancellationToken cancel = default)
    {
        var waiting = (await CommitmentList.WaitingAsync(connection, catalog, fund, reach, cancel)).Select(row => row.Code).ToHashSet();
        var rows = await connection.Command(null,
            $"""
            SELECT q.code, q.fund_id, q.detainee_code, q.visitor_count, q.relation_classes, q.window_from, q.window_to, q.asked_eur,
                q.received_on, d.outcome, d.amount_eur, COALESCE(d.commitment, (SELECT MAX(c.code) FROM commitments c
                    WHERE c.request = q.code))
            FROM visit_requests q LEFT JOIN request_decisions d ON d.request = q.code
                AND NOT EXISTS (SELECT 1 FROM request_decisions n WHERE n.request = d.request AND n.version > d.version)
            WHERE {(fund is null ? "TRUE" : "q.fund_id = @fund")} AND {(code is null ? "TRUE" : "q.code = @code")}
            ORDER BY q.received_on DESC, q.code
            """, ("@fund", fund is null ? null : catalog.Fund(fund)?.Id), ("@code", code)).RowsAsync(row => new RequestStanding(
                row.GetString(0), catalog.FundById(row.GetInt32(1)).Code, row.GetString(2), row.GetInt32(3), row.GetString(4), row.Date(5),
                row.Date(6), row.GetInt64(7), row.Date(8), row.TextOrNull(9) is { } outcome ? ClosedSet<VisitOutcome>.Of(outcome) : null,
                row.NumberOrNull(10) ?? 0, row.TextOrNull(11), waiting.Contains(row.GetString(0))), cancel);
        return reach is null ? rows : rows.FindAll(row => reach.Covers(catalog.Fund(row.FundCode)!));
    }

    /// <summary>The versions of its decision, the newest first.</summary>
    public static Task<List<RequestDecision>> DecisionsAsync(DbConnection connection, string code, CancellationToken cancel = default) =>
        connection.Command(null,
            """
            SELECT d.version, d.outcome, d.amount_eur, d.decided_on, d.legal_reference, d.reason, d.commitment, d.second_actor_name,
                d.actor_name, d.recorded_at FROM request_decisions d WHERE d.request = @code ORDER BY d.version DESC
            """, ("@code", code)).RowsAsync(row => new RequestDecision(row.GetInt32(0), ClosedSet<VisitOutcome>.Of(row.GetString(1)),
                row.GetInt64(2), row.Date(3), row.GetString(4), row.GetString(5), row.TextOrNull(6), row.GetString(7), row.GetString(8),
                row.Instant(9)), cancel);

    /// <summary>Findings by person, the newest version of each first.</summary>
    public static Task<List<RequestFinding>> FindingsAsync(DbConnection connection, string code, CancellationToken cancel = default) =>
        connection.Command(null,
            """
            SELECT f.visitor, f.version, f.holds, f.found_on, f.legal_reference, f.reason, f.actor_name, f.recorded_at
            FROM request_findings f WHERE f.request = @code ORDER BY f.visitor, f.version DESC
            """, ("@code", code)).RowsAsync(row => new RequestFinding(row.GetInt32(0), row.GetInt32(1), row.GetBoolean(2), row.Date(3),
                row.GetString(4), row.GetString(5), row.GetString(6), row.Instant(7)), cancel);

    /// <summary>What it is made of; none where nobody has said.</summary>
    public static Task<List<RequestCost>> CostsAsync(DbConnection connection, string code, CancellationToken cancel = default) =>
        connection.Command(null,
            """
            SELECT l.cost, u.item, u.unit, l.quantity, u.unit_eur, u.source, u.from_day
            FROM request_costs l JOIN visit_costs u ON u.id = l.cost WHERE l.request = @code ORDER BY l.number
            """, ("@code", code)).RowsAsync(row => new RequestCost(row.GetInt64(0), ClosedSet<VisitCostItem>.Of(row.GetString(1)),
                row.GetString(2), row.GetInt32(3), row.GetInt64(4), row.GetString(5), row.Date(6)), cancel);

    /// <summary>Orders of contribution with what came of each, the newest first; of one request where it is named.</summary>
    public static Task<List<ContributionOrder>> OrdersAsync(DbConnection connection, string? code, CancellationToken cancel = default) =>
        connection.Command(null,
            $"""
            SELECT o.code, o.request, o.amount_eur, o.ordered_on, o.instalments, o.first_due_on, o.legal_reference, o.reason, o.entry_seq,
                o.second_actor_name, o.actor_name,
                (SELECT SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.fund_id = o.fund_id
                    AND a.role = 'cash' AND p.payment = o.code),
                (SELECT SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.fund_id = o.fund_id
                    AND a.code = @persons AND p.payment = o.code)
            FROM contribution_orders o WHERE {(code is null ? "TRUE" : "o.request = @code")} ORDER BY o.ordered_on DESC, o.code DESC
            """, ("@persons", Chart.FromPersons), ("@code", code)).RowsAsync(row => new ContributionOrder(row.GetString(0),
                row.GetString(1), row.GetInt64(2), row.Date(3), row.GetInt32(4), row.Date(5), row.GetString(6), row.GetString(7),
                row.GetInt64(8), row.GetString(9), row.GetString(10), row.Sum(11), row.Sum(12)), cancel);

    /// <summary>The queue of a fund as it stands now: every request that waits has a place and a reason.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="catalog">The books' catalog.</param>
    /// <param name="fund">A fund that pays for visits.</param>
    /// <param name="available">Cents available in it.</param>
    /// <param name="today">The day of the books.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<FundQueue> QueueAsync(DbConnection connection, LedgerCatalog catalog, Fund fund, long available,
        DateOnly today, CancellationToken cancel = default)
    {
        var order = await QueueOrders.ReadAsync((text, parameters) => Task.FromResult(connection.Command(null, text, parameters)), fund.Id,
            cancel);
        var visited = (await connection.Command(null,
            """
            SELECT q.detainee_code, MAX(y.rendered_on) FROM payments y JOIN commitments c ON c.code = y.commitment
            JOIN visit_requests q ON q.code = c.request
            JOIN payment_events v ON v.payment = y.code AND v.kind = 'certified'
            WHERE q.fund_id = @fund GROUP BY q.detainee_code
            """, ("@fund", fund.Id)).RowsAsync(row => (Detainee: row.GetString(0), On: row.Date(1)), cancel))
            .ToDictionary(row => row.Detainee, row => row.On, StringComparer.Ordinal);
        var waiting = (await CommitmentList.WaitingAsync(connection, catalog, fund.Code, cancel: cancel)).Select(row =>
            new QueuedVisit(row.Code, visited.TryGetValue(row.DetaineeCode, out var last) ? last : null, row.WindowFrom, row.WindowTo,
                row.ReceivedOn, Money.Eur(row.AskedEur)));
        return new FundQueue(fund, Money.Eur(available), order, VisitQueue.Places(waiting, order.Keys, Money.Eur(available), today));
    }

    /// <summary>The queues of all funds that pay for visits and are within reach.</summary>
    public static async Task<List<FundQueue>> QueuesAsync(LedgerReads reads, FundStatuses statuses, DbConnection connection,
        LedgerCatalog catalog, Reach? reach, CancellationToken cancel)
    {
        var queues = new List<FundQueue>();
        foreach (var fund in PayingForVisits(catalog).Where(fund => reach is null || reach.Covers(fund)))
        {
            var status = (await statuses.OfAsync(fund.Code, new Moment(reads.Today), cancel)).OrThrow();
            queues.Add(await QueueAsync(connection, catalog, fund, status.AvailableEur, reads.Today, cancel));
        }
        return queues;
    }

    /// <summary>The funds that pay for visits.</summary>
    public static IEnumerable<Fund> PayingForVisits(LedgerCatalog catalog) => catalog.Funds.Where(fund => !fund.IsUmbrella
        && Disclosure.For(Reader.Inside, fund).TakesVisitRequests);
}
