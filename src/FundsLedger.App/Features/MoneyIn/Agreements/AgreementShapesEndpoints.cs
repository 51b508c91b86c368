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
