using System.Data.Common;
using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Payments;

namespace FundsLedger.App.Features.MoneyOut.Payments;

/// <summary>What a part of a payment was for.</summary>
public sealed record PaymentLine(string Account, Money Amount)
{
    /// <summary>Lines as they are kept and signed: <c>5010=900.00 5020=450.50</c>.</summary>
    public static string Text(IEnumerable<PaymentLine> lines) => string.Join(' ', lines.Select(line =>
        $"{line.Account}={line.Amount.ToDecimalString()}"));

    /// <summary>Reads what <see cref="Text"/> wrote.</summary>
    public static IReadOnlyList<PaymentLine> Read(string text) => [.. text.Split(' ').Select(line => line.Split('='))
        .Select(parts => new PaymentLine(parts[0], Money.Parse(parts[1], Currency.Eur)))];
}

/// <summary>Something that happened to a payment.</summary>
public sealed record PaymentHappening(PaymentEventKind Kind, DateOnly On, string? Reason, long? EntrySeq, DateTimeOffset RecordedAt,
    string By);

/// <summary>A payment, and how far it has come.</summary>
/// <param name="Row">As it was drafted.</param>
/// <param name="FundCode">Code of its fund.</param>
/// <param name="Trail">What its rows tell.</param>
/// <param name="Events">What happened to it, in order.</param>
/// <param name="Batch">The batch it stands in, or was sent in.</param>
/// <param name="PayeeName">What officers call its payee; its code where that was erased.</param>
/// <param name="IsNewest">True where the claim has no later payment.</param>
public sealed record PaymentStanding(PaymentRow Row, string FundCode, PaymentTrail Trail, IReadOnlyList<PaymentHappening> Events,
    string? Batch, string PayeeName, bool IsNewest)
{
    /// <summary>Its code: what the bank is told, too.</summary>
    public string Code => Row.Code;

    /// <summary>How far it has come.</summary>
    public PaymentStage Stage => PaymentRoad.StageOf(Trail);

    /// <summary>What is paid.</summary>
    public Money Amount => Money.Eur(Row.AmountEur);

    /// <summary>What it is for.</summary>
    public IReadOnlyList<PaymentLine> Lines => PaymentLine.Read(Row.Lines);

    /// <summary>Since when it waits where it is.</summary>
    public DateTimeOffset Since => Events is [.., var last] ? last.RecordedAt : Row.RecordedAt;

    /// <summary>True where the claim is owed and nobody has drafted a new payment of it.</summary>
    public bool IsPayableAgain => IsNewest && PaymentRoad.TakesAnother(Trail);

    /// <summary>The event of a kind; null where it did not happen.</summary>
    public PaymentHappening? Event(PaymentEventKind kind) => Events.FirstOrDefault(happened => happened.Kind == kind);
}

/// <summary>Which payments.</summary>
public sealed record PaymentFilter
{
    public string? Code { get; init; }

    public string? Claim { get; init; }

    public string? Commitment { get; init; }

    public string? Payee { get; init; }

    public string? Batch { get; init; }

    public string? Bank { get; init; }

    /// <summary>Only those that wait for somebody: an officer, the bank, or a new payment of what came back.</summary>
    public bool OnlyOpen { get; init; }
}

/// <summary>Reads payments; the one place that does, for pages, programs, verbs and the operations themselves.</summary>
public static class PaymentList
{
    // What was signed and in which batch each stands is worked out once, and not for each payment.
    private const string Columns = """
        WITH approved AS MATERIALIZED (SELECT r.subject AS payment FROM signing_requests r JOIN signing_steps s ON s.request = r.id
                WHERE r.kind = 'pay' AND s.outcome = 'done'),
            ended AS MATERIALIZED (SELECT r.subject AS batch FROM signing_requests r JOIN signing_steps s ON s.request = r.id
                WHERE r.kind = 'send_batch' AND s.outcome IN ('refused', 'withdrawn')),
            batched AS MATERIALIZED (SELECT i.payment, MAX(i.batch) AS batch FROM payment_batch_items i
                WHERE i.batch NOT IN (SELECT e.batch FROM ended e) GROUP BY i.payment)
        SELECT p.code, p.claim, p.attempt, p.fund_id, p.commitment, p.payee, p.payee_version, p.bank, p.amount_eur, p.lines, p.is_final,
            p.rendered_on, p.pay_on, p.text_mark, p.source, p.recorded_at, p.actor_id, p.actor_name,
            CASE WHEN p.code IN (SELECT a.payment FROM approved a) THEN 1 ELSE 0 END,
            (SELECT b.batch FROM batched b WHERE b.payment = p.code),
            (SELECT MAX(d.display_name) FROM payee_details d WHERE d.payee = p.payee AND d.version = p.payee_version),
            CASE WHEN EXISTS (SELECT 1 FROM payments n WHERE n.claim = p.claim AND n.attempt > p.attempt) THEN 0 ELSE 1 END
        FROM payments p
        """;

    /// <summary>Payments from old to new.</summary>
    public static Task<List<PaymentStanding>> ReadAsync(DbConnection connection, LedgerCatalog catalog, PaymentFilter filter,
        CancellationToken cancel = default) => ReadAsync((text, parameters) => Task.FromResult(connection.Command(null, text, parameters)),
            catalog, filter, cancel);

    /// <summary>The same inside a transaction.</summary>
    internal static async Task<List<PaymentStanding>> ReadAsync(Ask ask, LedgerCatalog catalog, PaymentFilter filter,
        CancellationToken cancel)
    {
        var rules = new List<string>();
        var parameters = new List<(string, object?)>();
        Only("p.code = @code", "@code", filter.Code);
        Only("p.claim = @claim", "@claim", filter.Claim);
        Only("p.commitment = @commitment", "@commitment", filter.Commitment);
        Only("p.payee = @payee", "@payee", filter.Payee);
        Only("p.bank = @bank", "@bank", filter.Bank);
        Only("p.code IN (SELECT i.payment FROM payment_batch_items i WHERE i.batch = @batch)", "@batch", filter.Batch);
        if (filter.OnlyOpen) rules.Add("""
            NOT EXISTS (SELECT 1 FROM payment_events v WHERE v.payment = p.code AND (v.kind = 'abandoned'
                OR (v.kind = 'withdrawn' AND p.attempt = 1)
                OR (v.kind = 'executed' AND NOT EXISTS (SELECT 1 FROM payment_events w WHERE w.payment = p.code AND w.kind = 'returned'))))
            AND NOT EXISTS (SELECT 1 FROM payments n WHERE n.claim = p.claim AND n.attempt > p.attempt)
            """);
        if (parameters.Exists(given => given.Item2 is string text && LedgerRules.BrokenText(text) is not null)) return [];
        var which = rules.Count == 0 ? "TRUE" : string.Join(" AND ", rules);
        var events = (await (await ask(
            $"""
            SELECT e.payment, e.kind, e.happened_on, e.reason, e.entry_seq, e.recorded_at, e.actor_name FROM payment_events e
            JOIN payments p ON p.code = e.payment WHERE {which} ORDER BY e.id
            """, [.. parameters])).RowsAsync(row => (Payment: row.GetString(0),
                What: new PaymentHappening(ClosedSet<PaymentEventKind>.Of(row.GetString(1)), row.Date(2), row.TextOrNull(3),
                    row.NumberOrNull(4), row.Instant(5), row.GetString(6))), cancel)).ToLookup(one => one.Payment, one => one.What);
        return await (await ask($"{Columns} WHERE {which} ORDER BY p.recorded_at, p.code", [.. parameters])).RowsAsync(row =>
        {
            var drafted = new PaymentRow
            {
                Code = row.GetString(0), Claim = row.GetString(1), Attempt = row.GetInt32(2), FundId = row.GetInt32(3),
                Commitment = row.GetString(4), Payee = row.GetString(5), PayeeVersion = row.GetInt32(6), Bank = row.GetString(7),
                AmountEur = row.GetInt64(8), Lines = row.GetString(9), IsFinal = row.GetBoolean(10), RenderedOn = row.Date(11),
                PayOn = row.Date(12), TextMark = row.Blob(13), Source = ClosedSet<PaymentSource>.Of(row.GetString(14)),
                RecordedAt = row.Instant(15), ActorId = row.GetString(16), ActorName = row.GetString(17),
            };
            IReadOnlyList<PaymentHappening> happened = [.. events[drafted.Code]];
            var batch = row.TextOrNull(19);
            var trail = new PaymentTrail(drafted.Attempt, happened.Select(one => one.Kind).ToHashSet(), row.GetInt32(18) == 1,
                batch is not null);
            return new PaymentStanding(drafted, catalog.FundById(drafted.FundId).Code, trail, happened, batch,
                row.TextOrNull(20) ?? drafted.Payee, row.GetInt32(21) == 1);
        }, cancel);

        void Only(string rule, string name, string? value)
        {
            if (value is null) return;
            rules.Add(rule);
            parameters.Add((name, value));
        }
    }

    /// <summary>One payment; null where there is none.</summary>
    internal static async Task<PaymentStanding?> FindPaymentAsync(this LedgerSession session, string code, CancellationToken cancel) =>
        (await ReadAsync((text, parameters) => session.QuestionAsync(text, parameters, cancel), session.Catalog,
            new PaymentFilter { Code = code }, cancel)).FirstOrDefault();

    /// <summary>A stage as it stands in lists for programs.</summary>
    public static string CodeOf(PaymentStage stage) => ClosedSet<PaymentStage>.Code(stage);

    /// <summary>Whole days since it waits where it is.</summary>
    public static int DaysOf(PaymentStanding payment, DateTimeOffset now) => Math.Max(0, (int)(now - payment.Since).TotalDays);
}
