using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Pledges;

/// <summary>The form that announces a pledge.</summary>
[Needs(Operation.AnnouncePledge)]
public sealed class AnnouncePage(PageLanguage words, CurrentActor actor, LedgerReads reads, AnnouncePledge announce)
    : FormPage(words, actor, reads)
{
    public IReadOnlyList<DonorStanding> Donors { get; private set; } = [];

    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public async Task OnGetAsync(string? donor, CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Begin();
        Propose("donor", donor);
        Propose("date", Links.Iso(Reads.Today));
        Propose("currency", "EUR");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        var currency = Form.Currency("currency");
        var command = new AnnouncePledge.Command(Key, Form.Choice("donor", Donors.Select(donor => donor.Code)), Form.Date("date"),
            Form.Amount("amount", currency), currency == Currency.Eur ? null : Form.OptionalRate("rate", currency),
            Form.Text("description"), Form.OptionalText("source", 200),
            Form["fund"].Length == 0 ? null : Form.Choice("fund", Funds.Select(fund => fund.Code)), Form.OptionalDate("expected"))
            {
                RateAgain = currency == Currency.Eur ? null : Form.OptionalRate("rateAgain", currency),
            };
        if (Form.IsFaulty) return Page();
        var outcome = await announce.RunAsync(command, Acting.Actor, cancel);
        return Finish(outcome, pledge => new Status("status.pledge_announced", pledge.Code, pledge.Entry.Seq),
            pledge => $"/pledges/{pledge.Code}", FieldOf) ?? Page();
    }

    private static string FieldOf(Refusal refusal) => refusal switch
    {
        PledgeRateIsMissing or RateTakesTwo => "rate",
        RateIsFarFromTable => "rateAgain",
        PledgeDonorIsUnknown => "donor",
        PledgeAmountIsNotPositive or AmountIsTooLarge => "amount",
        PeriodIsClosed or DateIsOutOfRange => "date",
        _ => "",
    };

    private async Task LoadAsync(CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        Funds = [.. (await Reads.CatalogAsync(connection, cancel)).Funds.Where(fund => !fund.IsUmbrella)];
        Donors = await DonorList.ReadAsync(connection, cancel: cancel);
    }
}
