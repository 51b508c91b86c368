using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.Rates;

/// <summary>Enters an exchange rate to EUR as an officer read it. Operational rates of the United Nations may not be bundled, so every rate
/// is entered with its source.</summary>
public sealed class EnterRate(LedgerWriter writer)
{
    /// <summary>Its content is its key: what equals the newest rate of that currency and day is a repeat; anything else stands beside it as
    /// a correction, and the newest counts.</summary>
    /// <param name="Date">The day it is for.</param>
    /// <param name="Rate">EUR for one unit of the currency.</param>
    /// <param name="Source">Where the officer read it.</param>
    public sealed record Command(DateOnly Date, Rate Rate, string Source);

    public Task<Outcome<EnteredRate>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within a transaction of the caller's, who abandons the transaction when refused.</summary>
    public static async Task<Outcome<EnteredRate>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel = default)
    {
        if (Refuse(command) is { } refusal) return refusal;
        var question = await session.QuestionAsync(
            "SELECT id, billionths, source FROM rates WHERE currency = @currency AND date = @date ORDER BY id DESC LIMIT 1",
            [("@currency", command.Rate.Source.Code), ("@date", DateNumber.Of(command.Date))], cancel);
        var newest = await question.RowsAsync(row => (Id: row.GetInt64(0), Billionths: row.GetInt64(1), Source: row.GetString(2)), cancel);
        if (newest is [var same] && same.Billionths == command.Rate.Billionths && same.Source == command.Source)
            return new EnteredRate(same.Id, IsRepeat: true);

        var id = await session.NextIdAsync(Registers.Rates, cancel);
        await session.RegisterAsync(new RateRow
        {
            Id = id, Currency = command.Rate.Source.Code, Date = command.Date, Billionths = command.Rate.Billionths,
            Source = command.Source, ActorId = session.Actor.Id, ActorName = session.Actor.Name, RecordedAt = session.Instant,
        }, cancel);
        return new EnteredRate(id, IsRepeat: false);
    }

    private static RateRefusal? Refuse(Command command)
    {
        if (command.Rate.Target != Currency.Eur) return new RateIsNotToEur(command.Rate.Target.Code);
        if (command.Rate.Source == Currency.Eur) return new RateOfEurIsFixed();
        if (command.Rate.Billionths is <= 0 or > Rate.LargestBillionths) return new RateIsOutOfRange();
        if (command.Date < LedgerRules.FirstDate || command.Date > LedgerRules.LastDate) return new RateDateIsOutOfRange(command.Date);
        if (string.IsNullOrWhiteSpace(command.Source) || command.Source.Length > LedgerRules.LongestReference
            || LedgerRules.BrokenText(command.Source) is not null) return new RateSourceIsMalformed();
        return null;
    }
}

/// <summary>The rate's number in the register.</summary>
public sealed record EnteredRate(long Id, bool IsRepeat) : IAnswer;
