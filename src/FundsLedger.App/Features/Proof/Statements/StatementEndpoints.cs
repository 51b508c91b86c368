using FundsLedger.App.Api;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
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
            [.. data.Pledges.Select(
                pledge =>
                    new ApiStatedPledge(pledge.Reference, pledge.Date, pledge.Stage, pledge.Original.Currency.Code,
                        pledge.Original.ToDecimalString(), pledge.Paid.ToDecimalString(), pledge.Outstanding?.ToDecimalString()))],
            [.. data.Instalments.Select(one => new ApiStatedInstalment(one.AgreementReference, one.Due, one.Amount.Currency.Code,
                one.Amount.ToDecimalString(), one.Paid.ToDecimalString(), one.Outstanding.ToDecimalString(), one.DaysSinceDue,
                one.WaitsForCondition))],
            [.. data.Receipts.Select(
                receipt =>
                    new ApiStatedReceipt(receipt.Reference, receipt.Date, receipt.Original.Currency.Code,
                        receipt.Original.ToDecimalString(), receipt.Rate?.ToDecimalString(), receipt.RateDate, receipt.RateSource,
                        receipt.Eur.ToDecimalString()))],
            data.Account is { } account ? new ApiFundAccount("EUR", account.Opening.ToDecimalString(),
                account.Contributions.ToDecimalString(), account.Interest.ToDecimalString(), Lines(account.Expenses),
                account.Returned.ToDecimalString(), Lines(account.OtherChanges), account.Closing.ToDecimalString(),
                account.Receivable.ToDecimalString()) : null,
            data.Account is null, data.Verification?.Code,
            Links.To($"/statements/{asked.Donor}.pdf", ("fund", asked.Fund), ("from", Links.Iso(asked.From)), ("to", Links.Iso(asked.To)),
                ("in", asked.Language)));
    }

    private static List<ApiAccountLine> Lines(IEnumerable<AccountLine> lines) =>
        [.. lines.Select(line => new ApiAccountLine(line.Label, line.Amount.ToDecimalString()))];
}

/// <summary>Statements as data.</summary>
public static class StatementEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/statements/{donor}", StatementAsync).WithName("read_statement").WithTags("Donors")
            .Needs(Operation.ReadStatements, Subject.Donor, "donor");

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
        return statement.IsRefused ? statement.Refusal.Answer() : TypedResults.Ok(ApiStatement.Of(asked, statement.Value));
    }
}
