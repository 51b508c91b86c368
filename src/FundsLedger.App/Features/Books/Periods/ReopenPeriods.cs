using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.SignOff;
using System.Globalization;

namespace FundsLedger.App.Features.Books.Periods;

/// <summary>Reopens a month and everything after it: one person asks and says why, another approves, and both stand in the log. A year's
/// closing entries that fall into it are reversed in the same transaction.</summary>
public sealed class ReopenPeriods(LedgerWriter writer)
{
    /// <summary>Asks for the books to be open again from the first day of a month.</summary>
    public async Task<Outcome<PeriodState>> AskAsync(string fundCode, int year, int month, string reason, Actor actor,
        CancellationToken cancel = default)
    {
        var closedThrough = new DateOnly(year, month, 1).AddDays(-1);
        await using var session = await writer.BeginAsync(actor, cancel);
        if (session.Catalog.Fund(fundCode) is not { } fund) return new FundIsUnknown(fundCode);
        if (session.Catalog.ClosedThrough(fund.Id) is not { } closed || closed <= closedThrough)
            return new PeriodIsOpen(fundCode, closedThrough.AddDays(1));
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LedgerRules.LongestDescription
            || LedgerRules.BrokenText(reason) is not null) return new ReasonIsMissing();
        await ClosePeriods.RecordAsync(session, fund, PeriodAction.ReopeningAsked, closedThrough, reason, null, cancel);
        await session.CommitAsync(cancel);
        return new PeriodState(fundCode, closed);
    }

    /// <summary>Approves the latest open request; the approver is not the asker.</summary>
    public async Task<Outcome<PeriodState>> ApproveAsync(string fundCode, Actor actor, CancellationToken cancel = default)
    {
        await using var session = await writer.BeginAsync(actor, cancel);
        if (session.Catalog.Fund(fundCode) is not { } fund) return new FundIsUnknown(fundCode);
        var events = await (await session.QuestionAsync(
            "SELECT action, closed_through, actor_id, actor_name, reason FROM period_events WHERE fund_id = @fund ORDER BY id DESC LIMIT 1",
            [("@fund", fund.Id)], cancel))
            .RowsAsync(
                row =>
                    (Action: ClosedSet<PeriodAction>.Of(row.GetString(0)), ClosedThrough: row.Date(1), ActorId: row.GetString(2),
                        ActorName: row.GetString(3), Reason: row.GetString(4)), cancel);
        if (events is not [{ Action: PeriodAction.ReopeningAsked } asked]) return new NoReopeningWasAsked(fundCode);
        if (!actor.IsProven) return new SecondStepNeedsSignIn(actor.Name);
        if (asked.ActorId == actor.Id || string.Equals(asked.ActorName, actor.Name, StringComparison.OrdinalIgnoreCase))
            return new ReopeningTakesTwo(actor.Name);
        await ClosePeriods.RecordAsync(session, fund, PeriodAction.Reopened, asked.ClosedThrough, asked.Reason,
            (asked.ActorId, asked.ActorName), cancel);
        if (await ReverseClosingsAsync(session, fund, asked.ClosedThrough, cancel) is { } refusal) return refusal;
        await session.CommitAsync(cancel);
        return new PeriodState(fundCode, asked.ClosedThrough);
    }

    private static async Task<Refusal?> ReverseClosingsAsync(LedgerSession session, Fund fund, DateOnly closedThrough,
        CancellationToken cancel)
    {
        var closings = await (await session.QuestionAsync(
            """
            SELECT e.idempotency_key, e.effective_date FROM entries e WHERE e.fund_id = @fund AND e.kind = 'closing'
                AND e.effective_date > @closed
            AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = e.seq) ORDER BY e.seq DESC
            """, [("@fund", fund.Id), ("@closed", DateNumber.Of(closedThrough))], cancel)).RowsAsync(
                row => (Key: row.GetString(0), Date: row.Date(1)), cancel);
        foreach (var (key, date) in closings)
        {
            var reversed = await session.PostAsync(new EntryDraft
            {
                Key = $"{key}/reopened", Date = date, Fund = fund.Code, Kind = EntryKind.Reversal,
                    Description = Descriptions.ClosingTakenBack.Of(date.Year.ToString(CultureInfo.InvariantCulture)), Reverses = key,
            }, EntryRights.ClosesYears, cancel);
            if (reversed.IsRefused) return reversed.Refusal;
        }
        return null;
    }
}
