using FundsLedger.App.Access;
using FundsLedger.App.Features.Demo;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using Xunit;

namespace FundsLedger.App.Tests.Features;

/// <summary>The demonstration tells one story whatever the seed, and tells nothing about Ireland that was not published.</summary>
public sealed class DemoBooksTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Theory, InlineData(1), InlineData(7), InlineData(20261123)]
    public async Task Family_visits_run_dry_once_and_recover(int seed)
    {
        await using var database = await MakeAsync(Today, seed);

        var dry = (await AvailableAtMonthEndsAsync(database)).Index().Where(month => month.Item < 1_200_000 && month.Index > 2)
            .Select(month => month.Index + 1).ToList();

        Assert.InRange(dry[0], 26, 30);
        Assert.InRange(dry.Count, 4, 8);
        Assert.Equal(Enumerable.Range(dry[0], dry.Count), dry);
    }

    [Theory, InlineData(1), InlineData(7), InlineData(20261123)]
    public async Task On_the_last_day_months_of_money_are_left_pledges_open_and_a_few_requests_wait(int seed)
    {
        await using var database = await MakeAsync(Today, seed);
        var asked = await NumberAsync(database, "SELECT SUM(asked_eur) FROM visit_requests");
        var available = (await AvailableAtMonthEndsAsync(database))[^1];

        Assert.InRange(available * 60.0 / asked, 6, 10.5);
        Assert.InRange(
            await NumberAsync(database,
                "SELECT COUNT(*) FROM visit_requests r WHERE NOT EXISTS (SELECT 1 FROM commitments c WHERE c.request = r.code)"), 2, 4);
        Assert.InRange(await NumberAsync(database, "SELECT COUNT(*) FROM pledge_events WHERE fund_id = 1 AND expected_on > 20261123"), 2,
            6);
        Assert.Equal(0,
            await NumberAsync(database,
                "SELECT COUNT(*) FROM donors WHERE code <> 'IE' AND (NOT is_synthetic OR name NOT LIKE '%(synthetic)')"));
        Assert.True(await NumberAsync(database, "SELECT COUNT(*) FROM entries WHERE kind = 'reversal'") >= 3);
    }

    [Fact]
    public async Task Irelands_figures_are_the_published_ones_and_no_receipt_is_invented()
    {
        await using var database = await MakeAsync(Today, 1);
        await using var connection = await database.OpenAsync(TestContext.Current.CancellationToken);
        var events = await connection.Command(null,
            "SELECT e.date, e.kind, e.amount_minor, COALESCE(e.purpose, f.code, '') FROM pledge_events e JOIN pledges p ON p.code = "
                + "e.pledge LEFT JOIN funds f ON f.id = e.fund_id WHERE p.donor = 'IE' ORDER BY e.id")
            .RowsAsync(row => $"{row.GetInt32(0)} {row.GetString(1)} {row.GetInt64(2) / 100} {row.GetString(3)}".TrimEnd(),
                TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                "20220430 announced 3000000", "20220430 designated_outside 1000000 Office of the Prosecutor", "20231130 announced 3000000",
                "20241231 designated_outside 1000000 Office of the Prosecutor", "20241231 designated 500000 SFR",
                "20241231 designated_outside 500000 Special Fund for Security",
            ], events);
        Assert.Equal(0, await NumberAsync(database, "SELECT COUNT(*) FROM receipts WHERE donor = 'IE'"));
        Assert.Equal(0, await NumberAsync(database, "SELECT is_synthetic FROM donors WHERE code = 'IE'"));
        Assert.Equal(100_000_000,
            await NumberAsync(database,
                "SELECT SUM(p.amount_minor) FROM postings p JOIN accounts a ON a.id = p.account_id WHERE a.fund_id = 3 AND a.code = "
                    + "'8010' AND p.pledge = (SELECT pledge FROM pledge_events WHERE fund_id = 2 AND date = 20241231 AND amount_minor = "
                    + "50000000)"));
    }

    // Payments of one batch are booked by their codes, which are drawn by chance: in what order is no part of the story.
    [Fact]
    public async Task The_same_seed_makes_the_same_amounts_and_dates_and_another_seed_others()
    {
        var first = await AmountsAsync(await MakeAsync(Today, 1));
        Assert.Equal(first, await AmountsAsync(await MakeAgainAsync(Today, 1)));
        Assert.NotEqual(first, await AmountsAsync(await MakeAsync(Today, 7)));

        static async Task<string> AmountsAsync(LedgerDatabase made)
        {
            await using var database = made;
            await using var connection = await database.OpenAsync(TestContext.Current.CancellationToken);
            return string.Join('\n',
                await connection.Command(null,
                    "SELECT e.effective_date, e.recorded_at, p.account_id, p.amount_minor FROM entries e JOIN postings p ON "
                        + "p.entry_seq = e.seq ORDER BY e.recorded_at, e.effective_date, p.account_id, p.amount_minor")
                .RowsAsync(row => $"{row.GetInt32(0)} {row.GetInt64(1)} {row.GetInt32(2)} {row.GetInt64(3)}",
                    TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Bank_balances_are_never_below_zero_and_nothing_is_recorded_in_the_future()
    {
        await using var database = await MakeAsync(Today, 1);
        Assert.Equal(0,
            await NumberAsync(database,
                "SELECT COUNT(*) FROM (SELECT SUM(debit_eur - credit_eur) OVER (PARTITION BY account_id ORDER BY effective_date) AS "
                    + "balance FROM daily_totals t JOIN accounts a ON a.id = t.account_id WHERE a.role = 'cash') AS days WHERE "
                    + "balance < 0"));
        Assert.Equal(0, await NumberAsync(database, "SELECT COUNT(*) FROM entries WHERE effective_date > 20261123"));
        Assert.True(
            await NumberAsync(database,
                "SELECT MAX(recorded_at) FROM entries") < Microseconds.Of(new DateTimeOffset(Today, new TimeOnly(0, 5), TimeSpan.Zero)));
    }

    [Fact]
    public async Task Everything_in_the_demonstration_was_done_by_somebody_whose_role_may_do_it()
    {
        await using var database = await MakeAsync(Today, 1);
        await using var connection = await database.OpenAsync(TestContext.Current.CancellationToken);
        (Operation Operation, string Done)[] acts =
        [
            (Operation.DecideApprovals, "SELECT actor_id, 0 FROM signing_steps WHERE step = 'decide'"),
            (Operation.ClosePeriods, "SELECT actor_id, fund_id FROM period_events"),
            (Operation.ReverseEntries, "SELECT actor_id, fund_id FROM entries WHERE kind = 'reversal'"),
            // What two people decide is written by the second of them.
            (Operation.MakeCommitments, "SELECT actor_id, fund_id FROM entries WHERE kind = 'commitment' AND idempotency_key NOT LIKE "
                + "'approval/%'"),
            (Operation.DecideRequests, "SELECT s.actor_id, 1 FROM signing_steps s JOIN signing_requests r ON r.id = s.request WHERE "
                + "r.kind IN ('decide_request', 'reverse_indigence') AND s.step = 'ask'"),
            (Operation.DecideRequests, "SELECT actor_id, 1 FROM request_findings WHERE holds OR version = 1"),
            (Operation.DraftPayments, "SELECT actor_id, fund_id FROM payments"),
            (Operation.CertifyPayments, "SELECT actor_id, 1 FROM signing_steps WHERE step = 'certify'"),
            (Operation.ApprovePayments, "SELECT actor_id, 1 FROM signing_steps WHERE step = 'approve'"),
            (Operation.TransmitPayments, "SELECT actor_id, 1 FROM signing_steps WHERE step = 'transmit'"),
            (Operation.SettleRelocations, "SELECT s.actor_id, 2 FROM signing_steps s JOIN signing_requests r ON r.id = s.request WHERE "
                + "r.kind = 'settle_relocation' AND s.step = 'ask'"),
            (Operation.RecordReceipts, "SELECT actor_id, fund_id FROM entries WHERE kind IN ('receipt', 'exchange', 'interest', 'charge')"),
            (Operation.ManagePledges, "SELECT actor_id, fund_id FROM entries WHERE kind IN ('pledge', 'designation', 'confirmation')"),
            (Operation.EnterRates, "SELECT actor_id, 0 FROM rates"),
        ];
        var catalog = await new LedgerReads(database, TimeProvider.System).CatalogAsync(connection, TestContext.Current.CancellationToken);
        foreach (var (operation, done) in acts)
        {
            var found = await connection.Command(null, done)
                .RowsAsync(row => (Who: row.GetString(0), Fund: row.GetInt32(1)), TestContext.Current.CancellationToken);
            Assert.NotEmpty(found);
            foreach (var (who, fund) in found.Distinct())
            {
                var scope = AccessTable.Of(operation, DemoPeople.All.Single(person => person.Id == who).Role);
                Assert.True(scope == Scope.All || (scope == Scope.Open && catalog.FundById(fund).Code == "TFFV")
                    || (scope == Scope.Protected && fund != 0 && catalog.FundById(fund).Code == "SFR"),
                    $"{who} may not {operation}");
            }
        }
    }

    [Theory, EveryDatabase("2028-02-29"), InlineData(DatabaseKind.Sqlite, "2026-12-01")]
    public async Task The_demonstration_is_made_on_any_day_and_passes_every_check(DatabaseKind on, string today)
    {
        var day = LedgerText.Day(today);
        await using var database = LedgerDatabase.At(await TestServer.NewPlaceAsync(on));
        using var key = SigningKey.At(TestServer.NewFile(".pem"));
        await DemoBooks.MakeAsync(database, day, 3, key, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(0, await NumberAsync(database,
            $"SELECT (SELECT COUNT(*) FROM bank_statements WHERE closed_on > {DateNumber.Of(day)}) "
                + $"+ (SELECT COUNT(*) FROM bank_lines WHERE booked_on > {DateNumber.Of(day)})"));
        var report =
            await new LedgerCheck(new LedgerReads(database, TimeProvider.System)).RunAsync(cancel: TestContext.Current.CancellationToken);
        Assert.Equal([], report.Results.SelectMany(result => result.Findings));
    }

    private static async Task<LedgerDatabase> MakeAsync(DateOnly today, int seed) =>
        (await Templates.DemonstrationAsync(DatabaseKind.Sqlite, today, seed)).Open();

    private static async Task<LedgerDatabase> MakeAgainAsync(DateOnly today, int seed)
    {
        var database = LedgerDatabase.At(await TestServer.NewPlaceAsync(DatabaseKind.Sqlite));
        using var key = SigningKey.At(TestServer.NewFile(".pem"));
        await DemoBooks.MakeAsync(database, today, seed, key, cancel: TestContext.Current.CancellationToken);
        return database;
    }

    private static async Task<List<long>> AvailableAtMonthEndsAsync(LedgerDatabase database)
    {
        var months = new List<long>();
        for (var month = 1; month <= 60; month++)
            months.Add(
                await NumberAsync(database,
                    $"SELECT SUM((CASE a.role WHEN 'commitments' THEN -1 ELSE 1 END) * (debit_eur - credit_eur)) FROM daily_totals t "
                        + $"JOIN accounts a ON a.id = t.account_id WHERE a.fund_id = 1 AND a.role IN ('cash', 'withheld', 'commitments') "
                        + $"AND t.effective_date <= {DateNumber.Of(Today.AddYears(-5).AddMonths(month))}"));
        return months;
    }

    private static async Task<long> NumberAsync(LedgerDatabase database, string question)
    {
        await using var connection = await database.OpenAsync(TestContext.Current.CancellationToken);
        return await connection.Command(null, question).NumberAsync(TestContext.Current.CancellationToken);
    }
}
