using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Demo;
using FundsLedger.App.Features.MoneyOut.Commitments;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Features.Outlook.Forecasts;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Forecasts;
using Xunit;

namespace FundsLedger.App.Tests.Forecasts;

/// <summary>A forecast from the books: what it reads, what it refuses, and that it can be repeated.</summary>
public sealed class FundForecastTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Theory, EveryDatabase]
    public async Task The_demonstration_is_forecast_from_its_gifts_pledges_and_commitments(DatabaseKind on)
    {
        await using var database = await MakeAsync(on);
        var asked = new ForecastAsked("TFFV", new Moment(Today.AddMonths(-5)), 24, 500);
        var found = (await AskAsync(database, asked)).OrThrow();

        var forecast = Assert.IsType<ForecastWithProbability>(found.Forecast);
        Assert.Equal([3, 6, 12, 24], forecast.Depletion.Select(depletion => depletion.Months));
        Assert.True(forecast.Evidence is { Gifts: > 10, Donors: > 3 });
        Assert.NotEmpty(forecast.Pledges);
        Assert.False(forecast.SpendingIsPlanned);
        Assert.Equal(64, found.InputDigest.Length);
        Assert.Equal(forecast.Depletion, ((ForecastWithProbability)(await AskAsync(database, asked)).OrThrow().Forecast).Depletion);

        foreach (var (code, bad) in ((string, ForecastAsked)[])[
            ("fund_is_unknown", asked with { Fund = "XX" }), ("book_holds_no_money", asked with { Fund = "UMB" }),
            ("horizon_out_of_range", asked with { HorizonMonths = 600 }),
            ("paths_out_of_range", asked with { Paths = 0 }),
            ("forecast_starts_ahead", asked with { Moment = new Moment(DateOnly.MaxValue) })])
            Assert.Equal(code, (await AskAsync(database, bad)).Refusal?.Code);
    }

    [Theory, EveryDatabase]
    public async Task An_act_on_a_protected_fund_changes_nothing_of_what_is_forecast_for_an_open_one(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.LiveAsync(months: 6);
        await books.MustPostAsync(LedgerText.Entry("2026-06-01 opening SFR", "1010 9000.00", "3020 -9000.00"));
        var asked = new ForecastAsked("TFFV", new Moment(DateOnly.FromDateTime(books.Clock.GetUtcNow().UtcDateTime)), 24, 500);
        var (before, protectedBefore) = (await PrintedAsync(asked), await PrintedAsync(asked with { Fund = "SFR" }));

        var token = (await new MakeCommitment(books.Writer).RunAsync(new("c", "SFR", null, Eur("500.00"), asked.Moment.AsOf),
            TestBooks.Recorder)).OrThrow().Code;
        (await PayRoad.SettleAsync(books.Writer, "d", token, asked.Moment.AsOf, [new("5110", Eur("400.00"))])).OrThrow();
        Assert.Equal(before, await PrintedAsync(asked));
        Assert.NotEqual(protectedBefore, await PrintedAsync(asked with { Fund = "SFR" }));

        await books.MustPostAsync(LedgerText.Entry("2026-06-30 charge TFFV", "5910 1.00", "1010 -1.00"));
        Assert.NotEqual(before, await PrintedAsync(asked));

        async Task<string> PrintedAsync(ForecastAsked about)
        {
            var reads = new LedgerReads(books.Database, books.Clock);
            var found = (await new FundForecasts(reads, new FundStatuses(reads, new TrialBalances(reads))).OfAsync(about,
                TestContext.Current.CancellationToken)).OrThrow();
            return System.Text.Json.JsonSerializer.Serialize(ForecastFigures.Of(found, namesDonors: true));
        }

        static Domain.Money Eur(string amount) => Domain.Money.Parse(amount, Domain.Currency.Eur);
    }

    [Fact]
    public async Task Before_the_first_gifts_no_probability_is_given()
    {
        await using var database = await MakeAsync(DatabaseKind.Sqlite);
        Assert.IsType<ForecastWithoutProbability>(
            (await AskAsync(database, new ForecastAsked("TFFV", new Moment(Today.AddYears(-6)), 12, 100))).OrThrow().Forecast);
    }

    private static Task<Domain.Outcome<FundForecast>> AskAsync(LedgerDatabase database, ForecastAsked asked)
    {
        var reads = new LedgerReads(database, TimeProvider.System);
        return new FundForecasts(reads, new FundStatuses(reads, new TrialBalances(reads))).OfAsync(asked,
            TestContext.Current.CancellationToken);
    }

    private static async Task<LedgerDatabase> MakeAsync(DatabaseKind on) => (await Templates.DemonstrationAsync(on, Today, 7)).Open();
}
