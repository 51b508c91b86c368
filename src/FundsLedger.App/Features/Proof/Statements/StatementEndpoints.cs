using FundsLedger.App.Api;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Ledger;
using FundsLedger.Reports.Documents.DonorStatement;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Proof.Statements;

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
public sealed record ApiStatedReceipt(string Receipt, DateOnly Date, string Currency, string Amount, string? Rate, DateOnly? RateDate,
    string? RateSource, string Eur);

/// <summary>A named amount of a fund's account, in EUR.</summary>
public sealed record ApiAccountLine(string Label, string Amount);

/// <summary>A part of a pledge that covers several purposes.</summary>
/// <param name="Pledge">Its code.</param>
/// <param name="Purpose">The fund or purpose; null for what is not yet designated.</param>
/// <param name="InLedger">False where its books are kept elsewhere.</param>
/// <param name="Currency">Of the amount.</param>
/// <param name="Amount">The part.</param>
public sealed record ApiStatedPart(string Pledge, string? Purpose, bool InLedger, string Currency, string Amount);

/// <summary>A signed agreement as the statement states it.</summary>
/// <param name="Agreement">Its code.</param>
/// <param name="Pledge">The pledge that it makes binding.</param>
/// <param name="SignedOn">Day of the signature.</param>
/// <param name="Currency">Of the amounts.</param>
/// <param name="Amount">As agreed.</param>
/// <param name="Paid">Met by money.</param>
/// <param name="WrittenOff">Written off by two people.</param>
/// <param name="Outstanding">Still open.</param>
/// <param name="Overdue">Of that past its due day.</param>
/// <param name="ClosedOn">Day on which it was closed.</param>
public sealed record ApiStatedAgreement(string Agreement, string Pledge, DateOnly SignedOn, string Currency, string Amount, string Paid,
    string WrittenOff, string Outstanding, string Overdue, DateOnly? ClosedOn);

/// <summary>Money paid back to the donor; below zero where that was taken back.</summary>
public sealed record ApiStatedReturn(DateOnly Date, string Currency, string Amount);

/// <summary>From net assets to cash, and from cash to what is available, in EUR.</summary>
/// <param name="NetAssets">What the fund owns less what it owes.</param>
/// <param name="NotCash">What is owned and no cash (below zero), and what is owed and still at the bank (above).</param>
/// <param name="Cash">At the bank.</param>
/// <param name="Committed">Set aside for what was decided.</param>
/// <param name="Held">At the bank and not the fund's to spend.</param>
/// <param name="Reserve">Set aside for support that goes on.</param>
/// <param name="Available">Cash less the three.</param>
public sealed record ApiReconciliation(string NetAssets, IReadOnlyList<ApiAccountLine> NotCash, string Cash, string Committed, string Held,
    string Reserve, string Available);

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

/// <summary>The fund's overall account for the period as money at the bank, by source and use, in EUR: closing = opening + sources − uses.
/// Receivable is owed under signed agreements and in no other figure.</summary>
/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Currency">Of all amounts.</param>
/// <param name="Opening">Before the first day.</param>
/// <param name="Contributions">From all donors.</param>
/// <param name="Interest">Earned.</param>
/// <param name="OtherChanges">Of other kinds, with their sign.</param>
/// <param name="TotalSources">What came in.</param>
/// <param name="Expenses">Paid, by class.</param>
/// <param name="Charges">Of banks and card processors.</param>
/// <param name="Returned">Refunded to donors.</param>
/// <param name="TotalUses">What went out.</param>
/// <param name="Closing">After the last day.</param>
/// <param name="Receivable">Owed under signed agreements.</param>
/// <param name="YearBefore">The same days a year earlier; null for a period of more than a year.</param>
/// <param name="Reconciliation">From net assets to what is available; null for the year before.</param>
public sealed record ApiFundAccount(DateOnly From, DateOnly To, string Currency, string Opening, string Contributions, string Interest,
    IReadOnlyList<ApiAccountLine> OtherChanges, string TotalSources, IReadOnlyList<ApiAccountLine> Expenses,
    IReadOnlyList<ApiAccountLine> Charges, string Returned, string TotalUses, string Closing, string Receivable,
    ApiFundAccount? YearBefore, ApiReconciliation? Reconciliation)
{
    internal static ApiFundAccount Of(DateOnly from, DateOnly to, FundAccount account) => new(from, to, "EUR",
        account.Opening.ToDecimalString(), account.Contributions.ToDecimalString(), account.Interest.ToDecimalString(),
        Lines(account.OtherChanges), account.Sources.ToDecimalString(), Lines(account.Expenses), Lines(account.Charges),
        account.Returned.ToDecimalString(), account.Uses.ToDecimalString(), account.Closing.ToDecimalString(),
        account.Receivable.ToDecimalString(),
        account.Earlier is { } before ? Of(before.From, before.To, before.Account) : null,
        account.Reconciliation is { } worth ? new ApiReconciliation(worth.NetAssets.ToDecimalString(), Lines(worth.NotCash),
            worth.Cash.ToDecimalString(), worth.Committed.ToDecimalString(), worth.Held.ToDecimalString(),
            worth.Reserve.ToDecimalString(), worth.Available.ToDecimalString()) : null);

    private static List<ApiAccountLine> Lines(IEnumerable<AccountLine> lines) =>
        [.. lines.Select(line => new ApiAccountLine(line.Label, line.Amount.ToDecimalString()))];
}

/// <summary>A donor's statement as data: the figures of the document.</summary>
/// <param name="Reference">By which a preview is quoted.</param>
/// <param name="Number">Under which it was issued; null on a preview.</param>
/// <param name="Donor">Code of the donor.</param>
/// <param name="DonorName">Its name.</param>
/// <param name="Fund">Code of the fund.</param>
/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="KnownAt">What was recorded later is not in it.</param>
/// <param name="IssuedAt">When it was issued; null on a preview.</param>
/// <param name="ProvisionalFrom">The first day that the fund's books are open for; null where the whole period is closed.</param>
/// <param name="Audited">True once the auditor's certificate for the year is on file.</param>
/// <param name="Synthetic">Made-up figures: a demonstration.</param>
/// <param name="Pledges">The donor's pledges to this fund.</param>
/// <param name="Parts">How pledges of several purposes are divided.</param>
/// <param name="Agreements">The donor's signed agreements with the fund.</param>
/// <param name="Instalments">What is due under signed agreements.</param>
/// <param name="Receipts">The donor's receipts in the period; negative what was taken back in it of earlier ones.</param>
/// <param name="Returns">What was paid back to the donor in the period.</param>
/// <param name="Account">The fund's overall account; <c>withheld</c> says why there is none.</param>
/// <param name="Withheld">True where figures of the fund are withheld for safety: they are not zero, and not known to you.</param>
/// <param name="VerificationCode">Printed on the document; null while a receipt is not under a signed head.</param>
/// <param name="Pdf">Where the document is, for a browser that is signed in; ending in .html, .csv or .xlsx it is there in that
/// form.</param>
public sealed record ApiStatement(string Reference, string? Number, string Donor, string DonorName, string Fund, DateOnly From, DateOnly To,
    DateTimeOffset KnownAt, DateTimeOffset? IssuedAt, DateOnly? ProvisionalFrom, bool Audited, bool Synthetic,
    IReadOnlyList<ApiStatedPledge> Pledges, IReadOnlyList<ApiStatedPart> Parts, IReadOnlyList<ApiStatedAgreement> Agreements,
    IReadOnlyList<ApiStatedInstalment> Instalments, IReadOnlyList<ApiStatedReceipt> Receipts, IReadOnlyList<ApiStatedReturn> Returns,
    ApiFundAccount? Account, bool Withheld, string? VerificationCode, string Pdf)
{
    internal static ApiStatement Of(string donor, StatementRecord data) => new(data.Reference, data.Issue?.Number, donor, data.DonorName,
        data.FundCode, data.From, data.To, data.KnownAt, data.Issue is null ? null : data.IssuedAt, data.ProvisionalFrom,
        data.Audit == AuditStatus.Audited, data.IsSynthetic,
        [.. data.Pledges.Select(pledge => new ApiStatedPledge(pledge.Reference, pledge.Date, pledge.Stage, pledge.Original.Currency.Code,
            pledge.Original.ToDecimalString(), pledge.Paid.ToDecimalString(), pledge.Outstanding?.ToDecimalString()))],
        [.. data.Designations.Select(line => new ApiStatedPart(line.PledgeReference, line.Purpose, line.IsInLedger,
            line.Amount.Currency.Code, line.Amount.ToDecimalString()))],
        [.. data.Agreements.Select(line => new ApiStatedAgreement(line.Reference, line.Pledge, line.SignedOn, line.Amount.Currency.Code,
            line.Amount.ToDecimalString(), line.Paid.ToDecimalString(), line.WrittenOff.ToDecimalString(),
            line.Outstanding.ToDecimalString(), line.Overdue.ToDecimalString(), line.ClosedOn))],
        [.. data.Instalments.Select(one => new ApiStatedInstalment(one.AgreementReference, one.Due, one.Amount.Currency.Code,
            one.Amount.ToDecimalString(), one.Paid.ToDecimalString(), one.Outstanding.ToDecimalString(), one.DaysSinceDue,
            one.WaitsForCondition))],
        [.. data.Receipts.Select(receipt => new ApiStatedReceipt(receipt.Reference, receipt.Date, receipt.Original.Currency.Code,
            receipt.Original.ToDecimalString(), receipt.Rate?.ToDecimalString(), receipt.RateDate, receipt.RateSource,
            receipt.Eur.ToDecimalString()))],
        [.. data.Returns.Select(line => new ApiStatedReturn(line.Date, line.Amount.Currency.Code, line.Amount.ToDecimalString()))],
        data.Account is { } account ? ApiFundAccount.Of(data.From, data.To, account) : null, data.Account is null, data.Verification?.Code,
        data.Issue is { } issue ? $"/statements/{donor}/issued/{issue.Number}.pdf" : Links.To($"/statements/{donor}.pdf",
            ("fund", data.FundCode), ("from", Links.Iso(data.From)), ("to", Links.Iso(data.To)), ("in", data.Language)));
}

/// <summary>Which statement to certify.</summary>
/// <param name="Fund">Code of the fund.</param>
/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive; not after today.</param>
/// <param name="Language">en or fr.</param>
public sealed record IssueStatementBody(string Fund, DateOnly From, DateOnly To, string Language = "en") : IApiBody
{
    public static object Example { get; } = new IssueStatementBody("TFFV", new DateOnly(2025, 1, 1), new DateOnly(2025, 12, 31), "fr");
}

/// <summary>An issued statement.</summary>
/// <param name="Number">Printed on it; anybody may confirm it under /verify.</param>
/// <param name="Donor">Code of the donor.</param>
/// <param name="Fund">Code of the fund.</param>
/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Language">en or fr.</param>
/// <param name="IssuedAt">When.</param>
/// <param name="Sha256">Of its file, hexadecimal.</param>
/// <param name="Restates">Number of the one it restates.</param>
/// <param name="Pdf">Where its file is, for a browser that is signed in.</param>
public sealed record ApiIssuedStatement(string Number, string Donor, string Fund, DateOnly From, DateOnly To, string Language,
    DateTimeOffset IssuedAt, string Sha256, string? Restates, string Pdf)
{
    internal static ApiIssuedStatement Of(IssuedStatement one) => new(one.Number, one.Donor, one.FundCode, one.From, one.To, one.Language,
        one.IssuedAt, one.Hash, one.Restates, $"/statements/{one.Donor}/issued/{one.Number}.pdf");
}

/// <summary>A figure that was issued as something else than the books say now.</summary>
/// <param name="Section">Which table.</param>
/// <param name="Row">Which line of it.</param>
/// <param name="Field">Which column.</param>
/// <param name="AsIssued">Null where it was not told.</param>
/// <param name="AsNow">Null where it is not told now.</param>
public sealed record ApiStatementDifference(string Section, string Row, string Field, string? AsIssued, string? AsNow);

/// <summary>An entry that was recorded since, about the statement's days.</summary>
/// <param name="Entry">Its number, for those who may read the journal of every fund.</param>
/// <param name="Date">Effective date.</param>
/// <param name="Kind">Its kind.</param>
public sealed record ApiLaterEntry(long? Entry, DateOnly Date, EntryKind Kind);

/// <summary>An issued statement beside what the books say now.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Differences">Empty where the books say the same.</param>
/// <param name="Entries">What was recorded since: for readers of the journal all of the fund, for others what names the donor.</param>
public sealed record ApiStatementComparison(ApiIssuedStatement Statement, IReadOnlyList<ApiStatementDifference> Differences,
    IReadOnlyList<ApiLaterEntry> Entries);

/// <summary>Statements as data.</summary>
public static class StatementEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/statements/{donor}", StatementAsync).WithName("read_statement").WithTags("Donors")
            .Needs(Operation.ReadStatements, Subject.Donor, "donor");
        api.MapGet("/statements/{donor}/issued", IssuedAsync).WithName("list_issued_statements").WithTags("Donors")
            .Needs(Operation.ReadStatements, Subject.Donor, "donor");
        api.MapGet("/statements/{donor}/issued/{number}", CompareAsync).WithName("compare_statement").WithTags("Donors")
            .Needs(Operation.ReadStatements, Subject.Donor, "donor");
        api.MapPost("/statements/{donor}/issued", IssueAsync).WithName("issue_statement").WithTags("Donors")
            .Needs(Operation.IssueStatements, Subject.Donor, "donor");
    }

    /// <summary>A donor's issued statements, the oldest first</summary>
    public static async Task<Results<Ok<ApiList<ApiIssuedStatement>>, ProblemAnswer>> IssuedAsync(string donor, string? cursor,
        string? limit, LedgerReads reads, Cursors cursors, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var all = await IssuedStatements.ReadAsync(connection, await reads.CatalogAsync(connection, cancel), donor, cancel: cancel);
        var part = cursors.Cut("issued", all.AsEnumerable().Reverse(), one => $"{Microseconds.Print(one.IssuedAt)} {one.Number}",
            ApiIssuedStatement.Of, cursor, limit);
        return part.IsRefused ? part.Refusal.Answer() : TypedResults.Ok(part.Value);
    }

    /// <summary>An issued statement beside what the books say now</summary>
    /// <remarks>What was issued never changes; a correction is told beside it.</remarks>
    public static async Task<Results<Ok<ApiStatementComparison>, ProblemAnswer>> CompareAsync(string donor, string number,
        IssuedStatements issued, CurrentActor actor, CancellationToken cancel)
    {
        if (await issued.FindAsync(number, donor, cancel) is not { } found) return ProblemAnswer.NotFound;
        var readsJournal = actor.May(Operation.ReadJournal);
        var compared = await issued.CompareAsync(found, readsJournal, cancel);
        return compared.IsRefused ? compared.Refusal.Answer() : TypedResults.Ok(new ApiStatementComparison(ApiIssuedStatement.Of(found),
            [.. compared.Value.Differences.Select(one => new ApiStatementDifference(one.Section, one.Row, one.Field, one.Before,
                one.After))],
            [.. compared.Value.Entries.Select(entry => new ApiLaterEntry(readsJournal && actor.SeesEveryFund ? entry.Seq : null, entry.Date,
                entry.Kind))]));
    }

    /// <summary>Certify a statement and ask another person to approve it</summary>
    /// <remarks>It is issued when another person has approved; the answer names the request. What is approved is what was certified,
    /// whatever is recorded in between.</remarks>
    public static async Task<Results<Created<ApiRecorded>, ProblemAnswer>> IssueAsync(string donor, IssueStatementBody body,
        [FromHeader(Name = ApiWrite.KeyHeader)] string? idempotencyKey, HttpContext context, CurrentActor actor, IssueStatement issue,
        CancellationToken cancel)
    {
        var key = ApiInput.Key(idempotencyKey, actor);
        if (key.IsRefused) return key.Refusal.Answer();
        if (body.Language is not ("en" or "fr")) return new ParameterIsMalformed("language", "en or fr").Answer();
        var outcome = await issue.AskAsync(key.Value, new StatementAsked(donor, body.Fund, body.From, body.To, body.Language), actor.Actor,
            cancel);
        return outcome.IsRefused ? outcome.Refusal.Answer() : context.Asked(outcome.Value);
    }

    /// <summary>A donor's statement as data</summary>
    /// <remarks>The figures of the document. Of a protected fund it holds the donor's own lines and nothing of the fund. Without from and
    /// to: this year up to today.</remarks>
    public static async Task<Results<Ok<ApiStatement>, ProblemAnswer>> StatementAsync(string donor, string? fund, string? from, string? to,
        string? language, LedgerReads reads, DonorStatements statements, CancellationToken cancel)
    {
        var (first, last, book) = (ApiInput.Day("from", from), ApiInput.Day("to", to), ApiInput.Text("fund", fund));
        if (first.IsRefused) return first.Refusal.Answer();
        if (last.IsRefused) return last.Refusal.Answer();
        if (book.IsRefused) return book.Refusal.Answer();
        if (book.Value is null) return new ParameterIsMalformed("fund", "the code of a fund, and a statement needs one").Answer();
        if (language is not (null or "en" or "fr")) return new ParameterIsMalformed("language", "en or fr").Answer();
        var asked = new StatementAsked(donor, book.Value, first.Value ?? new DateOnly(reads.Today.Year, 1, 1), last.Value ?? reads.Today,
            language ?? "en");
        var statement = await statements.OfAsync(asked, cancel);
        return statement.IsRefused ? statement.Refusal.Answer() : TypedResults.Ok(ApiStatement.Of(donor, statement.Value.Data));
    }
}
