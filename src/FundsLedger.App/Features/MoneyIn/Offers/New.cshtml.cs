using FundsLedger.App.Features.Books.Rates;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.MoneyIn.Offers;

/// <summary>The form that records an offer: a State's own announcement, or what the Registry received. It becomes a pledge when the
/// Registry accepts it.</summary>
[Needs(Operation.OfferPledge)]
public sealed class NewOfferPage(PageLanguage words, CurrentActor actor, LedgerReads reads, RecordOffer offer)
    : FormPage(words, actor, reads)
{
    public IReadOnlyList<DonorStanding> Donors { get; private set; } = [];

    public IReadOnlyList<Fund> Funds { get; private set; } = [];

    public async Task OnGetAsync(string? donor, CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Begin();
        Propose("donor", donor ?? (Donors is [var only] ? only.Code : null));
        Propose("date", Links.Iso(Reads.Today));
        Propose("currency", "EUR");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        var currency = Form.Currency("currency");
        var command = new RecordOffer.Command(Key, Form.Choice("donor", Donors.Select(one => one.Code)), Form.Date("date"),
            Form.Amount("amount", currency),
            currency == Currency.Eur ? null : Form.OptionalRate("rate", currency) ?? await LatestRateAsync(currency, cancel),
            Form.Text("description", 200), Form.OptionalText("source", 200),
            Form["fund"].Length == 0 ? null : Form.Choice("fund", Funds.Select(fund => fund.Code)))
        {
            RateAgain = currency == Currency.Eur ? null : Form.OptionalRate("rateAgain", currency),
        };
        if (Form.IsFaulty) return Page();
        return Finish(await offer.RunAsync(command, Acting.Actor, cancel), done => new Status("status.offer_recorded", done.Code, null),
            done => $"/offers/{done.Code}",
            refusal => refusal switch { OfferRateIsMissing or RateTakesTwo => "rate", RateIsFarFromTable => "rateAgain",
                OfferAmountIsNotPositive or AmountIsTooLarge => "amount",
                OfferDonorIsUnknown => "donor", DateIsOutOfRange => "date", OfferTextIsMalformed => "description", _ => "" }) ?? Page();
    }

    /// <summary>The latest rate an officer entered; null where there is none.</summary>
    private async Task<Rate?> LatestRateAsync(Currency currency, CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        return await connection.Command(null, "SELECT billionths FROM rates WHERE currency = @currency ORDER BY date DESC, id DESC LIMIT 1",
            ("@currency", currency.Code)).RowsAsync(row => row.GetInt64(0), cancel) is [var latest]
            ? new Rate(currency, Currency.Eur, latest) : null;
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        Funds = [.. (await Reads.CatalogAsync(connection, cancel)).Funds.Where(fund => !fund.IsUmbrella)];
        Donors = await DonorList.ReadAsync(connection, reach: Acting.Reach(Operation.OfferPledge), cancel: cancel);
    }
}
