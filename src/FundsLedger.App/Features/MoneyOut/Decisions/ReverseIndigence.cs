using System.Globalization;
using FundsLedger.App.Features.Books.ByHand;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Visits;

namespace FundsLedger.App.Features.MoneyOut.Decisions;

/// <summary>Reverses the finding that a detainee is indigent after a visit was paid: one person proposes, another approves. The order of
/// contribution opens a recovery, which is paid back in monthly instalments.</summary>
public sealed class ReverseIndigence(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key.</param>
    /// <param name="Request">Code of the request.</param>
    /// <param name="Amount">In EUR to be paid back: at most what was paid and is not ordered back yet; above zero.</param>
    /// <param name="Date">Day of the order; not ahead.</param>
    /// <param name="Instalments">Monthly instalments, 1 to <see cref="ContributionPlan.Most"/>.</param>
    /// <param name="FirstDueOn">Due day of the first; not before the order.</param>
    /// <param name="LegalReference">By which rule, in 1 to 200 characters.</param>
    /// <param name="Reason">Why, in 1 to 200 characters; never a name.</param>
    public sealed record Command(string Key, string Request, Money Amount, DateOnly Date, int Instalments, DateOnly FirstDueOn,
        string LegalReference, string Reason);

    /// <summary>What two people decide.</summary>
    internal sealed record Input(string Request, string Date, string Currency, string Amount, string Instalments, string FirstDue,
        string LegalReference, string Reason);

    /// <summary>What is done when a second person has approved it.</summary>
    internal static readonly ApprovedAct Act = new(ApprovalKind.ReverseIndigence, request => $"/requests/{request}",
        async (session, key, asked, cancel) => await CarryOutAsync(session, key, asked.Read<Input>(), new Actor(asked.AskedById,
            asked.AskedBy), cancel))
    {
        ValueOf = (words, name, value) => name == "first_due" ? words.Date(BookDay.Read(value)) : null,
    };

    /// <summary>Asks. What would be refused is refused at once: it is tried in a transaction that is rolled back.</summary>
    public async Task<Outcome<AskedApproval>> AskAsync(Command command, Actor actor, CancellationToken cancel = default)
    {
        if (RequestFacts.OutOfRange(command.Date, command.FirstDueOn) is { } outside) return outside;
        await using (var trial = await writer.BeginAsync(actor, cancel))
        {
            if (!await trial.HasAskedAsync(command.Key, cancel) && (await CarryOutAsync(trial, $"trial/{trial.RecordedAt}",
                InputOf(command), actor, cancel)).Refusal is { } refusal) return refusal;
        }
        return await writer.InOneTransactionAsync(actor, session => ProposeAsync(session, command, cancel), cancel);
    }

    /// <summary>Asks within the caller's transaction, without trying it.</summary>
    internal static Task<Outcome<AskedApproval>> ProposeAsync(LedgerSession session, Command command, CancellationToken cancel) =>
        session.AskAsync(command.Key, Act, command.Request, InputOf(command), command.Reason, cancel);

    private static Input InputOf(Command command) => new(command.Request, Links.Iso(command.Date), command.Amount.Currency.Code,
        command.Amount.ToDecimalString(), command.Instalments.ToString(CultureInfo.InvariantCulture), Links.Iso(command.FirstDueOn),
        command.LegalReference, command.Reason);

    private static async Task<Outcome<DoneAct>> CarryOutAsync(LedgerSession session, string key, Input input, Actor askedBy,
        CancellationToken cancel)
    {
        if (await session.FindRequestAsync(input.Request, cancel) is not { } request) return new RequestIsUnknown(input.Request);
        var (date, firstDue, instalments) = (BookDay.Read(input.Date)!.Value, BookDay.Read(input.FirstDue)!.Value,
            int.Parse(input.Instalments, CultureInfo.InvariantCulture));
        var amount = Money.Parse(input.Amount, Currency.Of(input.Currency));
        if (session.Fault(request, date, input.LegalReference, input.Reason) is { } fault) return fault;
        if ((await session.FindingsOfAsync(request, cancel)).Indigent != true) return new IndigenceWasNotFound(request.Code);
        var paid = await session.PaidForAsync(request, cancel);
        var open = Money.Eur(paid.Sum(part => part.Eur) - await session.OrderedBackAsync(request.Code, cancel));
        if (amount.Currency != Currency.Eur || amount.Minor <= 0 || amount > open)
            return new ContributionIsOutOfRange(amount.ToString(), open.ToString());
        if (instalments is < 1 or > ContributionPlan.Most || firstDue < date
            || firstDue > LedgerRules.LastDate.AddMonths(-ContributionPlan.Most)
            || InstalmentPlan.Equal(amount, instalments, firstDue, 1) is null) return new ContributionPlanIsWrong(instalments);

        // Of this year the expense is less; of earlier years it is a recovery.
        var accounts = paid.GroupBy(part => part.Year == date.Year ? part.Account : Chart.Recoveries, StringComparer.Ordinal)
            .Select(part => (Account: part.Key, Eur: part.Sum(one => one.Eur))).ToList();
        var code = await session.NextCodeAsync(Registers.ContributionOrders, "O", date.Year, cancel);
        long? first = null;
        foreach (var (index, share) in Allocation.ByWeight(amount, [.. accounts.Select(account => account.Eur)]).Index())
        {
            if (share.IsZero) continue;
            var opened = await RecordByHand.ApplyAsync(session, new(index == 0 ? key : string.Create(CultureInfo.InvariantCulture,
                $"{key}/{index + 1}"), HandAct.RecoveryDecided, date, share, input.Reason,
                new AccountInFund(request.Fund.Code, accounts[index].Account), Item: code, Reference: request.Code), cancel);
            if (opened.IsRefused) return opened.Refusal;
            first ??= opened.Value.Entries[0];
        }
        await session.RegisterAsync(new ContributionOrderRow
        {
            Code = code, FundId = request.Fund.Id, Request = request.Code, AmountEur = amount.Minor, OrderedOn = date,
            Instalments = instalments, FirstDueOn = firstDue, LegalReference = input.LegalReference, Reason = input.Reason,
            EntrySeq = first!.Value, RecordedAt = session.Instant, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
            SecondActorId = askedBy.Id, SecondActorName = askedBy.Name,
        }, cancel);
        await session.WriteFindingAsync(request.Code, 0, holds: false, date, input.LegalReference, input.Reason, cancel);
        return new DoneAct(first);
    }
}
