using System.Globalization;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Forecasts;
using FundsLedger.Domain.Funds;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace FundsLedger.App.Features.Outlook.Forecasts;

/// <summary>How long a fund may last, what to raise, on what assumptions, and what if something else came about. State is in the
/// address.</summary>
[Needs(Operation.ReadForecasts, Subject = Subject.Fund)]
public sealed class ForecastPage(LedgerReads reads, FundStatuses statuses, FundForecasts forecasts, TodaysForecasts todays,
    ForecastCharts charts, PageLanguage words, CurrentActor actor) : PageModel
{
    public Fund Fund { get; private set; } = null!;

    public FundStatus Status { get; private set; } = null!;

    public FundForecast? Found { get; private set; }

    /// <summary>Why there is no forecast; null when there is one.</summary>
    public Refusal? Refused { get; private set; }

    public ForecastWithProbability? Full => Found?.Forecast as ForecastWithProbability;

    public string? Svg { get; private set; }

    /// <summary>The answer to the what-if; null when nothing was supposed.</summary>
    public ForecastWithProbability? Supposed { get; private set; }

    /// <summary>Why the supposition cannot be answered.</summary>
    public Refusal? SupposedRefused { get; private set; }

    /// <summary>Who set the fund's floor and lead time, and when.</summary>
    public (string Name, DateTimeOffset At)? SetBy { get; private set; }

    /// <summary>Pledges and donors are named only to those who may see all of them.</summary>
    public bool ShowsDonors => actor.SeesAllDonors;

    /// <summary>Codes of the donors who gave or pledged, in order.</summary>
    public IEnumerable<string> Donors => Found?.Books is not { } books ? [] : books.Gifts.Select(gift => gift.Donor)
        .Concat(books.Pledges.Select(pledge => pledge.Donor)).Distinct().Order(StringComparer.Ordinal);

    public string Text(string field) => Request.Query[field].ToString();

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        var moment = new Moment(reads.Today);
        var status = await statuses.OfAsync(code, moment, cancel);
        if (status.IsRefused || status.Value.Fund.IsUmbrella) return NotFound();
        (Status, Fund) = (status.Value, status.Value.Fund);
        await using (var connection = await reads.OpenAsync(cancel))
            SetBy = (await connection.Command(null,
                "SELECT actor_name, recorded_at FROM fund_settings WHERE fund_id = @fund ORDER BY id DESC LIMIT 1", ("@fund", Fund.Id))
                    .RowsAsync(row => ((string, DateTimeOffset)?)(row.GetString(0), row.Instant(1)), cancel)).FirstOrDefault();
        Found = await todays.OfAsync(Fund, cancel);
        if (Found is null)
        {
            Refused = (await forecasts.OfAsync(new ForecastAsked(code, moment), cancel)).Refusal;
            return Page();
        }
        if (Full is not { } full) return Page();
        Svg = (await charts.PictureAsync(Fund, full, words, cancel)).Svg;
        if (WhatIfAsked() is { } whatIf)
        {
            var answer = await forecasts.OfAsync(new ForecastAsked(code, moment, WhatIf: whatIf), cancel);
            if (answer.IsRefused) SupposedRefused = answer.Refusal;
            else Supposed = answer.Value.Forecast as ForecastWithProbability;
        }
        return Page();
    }

    /// <summary>What the address supposes; null for nothing. What cannot be read supposes nothing.</summary>
    private WhatIf? WhatIfAsked()
    {
        var pledges = new Dictionary<string, DateOnly>(StringComparer.Ordinal);
        if (ShowsDonors && Text("pledge") is { Length: > 0 } pledge && Domain.Ledger.BookDay.Read(Text("on")) is { } on)
            pledges[pledge] = on;
        var cases = new Dictionary<string, int>(StringComparer.Ordinal);
        if (Text("kind") is { Length: > 0 } kind
            && int.TryParse(Text("rise"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var rise) && rise != 0)
                cases[kind] = rise;
        string[] donors = ShowsDonors && Text("donor") is { Length: > 0 } donor ? [donor] : [];
        string[] support = Text("support") is { Length: > 0 } stream ? [stream] : [];
        return pledges.Count + cases.Count + donors.Length + support.Length == 0 ? null
            : new WhatIf { PledgesArrive = pledges, CasesRisePercent = cases, DonorsStop = donors, SupportContinues = support };
    }

    public string Percent(double chance) => Chance(chance, words);

    /// <summary>A chance for people: no model knows enough to say never or certainly.</summary>
    public static string Chance(double chance, PageLanguage words) =>
        chance < 0.005 ? words["forecast.under_one"]
            : chance > 0.995 ? words["forecast.over_99"] : words["alert.percent", words.Whole((long)Math.Round(chance * 100))];

    public string Share(double share) => words["alert.percent", words.Whole((long)Math.Round(share * 100))];

    public string Share(PriorCounts counts) => Share(counts.Yes / (counts.Yes + counts.No));

    /// <summary>Points by which a chance changed, with its sign.</summary>
    public string Points(double change) =>
        $"{(change < -0.0005 ? "−" : change > 0.0005 ? "+" : "±")}{words.Whole((long)Math.Round(Math.Abs(change) * 100))}";

    public string By(DepletionDate date) => By(date, words);

    /// <summary>The day in words, no finer than the data allow.</summary>
    public static string By(DepletionDate date, PageLanguage words) =>
        date.By is not { } day ? words["forecast.beyond"]
            : date.IsHalfYear ? words[day.Month <= 6 ? "forecast.first_half" : "forecast.second_half", words.No(day.Year)]
            : words.Date(day);
}

/// <summary>How good the forecasts of a fund have been.</summary>
[Needs(Operation.ReadForecasts, Subject = Subject.Fund)]
public sealed class TrackRecordPage(LedgerReads reads) : PageModel
{
    public Fund Fund { get; private set; } = null!;

    public TrackRecord Record { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync([FromRoute] string code, CancellationToken cancel)
    {
        if ((await reads.CatalogAsync(cancel)).Fund(code) is not { IsUmbrella: false } fund) return NotFound();
        Fund = fund;
        Record = await TrackRecord.OfAsync(reads, fund, cancel);
        return Page();
    }
}
