using FundsLedger.App.Access;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Access;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using Xunit;
using static FundsLedger.App.Tests.Features.Operating;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Bank;

/// <summary>A bank statement from the file to the lock, in a real Chromium, by two people without a mouse.</summary>
public sealed class BankKeyboardTests : WithChromium
{
    [Fact]
    public async Task With_the_keyboard_alone_a_file_is_imported_its_lines_accepted_and_the_month_reconciled_and_approved()
    {
        await using var site = await ServedBooks.OpenAsync(DatabaseKind.Sqlite);
        await using (var writer = new LedgerWriter(site.Books.Database, site.Books.Clock))
        {
            (await new AddBankAccount(writer)
                .RunAsync(new("B", "TFFV", "1010", CamtText.Account, Currency.Eur, "Bank (synthetic)", Day("2025-12-31"), Eur("0.00")),
                TestBooks.Recorder)).OrThrow();
            foreach (var key in (string[])["p1", "p2", "p3"])
                (await new AnnouncePledge(writer)
                    .RunAsync(new(key, "XA", Day("2026-01-02"), Eur("100.00"), null, "Pledge (synthetic)", null, "TFFV"),
                    TestBooks.Recorder)).OrThrow();
        }
        var file = TestServer.NewFile(".xml");
        await File.WriteAllTextAsync(file,
            CamtText.Document(CamtText.Statement("0.00", "2025-12-31", "300.00", "2026-01-31",
            ["2026-01-10 100.00 XA-P-2026-1", "2026-01-11 100.00 XA-P-2026-2", "2026-01-12 100.00 XA-P-2026-3"])));

        var recorder = await Browser.SignInAsync(site.Root, await site.Books.LetInAsync(Role.Recorder));
        await recorder.FollowAsync("#places a[href='/bank']");
        // Waited for from before the way there: a browser told in the same moment as the key is pressed may open a chooser that nobody
        // sees.
        var choosing = recorder.WaitForFileChooserAsync();
        await recorder.TabToAsync("#f-file");
        await recorder.Keyboard.PressAsync("Enter");
        await (await choosing).SetFilesAsync(file);
        await recorder.FollowAsync("main form.drop button[type=submit]");
        await recorder.SendAsync("main form button[type=submit]");
        Assert.Equal(3, await site.Books.NumberAsync("SELECT COUNT(*) FROM bank_lines"));

        await recorder.FollowAsync("main a[href='/bank/B']");
        await recorder.SendAsync(".suggestions button[type=submit]");
        Assert.Equal(1, await site.Books.NumberAsync("SELECT COUNT(*) FROM receipts"));
        await recorder.FollowAsync("main a[href='/bank/B/strong']");
        await recorder.SendAsync("main form button[type=submit]");
        Assert.Equal(3, await site.Books.NumberAsync("SELECT COUNT(DISTINCT pledge) FROM receipts"));
        await recorder.FollowAsync("main a[href='/bank/B/reconciliation']");
        await recorder.SendAsync("main form button[type=submit]");

        var approver = await Browser.SignInAsync(site.Root, await site.Books.LetInAsync(Role.ApprovingOfficer));
        await approver.FollowAsync("#places a[href='/bank']");
        await approver.FollowAsync("main a[href='/bank/B']");
        await approver.FollowAsync("main a[href='/bank/B/reconciliation']");
        await approver.FollowAsync("main a[href='/bank/B/reconciliation/approval']");
        await approver.SendAsync("main form button[type=submit]");
        Assert.Equal(30_000, await site.Books.NumberAsync(
            "SELECT bank_minor FROM reconciliations WHERE step = 'approved' AND second_actor_id <> actor_id"));
    }
}
