using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>Sets the share of programme support in what is charged under an agreement, from a day on. What was set for earlier days, and
/// what was charged on them, stays.</summary>
public sealed class SetSupportShare(LedgerWriter writer)
{
    /// <summary>Its content is its key: what the agreement has from that day already is a repeat.</summary>
    /// <param name="Agreement">Code of the agreement.</param>
    /// <param name="Hundredths">Hundredths of a per cent: 700 for 7 %; 0 for none from that day on.</param>
    /// <param name="From">First day on which it counts; not before the agreement.</param>
    /// <param name="Reference">What it is set by, in 1 to 200 characters.</param>
    public sealed record Command(string Agreement, int Hundredths, DateOnly From, string? Reference = null);

    public Task<Outcome<SupportIsSet>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync<SupportIsSet>(actor, async session =>
    {
        if (await session.FindAgreementAsync(command.Agreement, cancel) is not { } agreement)
            return new AgreementIsUnknown(command.Agreement);
        if (!SupportShare.IsPossible(command.Hundredths)) return new SupportShareIsOutOfRange();
        if (command.Reference is { } reference && !ShortText.IsValid(reference)) return new AgreementTextIsMalformed("reference");
        if (command.From < agreement.From) return new AgreementDateIsTooEarly(agreement.Code, agreement.From);
        var terms = await SupportFacts.ReadAsync(Ask, agreement.Code, cancel);
        if (terms.Contains(new(agreement.Code, command.Hundredths, command.From, command.Reference)))
            return new SupportIsSet(agreement.Code, command.Hundredths, command.From, IsRepeat: true);
        if (agreement.IsClosed) return new AgreementIsClosed(agreement.Code);
        if (terms is [.., var last] && command.From <= last.From) return new SupportShareIsNotLater(agreement.Code, last.From);
        if ((await SupportFacts.ChargedAsync(Ask, agreement.Code, DateNumber.Of(LedgerRules.LastDate), long.MaxValue, cancel))
            .TryGetValue(agreement.Code, out var charged) && command.From <= charged.Last)
            return new SupportIsChargedSince(agreement.Code, charged.Last);
        await RegisterAsync(session, command, cancel);
        return new SupportIsSet(agreement.Code, command.Hundredths, command.From, IsRepeat: false);

        Task<System.Data.Common.DbCommand> Ask(string text, params (string, object?)[] parameters) =>
            session.QuestionAsync(text, parameters, cancel);
    }, cancel);

    /// <summary>Writes it down within a transaction of the caller's, who has looked at it.</summary>
    internal static async Task RegisterAsync(LedgerSession session, Command command, CancellationToken cancel) =>
        await session.RegisterAsync(new SupportShareRow
        {
            Id = await session.NextIdAsync(Registers.SupportShares, cancel), Agreement = command.Agreement,
            Hundredths = command.Hundredths, FromDay = command.From, Reference = command.Reference, RecordedAt = session.Instant,
            ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        }, cancel);
}

/// <summary>The share, and since when.</summary>
public sealed record SupportIsSet(string Agreement, int Hundredths, DateOnly From, bool IsRepeat) : IAnswer;
