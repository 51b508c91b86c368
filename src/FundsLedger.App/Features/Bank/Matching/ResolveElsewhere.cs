using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Matching;

/// <summary>Money on a bank line of one fund that was given to another: it leaves unidentified receipts and the bank account, arrives in
/// the other fund as its donor's receipt, and the line is settled, all in one transaction, so that it can never be spent twice.</summary>
public sealed class ResolveElsewhere(LedgerWriter writer)
{
    /// <param name="Line">The line that waits.</param>
    /// <param name="Fund">The fund whose it is.</param>
    /// <param name="Bank">That fund's bank account, in the line's currency.</param>
    /// <param name="Donor">Who gave it.</param>
    /// <param name="Date">Value date in the other fund, and the day on which it leaves this one; not before the line.</param>
    /// <param name="Reason">Why, in words.</param>
    /// <param name="Pledge">The pledge it meets there.</param>
    /// <param name="Instalment">The instalment it is for there.</param>
    /// <param name="Difference">What it means that it is more or less.</param>
    public sealed record Command(long Line, string Fund, string Bank, string Donor, DateOnly Date, string Reason, string? Pledge = null,
        InstalmentOf? Instalment = null, PaymentDifference? Difference = null);

    public Task<Outcome<ResolvedElsewhere>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    private static async Task<Outcome<ResolvedElsewhere>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel)
    {
        var waiting = await MatchLines.FindAsync(session, command.Line, Waiting.Suspended, cancel);
        if (waiting.IsRefused) return await RepeatAsync(session, command, cancel) is { } repeat ? repeat : waiting.Refusal;
        var (bank, found) = waiting.Value;
        if (found.Line.Amount.IsNegative || found.Suspended!.Value.Minor <= 0) return new BankLineIsMoneyOut(command.Line);
        if (bank.Fund.Code == command.Fund) return new BankLineIsOfThisFund(command.Line, bank.Fund.Code);
        if (command.Date < found.Line.BookedOn) return new BankLineCameLater(command.Line, found.Line.BookedOn);

        var (amount, eur) = (found.Suspended.Value, bank.Currency == Currency.Eur ? (long?)null : found.SuspendedEur);
        var key = await MatchLines.KeyAsync(session, command.Line, cancel);
        var left = await session.PostAsync(new EntryDraft
        {
            Key = key, Date = command.Date, Fund = bank.Fund.Code, Kind = EntryKind.Transfer, Description = command.Reason,
            Reference = LineBooker.Short(found.Line.Reference, found.Line.BankReference),
            Lines = [new LineDraft(Chart.Unidentified, amount, eur), new LineDraft(bank.Ledger.Code, -amount, -eur)],
        }, EntryRights.ResolvesSuspense | EntryRights.MovesBetweenFunds, cancel);
        if (left.IsRefused) return left.Refusal;
        var rate = bank.Currency == Currency.Eur ? null : await MatchLines.RateAsync(session, found, bank.Currency, cancel);
        var receipt = await RecordReceipt.ApplyAsync(session, new RecordReceipt.Command(key + "/b", command.Fund, command.Donor,
            command.Date,
            amount, command.Bank, rate, command.Pledge, LineBooker.Short(found.Line.Reference, found.Line.BankReference),
            command.Instalment?.Agreement, command.Instalment?.Number, command.Difference), cancel);
        if (receipt.IsRefused) return receipt.Refusal;
        await MatchLines.RecordAsync(session, [(command.Line, left.Value.Seq)], MatchKind.Identified, command.Reason, cancel);
        return new ResolvedElsewhere(command.Line, left.Value.Seq, receipt.Value.Code, IsRepeat: false);
    }

    /// <summary>The same decision a second time (a form sent twice) gets the first answer.</summary>
    private static async Task<ResolvedElsewhere?> RepeatAsync(LedgerSession session, Command command, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            """
            SELECT m.entry_seq, c.code, c.donor, f.code, COALESCE(c.pledge, '') FROM bank_matches m JOIN entries e ON e.seq = m.entry_seq
            JOIN entries b ON b.idempotency_key = e.idempotency_key || '/b' JOIN receipts c ON c.entry_seq = b.seq
                JOIN funds f ON f.id = c.fund_id
            WHERE m.line_id = @line AND m.kind = 'identified' AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = m.entry_seq)
            """, [("@line", command.Line)], cancel);
        var there = await question.RowsAsync(row => (Seq: row.GetInt64(0), Code: row.GetString(1), Donor: row.GetString(2),
            Fund: row.GetString(3),
            Pledge: row.GetString(4)), cancel);
        return there is [var one] && one.Donor == command.Donor && one.Fund == command.Fund
            && (command.Instalment is not null || one.Pledge == (command.Pledge ?? ""))
            ? new ResolvedElsewhere(command.Line, one.Seq, one.Code, IsRepeat: true) : null;
    }
}

/// <summary>The line, the entry by which its money left, and the receipt in the other fund.</summary>
public sealed record ResolvedElsewhere(long Line, long EntrySeq, string Receipt, bool IsRepeat) : IAnswer;
