using System.Globalization;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Publication;
using FundsLedger.Domain.SignOff;

namespace FundsLedger.App.Features.Books.Publications;

/// <summary>Enters a figure about a protected fund that the Court has published itself: one person asks, another approves. From then on
/// every publication is judged as if everybody had read it.</summary>
public sealed class EnterOfficialFigure(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key of the request.</param>
    /// <param name="Fund">Code of a protected fund.</param>
    /// <param name="Year">The fiscal year.</param>
    /// <param name="Line">What it says.</param>
    /// <param name="Amount">The figure, in EUR.</param>
    /// <param name="Unit">To what it is rounded, in EUR: 0.01, 1, 1,000 or 1,000,000.</param>
    /// <param name="Document">Where it is printed.</param>
    /// <param name="PublishedOn">The day of the document.</param>
    /// <param name="Reason">Why it is entered, in 1 to 200 characters.</param>
    public sealed record Command(string Key, string Fund, int Year, OfficialLine Line, Money Amount, Money Unit, string Document,
        DateOnly PublishedOn, string Reason);

    /// <summary>Units that accounts are printed in, in cents.</summary>
    public static readonly IReadOnlyList<long> Units = [1, 100, 100_000, 100_000_000];

    /// <summary>What two people decide.</summary>
    internal sealed record Input(string Fund, string FirstYear, string Line, string Amount, string Currency, string Unit, string Document,
        string Date, string Reason);

    /// <summary>What is done when a second person has approved it.</summary>
    internal static readonly ApprovedAct Act = new(ApprovalKind.EnterOfficialFigure, fund => $"/publications?fund={fund}",
        async (session, _, asked, cancel) =>
    {
        var input = asked.Read<Input>();
        await session.RegisterAsync(new OfficialFigureRow
        {
            Id = await session.NextIdAsync(Registers.OfficialFigures, cancel), FundId = session.Catalog.Fund(input.Fund)!.Id,
            Year = int.Parse(input.FirstYear, CultureInfo.InvariantCulture), Line = ClosedSet<OfficialLine>.Of(input.Line),
            Eur = Money.Parse(input.Amount, Domain.Currency.Eur).Minor, UnitEur = Money.Parse(input.Unit, Domain.Currency.Eur).Minor,
            Document = input.Document, PublishedOn = BookDay.Read(input.Date)!.Value, RecordedAt = session.Instant,
            ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        }, cancel);
        return new DoneAct(null);
    })
    {
        Plan = SigningPlan.InOrder(SigningStep.Draft, SigningStep.Approve),
        NeedOf = step => step == SigningStep.Approve ? Operation.ApprovePublications : Operation.DraftPublications,
        ValueOf = (words, name, value) => name == "line" && ClosedSet<OfficialLine>.Find(value) is { } line
            ? words.Name("official_line", line) : null,
    };

    public Task<Outcome<AskedApproval>> AskAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync<AskedApproval>(actor, async session =>
    {
        if (session.Catalog.Fund(command.Fund) is not { IsUmbrella: false } fund) return new FundIsUnknown(command.Fund);
        if (Disclosure.For(Reader.Outside, fund).ShowsFigures) return new PublicationFundIsOpen(fund.Code);
        if (command.Year is < 2000 or > 2999 || !ShortText.IsValid(command.Document) || !Units.Contains(command.Unit.Minor)
            || command.Amount.Currency != Domain.Currency.Eur || command.Unit.Currency != Domain.Currency.Eur)
            return new OfficialFigureIsMalformed();
        if (command.PublishedOn > DateOnly.FromDateTime(session.Instant.UtcDateTime)
            || command.PublishedOn <= new DateOnly(command.Year, 12, 31)) return new OfficialFigureIsAhead(command.PublishedOn);
        if (!ShortText.IsValid(command.Reason)) return new PublicationReasonIsMissing();
        return await session.AskAsync(command.Key, Act, fund.Code, new Input(fund.Code, Links.Number(command.Year),
            ClosedSet<OfficialLine>.Code(command.Line), command.Amount.ToDecimalString(), "EUR", command.Unit.ToDecimalString(),
            command.Document, Links.Iso(command.PublishedOn), command.Reason), command.Reason, cancel);
    }, cancel);
}
