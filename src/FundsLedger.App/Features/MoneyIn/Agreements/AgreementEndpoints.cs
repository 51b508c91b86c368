using FundsLedger.App.Api;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>A signed agreement and what has become of it; amounts are in its own currency, the legal one.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Donor">Code of the donor.</param>
/// <param name="Pledge">Code of the pledge it makes binding.</param>
/// <param name="Fund">Code of the fund.</param>
/// <param name="SignedOn">Day of the last signature.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="Amount">The cap, as agreed.</param>
/// <param name="Paid">Met by money.</param>
/// <param name="WrittenOff">Written off by two people.</param>
/// <param name="Open">Neither paid nor written off.</param>
/// <param name="Treatment">What conditional instalments are until met.</param>
/// <param name="Earmark">What it may be used for, where that is narrower than the fund.</param>
/// <param name="Reporting">What is to be reported, and when.</param>
/// <param name="NoticeDays">Days of notice before the donor may end it.</param>
/// <param name="ReturnsBalance">What is unspent goes back.</param>
/// <param name="Reference">Its reference.</param>
/// <param name="ClosedOn">Day of its closing.</param>
/// <param name="Instalments">In order.</param>
/// <param name="Support">Shares of programme support in what is charged under it, in the order of their days.</param>
/// <param name="Allowance">What of it is called unlikely to be paid, in its currency; null for readers outside the Registry.</param>
/// <param name="SupportCharged">Programme support charged under it so far, in EUR; null for readers outside the Registry.</param>
public sealed record ApiAgreement(string Code, string Donor, string Pledge, string Fund, DateOnly SignedOn, string Currency, string Amount,
    string Paid, string WrittenOff, string Open, ConditionalTreatment Treatment, string? Earmark, string? Reporting, int? NoticeDays,
    bool ReturnsBalance,
    string? Reference, DateOnly? ClosedOn, IReadOnlyList<ApiInstalment> Instalments, IReadOnlyList<ApiSupportShare> Support,
    string? Allowance, string? SupportCharged)
{
    /// <param name="agreement">The agreement.</param>
    /// <param name="seesCharges">True for readers of the journal: what was charged tells what the fund did.</param>
    internal static ApiAgreement Of(AgreementStanding agreement, bool seesCharges) =>
        new(agreement.Code, agreement.Donor, agreement.Pledge, agreement.FundCode, agreement.SignedOn, agreement.Amount.Currency.Code,
            agreement.Amount.ToDecimalString(), agreement.Paid.ToDecimalString(),
        agreement.WrittenOff.ToDecimalString(), agreement.Open.ToDecimalString(), agreement.Treatment, agreement.Earmark,
        agreement.Reporting, agreement.NoticeDays, agreement.ReturnsBalance, agreement.Reference, agreement.ClosedOn,
        [.. agreement.Instalments.Select(
            one =>
                new ApiInstalment(one.Number, one.DueOn, one.Condition, one.MetOn, one.Agreed.ToDecimalString(), one.Paid.ToDecimalString(),
                    one.WrittenOff.ToDecimalString(), one.Open.ToDecimalString()))],
        [.. agreement.Support.Select(term => new ApiSupportShare(SupportShare.Text(term.Hundredths), term.From, term.Reference))],
        seesCharges ? agreement.Allowance.ToDecimalString() : null,
        seesCharges ? Money.Eur(agreement.SupportChargedEur).ToDecimalString() : null);
}

/// <summary>An instalment and what has become of it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="DueOn">Day it is due.</param>
/// <param name="Condition">What must be met first; null where nothing must.</param>
/// <param name="MetOn">Day on which that was met.</param>
/// <param name="Agreed">As agreed, with what was moved here or raised.</param>
/// <param name="Paid">Met by money.</param>
/// <param name="WrittenOff">Written off by two people.</param>
/// <param name="Open">Neither paid nor written off.</param>
public sealed record ApiInstalment(int Number, DateOnly DueOn, string? Condition, DateOnly? MetOn, string Agreed, string Paid,
    string WrittenOff, string Open);

/// <summary>An instalment to be agreed.</summary>
/// <param name="DueOn">Day it is due.</param>
/// <param name="Amount">In the agreement's currency, as decimal text.</param>
/// <param name="Condition">What must be met before it is the fund's; null where nothing must.</param>
public sealed record InstalmentBody(DateOnly DueOn, string Amount, string? Condition = null);

/// <summary>A signed agreement to be recorded: its instalments one by one, or a number of equal ones.</summary>
/// <param name="Donor">Code of the donor.</param>
/// <param name="Fund">Code of the fund.</param>
/// <param name="SignedOn">Day of the last signature.</param>
/// <param name="Amount">The cap, in the donor's currency, as decimal text.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Instalments">In order; they sum to the amount. Left out where they are equal.</param>
/// <param name="EqualInstalments">How many equal instalments, shared out to the smallest unit; left out where they are given.</param>
/// <param name="FirstDueOn">Day the first of the equal instalments is due.</param>
/// <param name="MonthsApart">Months between two equal instalments.</param>
/// <param name="Pledge">The pledge it makes binding; left out, one is announced with it.</param>
/// <param name="Rate">EUR for one unit on that day; needed where the currency is not EUR.</param>
/// <param name="Earmark">What it may be used for, where that is narrower than the fund.</param>
/// <param name="Reporting">What is to be reported, and when.</param>
/// <param name="NoticeDays">Days of notice before the donor may end it.</param>
/// <param name="ReturnsBalance">True where what is unspent goes back.</param>
/// <param name="Reference">Its reference.</param>
/// <param name="RateAgain">The rate once more, where it is more than 3 % away from the table's.</param>
/// <param name="OpeningOn">The day on which an agreement in force is brought from older books, with what is still open of it: against the
/// accumulated balance, no revenue. Left out for one that is signed now.</param>
/// <param name="Advances">Codes of receipts of money that came before it was signed, and that it settles.</param>
/// <param name="SupportPerCent">The share of programme support in what is charged under it, from 0 to 100 with at most two decimals; left
/// out where nothing was agreed.</param>
public sealed record SignAgreementBody(string Donor, string Fund, DateOnly SignedOn, string Amount, string Currency,
    IReadOnlyList<InstalmentBody>? Instalments = null, int? EqualInstalments = null, DateOnly? FirstDueOn = null, int? MonthsApart = null,
    string? Pledge = null, string? Rate = null,
    string? Earmark = null, string? Reporting = null, int? NoticeDays = null, bool ReturnsBalance = false, string? Reference = null,
        string? RateAgain = null, DateOnly? OpeningOn = null, IReadOnlyList<string>? Advances = null,
        string? SupportPerCent = null)
        : IApiBody
{
    public static object Example { get; } =
        new SignAgreementBody("IE", "SFR", new DateOnly(2026, 11, 23), "500000.00", "EUR", [new(new DateOnly(2027, 1, 31), "250000.00"),
        new(new DateOnly(2027, 7, 31), "250000.00", "interim report accepted (synthetic)")], Reference: "Synthetic agreement 1");
}

/// <summary>A condition that is met.</summary>
/// <param name="Instalment">Number of the instalment, from 1.</param>
/// <param name="Date">Day on which it was met.</param>
/// <param name="Evidence">Where that is shown, e.g. a report's reference.</param>
/// <param name="Rate">EUR for one unit; needed for a foreign instalment that was left out of the books until now.</param>
/// <param name="RateAgain">The rate once more, where it is more than 3 % away from the table's.</param>
public sealed record MeetConditionBody(int Instalment, DateOnly Date, string Evidence, string? Rate = null, string? RateAgain = null)
    : IApiBody
{
    public static object Example { get; } = new MeetConditionBody(2, new DateOnly(2026, 11, 23), "Synthetic report 1");
}

/// <summary>Money that came before the agreement was signed, to be settled under it.</summary>
/// <param name="Receipt">Code of the receipt.</param>
/// <param name="Date">Day it is settled: not before the signature, nor before the money came.</param>
/// <param name="Difference">What it means that it is more or less than the first open instalment: next_instalment, total, separate_gift or
/// return; stays_due, next_instalment or total.</param>
public sealed record SettleAdvanceBody(string Receipt, DateOnly Date, string? Difference = null) : IApiBody
{
    public static object Example { get; } = new SettleAdvanceBody("IE-R-2026-1", new DateOnly(2026, 11, 23));
}

/// <summary>Asks that what an instalment has open, or a part of it, be written off.</summary>
/// <param name="Instalment">Number of the instalment, from 1.</param>
/// <param name="Date">Day of the write-off.</param>
/// <param name="Amount">In the agreement's currency, as decimal text.</param>
/// <param name="Reason">Why, in 1 to 200 characters.</param>
public sealed record WriteOffBody(int Instalment, DateOnly Date, string Amount, string Reason) : IApiBody
{
    public static object Example { get; } = new WriteOffBody(1, new DateOnly(2026, 11, 23), "100.00", "No longer owed (synthetic)");
}

/// <summary>Asks that an agreement be closed, and what is unspent set aside to be returned.</summary>
/// <param name="Date">Day through which use and interest count, inclusive.</param>
/// <param name="Reason">Why it ends, in 1 to 200 characters.</param>
public sealed record CloseAgreementBody(DateOnly Date, string Reason) : IApiBody
{
    public static object Example { get; } = new CloseAgreementBody(new DateOnly(2026, 11, 23), "The project ended (synthetic)");
}

/// <summary>A fund's foreign balances to be valued at the end of a month.</summary>
/// <param name="Fund">Code of the fund.</param>
/// <param name="Year">Calendar year.</param>
/// <param name="Month">1 to 12.</param>
public sealed record RevalueBody(string Fund, int Year, int Month) : IApiBody
{
    public static object Example { get; } = new RevalueBody("SFR", 2026, 10);
}

/// <summary>Agreements.</summary>
public static class AgreementEndpoints
{
    private const int MostAdvances = 20;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/agreements", AgreementsAsync).WithName("list_agreements").WithTags("Agreements").Needs(Operation.ReadAgreements);
        api.MapGet("/agreements/{code}", AgreementAsync).WithName("read_agreement").WithTags("Agreements")
            .Needs(Operation.ReadAgreements, Subject.Agreement);
        api.MapPost("/agreements", SignAsync).WithName("sign_agreement").WithTags("Agreements").Needs(Operation.ManageAgreements);
        api.MapPost("/agreements/revaluations", RevalueAsync).WithName("revalue_receivables").WithTags("Agreements")
            .Needs(Operation.ManageAgreements);
        api.MapPost("/agreements/{code}/conditions", MeetAsync).WithName("meet_condition").WithTags("Agreements")
            .Needs(Operation.ManageAgreements, Subject.Agreement);
        api.MapPost("/agreements/{code}/advances", SettleAsync).WithName("settle_advance").WithTags("Agreements")
            .Needs(Operation.ManageAgreements, Subject.Agreement);
        api.MapPost("/agreements/{code}/write-offs", WriteOffAsync).WithName("write_off_instalment").WithTags("Agreements")
            .Needs(Operation.ManageAgreements, Subject.Agreement);
        api.MapPost("/agreements/{code}/closing", CloseAsync).WithName("close_agreement").WithTags("Agreements")
            .Needs(Operation.ManageAgreements, Subject.Agreement);
    }

    /// <summary>Value a fund's foreign balances at the end of a month</summary>
    /// <remarks>At the rate in force on its last day: EUR moves, the foreign amounts do not. The month is its own key: where nothing moves,
    /// nothing is written.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> RevalueAsync(RevalueBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, RevalueBalances revalue,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        if (body.Year is < 1998 or > 2199 || body.Month is < 1 or > 12)
            return new FieldIsMalformed("month", "a month of a year from 1998 to 2199").Answer();
        var outcome = await revalue.RunAsync(new RevalueBalances.Command(body.Fund, body.Year, body.Month), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, "/agreements", outcome.Value.Fund, outcome.Value.EntrySeq);
    }

    /// <summary>Agreements with their instalments, newest first</summary>
    public static async Task<Results<Ok<ApiList<ApiAgreement>>, ProblemAnswer>> AgreementsAsync(string? donor, string? fund, string? cursor,
        string? limit, LedgerReads reads, CurrentActor actor, Cursors cursors, CancellationToken cancel)
    {
        var (who, where) = (ApiInput.Text("donor", donor), ApiInput.Text("fund", fund));
        if (who.IsRefused) return who.Refusal.Answer();
        if (where.IsRefused) return where.Refusal.Answer();
        await using var connection = await reads.OpenAsync(cancel);
        var agreements = await AgreementList.ReadAsync(connection, await reads.CatalogAsync(connection, cancel), donor: who.Value,
            reach: actor.Reach(Operation.ReadAgreements), cancel: cancel);
        var part = cursors.Cut("agreements", agreements.Where(one => where.Value is null || one.FundCode == where.Value),
            one => Cursors.Downwards(one.SignedOn, one.EntrySeq), one => ApiAgreement.Of(one, actor.May(Operation.ReadJournal)), cursor,
            limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);
    }

    /// <summary>One agreement with its instalments</summary>
    public static async Task<Results<Ok<ApiAgreement>, ProblemAnswer>> AgreementAsync(string code, LedgerReads reads, CurrentActor actor,
        CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return await AgreementList.ReadAsync(connection, await reads.CatalogAsync(connection, cancel), code,
            reach: actor.Reach(Operation.ReadAgreements), cancel: cancel) is [var agreement]
            ? TypedResults.Ok(ApiAgreement.Of(agreement, actor.May(Operation.ReadJournal))) : ProblemAnswer.NotFound;
    }

    /// <summary>Record a signed agreement</summary>
    /// <remarks>What depends on nothing is receivable and revenue on signature; conditional instalments follow the fiscal year's policy.
    /// Give the instalments, or how many equal ones with first_due_on and months_apart.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> SignAsync(SignAgreementBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, SignWithAdvances sign,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var amount = ApiInput.Amount("amount", body.Amount, body.Currency);
        if (amount.IsRefused) return amount.Refusal.Answer();
        var rate = ApiInput.Rate(body.Rate, amount.Value.Currency);
        if (rate.IsRefused) return rate.Refusal.Answer();
        var again = ApiInput.Rate(body.RateAgain, amount.Value.Currency);
        if (again.IsRefused) return again.Refusal.Answer();
        var terms = Terms(body, amount.Value);
        if (terms.IsRefused) return terms.Refusal.Answer();
        var advances = body.Advances ?? [];
        if (advances.Count > MostAdvances || advances.Any(one => one is null || LedgerRules.BrokenText(one) is not null))
            return new FieldIsMalformed("advances", $"a list of at most {MostAdvances} codes of receipts").Answer();
        int? support = null;
        if (body.SupportPerCent is { } share)
        {
            if (SupportShare.Read(share) is not { } hundredths) return ShareIsMalformed("support_per_cent");
            support = hundredths;
        }
        var command = new SignAgreement.Command(key.Value, body.Donor, body.Pledge, body.Fund, body.SignedOn, amount.Value,
            amount.Value.Currency == Currency.Eur ? null : rate.Value, terms.Value, body.Earmark, body.Reporting, body.NoticeDays,
            body.ReturnsBalance, body.Reference,
            again.Value) { OpeningOn = body.OpeningOn, Support = support };
        var outcome = await sign.RunAsync(new(command, advances), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, $"/agreements/{outcome.Value.Code}", outcome.Value.Code, outcome.Value.Entry.Seq);
    }

    /// <summary>Record that the condition of an instalment is met</summary>
    /// <remarks>From then on the instalment is the fund's revenue.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> MeetAsync(string code, MeetConditionBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, LedgerReads reads,
        MeetCondition meet, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var currency = await CurrencyAsync(reads, code, cancel);
        var rate = ApiInput.Rate(body.Rate, currency);
        if (rate.IsRefused) return rate.Refusal.Answer();
        var again = ApiInput.Rate(body.RateAgain, currency);
        if (again.IsRefused) return again.Refusal.Answer();
        var outcome = await meet.RunAsync(
            new MeetCondition.Command(key.Value, code, body.Instalment, body.Date, body.Evidence,
                currency == Currency.Eur ? null : rate.Value) { RateAgain = again.Value }, actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, $"/agreements/{code}", code, outcome.Value.Entry.Seq);
    }

    /// <summary>Settle money that came before the agreement was signed</summary>
    /// <remarks>It pays what is due. What is less than the first open instalment stays due, what is more goes on to the next, unless the
    /// difference says otherwise.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> SettleAsync(string code, SettleAdvanceBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, SettleAdvance settle,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var receipt = ApiInput.Text("receipt", body.Receipt);
        if (receipt.IsRefused) return receipt.Refusal.Answer();
        var difference = ApiInput.Code<PaymentDifference>("difference", body.Difference);
        if (difference.IsRefused) return difference.Refusal.Answer();
        var outcome = await settle.RunAsync(new SettleAdvance.Command(key.Value, body.Receipt, code, body.Date, difference.Value),
            actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, $"/agreements/{code}", code, outcome.Value.Entry.Seq);
    }

    internal static ProblemAnswer ShareIsMalformed(string field) =>
        new FieldIsMalformed(field, "from 0 to 100, with at most two decimals").Answer();

    /// <summary>Ask that an instalment, or a part of it, be written off</summary>
    /// <remarks>It is written off when another person has approved; the answer names the request.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> WriteOffAsync(string code, WriteOffBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, LedgerReads reads,
        WriteOff writeOff, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var amount = ApiInput.Amount("amount", body.Amount, (await CurrencyAsync(reads, code, cancel)).Code);
        if (amount.IsRefused) return amount.Refusal.Answer();
        var outcome = await writeOff.AskAsync(new WriteOff.Command(key.Value, code, body.Instalment, body.Date, body.Reason, amount.Value),
            actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Asked(outcome.Value);
    }

    /// <summary>Ask that an agreement be closed</summary>
    /// <remarks>Computes what of its money was not used; where its clause says so, that is set aside to be returned when another person has
    /// approved exactly these figures. The answer names the request.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> CloseAsync(string code, CloseAgreementBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, CloseAgreement close,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await close.AskAsync(new CloseAgreement.Command(key.Value, code, body.Date, body.Reason), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Asked(outcome.Value);
    }

    private static Outcome<IReadOnlyList<InstalmentTerm>> Terms(SignAgreementBody body, Money amount)
    {
        if (body.Instalments is null)
        {
            if (body is not { EqualInstalments: >= 1 and <= InstalmentPlan.Most and var count, FirstDueOn: { } first, MonthsApart: >= 1
                and <= 120 and var apart })
                return new FieldIsMalformed("instalments",
                    $"a list, or left out beside equal_instalments (1 to {InstalmentPlan.Most}), first_due_on and months_apart (1 to 120)");
            // Whatever is wrong with the amount itself, the operation says.
            if (amount.Minor < 1) return (List<InstalmentTerm>)[new(first, amount)];
            return InstalmentPlan.Equal(amount, count, first, apart) is { } plan
                ? (List<InstalmentTerm>)[.. plan.Select(one => new InstalmentTerm(one.DueOn, one.Amount))]
                : new InstalmentIsBelowOneMinorUnit(count);
        }
        if (body.EqualInstalments is not null || body.Instalments.Any(one => one is null))
            return new FieldIsMalformed("instalments", "a list of instalments, given without equal_instalments");
        var terms = new List<InstalmentTerm>();
        foreach (var one in body.Instalments)
        {
            var part = ApiInput.Amount("amount", one.Amount, amount.Currency.Code);
            if (part.IsRefused) return part.Refusal;
            terms.Add(new InstalmentTerm(one.DueOn, part.Value, one.Condition));
        }
        return terms;
    }

    /// <summary>The agreement's currency; the gate has seen that there is such an agreement.</summary>
    internal static async Task<Currency> CurrencyAsync(LedgerReads reads, string code, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return Currency.Of(
            (await connection.Command(null, "SELECT currency FROM agreements WHERE code = @code", ("@code", code))
                .RowsAsync(row => row.GetString(0), cancel))[0]);
    }
}
