using System.Net;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.App.Features.Office.Messages;
using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Bank;
using FundsLedger.App.Tests.Messages;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain.Alerts;
using FundsLedger.Domain.Contributions;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;

namespace FundsLedger.App.Tests.Alerts;

/// <summary>Trouble is told once, to those who may know, and not forgotten while nobody answers.</summary>
public sealed class AlertTests
{
    [Theory, EveryDatabase]
    public async Task Books_in_which_nothing_has_begun_raise_nothing(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await using var watch = new Watch(books);
        var before = await books.EveryRowAsync();
        Assert.Equal("", await watch.LookAsync());
        Assert.Equal("", await watch.LookAsync(findings: 0));
        Assert.Equal(before, await books.EveryRowAsync());
    }

    [Theory, EveryDatabase]
    public async Task Fund_below_its_floor_is_told_once_then_that_it_is_worse_and_then_that_it_is_over(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await using var watch = new Watch(books);
        await watch.OnlyAsync("TFFV", AlertKind.AvailableBelowFloor);
        await watch.TellAsync("first@example.org");
        await watch.TellAsync("second@example.org", second: true);
        await watch.TellAsync("elsewhere@example.org", fund: "SFR");
        await books.MustPostAsync(Entry("2026-06-01 opening TFFV", "1010 1000.00", "3020 -1000.00"));
        Assert.Equal("Raised TFFV AvailableBelowFloor", await watch.LookAsync());
        Assert.Equal("", await watch.LookAsync());
        await books.MustPostAsync(Entry("2026-06-02 charge TFFV", "5910 1000.00", "1010 -1000.00"));
        Assert.Equal("Escalated TFFV AvailableBelowFloor", await watch.LookAsync());
        Assert.Equal("", await watch.LookAsync());
        await books.MustPostAsync(Entry("2026-06-03 opening TFFV", "1010 5500.00", "3020 -5500.00"));
        Assert.Equal("Cleared TFFV AvailableBelowFloor", await watch.LookAsync());
        const string Trouble = "TFFV: less is available than the smallest useful commitment";
        Assert.Equal(
            [$"first@example.org: Alert – {Trouble}", $"first@example.org: Over – {Trouble}", $"first@example.org: Worse – {Trouble}",
                $"second@example.org: Worse – {Trouble}"], await watch.MailsAsync());
        Assert.True((await new LedgerCheck(watch.Reads).RunAsync()).IsGood);
    }

    [Theory, EveryDatabase]
    public async Task Processes_that_look_at_once_raise_each_alert_once(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await using var first = new Watch(books);
        await first.TellAsync("reader@example.org");
        await books.MustPostAsync(Entry("2026-06-01 opening TFFV", "1010 1000.00", "3020 -1000.00"),
            Entry("2026-06-01 opening SFR", "1010 1000.00", "3020 -1000.00"));
        var watches = Enumerable.Range(0, 4).Select(_ => new Watch(books)).ToList();
        var told = await Task.WhenAll(watches.Select(watch => Task.Run(() => watch.LookAsync())));
        foreach (var watch in watches) await watch.DisposeAsync();
        Assert.Equal(2, await books.NumberAsync("SELECT COUNT(*) FROM alert_events"));
        Assert.Equal(1, told.Count(news => news.Length > 0));
        Assert.Equal(2, (await first.MailsAsync()).Count);
    }

    [Theory, EveryDatabase]
    public async Task A_clock_set_back_raises_nothing_twice_and_stops_nothing(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await using var watch = new Watch(books);
        await watch.TellAsync("reader@example.org", digest: true);
        await books.MustPostAsync(Entry("2026-02-01 opening TFFV", "1010 1000.00", "3020 -1000.00"));
        Assert.Equal("Raised TFFV AvailableBelowFloor", await watch.LookAsync());
        await using var earlier = new Watch(books, new FakeTimeProvider(books.Clock.GetUtcNow().AddMonths(-3)));
        Assert.Equal("", await earlier.LookAsync());
        // Even before there was any money.
        await using var farBack = new Watch(books, new FakeTimeProvider(books.Clock.GetUtcNow().AddYears(-20)));
        Assert.Equal("Escalated TFFV AvailableBelowFloor", await farBack.LookAsync());
        Assert.Equal("", await watch.LookAsync());
        Assert.Equal(2, await books.NumberAsync("SELECT COUNT(*) FROM alert_events"));
        Assert.True((await new LedgerCheck(watch.Reads).RunAsync()).IsGood);
    }

    [Theory, EveryDatabase]
    public async Task Outsiders_and_programs_hear_nothing_of_a_protected_fund_and_cleared_readers_only_that_there_is_news(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await using var watch = new Watch(books, webhookUrl: "http://127.0.0.1:9/");
        await watch.TellAsync("cleared@example.org", digest: true);
        await watch.TellAsync("state@example.org", audience: AlertAudience.Outsider, digest: true);
        await books.MustPostAsync(Entry("2026-06-01 opening SFR", "1010 1234.56", "3020 -1234.56"));
        Assert.Equal("Raised SFR AvailableBelowFloor", await watch.LookAsync());
        Assert.Equal("Escalated books CheckFailed", await watch.LookAsync(findings: 3));
        var outbox = await watch.OutboxAsync();
        Assert.DoesNotContain(outbox, row => row.Payload.Contains("state@example.org", StringComparison.Ordinal));
        Assert.All(outbox.Where(row => row.Payload.Contains("SFR", StringComparison.Ordinal)), row =>
        {
            Assert.Equal(Outbox.Mail, row.Kind);
            foreach (var trace in (string[])["234", "available", "commitment", "chance", "png\":\"", "deplet", "floor"])
                Assert.DoesNotContain(trace, row.Payload, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Contains(outbox, row => row.Kind == Outbox.Webhook && row.Payload.Contains("check_failed", StringComparison.Ordinal));

        await using var connection = await books.Database.OpenAsync();
        var catalog = await watch.Reads.CatalogAsync(connection);
        Assert.Equal(2, (await AlertList.ReadAsync(connection, catalog, isTold: null)).Count);
        Assert.Empty(await AlertList.ReadAsync(connection, catalog, AlertList.ForOutsiders));
    }

    [Theory, EveryDatabase]
    public async Task Each_fund_counts_its_own_episodes_and_a_look_at_one_says_nothing_of_another(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await using var watch = new Watch(books);
        await watch.OnlyAsync("TFFV", AlertKind.AvailableBelowFloor);
        await watch.OnlyAsync("SFR", AlertKind.AvailableBelowFloor);
        await books.MustPostAsync(Entry("2026-06-01 opening TFFV", "1010 1000.00", "3020 -1000.00"),
            Entry("2026-06-01 opening SFR", "1010 1000.00", "3020 -1000.00"));
        Assert.Equal("Raised SFR AvailableBelowFloor", await watch.LookAtAsync("SFR"));
        await books.MustPostAsync(Entry("2026-06-02 opening SFR", "1010 900000.00", "3020 -900000.00"));
        Assert.Equal("Cleared SFR AvailableBelowFloor", await watch.LookAtAsync("SFR"));
        (await new ReverseEntry(books.Writer).RunAsync(
            new("back", await books.NumberAsync("SELECT MAX(seq) FROM entries"), Day("2026-06-03"), "entered twice"),
            TestBooks.Approver)).OrThrow();
        Assert.Equal("Raised SFR AvailableBelowFloor", await watch.LookAtAsync("SFR"));
        Assert.Equal("Raised TFFV AvailableBelowFloor", await watch.LookAsync());

        await using var connection = await books.Database.OpenAsync();
        var episodes = await AlertList.ReadAsync(connection, await watch.Reads.CatalogAsync(connection), isTold: null);
        Assert.Equal(["SFR-1", "SFR-2", "TFFV-1"], episodes.Select(episode => episode.Code).Order(StringComparer.Ordinal));
    }

    [Theory, EveryDatabase]
    public async Task Alert_nobody_acknowledges_for_a_week_goes_to_the_second_address_once(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await using var watch = new Watch(books);
        await watch.OnlyAsync("TFFV", AlertKind.AvailableBelowFloor);
        await watch.OnlyAsync("SFR", AlertKind.AvailableBelowFloor);
        await watch.TellAsync("second@example.org", second: true);
        await books.MustPostAsync(Entry("2026-06-01 opening TFFV", "1010 1000.00", "3020 -1000.00"),
            Entry("2026-06-01 opening SFR", "1010 1000.00", "3020 -1000.00"));
        await watch.LookAsync();
        await using var connection = await books.Database.OpenAsync();
        var inHand = (await AlertList.ReadAsync(connection, await watch.Reads.CatalogAsync(connection), isTold: null)).Single(
            episode => episode.Fund!.Code == "SFR").Code;
        var acknowledge = new AcknowledgeAlert(watch.Writer);
        Assert.Equal("alert_note_is_malformed", (await acknowledge.RunAsync(inHand, "a\u0000b", TestBooks.Approver)).Refusal!.Code);
        Assert.Equal("alert_is_not_open", (await acknowledge.RunAsync("SFR-99", null, TestBooks.Approver)).Refusal!.Code);
        Assert.False((await acknowledge.RunAsync(inHand, "Donors are being asked", TestBooks.Approver)).IsRefused);
        Assert.Equal("alert_is_acknowledged", (await acknowledge.RunAsync(inHand, null, TestBooks.Certifier)).Refusal!.Code);

        books.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        Assert.Equal("", await watch.LookAsync());
        books.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("PassedOn TFFV AvailableBelowFloor", await watch.LookAsync());
        books.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal("", await watch.LookAsync());
        Assert.Equal(["second@example.org: Not acknowledged – TFFV: less is available than the smallest useful commitment"],
            await watch.MailsAsync());
    }

    [Theory, EveryDatabase]
    public async Task Waiting_requests_overdue_pledges_and_failed_checks_are_told(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await using var watch = new Watch(books);
        await watch.OnlyAsync("TFFV", AlertKind.RequestsWaiting, AlertKind.PledgesOverdue);
        using (var key = FundsLedger.App.Features.Proof.Log.SigningKey.At(TestServer.NewFile(".pem")))
            await SmallBooks.FillAsync(books, key);
        (await new SubmitVisitRequest(books.Writer).RunAsync(
            new("v9", "TFFV", "D-02", 2, [Relation.Child], Day("2026-09-01"), Day("2026-09-10"), SmallBooks.Eur("20000.00"),
                Day("2026-06-05")), TestBooks.Recorder)).OrThrow();
        // An instalment of these books was due in spring; nobody is told of it while its condition is not met.
        await books.RegisterAsync(Registers.InstalmentEvents, 2L, "A-1", 1, InstalmentEventKind.ConditionMet, Day("2026-02-01"), 0L,
            "report (synthetic)", 1L);
        Assert.Equal("Raised TFFV RequestsWaiting, Raised TFFV PledgesOverdue", await watch.LookAsync());
        books.Clock.Advance(TimeSpan.FromDays(92));
        Assert.Equal("PassedOn TFFV RequestsWaiting, PassedOn TFFV PledgesOverdue", await watch.LookAsync());
        Assert.Equal("Escalated books CheckFailed", await watch.LookAsync(findings: 2));
        Assert.Equal("", await watch.LookAsync(findings: null));
        Assert.Equal("Cleared books CheckFailed", await watch.LookAsync(findings: 0));
    }

    [Theory, EveryDatabase]
    public async Task A_bank_that_shows_another_balance_than_the_ledger_is_told_and_over_when_they_agree(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await using var watch = new Watch(books);
        await watch.OnlyAsync("TFFV", AlertKind.BankMismatch);
        await books.RegisterAsync("B", CamtText.Account);
        var bank = await books.LedgerOfAsync("B");
        Assert.Equal("", await watch.LookAsync());
        await books.ImportAsync(CamtText.File("0.00", "2026-01-01", "25.00", "2026-01-31", "2026-01-10 25.00 Gift"));
        Assert.Equal("", await watch.LookAsync());
        // Dated before the bank's opening balance: no line will ever be that entry.
        await books.MustPostAsync(Entry("2025-12-31 opening TFFV", $"{bank} 40.00", "3020 -40.00"));
        Assert.Equal("Raised TFFV BankMismatch", await watch.LookAsync());
        Assert.Equal(4_000, await books.NumberAsync("SELECT measure FROM alert_events WHERE kind = 'bank_mismatch'"));
        await using (var connection = await books.Database.OpenAsync())
        {
            var key = (await connection.Command(null, "SELECT idempotency_key FROM entries ORDER BY seq DESC LIMIT 1")
                .RowsAsync(row => row.GetString(0))).Single();
            await books.MustPostAsync(Reversal("2025-12-31", "TFFV", key));
        }
        Assert.Equal("Cleared TFFV BankMismatch", await watch.LookAsync());
    }

    [Theory, EveryDatabase]
    public async Task An_instalment_overdue_for_a_month_is_told_by_its_own_due_day(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await using var watch = new Watch(books);
        await watch.OnlyAsync("TFFV", AlertKind.PledgesOverdue);
        await books.AddDonorsAsync("XA");
        // Today is 1 July: 29 days late, then 30.
        (await new SignAgreement(books.Writer).RunAsync(
            new("sign", "XA", null, "TFFV", Day("2026-01-10"), SmallBooks.Eur("900.00"), null,
                [new(Day("2026-06-02"), SmallBooks.Eur("300.00")), new(Day("2026-12-01"), SmallBooks.Eur("600.00"))], null, null, null,
                false, null), TestBooks.Recorder)).OrThrow();
        Assert.Equal(Day("2026-07-01"), watch.Reads.Today);
        Assert.Equal("", await watch.LookAsync());
        books.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("Raised TFFV PledgesOverdue", await watch.LookAsync());
        (await new RecordReceipt(books.Writer).RunAsync(
            new("paid", "TFFV", "XA", Day("2026-07-01"), SmallBooks.Eur("300.00"), "1010", null, null, "BANK 1", "XA-A-2026-1"),
            TestBooks.Recorder)).OrThrow();
        Assert.Equal("Cleared TFFV PledgesOverdue", await watch.LookAsync());
    }

    [Theory, EveryDatabase]
    public async Task Likely_depletion_fires_on_the_forecast_and_clears_when_money_comes(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await using var watch = new Watch(books);
        await watch.OnlyAsync("TFFV", AlertKind.DepletionLikely);
        await books.LiveAsync(months: 6);
        Assert.Contains(await watch.LookAsync(), (string[])["Raised TFFV DepletionLikely", "Escalated TFFV DepletionLikely"]);
        await books.MustPostAsync(Entry("2026-06-30 opening TFFV", "1010 900000.00", "3020 -900000.00"));
        Assert.Equal("Cleared TFFV DepletionLikely", await watch.LookAsync());
    }

    [Theory, EveryDatabase]
    public async Task Amounts_no_forecast_can_take_stop_no_other_rule(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await using var watch = new Watch(books);
        await watch.OnlyAsync("TFFV", AlertKind.AvailableBelowFloor, AlertKind.DepletionLikely);
        await books.MustPostAsync(Entry("2026-02-01 receipt TFFV", "1010 1000000000000.00", "4010 -1000000000000.00"),
            Entry("2026-02-02 charge TFFV", "5910 999999999000.00", "1010 -999999999000.00"));
        Assert.Equal("Raised TFFV AvailableBelowFloor", await watch.LookAsync());
    }

    [Theory, EveryDatabase]
    public async Task Digest_of_what_is_open_comes_once_every_monday(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await using var watch = new Watch(books);
        await watch.OnlyAsync("TFFV", AlertKind.AvailableBelowFloor);
        await watch.TellAsync("weekly@example.org", "fr", fund: "TFFV", second: true, digest: true);
        await watch.LookAsync();
        Assert.Empty(await watch.MailsAsync());
        await books.MustPostAsync(Entry("2026-06-01 opening TFFV", "1010 1000.00", "3020 -1000.00"));
        await watch.LookAsync();
        for (var day = 0; day < 14; day++)
        {
            books.Clock.Advance(TimeSpan.FromDays(1));
            await watch.LookAsync();
        }
        Assert.Equal(2,
            (await watch.MailsAsync()).Count(
                mail =>
                    mail.Contains("Résumé hebdomadaire : 1 alerte ouverte".Replace(" :", "\u00A0:", StringComparison.Ordinal),
                        StringComparison.Ordinal)));
    }

    [Theory, EveryDatabase]
    public async Task Rules_that_make_no_sense_are_refused_and_one_turned_off_ends_its_episode(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await using var watch = new Watch(books);
        await books.MustPostAsync(Entry("2026-06-01 opening TFFV", "1010 1000.00", "3020 -1000.00"));
        await watch.LookAsync();
        var change = new ChangeAlertRule(watch.Writer);
        var rule = AlertRule.Standard(AlertKind.AvailableBelowFloor);
        foreach (var (code, fund, bad) in ((string, string?, AlertRule)[])
        [
            ("alert_rule_is_inconsistent", "TFFV", rule with { ClearsBelow = rule.FiresAt + 1 }),
            ("alert_rule_is_inconsistent", "TFFV", rule with { EscalatesAt = rule.FiresAt - 1 }),
            ("alert_rule_is_inconsistent", "TFFV", rule with { PassOnAfterDays = 0 }),
            ("alert_fund_is_wrong", null, rule), ("alert_fund_is_wrong", "UMB", rule),
            ("alert_fund_is_wrong", "TFFV", AlertRule.Standard(AlertKind.CheckFailed)), ("fund_is_unknown", "XXX", rule),
        ]) Assert.Equal(code, (await change.RunAsync(fund, bad, TestBooks.Approver)).Refusal?.Code);
        Assert.Equal(0, await books.NumberAsync("SELECT COUNT(*) FROM alert_rules"));
        (await change.RunAsync("TFFV", rule with { IsOn = false }, TestBooks.Approver)).OrThrow();
        (await change.RunAsync("TFFV", rule with { IsOn = false }, TestBooks.Approver)).OrThrow();
        Assert.Equal(1, await books.NumberAsync("SELECT COUNT(*) FROM alert_rules"));
        Assert.Equal("Cleared TFFV AvailableBelowFloor", await watch.LookAsync());
    }

    [Theory, EveryDatabase]
    public async Task Recipients_are_single_addresses_told_once_and_leave_nothing_behind(DatabaseKind on)
    {
        await using var books = await TestBooks.OpenAsync(on);
        await using var watch = new Watch(books);
        var recipients = new AlertRecipients(watch.Writer, watch.Reads);
        foreach (var (code, command) in ((string, AlertRecipients.Command)[])
        [
            ("alert_address_is_malformed", new("nobody", "en", AlertAudience.Cleared)),
            ("alert_address_is_malformed", new("a@example.org, b@example.org", "en", AlertAudience.Cleared)),
            ("alert_address_is_malformed", new("a@example.org\r\nBcc: b@example.org", "en", AlertAudience.Cleared)),
            ("alert_language_is_unknown", new("a@example.org", "de", AlertAudience.Cleared)),
            ("fund_is_unknown", new("a@example.org", "en", AlertAudience.Cleared, "XXX")),
        ]) Assert.Equal(code, (await recipients.AddAsync(command, TestBooks.Approver)).Refusal?.Code);
        var id = (await recipients.AddAsync(new("a@example.org", "fr", AlertAudience.Outsider, "TFFV"), TestBooks.Approver)).OrThrow();
        Assert.Equal("alert_address_is_known",
            (await recipients.AddAsync(new("A@example.org", "en", AlertAudience.Cleared, "TFFV"), TestBooks.Approver)).Refusal?.Code);
        (await recipients.RemoveAsync(id, TestBooks.Approver)).OrThrow();
        Assert.Equal("alert_recipient_is_unknown", (await recipients.RemoveAsync(id, TestBooks.Approver)).Refusal?.Code);
        Assert.DoesNotContain("a@example.org", await books.EveryRowAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory, EveryDatabase]
    public async Task Alerts_arrive_at_a_real_mail_server_once_each_in_both_languages_with_the_chart(DatabaseKind on)
    {
        await using var server = await MailServer.StartAsync();
        await using var books = await TestBooks.OpenAsync(on);
        await using var watch = new Watch(books);
        await watch.OnlyAsync("TFFV", AlertKind.AvailableBelowFloor);
        await watch.TellAsync("english@example.org");
        await watch.TellAsync("francais@example.org", "fr");
        await books.MustPostAsync(Entry("2026-06-01 opening TFFV", "1010 1000.00", "3020 -1000.00"));
        await watch.LookAsync();
        var delivery = Postroom.Delivery(books, new MailDeliverer(server.Settings, books.Clock));
        await delivery.RunOnceAsync();
        await watch.LookAsync();
        await delivery.RunOnceAsync();

        var received = (await server.ReceivedAsync()).ToDictionary(mail => mail.To.Mailboxes.Single().Address);
        Assert.Equal(["english@example.org", "francais@example.org"], received.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("1,000.00\u00A0EUR is available; the smallest useful commitment is 5,000.00\u00A0EUR",
            WebUtility.HtmlDecode(received["english@example.org"].HtmlBody), StringComparison.Ordinal);
        Assert.Contains("Le disponible est de 1\u202F000,00\u00A0EUR", WebUtility.HtmlDecode(received["francais@example.org"].HtmlBody),
            StringComparison.Ordinal);
        foreach (var mail in received.Values)
        {
            using var png = new MemoryStream();
            await mail.BodyParts.OfType<MimePart>().Single(part => part.ContentType.IsMimeType("image", "png")).Content!.DecodeToAsync(png);
            Assert.Equal([0x89, 0x50, 0x4E, 0x47], png.ToArray()[..4]);
            Assert.InRange(png.Length, 5_000, 200_000);
        }
        Assert.DoesNotContain("⟦", string.Concat(received.Values.Select(mail => mail.HtmlBody + mail.TextBody + mail.Subject)),
            StringComparison.Ordinal);
    }
}
