using System.Text.Json;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Books.Periods;
using FundsLedger.App.Features.MoneyIn.Ageing;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Returns;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Xunit;

namespace FundsLedger.App.Tests.Bookkeeper;

/// <summary>An independent bookkeeper lives through random years beside the program: agreements, four currencies, typing out of order,
/// closed months, reversals and returns. Every balance, what is owed item by item, and what was used agree on every day that is asked
/// about; so do what of an agreement is unspent, what rates gained and lost, and the closed year.</summary>
public sealed class BookkeeperTests
{
    private const int Steps = 250;

    /// <summary>So many lives make 3,000 steps a database in every run; the long run lives through 100,000.</summary>
    private const int Lives = 12;

    public static IEnumerable<TheoryDataRow> Seeds => EveryDatabaseAttribute.With(Enumerable.Range(1, Lives));

    [Theory, MemberData(nameof(Seeds))]
    public Task Two_bookkeepers_agree_on_a_random_year(DatabaseKind on, int seed) => LiveAsync(on, seed);

    [Theory, TakesHours, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public Task Two_bookkeepers_agree_on_four_hundred_years(DatabaseKind on) =>
        LongRun.SeedsAsync($"bookkeeper-{on}", 100_000 / Steps, seed => LiveAsync(on, 1_000 + seed));

    private static async Task LiveAsync(DatabaseKind on, int seed)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.AddDonorsAsync("XA", "XB");
        var year = new RandomYear(books, seed);
        await year.BeginAsync();
        for (var step = 1; step <= Steps; step++)
        {
            await year.StepAsync();
            if (step % 50 == 0) await CompareAsync(books, year);
        }
        Assert.True(year.Kinds.Count >= 14, $"{year.Story}only {string.Join(", ", year.Kinds)} happened");
        await ProposeReturnsAsync(books, year);
        await ValueAnewAsync(books, year);
        await CloseYearAsync(books, year);
        var report = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        Assert.True(report.IsGood, year.Story + string.Join('\n', report.Results.SelectMany(result => result.Findings)));
    }

    /// <summary>What of each claim is unlikely to be paid, and what is to go back to each donor, is the account, item by item.</summary>
    private static async Task CompareListsAsync(TestBooks books, RandomYear year)
    {
        await using var connection = await books.Database.OpenAsync();
        var catalog = await new LedgerReads(books.Database, books.Clock).CatalogAsync(connection);
        var agreements = await AgreementList.ReadAsync(connection, catalog);
        Assert.Equal(year.Plain.Contracts.Select(one => (one.Code, one.Doubted)).Order(), agreements.Select(one => (one.Code,
            one.Allowance.Minor)).Order());
        foreach (var fund in RandomYear.Funds)
            Assert.Equal(-year.Plain.Balances(fund, LedgerRules.LastDate).GetValueOrDefault("2200"), (await ReturnList.ReadAsync(connection,
                catalog, fund: fund)).Sum(one => one.Eur));
    }

    private static async Task CompareAsync(TestBooks books, RandomYear year)
    {
        await CompareListsAsync(books, year);
        foreach (var fund in RandomYear.Funds)
            foreach (var day in new[] { RandomYear.Last, year.AnyDay(), year.AnyDay() })
            {
                var expected = string.Join(' ', year.Plain.Balances(fund, day).Select(account => $"{account.Key}={account.Value}"));
                Assert.True(expected == await BalancesAsync(books, fund, day),
                    $"{year.Story}{fund} on {day}\nexpected {expected}\nis       {await BalancesAsync(books, fund, day)}");
                var owed = Show(year.Plain.Owed(fund, day));
                Assert.True(owed == Show(await OwedAsync(books, fund, day)),
                    $"{year.Story}{fund} owed on {day}\nexpected {owed}\nis       {Show(await OwedAsync(books, fund, day))}");
                Assert.Equal((await OwedAsync(books, fund, day)).Sum(item => item.Value.Eur),
                    year.Plain.Balances(fund, day).GetValueOrDefault("1100"));
                var used = year.Plain.Used(fund, day);
                Assert.True(used == await UsedAsync(books, fund, day),
                    $"{year.Story}{fund} used on {day}: expected {used}, is {await UsedAsync(books, fund, day)}");
            }
    }

    /// <summary>Month by month in order: what is owed in a foreign currency stands at its amount times the rate of the day, and nothing
    /// was used by it.</summary>
    private static async Task ValueAnewAsync(TestBooks books, RandomYear year)
    {
        foreach (var fund in RandomYear.Funds)
        {
            var used = await UsedAsync(books, fund, RandomYear.Last);
            var open = RandomYear.MonthEnds.Where(end => end > year.ClosedThrough(fund)).ToList();
            foreach (var end in open) (await new RevalueBalances(books.Writer).RunAsync(new(fund, end.Year, end.Month),
                TestBooks.Recorder)).OrThrow();
            foreach (var end in open)
            {
                var expected = Show(new(year.Plain.Owed(fund, end).Where(item => item.Value.Amount != 0)
                    .ToDictionary(item => item.Key, item => (item.Value.Amount, year.WorthOf(item.Key, item.Value.Amount, end))),
                        StringComparer.Ordinal));
                var found = Show(new((await OwedAsync(books, fund, end)).Where(item => item.Value.Amount != 0).ToDictionary(),
                    StringComparer.Ordinal));
                Assert.True(expected == found, $"{year.Story}{fund} valued at {end}\nexpected {expected}\nis       {found}");
            }
            Assert.Equal(used, await UsedAsync(books, fund, RandomYear.Last));
            // What rates gained or lost, realised and not, is what every other account leaves.
            var valued = ShowAll(year.Plain.Valued(fund, RandomYear.Last, currency => year.RateAt(currency, RandomYear.Last)));
            Assert.True(valued == ShowAll(await WithExchangeAsync(books, fund, RandomYear.Last)),
                $"{year.Story}{fund} valued\nexpected {valued}\nis       {ShowAll(await WithExchangeAsync(books, fund, RandomYear.Last))}");
        }
    }

    /// <summary>An agreement that is paid is asked to be closed: what is proposed is what was not used, but for the cents that are rounded
    /// day by day.</summary>
    private static async Task ProposeReturnsAsync(TestBooks books, RandomYear year)
    {
        foreach (var fund in RandomYear.Funds)
        {
            if (await year.PayAllAsync(fund) is not { } contract) continue;
            (await new CloseAgreement(books.Writer).AskAsync(new($"close {fund}", contract.Code, RandomYear.Last, "ended"),
                TestBooks.Recorder)).OrThrow();
            await using var connection = await books.Database.OpenAsync();
            var payload = (await connection.Command(null,
                "SELECT payload FROM signing_requests WHERE kind = 'return_balance' ORDER BY id DESC LIMIT 1")
                .RowsAsync(row => row.GetString(0)))[0];
            using var asked = JsonDocument.Parse(payload);
            var expected = year.Plain.Unspent(contract, RandomYear.Last);
            foreach (var (name, value, leeway) in new[] { ("received", expected.Received, 0), ("interest", expected.Interest,
                expected.Roundings), ("used", expected.Used, expected.Roundings) })
            {
                var found = Money.Parse(asked.RootElement.GetProperty(name).GetString()!, Currency.Eur).Minor;
                Assert.True(Math.Abs(found - value.Rounded()) <= leeway,
                    $"{year.Story}{contract.Code} {name}: expected {value.Rounded()}, is {found} ({leeway} roundings)");
            }
        }
    }

    /// <summary>The year is closed: its result stands in the accumulated balance, the year after begins at nothing, and nothing was used by
    /// it.</summary>
    private static async Task CloseYearAsync(TestBooks books, RandomYear year)
    {
        var end = new DateOnly(2025, 12, 31);
        foreach (var fund in RandomYear.Funds)
        {
            var used = await UsedAsync(books, fund, RandomYear.Last);
            var before = (At: await WithExchangeAsync(books, fund, end), Last: await WithExchangeAsync(books, fund, RandomYear.Last));
            (await new ClosePeriods(books.Writer).CloseYearAsync(fund, 2025, "a random year", TestBooks.Certifier)).OrThrow();
            var valued = year.Plain.Valued(fund, end, currency => year.RateAt(currency, end));
            Assert.Equal(ShowAll(valued), ShowAll(before.At));
            var result = valued.Where(account => IsResult(account.Key)).Sum(account => account.Value);
            var after = await WithExchangeAsync(books, fund, end);
            Assert.True(!after.Keys.Any(IsResult), $"{year.Story}{fund} closed: {ShowAll(after)}");
            Assert.Equal(valued.GetValueOrDefault("3020") + result, after.GetValueOrDefault("3020"));
            var next = await WithExchangeAsync(books, fund, RandomYear.Last);
            foreach (var account in before.Last.Keys.Concat(before.At.Keys).Where(IsResult).Distinct())
                Assert.Equal((account, before.Last.GetValueOrDefault(account) - before.At.GetValueOrDefault(account)), (account,
                    next.GetValueOrDefault(account)));
            Assert.Equal(used, await UsedAsync(books, fund, RandomYear.Last));
        }

        static bool IsResult(string account) => account[0] is '4' or '5' || account == "exchange";
    }

    private static string ShowAll(SortedDictionary<string, long> balances) => string.Join(' ', balances.Select(account =>
        $"{account.Key}={account.Value}"));

    /// <summary>All accounts with something on them, gains and losses by rates in one sum.</summary>
    private static async Task<SortedDictionary<string, long>> WithExchangeAsync(TestBooks books, string fund, DateOnly day)
    {
        var balance = (await new TrialBalances(new LedgerReads(books.Database, books.Clock)).OfAsync(fund, new Moment(day))).OrThrow();
        return new(balance.Rows.Where(row => row.Account.Role != AccountRole.Pledges && row.Account.Code != Chart.PledgesContra)
            .GroupBy(row => row.Account.Code is Chart.ExchangeGains or Chart.ExchangeLosses ? "exchange" : row.Account.Code)
            .Select(account => (account.Key, Eur: account.Sum(row => row.BalanceEur))).Where(account => account.Eur != 0)
            .ToDictionary(account => account.Key, account => account.Eur), StringComparer.Ordinal);
    }

    private static string Show(SortedDictionary<string, (long Amount, long Eur)> owed) => string.Join(' ', owed.Select(item
        => $"{item.Key}={item.Value.Amount}/{item.Value.Eur}"));

    /// <summary>All accounts but the stages of pledges, which the bookkeeper leaves to others.</summary>
    private static async Task<string> BalancesAsync(TestBooks books, string fund, DateOnly day)
    {
        var balance = (await new TrialBalances(new LedgerReads(books.Database, books.Clock)).OfAsync(fund, new Moment(day))).OrThrow();
        return string.Join(' ', balance.Rows.Where(row => row.BalanceEur != 0 && row.Account.Role != AccountRole.Pledges
            && row.Account.Code != Chart.PledgesContra)
            .Select(row => $"{row.Account.Code}={row.BalanceEur}"));
    }

    private static async Task<SortedDictionary<string, (long Amount, long Eur)>> OwedAsync(TestBooks books, string fund, DateOnly day)
    {
        await using var connection = await books.Database.OpenAsync();
        var catalog = await new LedgerReads(books.Database, books.Clock).CatalogAsync(connection);
        var items = await AgeingList.ItemsAsync(connection, catalog, new Moment(day), fund: fund);
        return new(items.Where(item => item.Nature == OpenNature.Receivable).GroupBy(item => item.Agreement ?? "")
            .ToDictionary(item => item.Key, item => (item.Sum(one => one.Open.Minor), item.Sum(one => one.OpenEur))),
                StringComparer.Ordinal);
    }

    private static async Task<long> UsedAsync(TestBooks books, string fund, DateOnly day)
    {
        var reads = new LedgerReads(books.Database, books.Clock);
        return (await new FundStatuses(reads, new TrialBalances(reads)).OfAsync(fund, new Moment(day))).OrThrow().UsedInAYear.Total;
    }
}
