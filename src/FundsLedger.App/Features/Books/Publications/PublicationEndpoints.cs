using System.Globalization;
using FundsLedger.App.Api;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Publication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Books.Publications;

/// <summary>A line of what everybody may know of a protected fund. A figure is decimal text, or the word withheld: never nothing, and never
/// zero for it.</summary>
/// <param name="FirstYear">First fiscal year.</param>
/// <param name="LastYear">Last one, included.</param>
/// <param name="Currency">Of the figures.</param>
/// <param name="Received">Contributions received, or withheld.</param>
/// <param name="Spent">Spent, or withheld.</param>
/// <param name="Balance">What was left at the end, or withheld.</param>
public sealed record ApiPublishedLine(int FirstYear, int LastYear, string Currency, string Received, string Spent, string Balance)
{
    /// <summary>A line as programs read it.</summary>
    public static ApiPublishedLine Of(OutsideLine line) =>
        new(line.From, line.To, "EUR", Said(line.Received), Said(line.Spent), Said(line.Closing));

    private static string Said(OutsideFigure figure) => figure.Cents is { } cents ? cents.Text() : "withheld";
}

/// <summary>A protected fund as everybody may know it.</summary>
/// <param name="Fund">Its code.</param>
/// <param name="Note">What holds of every such fund.</param>
/// <param name="Lines">What was published, and what is withheld, by fiscal year or block of years.</param>
public sealed record ApiPublished(string Fund, string Note, IReadOnlyList<ApiPublishedLine> Lines);

/// <summary>What could be known of something, before and after a publication.</summary>
/// <param name="Of">What kind of thing.</param>
/// <param name="FirstYear">First fiscal year.</param>
/// <param name="LastYear">Last one, included.</param>
/// <param name="Case">The case, where it is about one.</param>
/// <param name="LeastBefore">The least it can be, as far as anybody can know today.</param>
/// <param name="MostBefore">The most; null where nothing limits it.</param>
/// <param name="LeastAfter">The least after the publication.</param>
/// <param name="MostAfter">The most.</param>
public sealed record ApiLearned(AuditSubject Of, int FirstYear, int LastYear, string? Case, string LeastBefore, string? MostBefore,
    string LeastAfter, string? MostAfter);

/// <summary>A publication as it would be.</summary>
/// <param name="Fund">Code of the fund.</param>
/// <param name="FirstYear">First fiscal year.</param>
/// <param name="LastYear">Last one, included.</param>
/// <param name="Currency">Of every amount here.</param>
/// <param name="Received">Contributions received.</param>
/// <param name="Spent">Spent, as it would be published.</param>
/// <param name="Balance">What would be left.</param>
/// <param name="Official">True where spending is the figure of the audited accounts.</param>
/// <param name="Faults">Why it must not be published; empty where it may.</param>
/// <param name="Learned">What everybody could know.</param>
public sealed record ApiPublicationPlan(string Fund, int FirstYear, int LastYear, string Currency, string Received, string Spent,
    string Balance, bool Official, IReadOnlyList<AuditFault> Faults, IReadOnlyList<ApiLearned> Learned);

/// <summary>A publication to be cleared.</summary>
/// <param name="Fund">Code of a protected fund.</param>
/// <param name="FirstYear">First fiscal year.</param>
/// <param name="LastYear">Last one, included.</param>
/// <param name="Reason">Why, in 1 to 200 characters.</param>
public sealed record ClearPublicationBody(string Fund, int FirstYear, int LastYear, string Reason) : IApiBody
{
    public static object Example { get; } = new ClearPublicationBody("SFR", 2022, 2023, "Yearly publication (synthetic)");
}

/// <summary>A figure that the Court has published.</summary>
/// <param name="Fund">Code of a protected fund.</param>
/// <param name="Year">The fiscal year.</param>
/// <param name="Line">What it says.</param>
/// <param name="Amount">In EUR.</param>
/// <param name="Unit">To what it is rounded, in EUR: 0.01, 1, 1000 or 1000000.</param>
/// <param name="Document">Where it is printed.</param>
/// <param name="PublishedOn">The day of the document.</param>
/// <param name="Reason">Why it is entered, in 1 to 200 characters.</param>
public sealed record OfficialFigureBody(string Fund, int Year, OfficialLine Line, string Amount, string Unit, string Document,
    DateOnly PublishedOn, string Reason) : IApiBody
{
    public static object Example { get; } = new OfficialFigureBody("SFR", 2024, OfficialLine.Spent, "300000.00", "1000.00",
        "Synthetic accounts 2024", new DateOnly(2025, 9, 1), "Printed accounts (synthetic)");
}

/// <summary>What is published of protected funds.</summary>
public static class PublicationEndpoints
{
    private const string Note =
        "Figures of this fund are published by fiscal year or block of years, rounded, and only where they give nobody away.";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/published", PublishedAsync).WithName("list_published").WithTags("Funds").Needs(Operation.ReadPublic);
        api.MapGet("/publications/preview", PreviewAsync).WithName("preview_publication").WithTags("Funds")
            .Needs(Operation.ReadPublications);
        api.MapPost("/publications", ClearAsync).WithName("clear_publication").WithTags("Funds").Needs(Operation.DraftPublications);
        api.MapPost("/official-figures", OfficialAsync).WithName("enter_official_figure").WithTags("Funds")
            .Needs(Operation.DraftPublications);
    }

    /// <summary>What everybody may know of protected funds</summary>
    /// <remarks>Needs no token.</remarks>
    public static async Task<Ok<ApiList<ApiPublished>>> PublishedAsync(LedgerReads reads, PublicationStore store, CancellationToken cancel)
    {
        var told = new List<ApiPublished>();
        foreach (var fund in PublicationOverview.FundsOf((await reads.Whole.CatalogAsync(cancel)).Funds))
            told.Add(new ApiPublished(fund.Code, Note, [.. (await store.AccountAsync(fund.Code, reads.Today, cancel))
                .Select(ApiPublishedLine.Of)]));
        return TypedResults.Ok(new ApiList<ApiPublished>(told, null));
    }

    /// <summary>What would be published, and what everybody would learn by it</summary>
    /// <remarks>Writes nothing.</remarks>
    public static async Task<Results<Ok<ApiPublicationPlan>, ProblemAnswer>> PreviewAsync(string fund,
        [FromQuery(Name = "first_year")] string firstYear, [FromQuery(Name = "last_year")] string lastYear, CurrentActor actor,
        LedgerReads reads, CancellationToken cancel)
    {
        if (Year(firstYear) is not { } first) return new ParameterIsMalformed("first_year", "a year such as 2024").Answer();
        if (Year(lastYear) is not { } last) return new ParameterIsMalformed("last_year", "a year such as 2024").Answer();
        if (await StrangeAsync(reads, actor, Operation.ReadPublications, fund, cancel) is { } strange) return strange.Answer();
        var preview = await ClearPublication.PreviewAsync(reads, fund, first, last, cancel);
        if (preview.IsRefused) return preview.Refusal.Answer();
        var plan = preview.Value;
        return TypedResults.Ok(new ApiPublicationPlan(fund, first, last, "EUR", plan.ReceivedEur.Text(), plan.Block.SpentEur.Text(),
            plan.ClosingEur.Text(), plan.Block.IsOfficial, [.. plan.Audit.Findings.Select(finding => finding.Fault).Distinct()],
            [.. plan.Audit.Lines.Select(line => new ApiLearned(line.Subject, line.From, line.To, line.Case, line.Before.Least.Text(),
                line.Before.Most?.Text(), line.After.Least.Text(), line.After.Most?.Text()))]));
    }

    /// <summary>Ask for figures of a protected fund to be published</summary>
    /// <remarks>A certifying and an approving officer look at it side by side; with the second yes it is published.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> ClearAsync(ClearPublicationBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, LedgerReads reads,
        ClearPublication clear, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        if (await StrangeAsync(reads, actor, Operation.DraftPublications, body.Fund, cancel) is { } strange) return strange.Answer();
        var outcome = await clear.AskAsync(new(key.Value, body.Fund, body.FirstYear, body.LastYear, body.Reason), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Asked(outcome.Value);
    }

    /// <summary>Ask for a figure of the Court's own accounts to be entered</summary>
    /// <remarks>Another person approves. From then on publications are judged as if everybody had read it.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> OfficialAsync(OfficialFigureBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, LedgerReads reads,
        EnterOfficialFigure enter, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var (amount, unit) = (ApiInput.Amount("amount", body.Amount, "EUR"), ApiInput.Amount("unit", body.Unit, "EUR"));
        if (amount.IsRefused) return amount.Refusal.Answer();
        if (unit.IsRefused) return unit.Refusal.Answer();
        if (await StrangeAsync(reads, actor, Operation.DraftPublications, body.Fund, cancel) is { } strange) return strange.Answer();
        var outcome = await enter.AskAsync(new(key.Value, body.Fund, body.Year, body.Line, amount.Value, unit.Value, body.Document,
            body.PublishedOn, body.Reason), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Asked(outcome.Value);
    }

    private static int? Year(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 2000 and <= 2999 ? year : null;

    // A protected fund out of reach answers as one that does not exist.
    private static async Task<Refusal?> StrangeAsync(LedgerReads reads, CurrentActor actor, Operation operation, string fund,
        CancellationToken cancel)
    {
        var catalog = await reads.CatalogAsync(cancel);
        return catalog.Fund(fund) is { } known && PublicationOverview.FundsOf([known]).Any() && !actor.May(operation, known)
            ? new FundIsUnknown(fund) : null;
    }
}
