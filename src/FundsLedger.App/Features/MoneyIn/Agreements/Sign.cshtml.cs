using FundsLedger.App.Features.Books.Rates;
using System.Globalization;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Imports;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Funds;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Agreements;

/// <summary>The form that records a signed agreement, with equal instalments or with instalments line by line.</summary>
[Needs(Operation.ManageAgreements)]
public sealed class SignPage(PageLanguage words, CurrentActor actor, LedgerReads reads, SignWithAdvances sign) : FormPage(words, actor,
    reads)
{
    public IReadOnlyList<DonorStanding> Donors { get; private set; } = [];

    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public async Task OnGetAsync(string? pledge, string? donor, string? fund, CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Begin();
        Propose("pledge", pledge);
        Propose("donor", donor);
        Propose("fund", fund);
        Propose("date", Links.Iso(Reads.Today));
        Propose("currency", "EUR");
        Propose("count", "1");
        Propose("apart", "12");
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? plan, CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        var currency = Form.Currency("currency");
        var (donor, fund, date, amount) = (Form.Choice("donor", Donors.Select(one => one.Code)),
            Form.Choice("fund", Funds.Select(one => one.Code)), Form.Date("date"), Form.Amount("amount", currency));
        var terms = await TermsAsync(plan, currency, amount, cancel);
        var command = new SignAgreement.Command(Key, donor, Form.OptionalText("pledge", 60), fund, date, amount,
            currency == Currency.Eur ? null : Form.OptionalRate("rate", currency), terms,
            Form.OptionalText("earmark", 200), Form.OptionalText("reporting", 200),
                Form["notice"].Length == 0 ? null : Form.Whole("notice", 0, 3660), Form["returns"] == "yes",
                Form.OptionalText("reference", 200),
            currency == Currency.Eur ? null : Form.OptionalRate("rateAgain", currency))
        {
            OpeningOn = Form.OptionalDate("opening"),
            Support = Form.OptionalShare("support"),
        };
        var advances = Form["advance"].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (Form.IsFaulty) return Page();
        var outcome = await sign.RunAsync(new(command, advances), Acting.Actor, cancel);
        return Finish(outcome, signed => new Status("status.agreement_signed", signed.Code, signed.Entry.Seq),
            signed => $"/agreements/{signed.Code}", FieldOf) ?? Page();
    }

    /// <summary>The plan: a file, lines, or equal instalments; of several the first.</summary>
    private async Task<IReadOnlyList<InstalmentTerm>> TermsAsync(IFormFile? plan, Currency currency, Money amount, CancellationToken cancel)
    {
        if (plan is null || plan.Length == 0)
        {
            if (Form["lines"].Length > 0) return Lines(currency);
            // The count and the months between stand there from the start: only the first day says that equal ones are meant.
            if (Form["first"].Length > 0) return Equal(amount);
            Form.Note("first", "agreement.no_plan");
            return [];
        }
        var bytes = new byte[Math.Min(plan.Length, InstalmentFile.LargestBytes + 1)];
        await using var file = plan.OpenReadStream();
        await file.ReadExactlyAsync(bytes, cancel);
        var read = InstalmentFile.Read(bytes, Path.GetFileName(plan.FileName), currency, Words.Numbers);
        if (!read.IsRefused) return read.Value;
        Form.Note(read.Refusal, "plan");
        return [];
    }

    private IReadOnlyList<InstalmentTerm> Equal(Money amount)
    {
        var (count, first, apart) = (Form.Whole("count", 1, InstalmentPlan.Most), Form.Date("first"), Form.Whole("apart", 1, 120));
        if (Form.IsFaulty) return [];
        if (InstalmentPlan.Equal(amount, count, first, apart) is { } plan)
            return [.. plan.Select(one => new InstalmentTerm(one.DueOn, one.Amount))];
        Form.Note("count", "agreement.too_small");
        return [];
    }

    /// <summary>One instalment a line: day, amount and, where there is one, the condition; parted by semicolons.</summary>
    private List<InstalmentTerm> Lines(Currency currency)
    {
        var terms = new List<InstalmentTerm>();
        foreach (var (index, line) in Form["lines"].ReplaceLineEndings("\n")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Index())
        {
            var cells = line.Split(';', 3, StringSplitOptions.TrimEntries);
            var reading = cells.Length < 2 ? default : WrittenSum.Read(cells[1], currency, Words.Numbers);
            if (reading.Value is { } amount
                && DateOnly.TryParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var due))
                terms.Add(new InstalmentTerm(due, amount, cells.Length == 3 && cells[2].Length > 0 ? cells[2] : null));
            else if (reading.Fault == AmountFault.Ambiguous) Form.Note("lines", "agreement.ambiguous_line", index + 1, cells[1]);
            else Form.Note("lines", "agreement.bad_line", index + 1);
        }
        return terms;
    }

    private static string FieldOf(Refusal refusal) => refusal switch
    {
        AgreementRateIsMissing or RateTakesTwo => "rate",
        RateIsFarFromTable => "rateAgain",
        AgreementDonorIsUnknown => "donor",
        PledgeIsUnknown or AgreementPledgeIsOther or AgreementIsAbovePledge => "pledge",
        AgreementAmountIsNotPositive or AmountIsTooLarge => "amount",
        AdvanceIsUnknown or AdvanceIsSettled => "advance",
        AgreementOpensBeforeSignature => "opening",
        InstalmentsDoNotAddUp or InstalmentIsDueBeforeSignature or InstalmentsAreOutOfOrder or InstalmentIsBelowOneMinorUnit
            or InstalmentsAreTooManyOrNone => "lines",
        PeriodIsClosed or DateIsOutOfRange or PledgeDateIsTooEarly => "date",
        _ => "",
    };

    private async Task LoadAsync(CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        Funds = [.. (await Reads.CatalogAsync(connection, cancel)).Funds.Where(fund => !fund.IsUmbrella)];
        Donors = await DonorList.ReadAsync(connection, cancel: cancel);
    }
}
