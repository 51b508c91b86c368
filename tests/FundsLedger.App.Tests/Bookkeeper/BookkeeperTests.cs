using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.MoneyIn.Ageing;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Ledger;
using Xunit;

namespace FundsLedger.App.Tests.Bookkeeper;

/// <summary>An independent bookkeeper lives through random years beside the program: agreements, four currencies, typing out of order,
/// closed months, reversals and returns. Every balance, what is owed item by item, and what was used agree on every day that is asked
/// about.</summary>
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
        await ValueAnewAsync(books, year);
        var report = await new LedgerCheck(new LedgerReads(books.Database, books.Clock)).RunAsync();
        Assert.True(report.IsGood, year.Story + string.Join('\n', report.Results.SelectMany(result => result.Findings)));
    }

    private static async Task CompareAsync(TestBooks books, RandomYear year)
    {
        foreach (var fund in RandomYear.Funds)
            foreach (var day in new[] { RandomYear.Last, year.AnyDay(), year.AnyDay() })
            {
                var expected = string.Join(' ', year.Plain.Balances(fund, day).Select(account => $"{account.Key}={account.Value}"));
                Assert.True(expected == await BalancesAsync(books, fund, day),
                    $"{year.Story}{fund} on {day}\nexpected {expected}\nis       {await BalancesAsync(books, fund, day)}");
                var owed = Show(year.Plain.Owed(fund, day));
                Assert.True(owed == Show(await OwedAsync(books, fund, day)),
                    $"{year.Story}{fund} owed on {day}\nexpected {owed}\nis       {Show(await OwedAsync(books, fund, day))}");
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
        }
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
