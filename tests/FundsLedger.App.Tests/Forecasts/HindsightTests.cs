using System.Globalization;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Demo;
using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Features.Outlook.Forecasts;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Alerts;
using FundsLedger.Domain.Forecasts;
using Xunit;

namespace FundsLedger.App.Tests.Forecasts;

/// <summary>Past forecasts and alerts of the demonstration beside what then happened: the fund is dry in its third year.</summary>
public sealed class HindsightTests(HindsightTests.Demonstration demonstration) : IClassFixture<HindsightTests.Demonstration>
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public async Task The_dry_spell_of_the_demonstration_was_seen_coming_and_no_other_was()
    {
        var database = await demonstration.OnAsync(DatabaseKind.Sqlite);
        var quarters =
            (await HindsightOf(database).OfAsync("TFFV", Today.AddYears(-5), 2000, TestContext.Current.CancellationToken)).OrThrow();
        foreach (var quarter in quarters)
            TestContext.Current.TestOutputHelper!.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{quarter.Forecast.AsOf:yyyy-MM-dd} | {quarter.AvailableEur / 100} | ")
                    + string.Create(CultureInfo.InvariantCulture, $"{quarter.Chance:0.00} | {quarter.DepletedOn:yyyy-MM-dd}"));

        Assert.Equal(20, quarters.Count);
        var dry = quarters.First(quarter => quarter.DepletedOn is not null).DepletedOn!.Value;
        Assert.InRange(dry, Today.AddYears(-3), Today.AddYears(-2));
        var quarterBefore = quarters.Last(quarter => quarter.Forecast.AsOf <= dry.AddMonths(-3));
        Assert.True(quarterBefore.Chance > 0.2, $"{quarterBefore.Chance}");
        var halfYearBefore = quarters.Last(quarter => quarter.Forecast.AsOf <= dry.AddMonths(-6));
        // The last quarter's end before can be nearly nine months away.
        Assert.True(halfYearBefore.Chance > 0.1, $"{halfYearBefore.Chance}");
        Assert.All(quarters.Where(quarter => quarter.DepletedOn == quarter.Forecast.AsOf), quarter => Assert.True(quarter.Chance > 0.9));
        // Nobody was alarmed for nothing once the fund had years of gifts again.
        Assert.All(quarters.Where(quarter => quarter is { IsOver: true, DepletedOn: null } && quarter.Forecast.AsOf > dry.AddYears(1)),
            quarter => Assert.True(quarter.Chance < 0.2, $"{quarter.Forecast.AsOf}: {quarter.Chance}"));
        Assert.Null(quarters[0].Chance);
    }

    /// <summary>The demonstration is a story that was written, so this shows that rules, forecast and books work together; how good
    /// forecasts are is measured on real contributions.</summary>
    [Fact]
    public async Task The_dry_spell_is_alerted_six_months_before_by_the_standard_rules_and_nothing_else_is()
    {
        var reads = new LedgerReads(await demonstration.OnAsync(DatabaseKind.Sqlite), new FixedDay());
        var floor = (await reads.CatalogAsync(TestContext.Current.CancellationToken)).Fund("TFFV")!.Current.SmallestUsefulCommitment;
        var dry = (await new FundHistories(reads).OfAsync("TFFV", Today.AddYears(-4), Today, TestContext.Current.CancellationToken)).First(
            day => day.AvailableEur < floor).Date;
        var told = (await new AlertHindsight(reads, new FundStatuses(reads, new TrialBalances(reads)), Forecasts(reads)).OfAsync("TFFV",
            Today.AddYears(-5), Today, cancel: TestContext.Current.CancellationToken)).OrThrow();
        foreach (var alert in told)
            TestContext.Current.TestOutputHelper!.WriteLine($"{alert.On:yyyy-MM-dd} {alert.Kind} {alert.Step} {alert.Measure}");

        foreach (var kind in (AlertKind[])[AlertKind.DepletionLikely, AlertKind.RunwayShort])
        {
            // Once in five years, not in the first of them, and it stands until the money is back.
            Assert.InRange(Assert.Single(told, alert => alert.Kind == kind && alert.Step == AlertStep.Raised).On, Today.AddYears(-4),
                dry.AddMonths(-6));
            Assert.InRange(Assert.Single(told, alert => alert.Kind == kind && alert.Step == AlertStep.Cleared).On, dry.AddMonths(1),
                Today.AddYears(-1));
        }
        Assert.InRange(
            told.First(
                alert => alert is { Kind: AlertKind.AvailableBelowFloor, Step: AlertStep.Raised } && alert.On > Today.AddYears(-4)).On, dry,
                dry.AddDays(7));
    }

    /// <summary>What is drawn follows from what is read and from nothing else, so looking back on one database tells of both.</summary>
    [Fact]
    public async Task Both_databases_give_a_forecast_of_each_quarter_the_same_to_read()
    {
        Assert.SkipWhen(TestServer.ConnectionString is null, "No PostgreSQL: run tests/run, which starts a server.");
        var (file, server) = (new LedgerReads(await demonstration.OnAsync(DatabaseKind.Sqlite), new FixedDay()),
            new LedgerReads(await demonstration.OnAsync(DatabaseKind.Postgres), new FixedDay()));
        var cancel = TestContext.Current.CancellationToken;

        for (var quarter = Today.AddYears(-5); quarter <= Today; quarter = quarter.AddMonths(3))
            foreach (var fund in (string[])["TFFV", "SFR"])
            {
                var asked = new ForecastAsked(fund, new Moment(quarter, quarter == Today ? null
                    : new DateTimeOffset(quarter, TimeOnly.MaxValue, TimeSpan.Zero)),
                    Paths: 100);
                Assert.Equal((await Forecasts(file).OfAsync(asked, cancel)).OrThrow().InputDigest,
                    (await Forecasts(server).OfAsync(asked, cancel)).OrThrow().InputDigest);
            }
        Assert.Equal(await new FundHistories(file).OfAsync("TFFV", Today.AddYears(-5), Today, cancel),
            await new FundHistories(server).OfAsync("TFFV", Today.AddYears(-5), Today, cancel));
    }

    [Fact]
    public async Task A_what_if_from_the_books_moves_nothing_but_what_it_names()
    {
        var forecasts = Forecasts(new LedgerReads(await demonstration.OnAsync(DatabaseKind.Sqlite), new FixedDay()));
        var asked = new ForecastAsked("TFFV", new Moment(new DateOnly(2023, 12, 31)), 12, 2000);
        var known = (ForecastWithProbability)(await forecasts.OfAsync(asked, TestContext.Current.CancellationToken)).OrThrow().Forecast;
        var supposed = (ForecastWithProbability)(await forecasts.OfAsync(
            asked with { WhatIf = new WhatIf { CasesRisePercent = new Dictionary<string, int> { ["visits"] = 50 } } },
            TestContext.Current.CancellationToken)).OrThrow().Forecast;
        Assert.Equal(known.Seed, supposed.Seed);
        Assert.True(supposed.Depletion[^1].Chance > known.Depletion[^1].Chance);
        var refused =
            await forecasts.OfAsync(asked with { WhatIf = new WhatIf { DonorsStop = ["nobody"] } }, TestContext.Current.CancellationToken);
        Assert.Equal("what_if_unknown", refused.Refusal?.Code);
    }

    private static FundForecasts Forecasts(LedgerReads reads) => new(reads, new FundStatuses(reads, new TrialBalances(reads)));

    private static Hindsight HindsightOf(LedgerDatabase database)
    {
        var reads = new LedgerReads(database, new FixedDay());
        return new Hindsight(reads, Forecasts(reads), new FundHistories(reads));
    }

    /// <summary>The demonstration's books on each kind of database: these tests only read.</summary>
    public sealed class Demonstration : IAsyncDisposable
    {
        private readonly Dictionary<DatabaseKind, LedgerDatabase> _made = [];

        public async Task<LedgerDatabase> OnAsync(DatabaseKind on)
        {
            if (_made.TryGetValue(on, out var known)) return known;
            return _made[on] = (await Templates.DemonstrationAsync(on, Today, 20191030)).Open();
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var database in _made.Values) await database.DisposeAsync();
        }
    }

    /// <summary>The day after the demonstration's last.</summary>
    private sealed class FixedDay : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(Today, new TimeOnly(23, 0), TimeSpan.Zero);
    }
}
