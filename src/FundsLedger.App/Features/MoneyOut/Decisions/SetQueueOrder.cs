using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Visits;

namespace FundsLedger.App.Features.MoneyOut.Decisions;

/// <summary>Says in which order requests of a fund are served when money is short. It is a setting: it moves no money.</summary>
public sealed class SetQueueOrder(LedgerWriter writer)
{
    /// <summary>Its content is its key: what equals the newest row is a repeat.</summary>
    /// <param name="Fund">A fund that pays for visits.</param>
    /// <param name="Keys">What counts first, second and third: <c>last_visit,window,received</c>.</param>
    /// <param name="Reason">Why, in 1 to 200 characters.</param>
    public sealed record Command(string Fund, string Keys, string Reason);

    public Task<Outcome<SetOrder>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync<SetOrder>(actor, async session =>
    {
        if (session.Catalog.Fund(command.Fund) is not { IsUmbrella: false } fund
            || !Disclosure.For(Reader.Inside, fund).TakesVisitRequests) return new QueueFundIsUnknown(command.Fund);
        if (VisitQueue.Read(command.Keys) is not { } order) return new QueueOrderIsMalformed(command.Keys);
        if (!ShortText.IsValid(command.Reason)) return new DecisionTextIsMalformed();
        var now = await QueueOrders.ReadAsync((text, parameters) => session.QuestionAsync(text, parameters, cancel), fund.Id, cancel);
        if (now.Keys.SequenceEqual(order) && now.Reason == command.Reason) return new SetOrder(fund.Code, IsRepeat: true);
        await session.RegisterAsync(new QueueOrderRow
        {
            Id = await session.NextIdAsync(Registers.QueueOrders, cancel), FundId = fund.Id, Keys = VisitQueue.Text(order),
            Reason = command.Reason, RecordedAt = session.Instant, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        }, cancel);
        return new SetOrder(fund.Code, IsRepeat: false);
    }, cancel);
}

/// <summary>The fund whose order it is.</summary>
public sealed record SetOrder(string Fund, bool IsRepeat) : IAnswer;

/// <summary>The order of a queue.</summary>
/// <param name="Keys">What counts first, second and third.</param>
/// <param name="Reason">Why; null while nobody has decided anything.</param>
/// <param name="By">Who decided it.</param>
/// <param name="At">When.</param>
public sealed record QueueOrder(IReadOnlyList<QueueKey> Keys, string? Reason = null, string? By = null, DateTimeOffset? At = null);

/// <summary>Reads the order of the queue.</summary>
internal static class QueueOrders
{
    /// <summary>The order of a fund that holds now.</summary>
    internal static async Task<QueueOrder> ReadAsync(Ask ask, int fundId, CancellationToken cancel) =>
        (await (await ask("SELECT o.keys, o.reason, o.actor_name, o.recorded_at FROM queue_orders o WHERE o.fund_id = @fund "
            + "ORDER BY o.id DESC LIMIT 1", ("@fund", fundId))).RowsAsync(row => new QueueOrder(
                VisitQueue.Read(row.GetString(0)) ?? VisitQueue.Standard, row.GetString(1), row.GetString(2), row.Instant(3)), cancel))
        .FirstOrDefault() ?? new QueueOrder(VisitQueue.Standard);
}
