using FundsLedger.App.Access;
using FundsLedger.App.Features.MoneyIn.Agreements;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.MoneyIn.Pledges;
using FundsLedger.App.Features.MoneyIn.Receipts;
using FundsLedger.App.Features.MoneyOut.Requests;
using FundsLedger.App.Features.Outlook.Alerts;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Access;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using FundsLedger.Domain.Alerts;
using FundsLedger.Reports.Letters;
using UglyToad.PdfPig;
using Xunit;
using static FundsLedger.App.Tests.Support.LedgerText;
using static FundsLedger.App.Tests.Support.SmallBooks;

namespace FundsLedger.App.Tests.Alerts;

/// <summary>A donor who asked not to be named outside the Registry is not named by anything that alerts send or show there.</summary>
public sealed class ConfidentialDonorTests
{
    /// <summary>In its code, its name and every text about it, and nowhere else.</summary>
    private const string Trace = "canarydonor";

    [Theory, EveryDatabase]
    public async Task No_mail_webhook_briefing_or_page_of_alerts_names_a_confidential_donor(DatabaseKind on)
    {
        await using var served = await ServedBooks.OpenAsync(on);
        await using var watch = new Watch(served.Books, webhookUrl: "http://127.0.0.1:9/");
        await FillAsync(watch.Writer, watch.Reads.Today);
        foreach (var language in (string[])["en", "fr"])
        {
            await watch.TellAsync($"first-{language}@example.org", language, AlertAudience.Outsider, digest: true);
            await watch.TellAsync($"second-{language}@example.org", language, second: true);
        }
        var raised = await watch.LookAsync(findings: 2);
        foreach (var kind in (AlertKind[])[AlertKind.AvailableBelowFloor, AlertKind.DepletionLikely, AlertKind.RunwayShort,
            AlertKind.RequestsWaiting, AlertKind.PledgesOverdue, AlertKind.CheckFailed])
                Assert.Contains(kind.ToString(), raised, StringComparison.Ordinal);
        var told = await PagesAsync(served);
        served.Books.Clock.Advance(TimeSpan.FromDays(15));
        // The served application looks too: one of both passes on what nobody acknowledged.
        await watch.LookAsync(findings: 2);
        Assert.NotEqual(0, await served.Books.NumberAsync("SELECT COUNT(*) FROM alert_events WHERE step = 'passed_on'"));

        var outbox = await watch.OutboxAsync();
        Assert.Contains(outbox, row => row.Kind == Outbox.Webhook && row.Payload.Contains("pledges_overdue", StringComparison.Ordinal));
        told.AddRange(outbox.Select(row => row.Payload));
        told.AddRange(await EveryLetterAsync(watch));
        Assert.All(told, text => Assert.DoesNotContain(Trace, text, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Receipts that do not last, and three things that wait: a pledge and an instalment, both overdue, and a request.</summary>
    private static async Task FillAsync(LedgerWriter writer, DateOnly today)
    {
        var who = TestBooks.Recorder;
        (await new AddDonor(writer).RunAsync(new("CANARYDONOR", "Canarydonor State (synthetic)", DonorType.State, "en", true),
            who)).OrThrow();
        (await new SetDonorProfile(writer).RunAsync(new("CANARYDONOR", new DonorProfile(null, "en", IsConfidential: true, false, null)),
            who)).OrThrow();
        for (var month = 12; month > 0; month--)
        {
            (await new RecordReceipt(writer).RunAsync(
                new($"receipt {month}", "TFFV", month % 2 == 0 ? "CANARYDONOR" : "XA", today.AddMonths(-month), Eur("3000.00"), "1010",
                    null, null, "canarydonor bank"), who)).OrThrow();
            (await writer.PostAsync(Entry($"{today.AddMonths(-month).AddDays(2):yyyy-MM-dd} charge TFFV", "5910 2900.00", "1010 -2900.00"),
                who)).OrThrow();
        }
        (await new AnnouncePledge(writer).RunAsync(
            new("pledge", "CANARYDONOR", today.AddDays(-200), Eur("5000.00"), null, "Canarydonor pledge (synthetic)", "canarydonor letter",
                "TFFV", today.AddDays(-120)), who)).OrThrow();
        (await new SignAgreement(writer).RunAsync(
            new("agreement", "CANARYDONOR", null, "TFFV", today.AddDays(-200), Eur("900.00"), null,
                [new(today.AddDays(-90), Eur("400.00")), new(today.AddDays(90), Eur("500.00"))],
            "Canarydonor earmark", "Canarydonor report", Reference: "CANARYDONOR-NV-1"), who)).OrThrow();
        (await new SubmitVisitRequest(writer).RunAsync(
            new("request", "TFFV", "D-02", 2, [Relation.Child], today.AddDays(30), today.AddDays(60), Eur("20000.00"), today.AddDays(-3)),
            who)).OrThrow();
    }

    /// <summary>What those outside the Registry read in the pages, in both languages, and the text of the briefing's file.</summary>
    private static async Task<List<string>> PagesAsync(ServedBooks served)
    {
        var told = new List<string>();
        var readers =
            new[] { await served.Books.LetInAsync(Role.Facilitator), await served.Books.LetInAsync(Role.StateRepresentative, "XB") };
        foreach (var (reader, paths) in readers.Zip((string[][])[["/", "/alerts", "/briefing", "/funds/TFFV"], ["/", "/funds/TFFV"]]))
        {
            using var browser = await served.BrowserOfAsync(reader);
            foreach (var language in (string[])["en", "fr"])
            {
                browser.DefaultRequestHeaders.AcceptLanguage.Clear();
                browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
                foreach (var path in paths) told.Add(await browser.GetStringAsync(path));
                if (reader != readers[0]) continue;
                using var file = PdfDocument.Open(await browser.GetByteArrayAsync("/briefing?handler=pdf"));
                told.Add(string.Join('\n', file.GetPages().Select(page => page.Text)));
            }
        }
        Assert.Contains(told, text => text.Contains("overdue", StringComparison.Ordinal));
        return told;
    }

    /// <summary>Subject, text and HTML of every kind of letter, after every step that is told, and of the digest.</summary>
    private static async Task<List<string>> EveryLetterAsync(Watch watch)
    {
        var (told, reading) = (new List<string>(), await watch.ReadAsync("TFFV"));
        foreach (var language in (string[])["en", "fr"])
        {
            List<AlertNews> news = [];
            foreach (var kind in Enum.GetValues<AlertKind>())
                foreach (var step in Enum.GetValues<AlertStep>().Where(step => step != AlertStep.Acknowledged))
                    news.Add(
                        new AlertNews(kind, AlertRule.IsAboutBooks(kind) ? null : reading.Status.Fund, 1, step,
                            reading.Measures.GetValueOrDefault(kind) ?? 3, watch.Reads.Clock.GetUtcNow(),
                            AlertRule.IsAboutBooks(kind) ? null : reading));
            List<Letter> letters = [watch.Letters.Digest([.. news.Select(item => (item, false))], language)];
            foreach (var item in news) letters.Add(await watch.Letters.OfAsync(item, language, TestContext.Current.CancellationToken));
            foreach (var page in letters.Select(
                letter =>
                    new LetterPage(letter, "https://funds.example.org" + letter.Link!.Path, letter.Picture is null ? null : "cid:chart")))
                told.AddRange(page.Letter.Subject, LetterForms.Text(page), await LetterForms.HtmlAsync(page));
        }
        return told;
    }
}
