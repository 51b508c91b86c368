using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Receipts;

/// <summary>The form that records money that arrived.</summary>
[Needs(Operation.RecordReceipts)]
public sealed class RecordPage(PageLanguage words, CurrentActor actor, LedgerReads reads, RecordReceipt record)
    : FormPage(words, actor, reads)
{
    public IReadOnlyList<DonorStanding> Donors { get; private set; } = [];

    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    /// <summary>Pledges with something open in a fund, to be met by a receipt.</summary>
    public IReadOnlyList<PledgeStanding> Pledges { get; private set; } = [];

    /// <summary>Agreements with something open.</summary>
    public IReadOnlyList<AgreementStanding> Agreements { get; private set; } = [];

    /// <summary>Code and name of the bank accounts; both funds have the same.</summary>
    public IReadOnlyList<Account> Banks { get; private set; } = [];

    public async Task OnGetAsync(string? pledge, string? donor, string? agreement, CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Begin();
        var owed = Agreements.FirstOrDefault(one => one.Code == agreement);
        Propose("agreement", owed?.Code);
        Propose("fund", owed?.FundCode);
        Propose("donor", owed?.Donor);
        Propose("currency", owed?.Amount.Currency.Code);
        Propose("amount", owed?.Instalments.First(one => !one.Open.IsZero).Open.ToDecimalString());
        var met = Pledges.FirstOrDefault(open => open.Code == pledge);
        var book = met?.Books.First(book => !book.IsUmbrella && !book.Open.IsZero);
        Propose("pledge", met?.Code);
        Propose("donor", met?.Donor ?? donor);
        Propose("fund", book?.FundCode);
        Propose("currency", met?.Amount.Currency.Code ?? "EUR");
        Propose("amount", book?.Open.ToDecimalString());
        Propose("bank", Banks.FirstOrDefault(bank => bank.Currency?.Code == Form["currency"])?.Code);
        Propose("date", Links.Iso(Reads.Today));
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        var currency = Form.Currency("currency");
        var (fund, donor, date, amount) = (Form.Choice("fund", Funds.Select(fund => fund.Code)),
            Form.Choice("donor", Donors.Select(donor => donor.Code)), Form.Date("date"), Form.Amount("amount", currency));
        var bank = Form.Choice("bank", Banks.Select(bank => bank.Code));
        var rate = currency == Currency.Eur ? null
            : Form.OptionalRate("rate", currency) is { } read
            ? new QuotedRate(read, Form.OptionalDate("rateDate") ?? date, Form.Text("rateSource", 200)) : null;
        var command = new RecordReceipt.Command(Key, fund, donor, date, amount, bank, rate,
            Form["pledge"].Length == 0 ? null : Form["pledge"], Form.OptionalText("reference", 200),
            Form["agreement"].Length == 0 ? null : Form["agreement"], Form["agreement"].Length == 0
                || Form["instalment"].Length == 0 ? null : Form.Whole("instalment", 1, InstalmentPlan.Most),
                Form["difference"].Length == 0 ? null : ClosedSet<PaymentDifference>.Find(Form.Choice("difference",
                ClosedSet<PaymentDifference>.Codes)),
            RateAgain: currency == Currency.Eur ? null : Form.OptionalRate("rateAgain", currency)) { IsAdvance = Form["advance"] == "yes" };
        if (Form.IsFaulty) return Page();
        var outcome = await record.RunAsync(command, Acting.Actor, cancel);
        return Finish(outcome, receipt => new Status("status.receipt_recorded", receipt.Code, receipt.Entry.Seq), _ => "/receipts",
            FieldOf) ?? Page();
    }

    private static string FieldOf(Refusal refusal) => refusal switch
    {
        ReceiptRateIsMissing or RateTakesTwo => "rate",
        RateIsFarFromTable => "rateAgain",
        RateIsTooOld => "rateDate",
        ReceiptIsAboveInstalment or ReceiptIsBelowInstalment or DifferenceIsNotPossible or ReceiptIsAbovePledge or ReceiptLowersPledge
            or ReceiptDifferenceIsNotPossible or ChargeIsTooHigh => "difference",
        AdvanceNamesAClaim => "advance",
        InstalmentIsUnknown or InstalmentHasNothingLeft => "instalment",
        AgreementIsUnknown or ReceiptAgreementIsOther or AgreementIsPaid or AgreementIsClosed or ReceiptNeedsAgreement => "agreement",
        ReceiptAmountIsNotPositive or AmountIsTooLarge => "amount",
        ReceiptBankIsUnknown or ReceiptBankTakesOtherCurrency => "bank",
        ReceiptPledgeIsUnknown or ReceiptPledgeIsOfAnotherDonor or ReceiptPledgeHasNothingOpen or PledgeIsOverdrawn => "pledge",
        PeriodIsClosed or DateIsOutOfRange => "date",
        _ => "",
    };

    private async Task LoadAsync(CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        var catalog = await Reads.CatalogAsync(connection, cancel);
        Funds = [.. catalog.Funds.Where(fund => !fund.IsUmbrella)];
        Banks = [.. Funds.SelectMany(fund => catalog.AccountsOf(fund.Id)).Where(account => account.Role == AccountRole.Cash)
            .DistinctBy(account => account.Code)];
        Donors = await DonorList.ReadAsync(connection, cancel: cancel);
        Pledges = [
            .. (await PledgeList.ReadAsync(connection, catalog, cancel: cancel)).Where(
                pledge => pledge.Books.Any(book => !book.IsUmbrella && !book.Open.IsZero))];
        Agreements = [
            .. (await AgreementList.ReadAsync(connection, catalog, cancel: cancel)).Where(one => !one.Open.IsZero && one.ClosedOn is null)];
    }
}
