using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Visits;

namespace FundsLedger.App.Features.MoneyOut.Requests;

/// <summary>How a visitor is related to the detainee: a closed list, so that no name can be written where a relation belongs.</summary>
public enum Relation { Spouse, Child, Parent, Sibling, Grandparent, Grandchild, Guardian }

/// <summary>Registers a request for a family visit. It holds codes and counts only; who the people are stays in the Registry's protected
/// files.</summary>
public sealed class SubmitVisitRequest(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key; the request's code follows from it.</param>
    /// <param name="Fund">The fund asked.</param>
    /// <param name="DetaineeCode">E.g. <c>D-01</c>.</param>
    /// <param name="VisitorCount">People who would travel.</param>
    /// <param name="Relations">Their relations to the detainee.</param>
    /// <param name="WindowFrom">First possible day.</param>
    /// <param name="WindowTo">Last possible day, inclusive.</param>
    /// <param name="Asked">In EUR.</param>
    /// <param name="ReceivedOn">Day it came in: the order of the queue.</param>
    public sealed record Command(string Key, string Fund, string DetaineeCode, int VisitorCount, IReadOnlyList<Relation> Relations,
        DateOnly WindowFrom, DateOnly WindowTo, Money Asked, DateOnly ReceivedOn)
    {
        /// <summary>What it is made of, by assumptions of the fund that are good on the day it came in; their sum is
        /// what is asked for. None where nobody has said.</summary>
        public IReadOnlyList<CostLine> Lines { get; init; } = [];
    }

    public Task<Outcome<SubmittedVisitRequest>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    /// <summary>Does it within the caller's transaction; the caller rolls it back when refused.</summary>
    public static async Task<Outcome<SubmittedVisitRequest>> ApplyAsync(LedgerSession session, Command command,
        CancellationToken cancel = default)
    {
        // The year is a part of the code but not of the key: the same key with a day in another year finds what stands.
        var mark = MarkOf(command);
        var code = await session.FindRequestCodeAsync(mark, cancel)
            ?? string.Create(CultureInfo.InvariantCulture, $"V-{command.ReceivedOn.Year:0000}-{mark}");
        var fund = session.Catalog.Fund(command.Fund);
        var relations = string.Join(", ", command.Relations.Distinct().Order().Select(ClosedSet<Relation>.Code));
        var row = new VisitRequestRow
        {
            Code = code, FundId = fund?.Id ?? 0, DetaineeCode = command.DetaineeCode, VisitorCount = command.VisitorCount,
            RelationClasses = relations, WindowFrom = command.WindowFrom, WindowTo = command.WindowTo, AskedEur = command.Asked.Minor,
            ReceivedOn = command.ReceivedOn,
        };
        if (await session.FindRequestFundAsync(code, cancel) is not null)
            return await session.HoldsAsync(0, row, cancel) && command.Lines.SequenceEqual(await session.CostLinesAsync(code, cancel))
                ? new SubmittedVisitRequest(code, IsRepeat: true)
                : new KeyUsedForOtherInput(command.Key);
        if ((Refuse(command, fund) ?? await RefuseLinesAsync(session, command, fund!, cancel)) is { } refusal) return refusal;

        await session.RegisterAsync(row, cancel);
        foreach (var (index, line) in command.Lines.Index()) await session.RegisterAsync(new RequestCostRow
        {
            Id = await session.NextIdAsync(Registers.RequestCosts, cancel), Request = code, Number = index + 1, Cost = line.Cost,
            Quantity = line.Quantity,
        }, cancel);
        return new SubmittedVisitRequest(code, IsRepeat: false);
    }

    private static Refusal? Refuse(Command command, Domain.Funds.Fund? fund)
    {
        if (command.Key.Length is 0 or > LedgerRules.LongestKey || LedgerRules.BrokenText(command.Key) is not null)
            return new KeyIsMalformed(command.Key.Length);
        if (fund is null || fund.IsUmbrella || !Disclosure.For(Reader.Inside, fund).TakesVisitRequests)
            return new VisitFundIsUnknown(command.Fund);
        var digits = command.DetaineeCode.StartsWith("D-", StringComparison.Ordinal) ? command.DetaineeCode[2..] : "";
        if (digits.Length is < 2 or > 4 || !digits.All(char.IsAsciiDigit)) return new DetaineeCodeIsMalformed(command.DetaineeCode);
        if (command.VisitorCount is < 1 or > 20) return new VisitorCountIsOutOfRange(command.VisitorCount);
        if (command.Relations.Count == 0) return new RelationsAreMissing();
        if (command.WindowTo < command.WindowFrom) return new VisitWindowIsReversed(command.WindowFrom, command.WindowTo);
        if (command.Asked.Currency != Currency.Eur || command.Asked.Minor is <= 0 or > Money.LargestMinor)
            return new VisitAmountIsWrong(command.Asked.ToString());
        return command.ReceivedOn < LedgerRules.FirstDate || command.ReceivedOn > LedgerRules.LastDate
            ? new DateIsOutOfRange(command.ReceivedOn) : null;
    }

    private static async Task<Refusal?> RefuseLinesAsync(LedgerSession session, Command command, Domain.Funds.Fund fund,
        CancellationToken cancel)
    {
        if (command.Lines.Count == 0) return null;
        if (command.Lines.Count > CostLine.Most) return new VisitLinesAreTooMany(command.Lines.Count);
        var costs = (await session.CostsAsync(fund, cancel)).ToDictionary(cost => cost.Id);
        Int128 sum = 0;
        foreach (var line in command.Lines)
        {
            if (!costs.TryGetValue(line.Cost, out var cost)) return new VisitCostIsUnknown(line.Cost);
            if (cost.From > command.ReceivedOn) return new VisitCostIsTooNew(line.Cost, cost.From);
            if (line.Quantity is < 1 or > CostLine.MostUnits) return new VisitQuantityIsOutOfRange(line.Cost, line.Quantity);
            sum += (Int128)cost.UnitEur * line.Quantity;
        }
        return sum == command.Asked.Minor ? null : new VisitLinesDoNotAddUp(
            sum > Money.LargestMinor ? "more than any amount" : Money.Eur((long)sum).ToString(), command.Asked.ToString());
    }

    // No entry holds the key, so the code is made from it: thirty bits of its hash, in letters that cannot be misread.
    private static string MarkOf(Command command)
    {
        const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(command.Key));
        return string.Concat(hash.Take(6).Select(part => Letters[part & 31]));
    }
}

/// <summary>The request's code.</summary>
public sealed record SubmittedVisitRequest(string Code, bool IsRepeat) : IAnswer;

/// <summary>Questions about requests, inside a transaction.</summary>
internal static class VisitFacts
{
    /// <summary>The request whose code ends with the mark of a key, whatever its year.</summary>
    public static async Task<string?> FindRequestCodeAsync(this LedgerSession session, string mark, CancellationToken cancel)
    {
        var question = await session.WholeQuestionAsync("SELECT code FROM visit_requests WHERE code LIKE @mark",
            [("@mark", $"V-____-{mark}")], cancel);
        return await question.RowsAsync(row => row.GetString(0), cancel) is [var code, ..] ? code : null;
    }

    /// <summary>What a request is made of, in order.</summary>
    public static async Task<List<CostLine>> CostLinesAsync(this LedgerSession session, string code, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            "SELECT l.cost, l.quantity FROM request_costs l WHERE l.request = @code ORDER BY l.number", [("@code", code)], cancel);
        return await question.RowsAsync(row => new CostLine(row.GetInt64(0), row.GetInt32(1)), cancel);
    }

    /// <summary>The newest decision on a request; null where there is none.</summary>
    public static async Task<VisitOutcome?> FindOutcomeAsync(this LedgerSession session, string code, CancellationToken cancel)
    {
        var question = await session.QuestionAsync(
            "SELECT d.outcome FROM request_decisions d WHERE d.request = @code ORDER BY d.version DESC LIMIT 1", [("@code", code)], cancel);
        return await question.RowsAsync(row => ClosedSet<VisitOutcome>.Of(row.GetString(0)), cancel) is [var outcome] ? outcome : null;
    }

    public static async Task<int?> FindRequestFundAsync(this LedgerSession session, string code, CancellationToken cancel)
    {
        var question = await session.QuestionAsync("SELECT fund_id FROM visit_requests WHERE code = @code", [("@code", code)], cancel);
        return await question.RowsAsync(row => row.GetInt32(0), cancel) is [var fundId] ? fundId : null;
    }
}
