using System.Diagnostics;
using System.Globalization;
using FundsLedger.App.Features.Books.Accounts;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Storage;

namespace FundsLedger.Benchmarks;

/// <summary>A trial balance at random dates, as known now and as known at random instants, against <c>hledger bal -B -e DATE</c> over the
/// export of the same journal.</summary>
internal sealed class TrialBalanceBenchmark : Benchmark
{
    private const double MostMilliseconds = 50;
    private const double MostKnownAtMilliseconds = 1000;
    private const double LeastRatio = 200;
    private static readonly TimeSpan HledgerLimit = TimeSpan.FromMinutes(10);

    public override string Name => "trial balance of 1,000,000 entries";

    public override async Task<IReadOnlyList<Measured>> RunAsync(Bench bench)
    {
        var books = await bench.LargeAsync();
        await using var database = LedgerDatabase.At(books.Path);
        var reads = new LedgerReads(database, TimeProvider.System);
        var balances = new TrialBalances(reads);
        var dice = new Random(7);
        var now = new List<double>();
        for (var question = -20; question < 200; question++)
        {
            var time = await MillisecondsAsync(balances, new Moment(Journal.FirstDay.AddDays(dice.Next(Journal.Days))), dice);
            if (question >= 0) now.Add(time); // the first questions compile
        }
        var known = new List<double>();
        var history = books.LastRecorded - books.Opened;
        for (var question = 0; question < 40; question++)
        {
            // Every fourth asks for the middle of the history, where most postings must be read.
            var part = question % 4 == 0 ? 0.5 : dice.NextDouble();
            known.Add(
                await MillisecondsAsync(balances,
                    new Moment(Journal.FirstDay.AddDays(question % 4 == 0 ? Journal.Days : dice.Next(Journal.Days)),
                        books.Opened + history * part), dice));
        }
        var name = string.Create(CultureInfo.InvariantCulture, $"trial balance of {books.Entries:N0} entries");
        var median = Bench.Median(now);
        return
        [
            await AgainstHledgerAsync(bench, reads, name, median),
            new Measured($"{name}, p95", Milliseconds(Bench.Quantile(now, 0.95)), "–", "–", $"< {MostMilliseconds:0} ms",
                Bench.Quantile(now, 0.95) < MostMilliseconds),
            new Measured($"{name}, as known at an instant", $"{Milliseconds(Bench.Median(known))}, worst {Milliseconds(known.Max())}", "–",
                "–", $"< {MostKnownAtMilliseconds:0} ms", known.Max() < MostKnownAtMilliseconds),
        ];
    }

    private static async Task<double> MillisecondsAsync(TrialBalances balances, Moment moment, Random dice)
    {
        var began = Stopwatch.GetTimestamp();
        var balance = (await balances.OfAsync(dice.Next(2) == 0 ? "TFFV" : "SFR", moment)).OrThrow();
        var time = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        if (balance.TotalDebitEur != balance.TotalCreditEur || balance.Rows.Count == 0)
            throw new InvalidOperationException("The trial balance is empty or does not balance.");
        return time;
    }

    private static async Task<Measured> AgainstHledgerAsync(Bench bench, LedgerReads reads, string name, double median)
    {
        var target = $"< {MostMilliseconds:0} ms, ≥ {LeastRatio:0} × faster";
        if (!File.Exists("/usr/bin/hledger"))
            return new Measured(name, Milliseconds(median), "hledger is not installed", "–", target, null);
        var journal = bench.NewFile(".journal");
        await using (var text = new StreamWriter(journal)) await new ExportJournal(reads).RunAsync(JournalFormat.Hledger, text);
        var start = new ProcessStartInfo("/usr/bin/hledger",
            ["-f", journal, "bal", "-B", "-e",
                Journal.FirstDay.AddDays(Journal.Days / 2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)])
                    { RedirectStandardOutput = true };
        var began = Stopwatch.GetTimestamp();
        using var hledger = Process.Start(start)!;
        using var limit = new CancellationTokenSource(HledgerLimit);
        var isOver = true;
        try
        {
            await hledger.StandardOutput.ReadToEndAsync(limit.Token);
            await hledger.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            hledger.Kill();
            isOver = false;
        }
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        File.Delete(journal);
        if (isOver && hledger.ExitCode != 0)
            return new Measured(name, Milliseconds(median), $"hledger ended with code {hledger.ExitCode}", "–", target, null);
        var ratio = seconds * 1000 / median;
        return new Measured(name, Milliseconds(median),
            string.Create(CultureInfo.InvariantCulture, $"{(isOver ? "" : "more than ")}{seconds:0} s: `hledger bal -B -e DATE`"),
            string.Create(CultureInfo.InvariantCulture, $"{(isOver ? "" : "> ")}{ratio:N0} × faster"), target,
            median < MostMilliseconds && ratio >= LeastRatio);
    }

    private static string Milliseconds(double time) => string.Create(CultureInfo.InvariantCulture, $"{time:0} ms");
}
