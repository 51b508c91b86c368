using System.Globalization;
using FundsLedger.App.Access;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Access;
using FundsLedger.App.Tests.Support;
using Xunit;

namespace FundsLedger.App.Tests.Features;

/// <summary>A gift from its offer to the reminder of what it owes, in a real Chromium, by two people without a mouse, one of them in
/// French.</summary>
public sealed class GiftKeyboardTests : WithChromium
{
    [Fact]
    public async Task With_the_keyboard_alone_a_gift_under_review_is_offered_accepted_approved_signed_for_and_reminded_of()
    {
        await using var site = await ServedBooks.OpenAsync(DatabaseKind.Sqlite);
        await using (var writer = new LedgerWriter(site.Books.Database, site.Books.Clock))
            (await new SetDonorProfile(writer).RunAsync(new("XA", new DonorProfile(null, "en", false, true, "origin of the money")),
                TestBooks.Recorder)).OrThrow();

        var recorder = await Browser.SignInAsync(site.Root, await site.Books.LetInAsync(Role.Recorder));
        await recorder.FollowAsync("#places a[href='/offers']");
        await recorder.FollowAsync("main a[href='/offers/new']");
        await recorder.ChooseAsync("#f-donor", "XA");
        await recorder.TypeInAsync("#f-amount", "300.00");
        await recorder.TypeInAsync("#f-description", "Offer of a test (synthetic)");
        await recorder.ChooseAsync("#f-fund", "TFFV");
        await recorder.SendAsync();
        await recorder.TypeInAsync("#f-reason", "fits the purpose (synthetic)");
        await recorder.TabToAsync("main form.entry-form button[type=submit]");
        await recorder.Keyboard.PressAsync("Enter");
        await recorder.WaitForSelectorAsync("main a[href='/approvals/1']");
        Assert.Equal(0, await site.Books.NumberAsync("SELECT COUNT(*) FROM pledges"));

        var approver = await Browser.SignInAsync(site.Root, await site.Books.LetInAsync(Role.ApprovingOfficer));
        await approver.FollowAsync("a[href*='lang=fr']");
        Assert.Equal("fr", await approver.GetAttributeAsync("html", "lang"));
        await approver.FollowAsync("#places a[href='/approvals']");
        await approver.FollowAsync("main a[href='/approvals/1']");
        Assert.Contains("Accepter un don d’un donateur en examen", await approver.InnerTextAsync("main"), StringComparison.Ordinal);
        await approver.SendAsync();
        Assert.Equal(30_000, await site.Books.NumberAsync("SELECT amount_minor FROM pledges"));
        var pledge = await PledgeAsync(site);

        await recorder.FollowAsync("#places a[href='/agreements']");
        await recorder.FollowAsync("main a[href='/agreements/new']");
        await recorder.ChooseAsync("#f-donor", "XA");
        await recorder.TypeInAsync("#f-pledge", pledge);
        await recorder.ChooseAsync("#f-fund", "TFFV");
        await recorder.TypeInAsync("#f-amount", "300.00");
        await recorder.TypeInAsync("#f-count", "2");
        // A date field is typed in the order of the reader's country: with day and month alike, it is the same everywhere.
        var due = DateOnly.FromDateTime(site.Books.Clock.GetUtcNow().UtcDateTime);
        while (due.Day != due.Month) due = due.AddDays(1);
        await recorder.TypeInAsync("#f-first", due.ToString("ddMMyyyy", CultureInfo.InvariantCulture));
        await recorder.TypeInAsync("#f-apart", "1");
        await recorder.SendAsync();
        Assert.Equal(2,
            await site.Books.NumberAsync("SELECT COUNT(*) FROM instalment_events WHERE kind = 'scheduled' AND amount_minor = 15000"));

        // The day after, it is overdue.
        site.Books.Clock.SetUtcNow(due.AddDays(1).ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc));
        recorder = await Browser.SignInAsync(site.Root, await site.Books.LetInAsync(Role.Recorder));
        await recorder.FollowAsync("#places a[href='/ageing']");
        await recorder.FollowAsync("main a[href='/reminders/XA']");
        await recorder.TabToAsync("main form.entry-form button[type=submit]");
        var download = await recorder.RunAndWaitForDownloadAsync(() => recorder.Keyboard.PressAsync("Enter"));
        await using var file = await download.CreateReadStreamAsync();
        var start = new byte[4];
        await file.ReadExactlyAsync(start);
        Assert.Equal("%PDF"u8.ToArray(), start);
        Assert.Equal(1, await site.Books.NumberAsync("SELECT COUNT(*) FROM reminders WHERE donor = 'XA'"));
    }

    private static async Task<string> PledgeAsync(ServedBooks site)
    {
        await using var connection = await site.Books.Database.OpenAsync();
        return (await connection.Command(null, "SELECT code FROM pledges").RowsAsync(row => row.GetString(0)))[0];
    }
}
