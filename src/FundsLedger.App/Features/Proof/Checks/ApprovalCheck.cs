using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Features.Proof.Checks;

/// <summary>Entries that lower a promise or a debt without money, or pay a donor back, need the request of one person and the decision of
/// another, and must be exactly what was asked. The stored rows are checked from both sides.</summary>
internal sealed class ApprovalCheck(CheckNotes notes, LedgerCatalog catalog)
{
    private const string Repair =
        "Nobody but two people may lower what a donor promised or owes, or pay a donor back. Stop posting, keep a copy of the file as "
            + "evidence, and find out who wrote this; then restore the last good backup, or have two people reverse the entry.";

    /// <summary>An entry that only an approval makes.</summary>
    private sealed record Ending(long Seq, string Key, EntryKind Kind, int FundId, DateOnly Date, string ActorId, string? Donor,
        string? Pledge, string? Agreement, string Currency, long Minor)
    {
        public bool PaysBack => Kind is not (EntryKind.Withdrawal or EntryKind.WriteOff);
    }

    /// <summary>Entries, other than reversals, that lower what is to be returned, or pay a contribution back in cash. A line that moves no
    /// amount only values anew.</summary>
    private const string PaymentBack = """
        e.kind <> 'reversal' AND (EXISTS (SELECT 1 FROM postings w JOIN accounts a ON a.id = w.account_id WHERE w.entry_seq = e.seq
            AND a.code = @to_return AND w.amount_minor > 0)
        OR (EXISTS (SELECT 1 FROM postings w JOIN accounts a ON a.id = w.account_id WHERE w.entry_seq = e.seq
            AND a.code IN (@of_states, @of_others, @deferred, @deferred_unpaid, @refunded) AND w.amount_minor > 0)
            AND (SELECT SUM(w.eur_minor) FROM postings w JOIN accounts a ON a.id = w.account_id WHERE w.entry_seq = e.seq
                AND a.role = 'cash' AND w.amount_minor <> 0) < 0))
        """;

    private static readonly (string, object?)[] InPaymentBack =
    [
        ("@to_return", Chart.ToReturn), ("@of_states", Chart.StateContributions), ("@of_others", Chart.OtherContributions),
        ("@deferred", Chart.Deferred), ("@deferred_unpaid", Chart.DeferredUnpaid), ("@refunded", Chart.EarlierYearsRefunded),
    ];

    public async Task RunAsync(DbConnection connection, CancellationToken cancel)
    {
        var decided = (await ApprovalList.ReadAsync(connection, withDecided: true, cancel: cancel)).ToDictionary(one => one.Id);
        var endings = await connection.Command(null,
            $"""
            SELECT e.seq, e.idempotency_key, e.kind, e.fund_id, e.effective_date, e.actor_id, MAX(p.donor), MAX(p.pledge),
                MAX(p.agreement), MAX(p.currency), SUM(CASE WHEN p.amount_minor > 0 THEN p.amount_minor ELSE 0 END)
            FROM entries e JOIN postings p ON p.entry_seq = e.seq WHERE e.kind IN ('withdrawal', 'write_off') OR ({PaymentBack})
            GROUP BY e.seq, e.idempotency_key, e.kind, e.fund_id, e.effective_date, e.actor_id ORDER BY e.seq
            """, InPaymentBack)
                .RowsAsync(
                    row =>
                        new Ending(row.GetInt64(0), row.GetString(1), ClosedSet<EntryKind>.Of(row.GetString(2)), row.GetInt32(3),
                            row.Date(4), row.GetString(5), row.TextOrNull(6), row.TextOrNull(7), row.TextOrNull(8), row.GetString(9),
                            row.Sum(10)), cancel);
        foreach (var ending in endings)
        {
            notes.Looked(CheckName.Approvals);
            if (Fault(ending, decided) is { } fault) Found(ending.Seq, fault);
        }
        await CheckClaimsAsync(connection, cancel);
        await CheckAllowancesAsync(connection, decided, cancel);
        await CheckReversalsAsync(connection, decided, cancel);
        CheckDecisions(decided.Values, endings);
        CheckSteps(decided.Values, [.. (await ApprovalList.ReadAsync(connection, cancel: cancel)).Select(one => one.Id)]);
        await CheckEventsAsync(connection, endings, cancel);
    }

    private string? Fault(Ending ending, Dictionary<long, ApprovalStanding> decided)
    {
        if (ApprovalOf(ending.Key) is not { } id || !decided.TryGetValue(id, out var asked)
            || asked.IsApproved != true) return ending.PaysBack ? "It pays a donor back, and nobody approved it."
            : "It lowers what a donor promised or owes, and nobody approved it.";
        if (!IsByTwo(asked)) return "The same person asked for it and approved it.";
        if (asked.Signing.Last?.Person.Id != ending.ActorId) return "Somebody else wrote it than the person who approved it.";
        return IsAsAsked(ending, asked) ? null : $"It is not what request {Number(id)} asked for.";
    }

    private bool IsAsAsked(Ending ending, ApprovalStanding asked)
    {
        try
        {
            if (asked.Kind == ApprovalKind.EndPledge && JsonSerializer.Deserialize<EndPledge.Input>(asked.Input,
                SigningBook.Json) is { } end)
                return ending.Kind == EntryKind.Withdrawal && (end.Pledge, end.Date, end.Currency) == (ending.Pledge, ending.Date,
                    ending.Currency) && catalog.FundById(ending.FundId) is var book && (end.Fund is null ? book.IsUmbrella
                    : book.Code == end.Fund) && Minor(end.Amount, end.Currency) == ending.Minor;
            if (asked.Kind == ApprovalKind.WriteOffReceivable && JsonSerializer.Deserialize<WriteOff.Input>(asked.Input,
                SigningBook.Json) is { } off)
                return !ending.PaysBack && (off.Agreement, off.Date) == (ending.Agreement, ending.Date)
                    && (ending.Kind == EntryKind.WriteOff || Minor(off.Amount, off.Currency) == ending.Minor);
            if (asked.Kind == ApprovalKind.PayBack && JsonSerializer.Deserialize<PayBack.Input>(asked.Input, SigningBook.Json) is { } back)
                return ending.Kind == EntryKind.Return && (back.Donor, back.Date, back.Currency, back.Fund) == (ending.Donor, ending.Date,
                    ending.Currency, catalog.FundById(ending.FundId).Code) && Minor(back.Amount, back.Currency) == ending.Minor;
        }
        catch (JsonException)
        {
            // A request that cannot be read counts as missing.
        }
        return false;
    }

    /// <summary>What donors owe falls by money that is registered, by an advance that is settled, or by what two people approved,
    /// whatever the entry is called.</summary>
    private async Task CheckClaimsAsync(DbConnection connection, CancellationToken cancel)
    {
        var lowered = await connection.Command(null,
            """
            SELECT DISTINCT e.seq FROM accounts a JOIN postings p ON p.account_id = a.id JOIN entries e ON e.seq = p.entry_seq
            WHERE a.code = @receivable AND p.amount_minor < 0 AND e.kind NOT IN ('write_off', 'reversal', 'revaluation')
                AND NOT EXISTS (SELECT 1 FROM receipts c WHERE c.entry_seq = e.seq)
                AND NOT (e.kind = 'receipt' AND EXISTS (SELECT 1 FROM postings q JOIN accounts b ON b.id = q.account_id
                    WHERE q.entry_seq = e.seq AND b.code = @deferred AND q.amount_minor > 0 AND q.payment IS NOT NULL))
                AND NOT (e.kind = 'exchange' AND EXISTS (SELECT 1 FROM postings q JOIN entries s ON s.seq = q.entry_seq
                    WHERE q.account_id = p.account_id AND q.agreement = p.agreement AND s.kind = 'receipt'
                        AND s.recorded_at = e.recorded_at))
                AND (SELECT SUM(q.eur_minor) FROM postings q WHERE q.entry_seq = e.seq AND q.account_id = p.account_id) < 0
            ORDER BY e.seq
            """, ("@receivable", Chart.Receivable), ("@deferred", Chart.Deferred)).RowsAsync(row => row.GetInt64(0), cancel);
        notes.Looked(CheckName.Approvals);
        foreach (var seq in lowered) Found(seq, "It lowers what a donor owes, by no money and with nobody's approval.");
    }

    /// <summary>An allowance moves by what two people approved, or is released in the transaction that lowers the claim.</summary>
    private async Task CheckAllowancesAsync(DbConnection connection, Dictionary<long, ApprovalStanding> decided, CancellationToken cancel)
    {
        var moved = await connection.Command(null,
            """
            SELECT e.seq, e.idempotency_key, e.actor_id, p.agreement, SUM(p.amount_minor),
                MAX(CASE WHEN EXISTS (SELECT 1 FROM entries s JOIN postings q ON q.entry_seq = s.seq JOIN accounts b ON b.id = q.account_id
                    WHERE s.recorded_at = e.recorded_at AND s.fund_id = e.fund_id AND b.code = @receivable AND q.agreement = p.agreement
                        AND q.amount_minor < 0) THEN 1 ELSE 0 END)
            FROM accounts a JOIN postings p ON p.account_id = a.id JOIN entries e ON e.seq = p.entry_seq
            WHERE a.code = @allowance AND p.amount_minor <> 0 AND e.kind <> 'reversal'
            GROUP BY e.seq, e.idempotency_key, e.actor_id, p.agreement ORDER BY e.seq
            """, ("@allowance", Chart.ReceivableAllowance), ("@receivable", Chart.Receivable))
            .RowsAsync(row => (Seq: row.GetInt64(0), Key: row.GetString(1), ActorId: row.GetString(2), Agreement: row.TextOrNull(3),
                Minor: row.Sum(4), IsReleased: row.GetInt32(5) == 1), cancel);
        foreach (var (seq, key, actor, agreement, minor, isReleased) in moved)
        {
            notes.Looked(CheckName.Approvals);
            if (minor > 0 && isReleased) continue;
            if (ApprovalOf(key) is not { } id || !decided.TryGetValue(id, out var asked) || asked.IsApproved != true
                || asked.Kind != ApprovalKind.SetAllowance || asked.Subject != agreement)
                Found(seq, "It moves what is called unlikely to be paid, and nobody approved it.");
            else if (!IsByTwo(asked) || asked.Signing.Last?.Person.Id != actor) Found(seq,
                "It was not one person who asked for it and another who approved and wrote it.");
        }
    }

    /// <summary>Reversing an announced pledge, a confirmation or an agreement lowers a claim and needs an approval; so does reversing a
    /// payment to a donor, unless the bank returned it. Reversing a whole receipt or designation lowers none.</summary>
    private async Task CheckReversalsAsync(DbConnection connection, Dictionary<long, ApprovalStanding> decided, CancellationToken cancel)
    {
        var reversals = await connection.Command(null,
            $"""
            SELECT r.seq, r.idempotency_key, r.actor_id, e.seq, CASE WHEN e.kind IN ('pledge', 'agreement') THEN 1 ELSE 0 END
                FROM entries r JOIN entries e ON e.seq = r.reverses_seq
            WHERE r.kind = 'reversal' AND (e.kind IN ('pledge', 'agreement')
                OR ({PaymentBack} AND NOT EXISTS (SELECT 1 FROM bank_matches m WHERE m.entry_seq = r.seq AND m.kind = 'returned')))
                ORDER BY r.seq
            """, InPaymentBack)
                .RowsAsync(
                    row =>
                        (Seq: row.GetInt64(0), Key: row.GetString(1), ActorId: row.GetString(2), Reversed: row.GetInt64(3),
                            IsClaim: row.GetInt32(4) == 1), cancel);
        foreach (var (seq, key, actor, reversed, isClaim) in reversals)
        {
            notes.Looked(CheckName.Approvals);
            if (ApprovalOf(key) is not { } id || !decided.TryGetValue(id, out var asked) || asked.IsApproved != true
                || asked.Kind != ApprovalKind.ReverseEntry) Found(seq,
                $"It takes back entry "
                    + $"{Number(reversed)}, which {(isClaim ? "raised what a donor promised or owes" : "paid a donor back")}, and nobody "
                    + $"approved that.");
            else if (!IsByTwo(asked) || asked.Signing.Last?.Person.Id != actor) Found(seq,
                "It was not one person who asked for it and another who approved and wrote it.");
        }
    }

    /// <summary>Every approved request was carried out, once, by the entry that its decision names.</summary>
    private void CheckDecisions(IEnumerable<ApprovalStanding> decided, List<Ending> endings)
    {
        var byKey = endings.ToLookup(ending => ending.Key, ending => ending.Seq);
        foreach (var asked in decided.Where(one => one.IsApproved == true).OrderBy(one => one.Id))
        {
            notes.Looked(CheckName.Approvals);
            if (!IsByTwo(asked)) notes.Found(CheckName.Approvals, $"request {Number(asked.Id)}",
                "The same person asked for it and approved it.", Repair);
            if (asked.Kind is not (ApprovalKind.EndPledge or ApprovalKind.WriteOffReceivable or ApprovalKind.PayBack)) continue;
            if (asked.EntrySeq is not { } seq
                || !byKey[$"approval/{Number(asked.Id)}"].SequenceEqual([seq])) notes.Found(CheckName.Approvals,
                $"request {Number(asked.Id)}", "It was approved, and the entry it names is not the one that does what was asked.",
                Repair);
        }
    }

    /// <summary>Every step was allowed when it was taken, and is about exactly the kept content: the rules are applied again.</summary>
    private void CheckSteps(IEnumerable<ApprovalStanding> all, HashSet<long> open)
    {
        foreach (var asked in all)
        {
            var (request, steps) = (asked.Signing, asked.Signing.Taken);
            notes.Looked(CheckName.Approvals);
            if (!asked.IsAsKept || steps.Any(step =>
                step.Hash != request.Hash)) Fault("Somebody signed something else than what is kept.");
            else if (steps[0].Step != request.Plan.Stages[0][0] || steps[0].Decision != SigningDecision.Signed || steps.Index().Any(step =>
                step.Item.Number != step.Index + 1)) Fault("Its steps are not those that were taken, one after the other.");
            else if (IsByTwo(asked) && Enumerable.Range(1, steps.Count - 1).FirstOrDefault(count =>
                !IsAllowed(count)) is var wrong and > 0) Fault($"Step {Number(wrong + 1)} was not to be taken.");
            else if (request.IsOpen != open.Contains(asked.Id)) Fault("It is called over and is not, or the other way round.");

            bool IsAllowed(int count) => new SigningRequest(request.Id, request.Plan, request.Hash, [.. steps.Take(count)])
                .Decide(new(steps[count].Person, steps[count].Decision, steps[count].Reason, steps[count].Step)) is { IsRefused: false,
                    Value.IsRepeat: false };

            void Fault(string rule) => notes.Found(CheckName.Approvals, $"request {Number(asked.Id)}", rule, Repair);
        }
    }

    /// <summary>A pledge or an instalment that is called ended was ended by an entry of the same amount.</summary>
    private async Task CheckEventsAsync(DbConnection connection, List<Ending> endings, CancellationToken cancel)
    {
        var bySeq = endings.ToDictionary(ending => ending.Seq);
        var events = await connection.Command(null,
            """
            SELECT v.entry_seq, v.pledge, v.amount_minor FROM pledge_events v WHERE v.kind IN ('withdrawn', 'lapsed', 'written_down')
            UNION ALL SELECT v.entry_seq, g.pledge, -v.amount_minor FROM instalment_events v JOIN agreements g ON g.code = v.agreement
                WHERE v.kind = 'written_off'
            """).RowsAsync(row => (Seq: row.GetInt64(0), Pledge: row.GetString(1), Minor: row.GetInt64(2)), cancel);
        foreach (var (seq, pledge, minor) in events)
        {
            notes.Looked(CheckName.Approvals);
            if (!bySeq.TryGetValue(seq, out var ending) || (ending.Pledge, ending.Minor) != (pledge,
                minor)) notes.Found(CheckName.Approvals, $"pledge {pledge}",
                $"It is called ended by entry {Number(seq)}, which did not end that much of it.", Repair);
        }
    }

    /// <summary>True when no person has signed two of the steps.</summary>
    private static bool IsByTwo(ApprovalStanding asked) => asked.Signing.Taken.Where(step => step.IsDecision).ToList() is var steps
        && steps.Select(step => step.Person.Id).Distinct(StringComparer.Ordinal).Count() == steps.Count
        && steps.Select(step => step.Person.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() == steps.Count;

    /// <summary>The number in a key <c>approval/7</c> or <c>approval/7/2</c>.</summary>
    private static long? ApprovalOf(string key) => key.Split('/') is ["approval", var number, ..] && long.TryParse(number,
        NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static long? Minor(string amount, string currency) => Currency.Find(currency) is { } known ? Money.Read(amount,
        known).Value?.Minor : null;

    private void Found(long seq, string rule) => notes.Found(CheckName.Approvals, $"entry {Number(seq)}", rule, Repair);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
