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
