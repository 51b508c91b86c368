using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.Domain;

namespace FundsLedger.App.Features.Demo;

/// <summary>The published facts about Ireland's pledges, and nothing else: no receipt was published, so none is recorded. Dates known to
/// the month or the year only stand on its last day, and the text says so.</summary>
internal static class DemoIreland
{
    private const string Prosecutor = "Office of the Prosecutor";

    public static void Note(DemoDiary diary, DateOnly start)
    {
        string first = "", second = "";
        diary.Note(start, Desk.Recorder, async session =>
            (await AddDonor.ApplyAsync(session, new("IE", "Ireland", DonorType.State, "en"))).OrThrow());
        diary.Note(Later(start, new(2022, 5, 3)), Desk.Recorder, async session =>
        {
            first = await AnnounceAsync(session, "demo/ireland/2022", new(2022, 4, 30),
                "Ireland: EUR 3 million additional, of which EUR 1 million immediately to the Office of the Prosecutor. Published for "
                    + "April 2022, day not published.",
                "irishlegal.com; gov.ie (2022)");
            await DesignateAsync(session, "demo/ireland/2022/prosecutor", first, new(2022, 4, 30), 1_000_000,
                new Designation.Outside(Prosecutor),
                "Ireland: EUR 1 million immediately to the Office of the Prosecutor. Published for April 2022, day not published.",
                "irishlegal.com; gov.ie (2022)");
        });
        diary.Note(Later(start, new(2023, 12, 5)), Desk.Recorder,
            async session => second = await AnnounceAsync(session, "demo/ireland/2023", new(2023, 11, 30),
            "Ireland: EUR 3 million, purposes not yet set. Published for November 2023, day not published. "
            + "Before that, on 2022-12-05, Ireland signed a memorandum of understanding on the SFR, the TFFV and interns; its amounts "
            + "and split were not published.",
            "irishlegal.com (2023); ICC-CPI-20221206-PR1691"));
        diary.Note(Later(start, new(2025, 1, 7)), Desk.Recorder, async session =>
        {
            const string Published = "Published for 2024, day not published.";
            const string Source = "irishlegal.com (2024)";
            var day = new DateOnly(2024, 12, 31);
            await DesignateAsync(session, "demo/ireland/2024/prosecutor", second, day, 1_000_000, new Designation.Outside(Prosecutor),
                $"Ireland: EUR 1 million to the Office of the Prosecutor. {Published}", Source);
            await DesignateAsync(session, "demo/ireland/2024/sfr", second, day, 500_000, new Designation.ToFund("SFR"),
                $"Ireland: EUR 500,000 to the Special Fund for Relocations. {Published}", Source);
            await DesignateAsync(session, "demo/ireland/2024/security", second, day, 500_000,
                new Designation.Outside("Special Fund for Security"), $"Ireland: EUR 500,000 to the Special Fund for Security. {Published}",
                Source);
        });
    }

    // Books that begin after a fact record it on their first day, at its own date.
    private static DateOnly Later(DateOnly start, DateOnly known) => known > start ? known : start;

    private static async Task<string> AnnounceAsync(LedgerSession session, string key, DateOnly date, string description, string source) =>
        (await AnnouncePledge.ApplyAsync(session, new(key, "IE", date, Money.Eur(300_000_000), null, description, source))).OrThrow().Code;

    private static async Task DesignateAsync(LedgerSession session, string key, string pledge, DateOnly date, long euros, Designation to,
        string description, string source) =>
        (await DesignatePledge.ApplyAsync(session, new(key, pledge, date, Money.Eur(euros * 100), to, description, source))).OrThrow();
}
