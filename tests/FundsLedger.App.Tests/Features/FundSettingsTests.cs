using FundsLedger.App.Access;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Funds;
using FundsLedger.App.Features.Office.Settings;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Features;

/// <summary>Fund settings are versions from a day on. The books' clock stands at 2026-07-01.</summary>
public sealed class FundSettingsTests
{
    private static readonly Actor Administrator = new("adm", "Ann Administrator");

    private static readonly ChangeFundSettings.Command Next =
        new("TFFV", 1, new DateOnly(2026, 7, 5), false, Eur("7000.00"), Eur("1000.00"), 4);

    [Theory, EveryDatabase]
    public async Task A_new_version_counts_from_its_day_and_earlier_days_keep_theirs(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        using var audit = Audit(books);
        await books.MustPostAsync(Entry("2026-06-01 receipt TFFV", "1010 6500.00", "4010 -6500.00"));

        var changed = await books.MustRepeatAsync(() => new ChangeFundSettings(books.Writer, audit).RunAsync(Next, Administrator));

        Assert.Equal(("TFFV", 2), (changed.Fund, changed.Version));
        var reads = new LedgerReads(books.Database, books.Clock);
        var before = (await new FundStatuses(reads, new TrialBalances(reads)).OfAsync("TFFV", new Moment(Day("2026-07-04")))).OrThrow();
        var after = (await new FundStatuses(reads, new TrialBalances(reads)).OfAsync("TFFV", new Moment(Day("2026-07-05")))).OrThrow();
        Assert.Equal((650_000, false), (before.AvailableEur, before.IsDepleted));
        Assert.Equal((550_000, true), (after.AvailableEur, after.IsDepleted));
        Assert.Equal(1,
            await books.NumberAsync(
                "SELECT COUNT(*) FROM audit_log WHERE act = 'setting_changed' AND subject = 'fund TFFV version 2' AND actor_id = 'adm'"));
    }

    [Theory, EveryDatabase]
    public async Task New_books_take_donors_to_need_six_months_and_migrating_leaves_what_was_set(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        using var audit = Audit(books);
        var reads = new LedgerReads(books.Database, books.Clock);
        Assert.All((await reads.CatalogAsync()).Funds, fund => Assert.Equal(6, fund.Current.LeadTimeMonths));

        (await new ChangeFundSettings(books.Writer, audit).RunAsync(Next with { LeadTimeMonths = 3 }, Administrator)).OrThrow();
        var before = await books.NumberAsync("SELECT COUNT(*) FROM fund_settings");
        await BooksMaker.MigrateAsync(books.Database, books.Clock);

        Assert.Equal(3, (await reads.CatalogAsync()).Fund("TFFV")!.Current.LeadTimeMonths);
        Assert.Equal(before, await books.NumberAsync("SELECT COUNT(*) FROM fund_settings"));
    }

    [Theory]
    [EveryDatabase("settings_fund_is_unknown", "XXX", 1, "2026-07-05", "7000.00", "0.00", 4)]
    [EveryDatabase("settings_fund_is_unknown", "UMB", 1, "2026-07-05", "7000.00", "0.00", 4)]
    [EveryDatabase("settings_changed_meanwhile", "TFFV", 0, "2026-07-05", "7000.00", "0.00", 4)]
    [EveryDatabase("settings_changed_meanwhile", "TFFV", 2, "2026-07-05", "7000.00", "0.00", 4)]
    [EveryDatabase("settings_begin_in_the_past", "TFFV", 1, "2026-06-30", "7000.00", "0.00", 4)]
    [EveryDatabase("settings_begin_too_late", "TFFV", 1, "2200-01-01", "7000.00", "0.00", 4)]
    [EveryDatabase("smallest_useful_is_out_of_range", "TFFV", 1, "2026-07-05", "0.00", "0.00", 4)]
    [EveryDatabase("reserve_is_out_of_range", "TFFV", 1, "2026-07-05", "7000.00", "-0.01", 4)]
    [EveryDatabase("lead_time_is_out_of_range", "TFFV", 1, "2026-07-05", "7000.00", "0.00", 0)]
    [EveryDatabase("lead_time_is_out_of_range", "TFFV", 1, "2026-07-05", "7000.00", "0.00", 61)]
    [EveryDatabase("unprotecting_needs_the_release_procedure", "SFR", 1, "2026-07-05", "7000.00", "0.00", 4)]
    public async Task What_may_not_be_set_is_refused(DatabaseKind on, string refusal, string fund, int version, string from,
        string smallest, string reserve, int lead)
    {
        await using var books = await TestBooks.OpenAsync(on);
        using var audit = Audit(books);
        await books.MustRefuseAsync(refusal,
            () =>
                new ChangeFundSettings(books.Writer,
                    audit).RunAsync(new(fund, version, Day(from), false, Eur(smallest), Eur(reserve), lead), Administrator));
    }

    [Theory, EveryDatabase]
    public async Task Amounts_in_another_currency_are_refused(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        using var audit = Audit(books);
        await books.MustRefuseAsync("settings_are_in_eur",
            () => new ChangeFundSettings(books.Writer, audit).RunAsync(Next with { Reserve = In("USD", "1.00") }, Administrator));
    }

    [Theory, EveryDatabase]
    public async Task A_fund_once_protected_stays_so_whatever_comes_between(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        using var audit = Audit(books);
        var change = new ChangeFundSettings(books.Writer, audit);
        var reads = new LedgerReads(books.Database, books.Clock);

        (await change.RunAsync(Next with { ValidFrom = Day("2026-12-01"), IsProtected = true }, Administrator)).OrThrow();

        // At once, months before its first day: a figure published meanwhile could not be taken back.
        Assert.True((await reads.CatalogAsync()).Fund("TFFV")!.Current.IsProtected);
        // Nothing can be put before it, so that the newest version always says whether the fund is protected.
        await books.MustRefuseAsync("settings_begin_before_the_newest",
            () => change.RunAsync(Next with { Version = 2, IsProtected = true }, Administrator));
        await books.MustRefuseAsync("unprotecting_needs_the_release_procedure",
            () => change.RunAsync(Next with { Version = 2, ValidFrom = Day("2026-12-01") }, Administrator));
        (await change.RunAsync(Next with { Version = 2, ValidFrom = Day("2026-12-01"), IsProtected = true, LeadTimeMonths = 6 },
            Administrator)).OrThrow();
        Assert.Equal(6, (await reads.CatalogAsync()).Fund("TFFV")!.SettingsOn(Day("2026-12-01")).LeadTimeMonths);
    }

    [Theory, EveryDatabase]
    public async Task Of_two_who_change_the_same_version_at_once_one_is_told(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        using var audit = Audit(books);
        var change = new ChangeFundSettings(books.Writer, audit);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(index => change.RunAsync(Next with { Reserve = Money.Eur(100_000 + index) }, Administrator)));

        Assert.Single(outcomes, outcome => !outcome.IsRefused);
        Assert.Equal(7, outcomes.Count(outcome => outcome.Refusal is SettingsChangedMeanwhile));
        Assert.Equal(2,
            await books.NumberAsync("SELECT COUNT(*) FROM fund_settings s JOIN funds f ON f.id = s.fund_id WHERE f.code = 'TFFV'"));
    }

    private static AuditLog Audit(TestBooks books) => new(new LedgerReads(books.Database, books.Clock));
}
