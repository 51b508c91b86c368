using System.Globalization;
using FundsLedger.App.Api;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Reports.Documents.Reminder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Reminders;

/// <summary>Something overdue, as a reminder lists it.</summary>
/// <param name="Reference">The agreement and instalment, or the pledge.</param>
/// <param name="Fund">Name of the fund in the reminder's language.</param>
/// <param name="DueOn">Day it was due.</param>
/// <param name="Days">Days overdue.</param>
/// <param name="Currency">Of the amount.</param>
/// <param name="Open">What is outstanding.</param>
public sealed record ApiReminderItem(string Reference, string Fund, DateOnly DueOn, int Days, string Currency, string Open);

/// <summary>The draft of a reminder. The program sends none.</summary>
/// <param name="Donor">Code of the donor.</param>
/// <param name="Language">In which it is written: en or fr.</param>
/// <param name="Reference">By which it is quoted.</param>
/// <param name="AsOf">Day of the figures.</param>
/// <param name="Title">Note verbale, or reminder.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Items">Everything overdue, the longest first.</param>
/// <param name="Html">The whole text, as the page shows it.</param>
public sealed record ApiReminder(string Donor, string Language, string Reference, DateOnly AsOf, string Title, string Subject,
    IReadOnlyList<ApiReminderItem> Items, string Html)
{
    internal static async Task<ApiReminder> OfAsync(string donor, ReminderLetter letter) =>
        new(donor, letter.Language, letter.Data.Reference, letter.Data.AsOf, letter.Title, letter.Subject,
        [.. letter.Data.Items.Select(
            item =>
                new ApiReminderItem(item.Reference, item.Fund, item.DueOn, item.Days, item.Open.Currency.Code,
                    item.Open.ToDecimalString()))], await letter.FragmentAsync());
}

/// <summary>A reminder to be drafted.</summary>
/// <param name="AsOf">Day of the figures; today when left out.</param>
/// <param name="Language">en or fr; the donor's when left out.</param>
public sealed record DraftReminderBody(DateOnly? AsOf = null, string? Language = null) : IApiBody
{
    public static object Example { get; } = new DraftReminderBody(new DateOnly(2026, 11, 23), "fr");
}

/// <summary>Reminders of what is overdue.</summary>
public static class ReminderEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/reminders/{donor}", ReminderAsync).WithName("read_reminder").WithTags("Follow-up")
            .Needs(Operation.DraftReminders, Subject.Donor, "donor");
        api.MapPost("/reminders/{donor}", DraftAsync).WithName("draft_reminder").WithTags("Follow-up")
            .Needs(Operation.DraftReminders, Subject.Donor, "donor");
    }

    /// <summary>What a reminder of everything overdue would say</summary>
    /// <remarks>The text of the page, in the donor's language or the one asked for. Nothing is recorded, and nothing is sent.</remarks>
    public static async Task<Results<Ok<ApiReminder>, ProblemAnswer>> ReminderAsync(string donor, [FromQuery(Name = "as_of")] string? asOf,
        string? language, LedgerReads reads, DraftReminder draft, CancellationToken cancel)
    {
        var day = ApiInput.Day("as_of", asOf);
        if (day.IsRefused) return day.Refusal.Answer();
        if (language is not (null or "en" or "fr")) return new ParameterIsMalformed("language", "en or fr").Answer();
        var made = await draft.PreviewAsync(new DraftReminder.Command(donor, day.Value ?? reads.Today, language), cancel);
        return made.IsRefused ? made.Refusal.Answer() : TypedResults.Ok(await ApiReminder.OfAsync(donor, made.Value));
    }

    /// <summary>Draft a reminder of everything overdue</summary>
    /// <remarks>It is kept on record that it was drafted; nothing is sent. Its content is its key: the same text on the same day is a
    /// repeat. The code is the draft's number.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> DraftAsync(string donor, DraftReminderBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, LedgerReads reads,
        DraftReminder draft, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await draft.RunAsync(new DraftReminder.Command(donor, body.AsOf ?? reads.Today, body.Language), actor.Actor, cancel);
        if (outcome.IsRefused) return outcome.Refusal.Answer();
        var path = Links.To($"/reminders/{donor}", ("as_of", Links.Iso(outcome.Value.Letter.Data.AsOf)),
            ("language", outcome.Value.Letter.Language));
        return context.Recorded(outcome.Value, path, outcome.Value.Id.ToString(CultureInfo.InvariantCulture), null);
    }
}
