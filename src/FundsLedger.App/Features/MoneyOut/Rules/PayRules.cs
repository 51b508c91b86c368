using System.Data.Common;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.MoneyOut.Rules;

/// <summary>How a fund pays.</summary>
/// <param name="CoolingDays">Days between a change of who is paid, or where, and the first payment there.</param>
/// <param name="ToleranceEur">Cents by which a claim may exceed its commitment, from what is available.</param>
/// <param name="Signatories">How many bank signatories send a batch: one or two.</param>
public sealed record PayRules(int CoolingDays, long ToleranceEur, int Signatories)
{
    /// <summary>While nobody has decided anything else.</summary>
    public static readonly PayRules Standard = new(CoolingDays: 2, ToleranceEur: 0, Signatories: 1);

    /// <summary>Most days of cooling off.</summary>
    public const int MostDays = 60;

    /// <summary>Most cents of tolerance.</summary>
    public const long MostTolerance = 100_000;

    /// <summary>The rules of a fund that hold now.</summary>
    internal static async Task<PayRules> ReadAsync(Ask ask, int fundId, CancellationToken cancel) =>
        (await (await ask(
            "SELECT r.cooling_days, r.tolerance_eur, r.signatories FROM payment_rules r WHERE r.fund_id = @fund ORDER BY r.id DESC LIMIT 1",
            ("@fund", fundId))).RowsAsync(row => new PayRules(row.GetInt32(0), row.GetInt64(1), row.GetInt32(2)), cancel))
        .FirstOrDefault() ?? Standard;

    /// <summary>The rules of every fund that pays by name.</summary>
    public static async Task<List<(Fund Fund, PayRules Rules)>> AllAsync(DbConnection connection, LedgerCatalog catalog,
        CancellationToken cancel = default)
    {
        var all = new List<(Fund, PayRules)>();
        foreach (var fund in catalog.Funds.Where(fund => !fund.IsUmbrella && Disclosure.For(Reader.Inside, fund).TakesWords))
            all.Add((fund, await ReadAsync((text, parameters) => Task.FromResult(connection.Command(null, text, parameters)), fund.Id,
                cancel)));
        return all;
    }

    /// <summary>Why they cannot be the rules of a fund; null where they can.</summary>
    internal Refusal? Fault(LedgerCatalog catalog, string code)
    {
        if (catalog.Fund(code) is not { IsUmbrella: false } fund) return new FundIsUnknown(code);
        if (!Disclosure.For(Reader.Inside, fund).TakesWords) return new PayRulesAreOfOpenFunds(fund.Code);
        return CoolingDays is < 0 or > MostDays || ToleranceEur is < 0 or > MostTolerance || Signatories is not (1 or 2)
            ? new PayRulesAreOutOfRange() : null;
    }
}

/// <summary>Changes how a fund pays: one person asks, another approves. It holds for what is drafted, changed and sent from then
/// on.</summary>
public sealed class ChangePayRules(LedgerWriter writer)
{
    /// <param name="Key">Idempotency key of the request.</param>
    /// <param name="Fund">Code of the fund.</param>
    /// <param name="Rules">The new rules, whole.</param>
    /// <param name="Reason">Why, in 1 to 200 characters.</param>
    public sealed record Command(string Key, string Fund, PayRules Rules, string Reason);

    /// <summary>What two people decide.</summary>
    internal sealed record Input(string Fund, string CoolingDays, string Amount, string Currency, string Signatories, string Reason);

    /// <summary>What is done when a second person has approved it.</summary>
    internal static readonly ApprovedAct Act = new(ApprovalKind.ChangePaymentRules, _ => "/payments/rules", async (session, _, asked,
        cancel) =>
    {
        var input = asked.Read<Input>();
        await session.RegisterAsync(new PaymentRulesRow
        {
            Id = await session.NextIdAsync(Registers.PaymentRules, cancel), FundId = session.Catalog.Fund(input.Fund)!.Id,
            CoolingDays = int.Parse(input.CoolingDays, System.Globalization.CultureInfo.InvariantCulture),
            ToleranceEur = Money.Parse(input.Amount, Domain.Currency.Eur).Minor,
            Signatories = int.Parse(input.Signatories, System.Globalization.CultureInfo.InvariantCulture), RecordedAt = session.Instant,
            ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        }, cancel);
        return new DoneAct(null);
    });

    public Task<Outcome<AskedApproval>> AskAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync<AskedApproval>(actor, async session =>
    {
        var rules = command.Rules;
        if (rules.Fault(session.Catalog, command.Fund) is { } fault) return fault;
        if (!ShortText.IsValid(command.Reason)) return new PayRulesNeedAReason();
        return await session.AskAsync(command.Key, Act, command.Fund, new Input(command.Fund,
            rules.CoolingDays.ToString(System.Globalization.CultureInfo.InvariantCulture), Money.Eur(rules.ToleranceEur).ToDecimalString(),
            "EUR", rules.Signatories.ToString(System.Globalization.CultureInfo.InvariantCulture), command.Reason), command.Reason, cancel);
    }, cancel);
}

/// <summary>A refusal about how a fund pays.</summary>
public abstract record PayRulesRefusal(string Code, string Sentence) : Refusal(Code, Sentence);

public sealed record PayRulesAreOfOpenFunds(string Fund) : PayRulesRefusal("pay_rules_are_of_open_funds",
    $"{Fund} pays nobody by name, so these rules are not about it. Name another fund.");
public sealed record PayRulesAreOutOfRange() : PayRulesRefusal("pay_rules_are_out_of_range",
    "Cooling off is 0 to 60 days, the tolerance 0.00 to 1000.00 EUR, and one or two people sign for the bank. Correct it.");
public sealed record PayRulesNeedAReason() : PayRulesRefusal("pay_rules_need_a_reason",
    "How a fund pays is changed for a reason, in 1 to 200 characters. Add it.");
