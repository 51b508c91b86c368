using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.Outlook.Forecasts;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Forecasts;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Forecasts;

/// <summary>A forecast is kept once a day as it was made, and scored once by what came.</summary>
public sealed class StoredForecastTests
{
    [Theory, EveryDatabase]
    public async Task Forecast_is_kept_once_and_scored_once_by_what_came(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.LiveAsync(months: 6);
        var (reads, stored, forecasts) = Make(books);
        var fund = (await reads.CatalogAsync()).Fund("TFFV")!;
        var found = (await forecasts.OfAsync(new ForecastAsked("TFFV", new Moment(reads.Today), Paths: 2000))).OrThrow();
        await using (var other = LedgerDatabase.At(books.Where))
        await using (var writer = new LedgerWriter(other, books.Clock))
        {
            var kept = await Task.WhenAll(stored.KeepAsync(fund, found),
                new StoredForecasts(writer, new LedgerReads(other, books.Clock),
                    new FundHistories(new LedgerReads(other, books.Clock))).KeepAsync(fund, found));
            Assert.Single(kept, true);
        }
        Assert.False(await stored.KeepAsync(fund, found));
        Assert.Equal(0, await stored.ScoreAsync());
        Assert.Equal([0, 0, 0, 0, 0], (await TrackRecord.OfAsync(reads, fund)).Horizons.Select(horizon => horizon.Scored));

        // Everything is spent in August, and one gift comes in December.
        books.Clock.Advance(TimeSpan.FromDays(92 + StoredForecasts.Grace - 1));
        await books.MustPostAsync(Entry("2026-08-15 charge TFFV", "5910 9000.00", "1010 -9000.00"));
        Assert.Equal(0, await stored.ScoreAsync());
        books.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await stored.ScoreAsync());
        books.Clock.Advance(TimeSpan.FromDays(365));
        await books.MustPostAsync(Entry("2026-12-15 receipt TFFV", "1010 7000.00", "4010 -7000.00 donor:XA"));
        Assert.Equal(2, await stored.ScoreAsync());
        Assert.Equal(0, await stored.ScoreAsync());

        var record = await TrackRecord.OfAsync(reads, fund);
        Assert.Equal([(3, 1, 1), (6, 1, 1), (12, 1, 1), (24, 0, 0), (36, 0, 0)],
            record.Horizons.Select(horizon => (horizon.Months, horizon.Scored, horizon.Depleted)));
        var year = record.Forecasts.Single().Scores[12];
        Assert.Equal((true, 700_000, 700_000), (year.WasDepleted, year.Balance.SeenEur, year.ReceivedInAYear!.SeenEur));
        var chance = record.Forecasts.Single().Chances.Single(given => given.Months == 12).Chance;
        Assert.Equal((chance - 1) * (chance - 1), year.Brier, 12);
        Assert.True((await new LedgerCheck(reads).RunAsync()).IsGood);
    }

    [Theory, EveryDatabase]
    public async Task With_too_few_gifts_nothing_is_kept_that_could_be_scored(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2026-02-01 opening TFFV", "1010 9000.00", "3020 -9000.00"));
        var (reads, stored, forecasts) = Make(books);
        var found = (await forecasts.OfAsync(new ForecastAsked("TFFV", new Moment(reads.Today), Paths: 500))).OrThrow();
        Assert.False(await stored.KeepAsync((await reads.CatalogAsync()).Fund("TFFV")!, found));
        Assert.Equal(0, await books.NumberAsync("SELECT COUNT(*) FROM forecasts"));
    }

    [Theory, EveryDatabase]
    public async Task A_gift_of_a_million_millions_and_ten_million_paths_are_refused_with_the_reason(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA");
        var (reads, _, forecasts) = Make(books);
        var today = new Moment(reads.Today);
        Assert.Equal("paths_out_of_range", (await forecasts.OfAsync(new ForecastAsked("TFFV", today, Paths: 10_000_000))).Refusal!.Code);
        Assert.Equal("horizon_out_of_range", (await forecasts.OfAsync(new ForecastAsked("TFFV", today, HorizonMonths: 0))).Refusal!.Code);
        Assert.Equal("horizon_out_of_range", (await forecasts.OfAsync(new ForecastAsked("TFFV", today, HorizonMonths: 600))).Refusal!.Code);
        await books.MustPostAsync(Entry("2026-02-01 receipt TFFV", "1010 1000000000000.00", "4010 -1000000000000.00 donor:XA"));
        Assert.Equal("amount_out_of_range", (await forecasts.OfAsync(new ForecastAsked("TFFV", today))).Refusal!.Code);
    }

    [Theory, EveryDatabase]
    public async Task Gifts_and_pledges_dated_after_the_forecasts_day_are_no_part_of_it(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.LiveAsync(months: 5);
        var (_, _, forecasts) = Make(books);
        var asked = new ForecastAsked("TFFV", new Moment(Day("2026-05-31")), 12, 500, Seed: 5);
        var before = (await forecasts.OfAsync(asked)).OrThrow().Forecast;

        // Between that day and today, and after today.
        await books.MustPostAsync(Entry("2026-06-20 receipt TFFV", "1010 90000.00", "4010 -90000.00 donor:XA"));
        foreach (var day in (string[])["2026-06-21", "2026-12-02"])
            (await new AnnouncePledge(books.Writer).RunAsync(
                new(day, "XB", Day(day), SmallBooks.Eur("90000.00"), null, "Later (synthetic)", null, "TFFV", Day("2027-01-15")),
                TestBooks.Recorder)).OrThrow();
        var after = (await forecasts.OfAsync(asked)).OrThrow().Forecast;

        Assert.Equal(before.Evidence, after.Evidence);
        Assert.Equal(Assert.IsType<ForecastWithProbability>(before).Depletion, Assert.IsType<ForecastWithProbability>(after).Depletion);
        Assert.Empty(((ForecastWithProbability)after).Pledges);
    }

    private static (LedgerReads Reads, StoredForecasts Stored, FundForecasts Forecasts) Make(TestBooks books)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        return (reads, new StoredForecasts(books.Writer, reads, new FundHistories(reads)),
            new FundForecasts(reads, new FundStatuses(reads, new TrialBalances(reads))));
    }
}
