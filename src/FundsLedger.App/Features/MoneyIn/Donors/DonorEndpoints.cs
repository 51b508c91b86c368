using FundsLedger.App.Api;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Donors;

/// <summary>A donor with what it promised and gave, in EUR.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it is.</param>
/// <param name="Language">In which it is written to.</param>
/// <param name="Synthetic">Made up, for a demonstration.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="PledgedOpen">Open pledges.</param>
/// <param name="Received">All that arrived, without what was taken back or paid back.</param>
/// <param name="LastReceiptOn">Day of the latest receipt.</param>
/// <param name="Parent">Code of the State or organisation it is an agency of.</param>
/// <param name="Confidential">It asked not to be named outside the Registry and its auditors; null for readers outside.</param>
/// <param name="UnderReview">Its gifts wait for an approving officer; null for readers outside.</param>
/// <param name="ReviewReason">Why; null for readers outside.</param>
public sealed record ApiDonor(string Code, string Name, DonorType Type, string Language, bool Synthetic, string Currency,
    string PledgedOpen, string Received, DateOnly? LastReceiptOn, string? Parent, bool? Confidential, bool? UnderReview,
    string? ReviewReason)
{
    internal static ApiDonor Of(DonorStanding donor, bool isInside) =>
        new(donor.Code, donor.Name, donor.Type, donor.Language, donor.IsSynthetic, "EUR", donor.PledgedOpenEur.Text(),
            donor.ReceivedEur.Text(), donor.LastReceiptOn, donor.Profile.Parent,
        isInside ? donor.Profile.IsConfidential : null, isInside ? donor.Profile.IsUnderReview : null,
        isInside ? donor.Profile.ReviewReason : null);
}

/// <summary>Whom to write to at a donor.</summary>
/// <param name="Id">Its number, for erasing it.</param>
/// <param name="Name">The person.</param>
/// <param name="Office">The person's office.</param>
/// <param name="Address">Postal or e-mail address.</param>
public sealed record ApiContact(long Id, string Name, string Office, string Address);

/// <summary>A donor to be added.</summary>
/// <param name="Code">1 to 20 capital letters, digits and hyphens.</param>
/// <param name="Name">As printed on statements, in 1 to 200 characters.</param>
/// <param name="Type">Decides the revenue account of its receipts.</param>
/// <param name="Language">In which it is written to: en or fr.</param>
public sealed record AddDonorBody(string Code, string Name, DonorType Type, string Language) : IApiBody
{
    public static object Example { get; } = new AddDonorBody("SYN-9", "Synthetic State 9", DonorType.State, "fr");
}

/// <summary>Asks that a donor be under review no longer.</summary>
/// <param name="Reason">What was found, in 1 to 200 characters.</param>
public sealed record LiftReviewBody(string Reason) : IApiBody
{
    public static object Example { get; } = new LiftReviewBody("Origin of the money clarified (synthetic)");
}

/// <summary>A new version of a donor's profile.</summary>
/// <param name="Language">In which it is written to: en or fr.</param>
/// <param name="Parent">Code of the State or organisation an agency belongs to.</param>
/// <param name="Confidential">It asked not to be named outside the Registry and its auditors.</param>
/// <param name="UnderReview">Its gifts wait for an approving officer. Lifting the mark takes two people, and a request of its own.</param>
/// <param name="ReviewReason">Why; only for a donor under review.</param>
public sealed record SetProfileBody(string Language, string? Parent = null, bool Confidential = false, bool UnderReview = false,
    string? ReviewReason = null) : IApiBody
{
    public static object Example { get; } = new SetProfileBody("fr", Confidential: true);
}

/// <summary>A contact to be added.</summary>
/// <param name="Name">The person.</param>
/// <param name="Office">The person's office.</param>
/// <param name="Address">Postal or e-mail address, in one line.</param>
public sealed record ContactBody(string Name, string Office, string Address) : IApiBody
{
    public static object Example { get; } =
        new ContactBody("A. Example (synthetic)", "Embassy, development section", "embassy@example.org");
}

/// <summary>A contact to be erased.</summary>
/// <param name="Id">Its number.</param>
public sealed record EraseContactBody(long Id) : IApiBody
{
    public static object Example { get; } = new EraseContactBody(1);
}

/// <summary>Donors.</summary>
public static class DonorEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/donors", DonorsAsync).WithName("list_donors").WithTags("Donors").Needs(Operation.ReadDonors);
        api.MapGet("/donors/{code}", DonorAsync).WithName("read_donor").WithTags("Donors").Needs(Operation.ReadDonors, Subject.Donor);
        api.MapPost("/donors/{code}/profile", ProfileAsync).WithName("set_donor_profile").WithTags("Donors")
            .Needs(Operation.ManageDonors, Subject.Donor);
        api.MapPost("/donors", AddAsync).WithName("add_donor").WithTags("Donors").Needs(Operation.ManageDonors);
        api.MapPost("/donors/{code}/review-lifts", LiftAsync).WithName("ask_to_lift_review").WithTags("Donors")
            .Needs(Operation.ManageDonors, Subject.Donor);
        api.MapGet("/donors/{code}/contacts", ContactsAsync).WithName("list_donor_contacts").WithTags("Donors")
            .Needs(Operation.ManageDonors, Subject.Donor);
        api.MapPost("/donors/{code}/contacts", AddContactAsync).WithName("add_donor_contact").WithTags("Donors")
            .Needs(Operation.ManageDonors, Subject.Donor);
        api.MapPost("/donors/{code}/contacts/erasures", EraseContactAsync).WithName("erase_donor_contact").WithTags("Donors")
            .Needs(Operation.ManageDonors, Subject.Donor);
    }

    /// <summary>Donors with what they promised and gave, by code</summary>
    public static async Task<Results<Ok<ApiList<ApiDonor>>, ProblemAnswer>> DonorsAsync(string? cursor, string? limit, LedgerReads reads,
        CurrentActor actor, Cursors cursors, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var donors = await DonorList.ReadAsync(connection, reach: actor.Reach(Operation.ReadDonors), cancel: cancel);
        var part = cursors.Cut("donors", donors.OrderBy(donor => donor.Code, StringComparer.Ordinal), donor => donor.Code,
            donor => ApiDonor.Of(donor, IsInside(actor)), cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);
    }

    /// <summary>One donor</summary>
    public static async Task<Results<Ok<ApiDonor>, ProblemAnswer>> DonorAsync(string code, LedgerReads reads, CurrentActor actor,
        CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return await DonorList.ReadAsync(connection, code, actor.Reach(Operation.ReadDonors), cancel) is [var donor]
            ? TypedResults.Ok(ApiDonor.Of(donor, IsInside(actor))) : ProblemAnswer.NotFound;
    }

    /// <summary>Record a new version of a donor's profile</summary>
    /// <remarks>Its content is its key: what equals the newest version is a repeat.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> ProfileAsync(string code, SetProfileBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, SetDonorProfile set,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await set.RunAsync(
            new SetDonorProfile.Command(code,
                new DonorProfile(body.Parent, body.Language, body.Confidential, body.UnderReview, body.ReviewReason)), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/donors/{code}", code, null);
    }

    /// <summary>Add a donor</summary>
    /// <remarks>Its content is its key: the same again is a repeat.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> AddAsync(AddDonorBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, AddDonor add,
        BooksInfo books, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        // Whatever is sent to a demonstration is made up.
        var outcome =
            await add.RunAsync(new AddDonor.Command(body.Code, body.Name, body.Type, body.Language, books.IsDemo), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer()
            : context.Recorded(outcome.Value, $"/donors/{outcome.Value.Code}", outcome.Value.Code, null);
    }

    /// <summary>Ask that a donor be under review no longer</summary>
    /// <remarks>The mark is lifted when another person has approved; the answer names the request.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> LiftAsync(string code, LiftReviewBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, SetDonorProfile set,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await set.AskToLiftAsync(key.Value, code, body.Reason, actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Asked(outcome.Value);
    }

    /// <summary>Whom to write to at a donor</summary>
    public static async Task<Ok<ApiList<ApiContact>>> ContactsAsync(string code, LedgerReads reads, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return TypedResults.Ok(
            new ApiList<ApiContact>(
                [.. (await DonorContacts.ReadAsync(connection, code, cancel)).Select(
                    contact => new ApiContact(contact.Id, contact.Name, contact.Office, contact.Address))], null));
    }

    /// <summary>Add a contact of a donor</summary>
    /// <remarks>Its content is its key.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> AddContactAsync(string code, ContactBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, DonorContacts contacts,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await contacts.AddAsync(new DonorContacts.Command(code, body.Name, body.Office, body.Address), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/donors/{code}/contacts", code, null);
    }

    /// <summary>Erase a contact of a donor</summary>
    /// <remarks>One that is not there was erased before.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> EraseContactAsync(string code, EraseContactBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, DonorContacts contacts,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await contacts.EraseAsync(code, body.Id, actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/donors/{code}/contacts", code, null);
    }

    private static bool IsInside(CurrentActor actor) => actor.Reach(Operation.ReadDonors).OnlyDonors is null;
}
