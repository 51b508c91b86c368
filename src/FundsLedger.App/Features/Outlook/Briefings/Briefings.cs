using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Features.Outlook.Forecasts;
using FundsLedger.App.Storage;
using FundsLedger.App.Web;
using FundsLedger.Domain;
using FundsLedger.Domain.Forecasts;
using FundsLedger.Domain.Funds;
using FundsLedger.Reports.Documents;

namespace FundsLedger.App.Features.Outlook.Briefings;

/// <summary>The facilitators' briefing: how each fund stands, how long it may last, what to raise and what is wrong. One document feeds the
/// page and the file, from the queries of the pages; a protected fund is never in it.</summary>
public sealed class Briefings(LedgerReads reads, AlertReadings readings, ForecastCharts charts, BooksInfo books)
{
    /// <summary>The briefing as of today.</summary>
    /// <param name="funds">Funds the reader may see; protected ones among them are left out.</param>
    /// <param name="words">The language.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Document> OfAsync(IEnumerable<Fund> funds, PageLanguage words, CancellationToken cancel)
    {
        var today = reads.Today;
        var blocks = new List<Block> { new Paragraph(words["briefing.lead"], IsLead: true) };
        foreach (var fund in funds.Where(fund => !fund.IsUmbrella && Disclosure.For(Reader.Outside, fund).ShowsFigures))
            if (await readings.OfAsync(fund, withForecast: true, cancel) is { } reading)
                blocks.AddRange(await PartAsync(reading, words, cancel));
        blocks.Add(new Note(words["forecast.nobody_reacts"]));
        return new Document
        {
            Title = words["briefing.title"],
            Subtitle = words["home.as_of", words.Date(today)],
            Language = words.Code,
            Reference = $"BRIEFING-{Links.Iso(today)}",
            Subject = words["briefing.title"],
            Author = words["briefing.author"],
            CreatedAt = reads.Clock.GetUtcNow(),
            Furniture = new Furniture(words["briefing.title"], words["layout.footer"], books.IsDemo ? words["briefing.synthetic"] : null),
            Blocks = blocks,
        };
    }

    private async Task<List<Block>> PartAsync(FundReading reading, PageLanguage words, CancellationToken cancel)
    {
        var status = reading.Status;
        var blocks = new List<Block> { new Heading(1, words.Name(status.Fund)) };
        if (status.IsDepleted)
            blocks.Add(
                new Callout(words["fund.depleted"],
                    words["fund.depleted_text", Eur(status.AvailableEur, words), Eur(status.Settings.SmallestUsefulCommitment, words)]));
        blocks.Add(new Paragraph(string.Join(' ', Sentences(reading, words))));
        blocks.Add(
            new KeyFigures(
                [new(words["fund.available"], Eur(status.AvailableEur, words)), new(words["fund.cash"], Eur(status.CashEur, words)),
                    new(words["fund.committed"], Eur(status.CommittedEur, words)),
                    new(words["fund.pledged"], Eur(status.PledgedEur, words), words["fund.pledged_note"])]));
        blocks.Add(
            new Particulars(
                [new(words["runway.nothing"], Lasts(status.IfNothingMoreArrives, words)),
                    new(words["runway.pledges"], Lasts(status.IfAllPledgesArrive, words))]));
        if (reading.Forecast?.Forecast is ForecastWithProbability full)
        {
            var picture = await charts.PictureAsync(status.Fund, full, words, cancel);
            blocks.Add(new Heading(2, words["forecast.fan"]));
            blocks.Add(
                new ChartBlock(picture,
                    words["forecast.chart_alt", words.Name(status.Fund), words.Date(full.AsOf), words.Date(full.Fan[^1].On)]));
            blocks.Add(new Heading(2, words["forecast.chances"]));
            blocks.Add(Chances(full, words));
            blocks.Add(new Note(words["forecast.chances_note"]));
            blocks.Add(
                new Note(
                    words["briefing.model", full.ModelVersion, words.Whole(full.Paths),
                        words["alert.percent", words.Whole((long)Math.Round(full.Evidence.PriorShare * 100))]]));
        }
        blocks.Add(new Heading(2, words["alert.title"]));
        blocks.AddRange(await AlertsAsync(status.Fund, words, cancel));
        return blocks;
    }

    private static IEnumerable<string> Sentences(FundReading reading, PageLanguage words)
    {
        yield return words["briefing.available", Eur(reading.Status.AvailableEur, words), words.Date(reading.Status.Moment.AsOf)];
        switch (reading.Forecast?.Forecast)
        {
            case ForecastWithoutProbability thin:
                yield return words["forecast.thin", words.Whole(thin.Evidence.Gifts), words.Whole(thin.Evidence.Donors)];
                break;
            case ForecastWithProbability full when full.Depletion.FirstOrDefault(depletion => depletion.Months == 12) is { } year:
                yield return words["briefing.chance", ForecastPage.Chance(year.Chance, words),
                    ForecastPage.Chance(year.Parameters.From, words), ForecastPage.Chance(year.Parameters.To, words)];
                if (full.ToRaise.FirstOrDefault(sum => sum.Months == 12) is { Eur: { } sum and > 0 })
                    yield return words["briefing.ask", Eur(sum, words)];
                if (full.LatestAsk is { AskBy: { } ask, IsTooLate: var late })
                    yield return late ? words["briefing.ask_passed", words.Date(ask)] : words["briefing.ask_by", words.Date(ask)];
                break;
        }
    }

    private static Table Chances(ForecastWithProbability full, PageLanguage words) => new(
        [Column.Fixed(words["forecast.within"]), Column.Fixed(words["forecast.by"]), Column.Amount(words["forecast.chance"]),
            Column.Amount(words["forecast.chance_range"]), Column.Amount(words["forecast.raise"])],
        [.. full.Depletion.Zip(full.ToRaise,
            (depletion, raise) =>
                new Row(
                    [words.Count("forecast_months", depletion.Months), words.Date(depletion.By),
                        ForecastPage.Chance(depletion.Chance, words),
            $"{ForecastPage.Chance(depletion.Parameters.From, words)} – {ForecastPage.Chance(depletion.Parameters.To, words)}",
            raise.Eur is { } sum ? Eur(sum, words) : words["forecast.not_reachable"]]))]);

    private async Task<IEnumerable<Block>> AlertsAsync(Fund fund, PageLanguage words, CancellationToken cancel)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var open = (await AlertList.ReadAsync(connection, await reads.CatalogAsync(connection, cancel), AlertList.ForOutsiders,
            cancel)).Where(episode => episode.State.IsOpen && episode.Fund?.Code == fund.Code).ToList();
        return open.Count == 0 ? [new Paragraph(words["alert.none_open"])]
            : [new Table([new Column(words["alert.what"]), Column.Fixed(words["alert.raised_on"])],
                [.. open.Select(episode => new Row([words.Name("alert_kind", episode.Kind), words.Instant(episode.RaisedAt)]))])];
    }

    private static string Eur(long cents, PageLanguage words) => words.Text(Money.Eur(cents));

    private static string Lasts(Runway? runway, PageLanguage words) => runway switch
    {
        null => words["runway.none"],
        { DepletedOn: null } => words["runway.beyond"],
        { Days: 0 } => words["runway.now"],
        { DepletedOn: { } day, Days: var days } => $"{words["runway.until"]} {words.Date(day)} ({words.Count("days", days!.Value)})",
    };
}
