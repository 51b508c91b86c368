using System.Data.Common;
using System.Globalization;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Quarantine;

/// <summary>What was taken in though it did not fit stands on a request of one person and the decision of another, from both
/// sides.</summary>
internal sealed class DecisionCheck(CheckNotes notes, LedgerCatalog catalog)
{
    private const string Repair =
        "Only two people may book, move or refuse a statement that was set aside. Keep a copy of the file as evidence and find out who "
        + "wrote this.";

    private sealed record Decided(
        long Id, long Statement, StatementDecision Decision, string? Bank, long? BookedAs, long Request, string Actor, string Asker,
        string? Origin, bool IsSame);

    public async Task RunAsync(DbConnection connection, CancellationToken cancel)
    {
        var banks = (await BankAccounts.ReadAsync(connection, catalog, cancel)).ToDictionary(bank => bank.Code);
        var requests = (await ApprovalList.ReadAsync(connection, withDecided: true, cancel: cancel)).ToDictionary(one => one.Id);
        var decisions = await connection.Command(null,
            """
            SELECT d.id, d.statement_id, d.decision, d.bank_account, d.booked_as, d.request_id, d.actor_id, d.second_actor_id,
                s.bank_account,
                CASE WHEN n.id IS NOT NULL AND n.outcome = 'accepted' AND n.content_hash = s.content_hash
                    AND n.bank_account = d.bank_account THEN 1 ELSE 0 END
            FROM bank_decisions d LEFT JOIN bank_statements s ON s.id = d.statement_id LEFT JOIN bank_statements n ON n.id = d.booked_as
            ORDER BY d.id
            """).RowsAsync(row => new Decided(row.GetInt64(0), row.GetInt64(1), ClosedSet<StatementDecision>.Of(row.GetString(2)),
                row.TextOrNull(3), row.NumberOrNull(4), row.GetInt64(5), row.GetString(6), row.GetString(7), row.TextOrNull(8),
                row.GetInt32(9) == 1), cancel);
        foreach (var one in decisions)
        {
            notes.Looked(CheckName.Bank);
            if (Fault(one, requests.GetValueOrDefault(one.Request), banks) is { } fault) Found($"bank statement {Number(one.Statement)}",
                fault);
        }
        var booked = decisions.Where(one => one.BookedAs is not null).Select(one => one.BookedAs!.Value).ToHashSet();
        foreach (var id in await connection.Command(null,
            "SELECT DISTINCT statement_id FROM bank_lines WHERE kind = @gap AND identity IS NOT NULL ORDER BY statement_id",
            ("@gap", ClosedSet<BankLineKind>.Code(BankLineKind.Gap))).RowsAsync(row => row.GetInt64(0), cancel))
            if (!booked.Contains(id))
                Found($"bank statement {Number(id)}", "It holds a move that no line explains, and nobody decided to take it in.");
        var decided = decisions.Select(one => one.Request).ToHashSet();
        foreach (var asked in requests.Values.Where(one => one.IsApproved == true && !decided.Contains(one.Id)).OrderBy(one => one.Id))
            if (Array.Exists(DecideStatement.Acts, act => act.Kind == asked.Kind))
                Found($"request {Number(asked.Id)}", "It was approved, and no decision about the statement stands.");
    }

    private static string? Fault(Decided one, ApprovalStanding? asked, Dictionary<string, BankAccount> banks)
    {
        if (asked is not { IsApproved: true, IsAsKept: true } || asked.Kind != DecideStatement.KindOf(one.Decision)
            || asked.Subject != Number(one.Statement)) return "What became of it was not asked for by one person and approved by another.";
        if (one.Asker == one.Actor || asked.AskedById != one.Asker || asked.Signing.Last?.Person.Id != one.Actor)
            return "Those who asked and decided are not those it names.";
        if (one.Decision == StatementDecision.Refuse) return one.BookedAs is null ? null : "It was refused, and is booked.";
        if (!one.IsSame) return "It was to be booked, and the statement that it became is another one.";
        return one.Origin is not null && one.Bank is not null && banks.TryGetValue(one.Origin, out var from)
            && banks.TryGetValue(one.Bank, out var to)
            && from.Fund.Id != to.Fund.Id && !(from.KeepsPayees && to.KeepsPayees) ? "It went between a protected fund and another." : null;
    }

    private void Found(string subject, string rule) => notes.Found(CheckName.Bank, subject, rule, Repair);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
