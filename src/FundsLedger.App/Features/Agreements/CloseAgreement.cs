using System.Globalization;
using FundsLedger.App.Features.Approvals;
using FundsLedger.App.Features.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Agreements;

/// <summary>Closes an agreement that has nothing open: computes what of its money was not used and, where its clause says so, sets that aside to be returned. One person proposes, another approves exactly the figures proposed.</summary>
public sealed class CloseAgreement(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key of the request.</param>
    /// <param name="Agreement">Code of the agreement.</param>
    /// <param name="Date">Day through which use and interest count, inclusive, and of the entry.</param>
    /// <param name="Reason">Why it ends, in 1 to 200 characters.</param>
    public sealed record Command(string Key, string Agreement, DateOnly Date, string Reason);

    /// <summary>What two people decide: amounts in cents as decimal text.</summary>
    internal sealed record Input(string Agreement, DateOnly Date, string Received, string Interest, string Used, string Returned, string Reason);

    public Task<Outcome<AskedApproval>> AskAsync(Command command, Actor actor, CancellationToken cancel = default) => writer.InOneTransactionAsync<AskedApproval>(actor, async session =>
    {
        if (await session.FindAgreementAsync(command.Agreement, cancel) is not { } agreement) return new AgreementIsUnknown(command.Agreement);
        if (!PledgeFacts.IsShortText(command.Reason)) return new AgreementTextIsMalformed("reason");
        if (command.Date < agreement.SignedOn) return new AgreementDateIsTooEarly(agreement.Code, agreement.SignedOn);
        if (await session.AskedInputAsync(command.Key, ApprovalKind.ReturnBalance, cancel) is { } known)
            return (known.Agreement, known.Date, known.Reason) == (command.Agreement, command.Date, command.Reason) ? await session.AskAsync(command.Key, ApprovalKind.ReturnBalance, agreement.Code, known, command.Reason, cancel) : new KeyUsedForOtherInput(command.Key);
        if (await RefuseAsync(session, agreement, cancel) is { } refusal) return refusal;
        return await session.AskAsync(command.Key, ApprovalKind.ReturnBalance, agreement.Code, await ProposeAsync(session, agreement, command.Date, command.Reason, cancel), command.Reason, cancel);
    }, cancel);

    /// <summary>Does what was approved; refused when the figures have moved since, because somebody else's figures were seen.</summary>
    internal static async Task<Outcome<DoneAct>> DoAsync(LedgerSession session, string key, Input input, string askedBy, CancellationToken cancel)
    {
        var agreement = (await session.FindAgreementAsync(input.Agreement, cancel))!;
        if (await RefuseAsync(session, agreement, cancel) is { } refusal) return refusal;
        if (await ProposeAsync(session, agreement, input.Date, input.Reason, cancel) is var now && now != input) return new UnspentBalanceHasMoved(agreement.Code, input.Returned, now.Returned);
        var returned = Money.Parse(input.Returned, Currency.Eur);
        var seq = await EntrySeqAsync(session, agreement, cancel);
        if (!returned.IsZero)
        {
            var posted = await session.PostAsync(new EntryDraft
            {
                Key = key, Date = input.Date, Fund = session.Catalog.FundById(agreement.FundId).Code, Kind = EntryKind.Return,
                Description = $"Unspent balance of agreement {agreement.Code} to be returned: {input.Reason} (asked by {askedBy})",
                Lines = PledgeFacts.Lines(agreement.Income, "2200", returned, returned.Minor, agreement.About),
            }, cancel);
            if (posted.IsRefused) return posted.Refusal;
            seq = posted.Value.Seq;
        }
        await session.RegisterEventAsync(agreement.Code, 0, InstalmentEventKind.Closed, input.Date, 0, input.Reason, seq, cancel);
        return new DoneAct(returned.IsZero ? null : seq);
    }

    private static async Task<AgreementRefusal?> RefuseAsync(LedgerSession session, AgreementFact agreement, CancellationToken cancel)
    {
        if (agreement.IsClosed) return new AgreementIsClosed(agreement.Code);
        var instalments = await session.InstalmentsAsync(agreement, cancel);
        return instalments.Find(one => !one.Open.IsZero) is { } open ? new AgreementHasOpenInstalments(agreement.Code, open.Number, open.Open.ToString()) : null;
    }

    private static async Task<Input> ProposeAsync(LedgerSession session, AgreementFact agreement, DateOnly date, string reason, CancellationToken cancel)
    {
        var unspent = UnspentBalance.Of(await DaysAsync(session, agreement, date, cancel), date);
        var returned = agreement.ReturnsBalance ? Math.Max(0, unspent.Unspent) : 0;
        return new Input(agreement.Code, date, Text(unspent.Received), Text(unspent.Interest), Text(unspent.Used), Text(returned), reason);

        static string Text(long cents) => Money.Eur(cents).ToDecimalString();
    }

    /// <summary>Cash of the fund by day: what came under the agreement, other receipts, interest, and everything else. Exchange differences on the agreement's own money are in what it was worth on arrival.</summary>
    private static async Task<IEnumerable<FundDay>> DaysAsync(LedgerSession session, AgreementFact agreement, DateOnly date, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            """
            SELECT p.effective_date, COALESCE(r.kind, e.kind), CASE WHEN p.agreement = @code THEN 1 ELSE 0 END, SUM(p.eur_minor)
            FROM accounts a JOIN postings p ON p.account_id = a.id JOIN entries e ON e.seq = p.entry_seq LEFT JOIN entries r ON r.seq = e.reverses_seq
            WHERE a.fund_id = @fund AND a.role = 'cash' AND p.effective_date <= @to GROUP BY p.effective_date, COALESCE(r.kind, e.kind), CASE WHEN p.agreement = @code THEN 1 ELSE 0 END
            """, [("@code", agreement.Code), ("@fund", agreement.FundId), ("@to", DateNumber.Of(date))], cancel);
        var moves = await question.RowsAsync(row => (Date: row.Date(0), Kind: ClosedSet<EntryKind>.Of(row.GetString(1)), IsOwn: row.GetInt32(2) == 1, Eur: Convert.ToInt64(row.GetValue(3), CultureInfo.InvariantCulture)), cancel);
        return moves.GroupBy(move => move.Date).OrderBy(day => day.Key).Select(day => new FundDay(day.Key,
            day.Where(move => move.IsOwn && move.Kind == EntryKind.Receipt).Sum(move => move.Eur),
            day.Where(move => !move.IsOwn && move.Kind is EntryKind.Receipt or EntryKind.Opening).Sum(move => move.Eur),
            day.Where(move => move.Kind == EntryKind.Interest).Sum(move => move.Eur),
            -day.Where(move => move.Kind is not (EntryKind.Receipt or EntryKind.Opening or EntryKind.Interest)).Sum(move => move.Eur)));
    }

    private static async Task<long> EntrySeqAsync(LedgerSession session, AgreementFact agreement, CancellationToken cancel) =>
        await (await session.QuestionAsync("SELECT entry_seq FROM agreements WHERE code = @code", [("@code", agreement.Code)], cancel)).NumberAsync(cancel);
}

/// <summary>Reads a proposal that was asked for before.</summary>
internal static class AskedClosing
{
    public static async Task<CloseAgreement.Input?> AskedInputAsync(this LedgerSession session, string key, ApprovalKind kind, CancellationToken cancel)
    {
        if (LedgerRules.BrokenText(key) is not null) return null;
        var question = await session.QuestionAsync("SELECT input FROM approvals_asked WHERE idempotency_key = @key AND kind = @kind", [("@key", key), ("@kind", ClosedSet<ApprovalKind>.Code(kind))], cancel);
        return await question.RowsAsync(row => row.GetString(0), cancel) is [var text] ? System.Text.Json.JsonSerializer.Deserialize<CloseAgreement.Input>(text, ApprovalFacts.Json) : null;
    }
}
