using System.Globalization;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Books.Periods;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Features.Outlook.Forecasts;
using FundsLedger.App.Features.SignOff;
using FundsLedger.App.Host;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Alerts;
using FundsLedger.Domain.Ledger;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>What a fund used in a year, and how long its money lasts: of money that went and of commitments, never of claims.</summary>
public sealed class MoneyUsedTests
{
    private static readonly DateOnly Demonstrated = new(2026, 11, 23);

    [Fact]
    public async Task Signing_an_agreement_of_100_000_does_not_shorten_the_runway_of_the_demonstration()
    {
        await using var database = (await Templates.DemonstrationAsync(DatabaseKind.Sqlite, Demonstrated, 20261123)).Open();
        var clock = new FakeTimeProvider(new DateTimeOffset(Demonstrated, new TimeOnly(12, 0), TimeSpan.Zero));
        await using var writer = new LedgerWriter(database, clock);
        var before = await StatusAsync(database, clock, "TFFV", Demonstrated);

        (await new SignAgreement(writer).RunAsync(new("sign", "SYN-Z", null, "TFFV", Demonstrated, Eur("100000.00"), null,
            [new(Demonstrated.AddMonths(6), Eur("100000.00"))]), TestBooks.Recorder)).OrThrow();

        var after = await StatusAsync(database, clock, "TFFV", Demonstrated);
        Assert.NotNull(before.IfNothingMoreArrives?.Days);
        Assert.Equal(before.IfNothingMoreArrives, after.IfNothingMoreArrives);
        Assert.Equal(before.UsedInAYear, after.UsedInAYear);
        Assert.True(after.IfAllPledgesArrive!.Days > before.IfAllPledgesArrive!.Days);
    }

    [Theory, EveryDatabase]
    public async Task Opening_balances_are_no_money_that_was_used_less_than_nothing(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await PostAsync(books, Entry("2025-12-31 opening TFFV", "1010 100000.00", "1200 500.00", "2010 -300.00", "3020 -100200.00"),
            Entry("2025-12-31 opening TFFV", "8020 700.00 commitment:O", "8021 -700.00"),
            Entry("2026-02-01 charge TFFV", "5910 4000.00", "1010 -4000.00"));

        Assert.Equal(400_000, (await UsedAsync(books)).Total);
        Assert.NotNull((await StatusAsync(books.Database, books.Clock, "TFFV", Day("2026-07-01"))).IfNothingMoreArrives);
        // Taking an opening balance back is no use either.
        await PostAsync(books, Reversal("2026-01-31", "TFFV", "key-of-nobody") with { Reverses = await KeyAsync(books, 2) });
        Assert.Equal(400_000, (await UsedAsync(books)).Total);
    }

    [Theory, EveryDatabase]
    public async Task Used_is_what_was_paid_owed_advanced_and_committed_by_cause(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await PostAsync(books, Entry("2025-01-31 opening TFFV", "1010 100000.00", "3020 -100000.00"),
            // A commitment of an earlier year is paid in this one: nothing new was used; the rest of it is set free.
            Entry("2025-03-01 commitment TFFV", "8020 1000.00 commitment:A", "8021 -1000.00"),
            Entry("2025-09-01 disbursement TFFV", "5010 800.00 commitment:A", "1010 -800.00"),
            Entry("2025-09-01 release TFFV", "8021 1000.00", "8020 -1000.00 commitment:A"),
            Entry("2026-01-10 commitment TFFV", "8020 5000.00 commitment:B", "8021 -5000.00"),
            Entry("2026-01-15 adjustment TFFV", "5020 300.00", "2010 -300.00"),
            Entry("2026-01-20 transfer TFFV", "1200 250.00", "1010 -250.00"),
            Entry("2026-02-20 recovery TFFV", "1010 40.00", "4300 -40.00"));

        Assert.Equal((800_00 + 300_00 - 40_00, 250_00, 5000_00 - 1000_00),
            await UsedAsync(books) is var used ? (used.Expenses, used.Advances, used.Commitments) : default);
        // Beyond a year nothing counts, on its day.
        Assert.Equal(1000_00, (await StatusAsync(books.Database, books.Clock, "TFFV", Day("2025-08-01"))).UsedInAYear.Total);
        Assert.Equal(5300_00 + 250_00 - 40_00, (await StatusAsync(books.Database, books.Clock, "TFFV",
            Day("2026-09-01"))).UsedInAYear.Total);
    }

    [Theory, EveryDatabase]
    public async Task No_act_that_moves_no_money_and_commits_nothing_changes_what_was_used(DatabaseKind on)
    {
        for (var seed = 1; seed <= (on == DatabaseKind.Sqlite ? 6 : 2); seed++) await LiveWithoutMoneyAsync(on, seed);
    }

    // With the rights of the operations that make and pay commitments.
    private static async Task PostAsync(TestBooks books, params EntryDraft[] drafts)
    {
        foreach (var draft in drafts) (await books.Writer.PostWithAsync(draft, EntryRights.Commits, TestBooks.Recorder)).OrThrow();
    }

    private static async Task LiveWithoutMoneyAsync(DatabaseKind on, int seed)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        foreach (var month in Enumerable.Range(1, 7))
            await books.HasRateAsync(new DateOnly(2026, month, 1).AddDays(-1).ToString("O",
                System.Globalization.CultureInfo.InvariantCulture), To("USD", month % 2 == 0 ? "0.89" : "0.92"));
        await PostAsync(books, Entry("2025-12-31 opening TFFV", "1010 90000.00", "1012 100.00 GBP @@ 117.00", "3020 -90000.00",
            "3020 -117.00"),
            Entry("2026-01-05 receipt TFFV", "1010 900.00", "4010 -900.00 donor:XA"), Entry("2026-01-06 charge TFFV", "5910 30.00",
                "1010 -30.00"),
            Entry("2026-01-07 transfer TFFV", "1200 500.00", "1010 -500.00"), Entry("2026-01-08 commitment TFFV",
                "8020 2000.00 commitment:K", "8021 -2000.00"));
        var agreements = new List<string>();
        var number = 0;
        Func<Task>[] acts =
        [
            () => SignAsync(Eur("1000.00"), null, null), () => SignAsync(In("USD", "1000.00"), To("USD", "0.90"), null),
            () => SignAsync(In("USD", "700.00"), To("USD", "0.91"), "report"), () => SignAsync(Eur("300.00"), null, "report"),
            () => new AnnouncePledge(books.Writer).RunAsync(new($"p{++number}", "XB", Day("2026-02-01"), Eur("50.00"), null, "Pledge",
                null, "TFFV"), TestBooks.Recorder),
            () => new RevalueBalances(books.Writer).RunAsync(new("TFFV", 2026, 2 + ++number % 5), TestBooks.Recorder),
            () => agreements.Count == 0 ? Task.CompletedTask : new MeetCondition(books.Writer).RunAsync(new($"m{++number}",
                agreements[number % agreements.Count], 1, Day("2026-04-01"), "done"), TestBooks.Recorder),
            () => agreements.Count == 0 ? Task.CompletedTask : WriteOffAsync(agreements[++number % agreements.Count]),
            () => books.PostAsync(Entry("2026-05-02 transfer TFFV", "1050 10.00", "1010 -10.00")),
            // What goes back to a donor is not used; nor is what was advanced used twice, nor what a person owes back used less before it
            // came.
            () => books.PostAsync(Entry("2026-05-03 adjustment TFFV", "4010 5.00 donor:XA", "2200 -5.00 donor:XA")),
            () => books.PostAsync(Entry("2026-05-04 adjustment TFFV", "5010 20.00", "1200 -20.00")),
            () => books.PostAsync(Entry("2026-05-05 recovery TFFV", "1300 3.00", "5010 -3.00")),
            () => books.PostAsync(Entry("2026-05-06 recovery TFFV", "1300 4.00", "4300 -4.00")),
            () => books.PostAsync(Entry("2026-05-07 revaluation TFFV", "5930 1.00", "1012 0.00 GBP @@ -1.00")),
            () => new ClosePeriods(books.Writer).CloseMonthAsync("TFFV", 2025, 12, TestBooks.Certifier),
            () => new ClosePeriods(books.Writer).CloseYearAsync("TFFV", 2025, "what is open is explained", TestBooks.Certifier),
        ];
        var used = await UsedAsync(books);
        Assert.Equal((30_00, 500_00, 2000_00), (used.Expenses, used.Advances, used.Commitments));
        var random = new Random(seed);
        for (var step = 0; step < 25; step++)
        {
            var act = random.Next(acts.Length);
            await acts[act]();
            Assert.True(used.Total == (await UsedAsync(books)).Total, $"seed {seed}, step {step}: act {act} changed what was used");
        }
        await books.MustPostAsync(Entry("2026-06-01 disbursement TFFV", "5010 7.00", "1010 -7.00"));
        Assert.Equal(used.Total + 700, (await UsedAsync(books)).Total);

        async Task SignAsync(Money amount, Rate? rate, string? condition)
        {
            var signed = await new SignAgreement(books.Writer).RunAsync(new($"s{++number}", "XA", null, "TFFV", Day("2026-02-10"), amount,
                rate,
                [new(Day("2026-09-01"), amount, condition)]), TestBooks.Recorder);
            agreements.Add(signed.OrThrow().Code);
        }

        async Task WriteOffAsync(string agreement)
        {
            var asked = await new WriteOff(books.Writer).AskAsync(new($"w{++number}", agreement, 1, Day("2026-05-01"), "lost",
                Eur("1.00")), TestBooks.Recorder);
            if (!asked.IsRefused) await new DecideApproval(books.Writer, Acts.All).RunAsync(new(asked.Value.Id, true), TestBooks.Approver);
        }
    }

    [Theory, InlineData("TFFV"), InlineData("SFR")]
    public async Task Page_forecast_alert_and_program_name_the_same_runway(string fund)
    {
        await using var database = (await Templates.DemonstrationAsync(DatabaseKind.Sqlite, Demonstrated, 20261123)).Open();
        var clock = new FakeTimeProvider(new DateTimeOffset(Demonstrated, new TimeOnly(12, 0), TimeSpan.Zero));
        var reads = new LedgerReads(database, clock);
        var statuses = new FundStatuses(reads, new TrialBalances(reads));
        var status = await StatusAsync(database, clock, fund, Demonstrated);

        var forecast = (await new FundForecasts(reads, statuses).OfAsync(new ForecastAsked(fund, new Moment(Demonstrated),
            Paths: 200))).OrThrow();
        var cache = new TodaysForecasts(reads, new FundForecasts(reads, statuses));
        var reading = (await new AlertReadings(reads, statuses, cache).OfAsync(status.Fund, withForecast: false))!;

        Assert.NotNull(status.IfNothingMoreArrives);
        Assert.Equal((status.IfNothingMoreArrives, status.IfAllPledgesArrive), (forecast.Forecast.IfNothingMoreArrives,
            forecast.Forecast.IfAllPledgesArrive));
        Assert.Equal(AlertMeasures.RunwayShortfall(Demonstrated, status.IfNothingMoreArrives.Days, status.Settings.LeadTimeMonths),
            reading.Measures[AlertKind.RunwayShort]);
        // The definition, from the postings of the year alone.
        await using var connection = await database.OpenAsync();
        var byHand = await connection.Command(null, string.Create(CultureInfo.InvariantCulture,
            $"""
            SELECT SUM(p.eur_minor) FROM postings p JOIN entries e ON e.seq = p.entry_seq JOIN accounts a ON a.id = p.account_id
                JOIN funds f ON f.id = a.fund_id
            WHERE f.code = '{fund}' AND p.effective_date > {DateNumber.Of(Demonstrated.AddDays(-365))} AND e.kind <> 'closing'
              AND (a.role = 'commitments' OR a.code IN ('1200', '1300', '4300')
                OR (a.kind = 'expense' AND a.code NOT IN ('5930', '5940')))
            """)).NumberAsync();
        Assert.Equal(byHand, status.UsedInAYear.Total);
    }

    private static async Task<string> KeyAsync(TestBooks books, int seq)
    {
        await using var connection = await books.Database.OpenAsync();
        return (await connection.Command(null, $"SELECT idempotency_key FROM entries WHERE seq = {seq}").RowsAsync(row
            => row.GetString(0)))[0];
    }

    private static async Task<FundsLedger.Domain.Funds.MoneyUsed> UsedAsync(TestBooks books) =>
        (await StatusAsync(books.Database, books.Clock, "TFFV", Day("2026-07-01"))).UsedInAYear;

    private static async Task<FundStatus> StatusAsync(LedgerDatabase database, TimeProvider clock, string fund, DateOnly on)
    {
        var reads = new LedgerReads(database, clock);
        return (await new FundStatuses(reads, new TrialBalances(reads)).OfAsync(fund, new Moment(on))).OrThrow();
    }
}
