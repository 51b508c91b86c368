using FundsLedger.App.Api;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Proof.Statements;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Reports.Documents.DonorStatement;
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
/// <param name="Received">All that arrived, without what was taken back.</param>
/// <param name="LastReceiptOn">Day of the latest receipt.</param>
/// <param name="Parent">Code of the State or organisation it is an agency of.</param>
/// <param name="Confidential">It asked not to be named outside the Registry and its auditors; null for readers outside.</param>
/// <param name="UnderReview">Its gifts wait for an approving officer; null for readers outside.</param>
/// <param name="ReviewReason">Why; null for readers outside.</param>
public sealed record ApiDonor(string Code, string Name, DonorType Type, string Language, bool Synthetic, string Currency, string PledgedOpen, string Received, DateOnly? LastReceiptOn, string? Parent, bool? Confidential, bool? UnderReview, string? ReviewReason)
{
    internal static ApiDonor Of(DonorStanding donor, bool isInside) => new(donor.Code, donor.Name, donor.Type, donor.Language, donor.IsSynthetic, "EUR", donor.PledgedOpenEur.Text(), donor.ReceivedEur.Text(), donor.LastReceiptOn, donor.Profile.Parent,
        isInside ? donor.Profile.IsConfidential : null, isInside ? donor.Profile.IsUnderReview : null, isInside ? donor.Profile.ReviewReason : null);
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
public sealed record AddDonorBody(string Code, string Name, DonorType Type, string Language);

/// <summary>Asks that a donor be under review no longer.</summary>
/// <param name="Reason">What was found, in 1 to 200 characters.</param>
public sealed record LiftReviewBody(string Reason);

/// <summary>A new version of a donor's profile.</summary>
/// <param name="Language">In which it is written to: en or fr.</param>
/// <param name="Parent">Code of the State or organisation an agency belongs to.</param>
/// <param name="Confidential">It asked not to be named outside the Registry and its auditors.</param>
/// <param name="UnderReview">Its gifts wait for an approving officer. Lifting the mark takes two people, and a request of its own.</param>
/// <param name="ReviewReason">Why; only for a donor under review.</param>
public sealed record SetProfileBody(string Language, string? Parent = null, bool Confidential = false, bool UnderReview = false, string? ReviewReason = null);

/// <summary>A contact to be added.</summary>
/// <param name="Name">The person.</param>
/// <param name="Office">The person's office.</param>
/// <param name="Address">Postal or e-mail address, in one line.</param>
public sealed record ContactBody(string Name, string Office, string Address);

/// <summary>A contact to be erased.</summary>
/// <param name="Id">Its number.</param>
public sealed record EraseContactBody(long Id);

/// <summary>A pledge as the statement states it.</summary>
/// <param name="Pledge">Its code.</param>
/// <param name="Date">Day of the announcement.</param>
/// <param name="Stage">How far it has come.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="Amount">What of it is for this fund.</param>
/// <param name="Paid">Met by money.</param>
/// <param name="Outstanding">Still open; null where that is not stated.</param>
public sealed record ApiStatedPledge(string Pledge, DateOnly Date, PledgeStage Stage, string Currency, string Amount, string Paid,
    string? Outstanding);

/// <summary>A receipt as the statement states it.</summary>
/// <param name="Receipt">Its code.</param>
/// <param name="Date">Value date.</param>
/// <param name="Currency">In which it arrived.</param>
/// <param name="Amount">In that currency.</param>
/// <param name="Rate">EUR for one unit; null for EUR.</param>
/// <param name="RateDate">The day the rate is for.</param>
/// <param name="RateSource">Where it was read.</param>
/// <param name="Eur">The value in EUR.</param>
public sealed record ApiStatedReceipt(string Receipt, DateOnly Date, string Currency, string Amount, string? Rate, DateOnly? RateDate, string? RateSource, string Eur);

/// <summary>A named amount of a fund's account, in EUR.</summary>
public sealed record ApiAccountLine(string Label, string Amount);

/// <summary>An instalment of a signed agreement as the statement states it.</summary>
/// <param name="Instalment">The agreement and the instalment's number.</param>
/// <param name="DueOn">Day it is due.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="Amount">As agreed.</param>
/// <param name="Paid">Met by money.</param>
/// <param name="Outstanding">Still open.</param>
/// <param name="DaysSinceDue">Above zero when overdue; null once nothing is open, and while it waits for its condition.</param>
/// <param name="WaitsForCondition">True while it is not due, whatever its day.</param>
public sealed record ApiStatedInstalment(string Instalment, DateOnly DueOn, string Currency, string Amount, string Paid, string Outstanding,
    int? DaysSinceDue, bool WaitsForCondition);

/// <summary>The fund's overall account for the period as money at the bank, in EUR; expenses and returns are positive and subtracted.
/// Receivable is owed under signed agreements and in no other figure.</summary>
public sealed record ApiFundAccount(string Currency, string Opening, string Contributions, string Interest,
    IReadOnlyList<ApiAccountLine> Expenses, string Returned, IReadOnlyList<ApiAccountLine> OtherChanges, string Closing, string Receivable);

/// <summary>A donor's statement as data: the figures of the document.</summary>
/// <param name="Reference">By which it is quoted.</param>
/// <param name="Donor">Code of the donor.</param>
/// <param name="DonorName">Its name.</param>
/// <param name="Fund">Code of the fund.</param>
/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="IssuedAt">When it was made.</param>
/// <param name="Synthetic">Made-up figures: a demonstration.</param>
/// <param name="Pledges">The donor's pledges to this fund.</param>
/// <param name="Instalments">What is due under signed agreements.</param>
/// <param name="Receipts">The donor's receipts in the period; negative what was taken back in it of earlier ones.</param>
/// <param name="Account">The fund's overall account; <c>withheld</c> says why there is none.</param>
/// <param name="Withheld">True where figures of the fund are withheld for safety: they are not zero, and not known to you.</param>
/// <param name="VerificationCode">Printed on the document; null while a receipt is not under a signed head.</param>
/// <param name="Pdf">Where the document is, for a browser that is signed in.</param>
public sealed record ApiStatement(string Reference, string Donor, string DonorName, string Fund, DateOnly From, DateOnly To,
    DateTimeOffset IssuedAt, bool Synthetic, IReadOnlyList<ApiStatedPledge> Pledges, IReadOnlyList<ApiStatedInstalment> Instalments,
    IReadOnlyList<ApiStatedReceipt> Receipts,
    ApiFundAccount? Account, bool Withheld, string? VerificationCode, string Pdf)
{
    internal static ApiStatement Of(StatementAsked asked, DonorStatement statement)
    {
        var data = statement.Data;
        return new(data.Reference, asked.Donor, data.DonorName, data.FundCode, data.From, data.To, data.IssuedAt, data.IsSynthetic,
            [.. data.Pledges.Select(pledge => new ApiStatedPledge(pledge.Reference, pledge.Date, pledge.Stage, pledge.Original.Currency.Code, pledge.Original.ToDecimalString(), pledge.Paid.ToDecimalString(), pledge.Outstanding?.ToDecimalString()))],
            [.. data.Instalments.Select(one => new ApiStatedInstalment(one.AgreementReference, one.Due, one.Amount.Currency.Code,
                one.Amount.ToDecimalString(), one.Paid.ToDecimalString(), one.Outstanding.ToDecimalString(), one.DaysSinceDue,
                one.WaitsForCondition))],
            [.. data.Receipts.Select(receipt => new ApiStatedReceipt(receipt.Reference, receipt.Date, receipt.Original.Currency.Code, receipt.Original.ToDecimalString(), receipt.Rate?.ToDecimalString(), receipt.RateDate, receipt.RateSource, receipt.Eur.ToDecimalString()))],
            data.Account is { } account ? new ApiFundAccount("EUR", account.Opening.ToDecimalString(),
                account.Contributions.ToDecimalString(), account.Interest.ToDecimalString(), Lines(account.Expenses),
                account.Returned.ToDecimalString(), Lines(account.OtherChanges), account.Closing.ToDecimalString(),
                account.Receivable.ToDecimalString()) : null,
            data.Account is null, data.Verification?.Code,
            Links.To($"/statements/{asked.Donor}.pdf", ("fund", asked.Fund), ("from", Links.Iso(asked.From)), ("to", Links.Iso(asked.To)), ("in", asked.Language)));
    }

    private static List<ApiAccountLine> Lines(IEnumerable<AccountLine> lines) => [.. lines.Select(line => new ApiAccountLine(line.Label, line.Amount.ToDecimalString()))];
}

/// <summary>Donors and their statements.</summary>
public static class DonorEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/donors", DonorsAsync).WithName("list_donors").WithTags("Donors").Needs(Operation.ReadDonors);
        api.MapGet("/donors/{code}", DonorAsync).WithName("read_donor").WithTags("Donors").Needs(Operation.ReadDonors, Subject.Donor);
        api.MapPost("/donors/{code}/profile", ProfileAsync).WithName("set_donor_profile").WithTags("Donors").Needs(Operation.ManageDonors, Subject.Donor);
        api.MapPost("/donors", AddAsync).WithName("add_donor").WithTags("Donors").Needs(Operation.ManageDonors);
        api.MapPost("/donors/{code}/review-lifts", LiftAsync).WithName("ask_to_lift_review").WithTags("Donors").Needs(Operation.ManageDonors, Subject.Donor);
        api.MapGet("/donors/{code}/contacts", ContactsAsync).WithName("list_donor_contacts").WithTags("Donors").Needs(Operation.ManageDonors, Subject.Donor);
        api.MapPost("/donors/{code}/contacts", AddContactAsync).WithName("add_donor_contact").WithTags("Donors").Needs(Operation.ManageDonors, Subject.Donor);
        api.MapPost("/donors/{code}/contacts/erasures", EraseContactAsync).WithName("erase_donor_contact").WithTags("Donors").Needs(Operation.ManageDonors, Subject.Donor);
        api.MapGet("/statements/{donor}", StatementAsync).WithName("read_statement").WithTags("Donors").Needs(Operation.ReadStatements, Subject.Donor, "donor");
    }

    /// <summary>Donors with what they promised and gave, by code</summary>
    public static async Task<Results<Ok<ApiList<ApiDonor>>, ProblemAnswer>> DonorsAsync(string? cursor, string? limit, LedgerReads reads, CurrentActor actor, Cursors cursors, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var donors = await DonorList.ReadAsync(connection, reach: actor.Reach(Operation.ReadDonors), cancel: cancel);
        var part = cursors.Cut("donors", donors.OrderBy(donor => donor.Code, StringComparer.Ordinal), donor => donor.Code, donor => ApiDonor.Of(donor, IsInside(actor)), cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);
    }

    /// <summary>One donor</summary>
    public static async Task<Results<Ok<ApiDonor>, ProblemAnswer>> DonorAsync(string code, LedgerReads reads, CurrentActor actor, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return await DonorList.ReadAsync(connection, code, actor.Reach(Operation.ReadDonors), cancel) is [var donor] ? TypedResults.Ok(ApiDonor.Of(donor, IsInside(actor))) : ProblemAnswer.NotFound;
    }

    /// <summary>Record a new version of a donor's profile</summary>
    /// <remarks>Its content is its key: what equals the newest version is a repeat.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> ProfileAsync(string code, SetProfileBody body, [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, SetDonorProfile set, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await set.RunAsync(new SetDonorProfile.Command(code, new DonorProfile(body.Parent, body.Language, body.Confidential, body.UnderReview, body.ReviewReason)), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/donors/{code}", code, null);
    }

    /// <summary>Add a donor</summary>
    /// <remarks>Its content is its key: the same again is a repeat.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> AddAsync(AddDonorBody body, [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, AddDonor add, BooksInfo books, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        // Whatever is sent to a demonstration is made up.
        var outcome = await add.RunAsync(new AddDonor.Command(body.Code, body.Name, body.Type, body.Language, books.IsDemo), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/donors/{outcome.Value.Code}", outcome.Value.Code, null);
    }

    /// <summary>Ask that a donor be under review no longer</summary>
    /// <remarks>The mark is lifted when another person has approved; the answer names the request.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> LiftAsync(string code, LiftReviewBody body, [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, SetDonorProfile set, CancellationToken cancel)
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
        return TypedResults.Ok(new ApiList<ApiContact>([.. (await DonorContacts.ReadAsync(connection, code, cancel)).Select(contact => new ApiContact(contact.Id, contact.Name, contact.Office, contact.Address))], null));
    }

    /// <summary>Add a contact of a donor</summary>
    /// <remarks>Its content is its key.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> AddContactAsync(string code, ContactBody body, [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, DonorContacts contacts, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await contacts.AddAsync(new DonorContacts.Command(code, body.Name, body.Office, body.Address), actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/donors/{code}/contacts", code, null);
    }

    /// <summary>Erase a contact of a donor</summary>
    /// <remarks>One that is not there was erased before.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> EraseContactAsync(string code, EraseContactBody body, [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, DonorContacts contacts, CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        var outcome = await contacts.EraseAsync(code, body.Id, actor.Actor, cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Recorded(outcome.Value, $"/donors/{code}/contacts", code, null);
    }

    private static bool IsInside(CurrentActor actor) => actor.Reach(Operation.ReadDonors).OnlyDonors is null;

    /// <summary>A donor's statement as data</summary>
    /// <remarks>The figures of the document. Of a protected fund it holds the donor's own lines and nothing of the fund. Without from and to: this year up to today.</remarks>
    public static async Task<Results<Ok<ApiStatement>, ProblemAnswer>> StatementAsync(string donor, string? fund, string? from, string? to, string? language, LedgerReads reads, DonorStatements statements, CancellationToken cancel)
    {
        var (first, last, book) = (ApiInput.Day("from", from), ApiInput.Day("to", to), ApiInput.Text("fund", fund));
        if (first.IsRefused) return first.Refusal.Answer();
        if (last.IsRefused) return last.Refusal.Answer();
        if (book.IsRefused) return book.Refusal.Answer();
        if (book.Value is null) return new ParameterIsMalformed("fund", "the code of a fund, and a statement needs one").Answer();
        if (language is not (null or "en" or "fr")) return new ParameterIsMalformed("language", "en or fr").Answer();
        var asked = new StatementAsked(donor, book.Value, first.Value ?? new DateOnly(reads.Today.Year, 1, 1), last.Value ?? reads.Today, language ?? "en");
        var statement = await statements.OfAsync(asked, cancel);
        return statement.IsRefused ? statement.Refusal.Answer() : TypedResults.Ok(ApiStatement.Of(asked, statement.Value));
    }
}
