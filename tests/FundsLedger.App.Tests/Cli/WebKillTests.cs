using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using AngleSharp.Html.Parser;
using FundsLedger.App.Access;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;
using FundsLedger.App.Tests.Support;
using FundsLedger.Domain;
using Xunit;

namespace FundsLedger.App.Tests.Cli;

/// <summary>The built program serves pages, several people record receipts at once, and it is killed at a random moment: every receipt that
/// a page confirmed is there, and nothing is there by half.</summary>
[TakesMinutes, TriesMore]
public sealed class WebKillTests
{
    private const int People = 4;

    [Theory]
    [MemberData(nameof(Rounds))]
    public async Task Receipts_confirmed_by_a_page_survive_kill_9(DatabaseKind on, int kills)
    {
        await using var books = await TestBooks.OpenAsync(on);
        (await new AddDonor(books.Writer).RunAsync(new("XA", "State A (synthetic)", DonorType.State, "en", true),
            TestBooks.Recorder)).OrThrow();
        await books.Writer.DisposeAsync();
        var chance = new Random(kills);
        var confirmed = new ConcurrentBag<string>();
        for (var round = 0; round < kills; round++)
        {
            await ServeAndKillAsync(books, chance, confirmed);
            var there = await KeysAsync(books);
            Assert.Empty(confirmed.Except(there));
            var report = await new LedgerCheck(new LedgerReads(books.Database, TimeProvider.System)).RunAsync();
            Assert.True(report.IsGood, $"round {round}: {report.Said()}");
        }
        Assert.True(confirmed.Count >= kills * 3,
            $"only {confirmed.Count} receipts were confirmed in {kills} rounds: the program was killed too early");
        // A receipt is an entry and a register row in one transaction: never one without the other.
        Assert.Equal(await books.NumberAsync("SELECT COUNT(*) FROM entries WHERE kind = 'receipt'"),
            await books.NumberAsync("SELECT COUNT(*) FROM receipts r JOIN entries e ON e.seq = r.entry_seq"));
    }

    public static IEnumerable<TheoryDataRow> Rounds() =>
        EveryDatabaseAttribute.With<int>([LongRun.IsLong ? 12 : 4]);

    private static async Task ServeAndKillAsync(TestBooks books, Random chance, ConcurrentBag<string> confirmed)
    {
        // A code opens once: each round has people of its own.
        var recorders = new List<LetIn>();
        while (recorders.Count < People) recorders.Add(await books.Database.LetInAsync(TimeProvider.System, Role.Recorder));
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "fundsledger"),
            ["serve", "--db", books.Where, "--url", "http://127.0.0.1:0"]) { RedirectStandardError = true, RedirectStandardInput = true };
        (start.Environment["FUNDSLEDGER__Web__RequestsPerMinute"], start.Environment["FUNDSLEDGER__Web__SignInsPerMinute"]) =
            ("1000000", "1000000");
        start.Environment["FUNDSLEDGER__Log__SigningKeyFile"] =
            books.Database.Path is { } path ? path + ".pem" : Path.Combine(Path.GetTempPath(), $"web-kill-{Environment.ProcessId}.pem");
        using var process = Process.Start(start)!;
        var address = await AddressAsync(process);
        var errors = process.StandardError.ReadToEndAsync();
        using var stop = new CancellationTokenSource();
        var people = recorders.ConvertAll(recorder => RecordAsync(address, recorder, confirmed, stop.Token));
        var enough = confirmed.Count + chance.Next(4, 30);
        while (confirmed.Count < enough && !process.HasExited && people.Exists(person => !person.IsCompleted)) await Task.Delay(1);
        await Task.Delay(chance.Next(0, 12));
        process.Kill();
        await process.WaitForExitAsync();
        await stop.CancelAsync();
        await Task.WhenAll(people);
        Assert.True(process.ExitCode == 137, await errors);
    }

    private static async Task<Uri> AddressAsync(Process process)
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
            if (line.Contains(" on http://", StringComparison.Ordinal))
                return new Uri(line[(line.IndexOf("http://", StringComparison.Ordinal))..].Split(' ')[0]);
        throw new InvalidOperationException("The program ended before it served a page.");
    }

    /// <summary>Fills in the form again and again, as a person does: ask for it, send it, and count it once the page leads on.</summary>
    private static async Task RecordAsync(Uri address, LetIn recorder, ConcurrentBag<string> confirmed, CancellationToken stop)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        using var browser = new HttpClient(handler) { BaseAddress = address };
        var parser = new HtmlParser();
        try
        {
            await recorder.SignInAsync(browser);
            while (!stop.IsCancellationRequested)
            {
                var form = parser.ParseDocument(await browser.GetStringAsync("/receipts/new", stop)).QuerySelector("form.entry-form")!;
                var fields = form.QuerySelectorAll("input[name], select[name]")
                    .ToDictionary(field => field.GetAttribute("name")!, field => field.GetAttribute("value") ?? "");
                (fields["fund"], fields["donor"], fields["bank"], fields["amount"], fields["currency"], fields["date"], fields["pledge"]) =
                    ("TFFV", "XA", "1010", "12.50", "EUR", "2026-06-01", "");
                using var answer = await browser.PostAsync("/receipts/new", new FormUrlEncodedContent(fields), stop);
                if (answer.StatusCode != HttpStatusCode.Redirect)
                    Assert.Fail(answer.StatusCode + ": " + await answer.Content.ReadAsStringAsync(stop));
                confirmed.Add(fields["key"]);
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            // The program was killed in the middle of this request: it was not confirmed.
        }
    }

    private static async Task<List<string>> KeysAsync(TestBooks books)
    {
        await using var connection = await books.Database.OpenAsync();
        return await connection.Command(null, "SELECT idempotency_key FROM entries").RowsAsync(row => row.GetString(0));
    }
}
