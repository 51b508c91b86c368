using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Matching;

/// <summary>Says that the money on a waiting line is not of the fund it came to, or takes that back. It leaves the list of what somebody
/// of that fund has to decide; the money stays in unidentified receipts until somebody who may record in the other fund takes it there. The
/// mark names no fund.</summary>
public sealed class MarkLines(LedgerWriter writer)
{
    /// <summary>Its content is its key: what stands already is a repeat.</summary>
    /// <param name="Line">The line.</param>
    /// <param name="Mark">What is said of it.</param>
    /// <param name="Reason">Why, in 1 to 200 characters.</param>
    public sealed record Command(long Line, LineMark Mark, string Reason);

    public Task<Outcome<MarkedLine>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync<MarkedLine>(actor, async session =>
    {
        var waiting = await MatchLines.FindAsync(session, command.Line, Waiting.Suspended, cancel);
        if (waiting.IsRefused) return waiting.Refusal;
        if (waiting.Value.Line.Line.Amount.IsNegative) return new BankLineIsMoneyOut(command.Line);
        if (!ShortText.IsValid(command.Reason)) return new BankMarkNeedsReason();
        if (await IsMarkedAsync(session, waiting.Value, cancel) == (command.Mark == LineMark.NotOfThisFund))
            return new MarkedLine(command.Line, command.Mark, IsRepeat: true);
        await session.RegisterAsync(new LineMarkRow
        {
            Id = await session.NextIdAsync(Registers.LineMarks, cancel), LineId = command.Line, Mark = command.Mark,
            Reason = command.Reason, RecordedAt = session.Instant, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        }, cancel);
        return new MarkedLine(command.Line, command.Mark, IsRepeat: false);
    }, cancel);

    /// <summary>True while a waiting line is called not of its fund.</summary>
    internal static async Task<bool> IsMarkedAsync(LedgerSession session, (BankAccount Bank, WaitingLine Line) waiting,
        CancellationToken cancel) => (await WaitingLines.ReadAsync((text, parameters) => session.QuestionAsync(text, parameters, cancel),
            session.Catalog, waiting.Bank, Waiting.NotOfThisFund, line: waiting.Line.Id, cancel: cancel)).Count > 0;
}

/// <summary>The line, and what is said of it now.</summary>
public sealed record MarkedLine(long Line, LineMark Mark, bool IsRepeat) : IAnswer;
