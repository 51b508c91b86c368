using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Ledger;

/// <summary>Nobody commits or spends money that is not there: available = cash − open commitments − withheld − reserve.</summary>
public sealed class FloorTests
{
    [Theory, EveryDatabase]
    public async Task Last_cent_can_be_committed_and_no_more(DatabaseKind on)
    {
        await using var books = await OpenAsync(on, Entry("2026-01-10 opening TFFV", "1010 100.00", "3020 -100.00"));

        await books.MustRefuseAsync("available_is_too_low", Commitment("2026-02-01", "100.01"));
        await books.MustPostAsync(Commitment("2026-02-01", "100.00"));
        await books.MustRefuseAsync("available_is_too_low", Commitment("2026-02-01", "0.01"));
    }

    [Theory, EveryDatabase]
    public async Task Withheld_money_receivables_pledges_and_the_reserve_are_not_available(DatabaseKind on)
    {
        await using var books = await OpenAsync(on, Entry("2026-01-10 opening TFFV", "1010 60.00", "1050 40.00", "3020 -100.00"),
            Entry("2026-01-10 receipt TFFV", "1010 50.00", "2900 -50.00"),
            Entry("2026-01-10 agreement TFFV", "1100 500.00", "4010 -500.00"),
            Entry("2026-01-10 pledge TFFV", "8010 500.00 pledge:P", "8011 -500.00"));
        await books.SetReserveAsync("TFFV", "2026-01-11", 30_00);

        await books.MustRefuseAsync("available_is_too_low", Commitment("2026-02-01", "70.01"));
        await books.MustPostAsync(Commitment("2026-02-01", "70.00"));
    }

    [Theory, EveryDatabase]
    public async Task Money_that_arrives_later_cannot_be_spent_before(DatabaseKind on)
    {
        await using var books = await OpenAsync(on, Entry("2026-03-01 receipt TFFV", "1010 100.00", "4010 -100.00"));

        await books.MustRefuseAsync("available_is_too_low", Commitment("2026-02-28", "0.01"));
        await books.MustPostAsync(Commitment("2026-03-01", "100.00"));
    }

    [Theory, EveryDatabase]
    public async Task Spending_with_an_old_date_looks_at_all_later_days(DatabaseKind on)
    {
        await using var books = await OpenAsync(on, Entry("2026-01-10 opening TFFV", "1010 100.00", "3020 -100.00"),
            Entry("2026-03-10 disbursement TFFV", "5010 80.00", "1010 -80.00"),
            Entry("2026-05-10 receipt TFFV", "1010 500.00", "4010 -500.00"));

        await books.MustRefuseAsync("available_is_too_low", Commitment("2026-02-01", "20.01"));
        await books.MustRefuseAsync("available_is_too_low", Entry("2026-02-01 disbursement TFFV", "5010 20.01", "1010 -20.01"));
        await books.MustPostAsync(Commitment("2026-05-10", "500.00"), Commitment("2026-02-01", "20.00"));
    }

    [Theory, EveryDatabase]
    public async Task Entries_of_one_batch_count_towards_the_floor(DatabaseKind on)
    {
        await using var books = await OpenAsync(on, Entry("2026-01-10 opening TFFV", "1010 100.00", "3020 -100.00"));
        await using var session = await books.Writer.BeginAsync(TestBooks.Recorder);

        Assert.Equal("written", TestBooks.Answer(await session.PostWithAsync(Commitment("2026-02-01", "60.00"), EntryRights.Commits)));
        Assert.Equal("available_is_too_low", TestBooks.Answer(await session.PostWithAsync(Commitment("2026-01-20", "40.01"),
            EntryRights.Commits)));
        Assert.Equal("written", TestBooks.Answer(await session.PostAsync(Entry("2026-01-20 receipt TFFV", "1010 0.01", "4010 -0.01"))));
        Assert.Equal("written", TestBooks.Answer(await session.PostWithAsync(Commitment("2026-01-20", "40.01"), EntryRights.Commits)));
        Assert.Equal("available_is_too_low", TestBooks.Answer(await session.PostWithAsync(Commitment("2026-01-20", "0.01"),
            EntryRights.Commits)));
    }

    [Theory, EveryDatabase]
    public async Task What_the_bank_has_already_done_is_recorded_all_the_same(DatabaseKind on)
    {
        await using var books = await OpenAsync(on, Entry("2026-01-10 opening TFFV", "1010 10.00", "3020 -10.00"));

        var charge = Entry("2026-01-11 charge TFFV", "5910 30.00", "1010 -30.00");
        await books.MustRefuseAsync("bank_is_overdrawn", charge);
        (await books.PostAsync(charge, EntryRights.FollowsBank)).OrThrow();

        Assert.Equal("-20.00", await books.BalanceAsync("TFFV", "1010"));
        await books.MustRefuseAsync("available_is_too_low", Commitment("2026-01-11", "0.01"));
    }

    [Theory, EveryDatabase]
    public async Task Commitment_is_released_to_its_last_cent_and_no_further(DatabaseKind on)
    {
        await using var books = await OpenAsync(on, Entry("2026-01-10 opening TFFV", "1010 100.00", "3020 -100.00"),
            Entry("2026-01-11 commitment TFFV", "8020 30.00 commitment:C-1", "8020 20.00 commitment:C-2", "8021 -50.00"));

        await books.MustRefuseAsync("commitment_is_overdrawn", Release("C-1", "30.01"));
        await books.MustPostAsync(Release("C-1", "29.99"));
        await books.MustRefuseAsync("commitment_is_overdrawn", Release("C-1", "0.02"));
        await books.MustRefuseAsync("commitment_is_overdrawn",
            Entry("2026-02-01 release TFFV", "8020 -0.01 commitment:C-1", "8020 -0.01 commitment:C-1", "8021 0.02"));
        await books.MustRefuseAsync("commitment_is_overdrawn", Release("c-2", "1.00"));
        await books.MustPostAsync(Release("C-1", "0.01"), Release("C-2", "20.00"));
        await books.MustRefuseAsync("commitment_is_overdrawn", Release("C-2", "0.01"));
    }

    [Theory, EveryDatabase]
    public async Task Pledge_is_met_in_its_own_currency_and_fund_and_no_further(DatabaseKind on)
    {
        await using var books = await OpenAsync(on,
            Entry("2026-01-11 pledge TFFV", "8010 30.00 USD @@ 27.00 pledge:P-1", "8011 -30.00 USD @@ -27.00"),
            Entry("2026-01-11 pledge SFR", "8010 99.00 pledge:P-1", "8011 -99.00"));

        await books.MustRefuseAsync("pledge_is_overdrawn",
            Entry("2026-02-01 fulfilment TFFV", "8010 -30.01 USD @@ -1.00 pledge:P-1", "8011 30.01 USD @@ 1.00"));
        await books.MustRefuseAsync("pledge_is_overdrawn", Entry("2026-02-01 fulfilment TFFV", "8010 -1.00 pledge:P-1", "8011 1.00"));
        await books.MustPostAsync(Entry("2026-02-01 fulfilment TFFV", "8010 -30.00 USD @@ -31.00 pledge:P-1", "8011 30.00 USD @@ 31.00"));
        await books.MustRefuseAsync("pledge_is_overdrawn",
            Entry("2026-02-01 fulfilment TFFV", "8010 -0.01 USD @@ -0.01 pledge:P-1", "8011 0.01 USD @@ 0.01"));
    }

    [Theory, EveryDatabase]
    public async Task Simultaneous_commitments_never_exceed_what_is_available(DatabaseKind on)
    {
        await using var books = await OpenAsync(on, Entry("2026-01-10 opening TFFV", "1010 100.00", "3020 -100.00"));
        var databases = Enumerable.Range(0, 4).Select(_ => LedgerDatabase.At(books.Where)).ToList();
        var writers = databases.Select(database => new LedgerWriter(database, books.Clock)).ToList();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(task => Task.Run(async () =>
            TestBooks.Answer(await writers[task % 4].PostWithAsync(Commitment("2026-02-01", "15.00"), EntryRights.Commits,
                TestBooks.Certifier)))));

        Assert.Equal(6, answers.Count(answer => answer == "written"));
        Assert.Equal(14, answers.Count(answer => answer == "available_is_too_low"));
        Assert.Equal("90.00", await books.BalanceAsync("TFFV", "8020"));
        foreach (var writer in writers) await writer.DisposeAsync();
        foreach (var database in databases) await database.DisposeAsync();
    }

    private static async Task<TestBooks> OpenAsync(DatabaseKind on, params EntryDraft[] drafts)
    {
        var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(drafts);
        return books;
    }

    private static EntryDraft Commitment(string date, string amount) =>
        Entry($"{date} commitment TFFV", $"8020 {amount} commitment:C-9", $"8021 -{amount} commitment:C-9");

    private static EntryDraft Release(string commitment, string amount) =>
        Entry("2026-02-01 release TFFV", $"8020 -{amount} commitment:{commitment}", $"8021 {amount} commitment:{commitment}");

    [Theory, EveryDatabase]
    public async Task Reserve_that_rises_later_counts_for_the_later_days(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await books.MustPostAsync(Entry("2026-01-10 opening TFFV", "1010 100.00", "3020 -100.00"));
        await books.SetReserveAsync("TFFV", "2026-03-01", 30_00);

        Assert.Equal("available_is_too_low",
            await books.AnswerAsync(Entry("2026-02-01 commitment TFFV", "8020 80.00 commitment:C", "8021 -80.00")));
        Assert.Equal("written", await books.AnswerAsync(Entry("2026-02-01 commitment TFFV", "8020 70.00 commitment:D", "8021 -70.00")));
    }
}
