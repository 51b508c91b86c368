using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using Microsoft.AspNetCore.Mvc;

namespace FundsLedger.App.Features.Books.Rates;

/// <summary>The rates entered, newest first, and the form that enters one.</summary>
[Needs(Operation.ReadRates), Needs(Operation.EnterRates, "POST")]
public sealed class RatesPage(PageLanguage words, CurrentActor actor, LedgerReads reads, EnterRate enter) : FormPage(words, actor, reads)
{
    private const int Most = 200;

    public IReadOnlyList<EnteredRateLine> Rates { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Begin();
        Propose("date", Links.Iso(Reads.Today));
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        Accept();
        var currency = Form.Currency("currency");
        var (date, rate, source) = (Form.Date("date"), Form.OptionalRate("rate", currency), Form.Text("source", 200));
        var again = Form.OptionalRate("rateAgain", currency);
        if (rate is null && !Form.IsFaulty) Form.Note("rate", "form.missing");
        if (Form.IsFaulty) return Page();
        var outcome = await enter.RunAsync(new EnterRate.Command(date, rate!.Value, source) { Again = again }, Acting.Actor, cancel);
        return Finish(outcome, done => done.Asked is { } asked ? new Status("status.approval_asked", asked.Subject, null)
            : new Status("status.rate_entered", $"{currency.Code} {Words.Rate(rate.Value)}", null), _ => "/rates",
            refusal => refusal switch { RateOfEurIsFixed => "currency", RateIsOutOfRange => "rate",
                RateIsFarFromTable => "rateAgain", RateDateIsOutOfRange => "date",
                RateSourceIsMalformed => "source", _ => "" }) ?? Page();
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        await using var connection = await Reads.OpenAsync(cancel);
        Rates = await RateList.ReadAsync(connection, Most, cancel);
    }
}
