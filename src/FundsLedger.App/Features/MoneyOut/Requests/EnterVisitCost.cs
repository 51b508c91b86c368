using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Visits;

namespace FundsLedger.App.Features.MoneyOut.Requests;

/// <summary>Enters what one unit of something that a visit needs is assumed to cost. It is never changed: a newer one stands
/// beside it.</summary>
public sealed class EnterVisitCost(LedgerWriter writer)
{
    /// <summary>Its content is its key: the same a second time is the same assumption.</summary>
    /// <param name="Fund">A fund that pays for visits.</param>
    /// <param name="Item">What it is.</param>
    /// <param name="Unit">One of what, in 1 to 200 characters.</param>
    /// <param name="Amount">In EUR for one unit, above zero.</param>
    /// <param name="From">First day it is good for, inclusive.</param>
    /// <param name="Source">Where it is from, in 1 to 200 characters.</param>
    public sealed record Command(string Fund, VisitCostItem Item, string Unit, Money Amount, DateOnly From, string Source);

    public Task<Outcome<EnteredCost>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within the caller's transaction; the caller rolls it back when refused.</summary>
    public static async Task<Outcome<EnteredCost>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel = default)
    {
        if (session.Catalog.Fund(command.Fund) is not { IsUmbrella: false } fund
            || !Disclosure.For(Reader.Inside, fund).TakesVisitRequests) return new VisitFundIsUnknown(command.Fund);
        if (!ShortText.IsValid(command.Unit) || !ShortText.IsValid(command.Source)) return new VisitCostTextIsMalformed();
        if (command.Amount.Currency != Currency.Eur || command.Amount.Minor is <= 0 or > Money.LargestMinor)
            return new VisitAmountIsWrong(command.Amount.ToString());
        if (command.From < LedgerRules.FirstDate || command.From > LedgerRules.LastDate) return new DateIsOutOfRange(command.From);
        var row = new VisitCostRow
        {
            Id = await session.NextIdAsync(Registers.VisitCosts, cancel), FundId = fund.Id, Item = command.Item, Unit = command.Unit,
            UnitEur = command.Amount.Minor, FromDay = command.From, Source = command.Source, RecordedAt = session.Instant,
            ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        };
        if ((await session.CostsAsync(fund, cancel)).Find(cost => cost.Says(row)) is { } same)
            return new EnteredCost(same.Id, IsRepeat: true);
        await session.RegisterAsync(row, cancel);
        return new EnteredCost(row.Id, IsRepeat: false);
    }
}

/// <summary>The assumption's number.</summary>
public sealed record EnteredCost(long Id, bool IsRepeat) : IAnswer;

/// <summary>An assumption of what one unit costs.</summary>
/// <param name="UnitEur">Cents.</param>
/// <param name="By">Who entered it.</param>
public sealed record VisitCost(long Id, string FundCode, VisitCostItem Item, string Unit, long UnitEur, DateOnly From, string Source,
    string By, DateTimeOffset RecordedAt)
{
    internal bool Says(VisitCostRow row) => (Item, Unit, UnitEur, From, Source)
        == (row.Item, row.Unit, row.UnitEur, row.FromDay, row.Source);
}

/// <summary>A line of what a request asks for.</summary>
/// <param name="Cost">Number of the assumption.</param>
/// <param name="Quantity">Whole units, 1 or more.</param>
public sealed record CostLine(long Cost, int Quantity)
{
    /// <summary>Most lines of one request.</summary>
    public const int Most = 60;

    /// <summary>Most units of one line.</summary>
    public const int MostUnits = 1000;

    /// <summary><c>3=2</c>: two units of assumption 3; null for anything else.</summary>
    public static CostLine? Read(string text) => text.Split('=') is [var cost, var quantity]
        && long.TryParse(cost, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id)
        && int.TryParse(quantity, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var units)
        ? new CostLine(id, units) : null;
}

/// <summary>Reads the assumptions.</summary>
public static class VisitCosts
{
    /// <summary>Those of a fund, or of all, by item and then the newest first.</summary>
    public static Task<List<VisitCost>> ReadAsync(DbConnection connection, LedgerCatalog catalog, Fund? fund,
        CancellationToken cancel = default) =>
        ReadAsync((text, parameters) => Task.FromResult(connection.Command(null, text, parameters)), catalog, fund, cancel);

    /// <summary>What lines come to in EUR; one cent at least, so that what is wrong with a line is said of the line.</summary>
    public static async Task<Money> SumAsync(DbConnection connection, LedgerCatalog catalog, IReadOnlyList<CostLine> lines,
        CancellationToken cancel = default)
    {
        var units = (await ReadAsync(connection, catalog, null, cancel)).ToDictionary(cost => cost.Id, cost => cost.UnitEur);
        Int128 sum = 0;
        foreach (var line in lines) sum += (Int128)units.GetValueOrDefault(line.Cost) * line.Quantity;
        return Money.Eur(sum < 1 ? 1 : sum > Money.LargestMinor ? Money.LargestMinor : (long)sum);
    }

    internal static Task<List<VisitCost>> CostsAsync(this LedgerSession session, Fund fund, CancellationToken cancel) =>
        ReadAsync((text, parameters) => session.QuestionAsync(text, parameters, cancel), session.Catalog, fund, cancel);

    private static async Task<List<VisitCost>> ReadAsync(Ask ask, LedgerCatalog catalog, Fund? fund, CancellationToken cancel) =>
        await (await ask(
            $"""
            SELECT u.id, u.fund_id, u.item, u.unit, u.unit_eur, u.from_day, u.source, u.actor_name, u.recorded_at FROM visit_costs u
            WHERE {(fund is null ? "TRUE" : "u.fund_id = @fund")} ORDER BY u.item, u.from_day DESC, u.id DESC
            """, ("@fund", fund?.Id))).RowsAsync(row => new VisitCost(row.GetInt64(0),
                catalog.FundById(row.GetInt32(1)).Code, ClosedSet<VisitCostItem>.Of(row.GetString(2)), row.GetString(3), row.GetInt64(4),
                row.Date(5), row.GetString(6), row.GetString(7), row.Instant(8)), cancel);
}
