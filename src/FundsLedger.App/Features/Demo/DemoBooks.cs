using FundsLedger.App.Features.Books.Periods;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.Office.People;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;

namespace FundsLedger.App.Features.Demo;

/// <summary>Makes the books of the demonstration: Ireland's published pledges, and five years of synthetic donors, visits and relocations,
/// recorded through the same operations as real ones.</summary>
public static class DemoBooks
{
    /// <summary>How many years before today they begin.</summary>
    public const int Years = 5;

    /// <summary>Creates and fills the books; the same seed and day give the same amounts and dates.</summary>
    /// <param name="database">Where: no books, or empty ones.</param>
    /// <param name="today">Last day of the books, inclusive; nothing is recorded after its first minutes (UTC).</param>
    /// <param name="seed">Chooses one of many demonstrations.</param>
    /// <param name="key">Signs the heads of the log, one each Monday.</param>
    /// <param name="progress">Told the part done, 0 to 1.</param>
    /// <param name="cancel">Gives up; what is recorded stays.</param>
    /// <exception cref="InvalidOperationException">The books hold entries already.</exception>
    public static async Task MakeAsync(LedgerDatabase database, DateOnly today, int seed, SigningKey key,
        IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        var start = today.AddYears(-Years);
        var clock = new DemoClock(new DateTimeOffset(start, new TimeOnly(8, 0), TimeSpan.Zero));
        await BooksMaker.MigrateAsync(database, clock, isDemo: true, cancel: cancel);
        await RefuseUsedBooksAsync(database, cancel);
        await DemoPeople.EnsureAsync(database, clock, cancel);

        await using var writer = new LedgerWriter(database, clock);
        var diary = new DemoDiary(writer, clock, today);
        var dice = new DemoDice(seed);
        var donors = DemoDonors.Make(dice);
        DemoDonors.Note(diary, start, donors);
        DemoIreland.Note(diary, start);
        var routine = new DemoRoutine(diary, dice, start, today);
        var payments = new DemoPayments(diary, start);
        var sent = DemoBank.Note(diary, payments, today);
        var visits = new DemoVisits(diary, dice, payments, start, today);
        _ = new DemoGifts(diary, dice, start, today, donors, visits, routine);
        DemoAgreements.Note(diary, start, today, routine);
        _ = new DemoRelocations(diary, dice, start, today);
        DemoPublications.Note(diary, today);

        var heads = new SealHead(writer, key);
        var watch = new DemoWatch(database, writer, clock, today);
        for (var day = start; day <= today; day = day.AddDays(1))
        {
            if (day is { Month: 4, Day: 1 } && day.Year - 1 >= start.Year) await CloseYearAsync(writer, clock, day, cancel);
            if (day.DayOfWeek == DayOfWeek.Monday) await SealAsync(heads, clock, day, cancel);
            if (day != start && !diary.IsOpenOn(day)) continue;
            diary.Note(day, Desk.Visits, visits.DecideAsync);
            await diary.KeepAsync(day, cancel);
            await watch.LookAsync(day, cancel);
            progress?.Report((day.DayNumber - start.DayNumber + 1.0) / (today.DayNumber - start.DayNumber + 1));
        }
        await DemoBank.RecordAsync(database, writer, clock, sent, today, cancel);
    }

    // On 1 April, when the corrections to the year before are in.
    private static async Task CloseYearAsync(LedgerWriter writer, DemoClock clock, DateOnly day, CancellationToken cancel)
    {
        clock.MoveTo(new DateTimeOffset(day, new TimeOnly(6, 0), TimeSpan.Zero));
        foreach (var fund in (string[])["TFFV", "SFR"])
        {
            (await new RevalueBalances(writer).RunAsync(new(fund, day.Year - 1, 12), DemoDiary.Actors[(int)Desk.Recorder],
                cancel)).OrThrow();
            (await new ClosePeriods(writer).CloseYearAsync(fund, day.Year - 1,
                "synthetic: what is open is paid or released in the new year", DemoDiary.Certifier, cancel)).OrThrow();
        }
    }

    private static async Task SealAsync(SealHead heads, DemoClock clock, DateOnly day, CancellationToken cancel)
    {
        clock.MoveTo(new DateTimeOffset(day, new TimeOnly(0, 1), TimeSpan.Zero));
        await heads.RunIfDueAsync(cancel);
    }

    private static async Task RefuseUsedBooksAsync(LedgerDatabase database, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        if (await connection.Command(null, "SELECT last_seq FROM ledger_state WHERE id = 1").NumberAsync(cancel) > 0
            || await connection.Command(null, "SELECT COUNT(*) FROM books WHERE is_demo").NumberAsync(cancel) == 0)
            throw new InvalidOperationException(
                "The demonstration is made in new books only: these hold entries, or are not marked as a demonstration. Name another "
                    + "file or database.");
    }
}
