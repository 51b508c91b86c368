using System.Data.Common;
using System.Globalization;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Decisions;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Visits;

namespace FundsLedger.App.Features.Proof.Checks;

/// <summary>Decisions on requests from both sides: each version is what one person proposed and another approved, and what follows from it
/// stands in the books; what a request asks for is the sum of its lines; what is ordered back is what account 1300 was raised by.</summary>
internal sealed class RequestCheck(CheckNotes notes, LedgerCatalog catalog)
{
    private const string Repair =
        "Set nothing more aside for it, keep a copy of the file as evidence, and find out who wrote this; then restore the last good "
            + "backup.";

    public async Task RunAsync(DbConnection connection, CancellationToken cancel)
    {
        notes.Looked(CheckName.Requests);
        var approved = (await ApprovalList.ReadAsync(connection, withDecided: true, cancel: cancel))
            .Where(one => one.IsApproved == true && one.Kind is ApprovalKind.DecideRequest or ApprovalKind.ReverseIndigence)
            .ToLookup(one => (one.Kind, one.Subject));
        await CheckDecisionsAsync(connection, approved, cancel);
        await CheckLinesAsync(connection, cancel);
        await CheckOrdersAsync(connection, approved, cancel);
    }

    private async Task CheckDecisionsAsync(DbConnection connection, ILookup<(ApprovalKind, string), ApprovalStanding> approved,
        CancellationToken cancel)
    {
        var rows = await connection.Command(null,
            """
            SELECT d.request, d.version, d.outcome, d.amount_eur, d.decided_on, d.legal_reference, d.reason, d.commitment, d.actor_id,
                d.second_actor_id FROM request_decisions d ORDER BY d.request, d.version
            """).RowsAsync(row => (Request: row.GetString(0), Version: row.GetInt32(1), Outcome: row.GetString(2),
                AmountEur: row.GetInt64(3), On: row.Date(4), Legal: row.GetString(5), Reason: row.GetString(6),
                Commitment: row.TextOrNull(7), By: row.GetString(8), ProposedBy: row.GetString(9)), cancel);
        var commitments = (await CommitmentList.ReadAsync(connection, catalog, cancel: cancel)).ToDictionary(row => row.Code,
            StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var request in rows.GroupBy(row => row.Request, StringComparer.Ordinal))
        {
            seen.Add(request.Key);
            // In the order in which the last steps were taken the approvals are the versions.
            var asked = approved[(ApprovalKind.DecideRequest, request.Key)].OrderBy(one => one.DecidedAt).ThenBy(one => one.Id).ToList();
            Look(asked.Count != request.Count(), request.Key, "Its decisions are not those that two people took.");
            VisitOutcome? before = null;
            foreach (var (row, one) in request.Zip(asked))
            {
                var input = one.Read<DecideRequest.Input>();
                var outcome = ClosedSet<VisitOutcome>.Of(row.Outcome);
                Look((input.Outcome, input.LegalReference, input.Reason) != (row.Outcome, row.Legal, row.Reason)
                    || BookDay.Read(input.Date) != row.On || Cents(input.Amount) != row.AmountEur || one.AskedById != row.ProposedBy
                    || one.Signing.Last!.Person.Id != row.By, $"{row.Request}, version {Number(row.Version)}",
                    "It is not what one person proposed and another approved.");
                Look(!VisitRoad.May(before, outcome), $"{row.Request}, version {Number(row.Version)}",
                    "It does not follow on the version before.");
                Look(VisitRoad.Grants(outcome) && !(row.Commitment is { } code && commitments.TryGetValue(code, out var made)
                    && (made.Request, made.AmountEur) == (row.Request, row.AmountEur)), $"{row.Request}, version {Number(row.Version)}",
                    "What it grants was not set aside for it.");
                before = outcome;
            }
        }
        foreach (var request in approved.Where(group => group.Key.Item1 == ApprovalKind.DecideRequest && !seen.Contains(group.Key.Item2)))
            Look(true, request.Key.Item2, "Two people decided on it, and no decision is kept.");
    }

    private async Task CheckLinesAsync(DbConnection connection, CancellationToken cancel)
    {
        var wrong = await connection.Command(null,
            """
            SELECT q.code FROM visit_requests q JOIN request_costs l ON l.request = q.code JOIN visit_costs u ON u.id = l.cost
            GROUP BY q.code, q.asked_eur HAVING SUM(u.unit_eur * l.quantity) <> q.asked_eur ORDER BY q.code
            """).RowsAsync(row => row.GetString(0), cancel);
        foreach (var request in wrong) Look(true, request, "Its lines do not come to what it asks for.");
    }

    private async Task CheckOrdersAsync(DbConnection connection, ILookup<(ApprovalKind, string), ApprovalStanding> approved,
        CancellationToken cancel)
    {
        var rows = await connection.Command(null,
            """
            SELECT o.code, o.request, o.amount_eur, o.actor_id, o.second_actor_id, o.entry_seq,
                (SELECT SUM(p.eur_minor) FROM postings p JOIN accounts a ON a.id = p.account_id JOIN entries e ON e.seq = p.entry_seq
                    WHERE a.fund_id = o.fund_id AND a.code = @persons AND p.payment = o.code AND p.eur_minor > 0
                        AND e.kind <> 'reversal' AND e.recorded_at = f.recorded_at)
            FROM contribution_orders o JOIN entries f ON f.seq = o.entry_seq ORDER BY o.code
            """, ("@persons", Chart.FromPersons)).RowsAsync(row => (Code: row.GetString(0), Request: row.GetString(1),
                AmountEur: row.GetInt64(2), By: row.GetString(3), ProposedBy: row.GetString(4), Seq: row.GetInt64(5),
                Raised: row.Sum(6)), cancel);
        foreach (var row in rows)
        {
            Look(row.Raised != row.AmountEur, $"order {row.Code}", $"It is about {Money.Eur(row.AmountEur)}, and "
                + $"{Money.Eur(row.Raised)} were set up to be recovered.");
            Look(!approved[(ApprovalKind.ReverseIndigence, row.Request)].Any(one => one.EntrySeq == row.Seq
                && one.AskedById == row.ProposedBy && one.Signing.Last!.Person.Id == row.By
                && Cents(one.Read<ReverseIndigence.Input>().Amount) == row.AmountEur), $"order {row.Code}",
                "It is not what one person proposed and another approved.");
        }
    }

    private static long Cents(string? amount) => amount is null ? 0 : Money.Read(amount, Currency.Eur).Value?.Minor ?? -1;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Look(bool isWrong, string subject, string rule)
    {
        notes.Looked(CheckName.Requests);
        if (isWrong) notes.Found(CheckName.Requests, subject.StartsWith("order ", StringComparison.Ordinal) ? subject
            : $"request {subject}", rule, Repair);
    }
}
