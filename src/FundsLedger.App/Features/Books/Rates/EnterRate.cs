using System.Globalization;
using FundsLedger.App.Features.SignOff;
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
    public sealed record Command(DateOnly Date, Rate Rate, string Source)
    {
        /// <summary>The rate once more, where it is more than 3 % away from the newest; with it, one more than 10 % away is asked for, and
        /// another person approves.</summary>
        public Rate? Again { get; init; }
    }

    /// <summary>What two people decide.</summary>
    internal sealed record Input(DateOnly Date, string Currency, string Rate, string Source);

    /// <summary>What is done when a second person has approved it: it is entered, and posts nothing.</summary>
    internal static readonly ApprovedAct Act = new(ApprovalKind.EnterRate, _ => "/rates", async (session, _, asked, cancel) =>
    {
        var input = asked.Read<Input>();
        if (Rate.Read(input.Rate, Currency.Of(input.Currency), Currency.Eur) is not { } rate) return new RateIsOutOfRange();
        await WriteAsync(session, new Command(input.Date, rate, input.Source), cancel);
        return new DoneAct(null);
    });

    public Task<Outcome<EnteredRate>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within a transaction of the caller's, who abandons the transaction when refused.</summary>
    public static async Task<Outcome<EnteredRate>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel = default)
    {
        // A slip of a digit would value every balance of the fund.
        if (Refuse(command) is { } refusal) return refusal;
        var question = await session.QuestionAsync(
            "SELECT id, billionths, source FROM rates WHERE currency = @currency AND date = @date ORDER BY id DESC LIMIT 1",
            [("@currency", command.Rate.Source.Code), ("@date", DateNumber.Of(command.Date))], cancel);
        var newest = await question.RowsAsync(row => (Id: row.GetInt64(0), Billionths: row.GetInt64(1), Source: row.GetString(2)), cancel);
        if (newest is [var same] && same.Billionths == command.Rate.Billionths && same.Source == command.Source)
            return new EnteredRate(same.Id, IsRepeat: true);
        if (await session.FindFreshRateAsync(command.Rate.Source, command.Date, cancel) is { } known
            && RateBand.Of(command.Rate, known.Rate) is var distance and not RateDistance.Near)
        {
            if (command.Again != command.Rate) return new RateIsFarFromTable(command.Rate.Source.Code, command.Rate.ToDecimalString(),
                known.Rate.ToDecimalString(), known.Date);
            if (distance == RateDistance.TakesTwo) return await AskAsync(session, command, cancel);
        }
        return new EnteredRate(await WriteAsync(session, command, cancel), IsRepeat: false);
    }

    /// <summary>Asks another person; while that request waits, the same again is a repeat.</summary>
    private static async Task<Outcome<EnteredRate>> AskAsync(LedgerSession session, Command command, CancellationToken cancel)
    {
        var stem = string.Create(CultureInfo.InvariantCulture,
            $"rate/{command.Rate.Source.Code}/{command.Date:yyyyMMdd}/{command.Rate.Billionths}/");
        var number = 1;
        while (await session.HasAskedAsync(stem + number.ToString(CultureInfo.InvariantCulture), cancel)
            && !await session.HasOpenRequestAsync(stem + number.ToString(CultureInfo.InvariantCulture), cancel)) number++;
        var asked = await session.AskAsync(stem + number.ToString(CultureInfo.InvariantCulture), Act, command.Rate.Source.Code,
            new Input(command.Date, command.Rate.Source.Code, command.Rate.ToDecimalString(), command.Source), command.Source, cancel);
        return asked.IsRefused ? asked.Refusal : new EnteredRate(0, asked.Value.IsRepeat) { Asked = asked.Value };
    }

    private static async Task<long> WriteAsync(LedgerSession session, Command command, CancellationToken cancel)
    {
        var id = await session.NextIdAsync(Registers.Rates, cancel);
        await session.RegisterAsync(new RateRow
        {
            Id = id, Currency = command.Rate.Source.Code, Date = command.Date, Billionths = command.Rate.Billionths,
            Source = command.Source, ActorId = session.Actor.Id, ActorName = session.Actor.Name, RecordedAt = session.Instant,
        }, cancel);
        return id;
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

/// <summary>The rate's number in the register; 0 while it waits for another person.</summary>
public sealed record EnteredRate(long Id, bool IsRepeat) : IAnswer
{
    /// <summary>The request that waits; null where the rate was entered.</summary>
    public AskedApproval? Asked { get; init; }
}
