using System.Diagnostics;
using System.Globalization;
using FundsLedger.App.Features.Proof.Checks;
using FundsLedger.App.Storage;

namespace FundsLedger.Benchmarks;

/// <summary><c>check</c> over all entries, in a process of its own so that its memory is its own.</summary>
internal sealed class CheckBenchmark : Benchmark
{
    public const string ChildVerb = "check-child";
    private const double LeastPerSecond = 50_000;
    private const double MostGrowth = 1.5;

    public override string Name => "check of 1,000,000 entries";

    public override async Task<IReadOnlyList<Measured>> RunAsync(Bench bench)
    {
        var books = await bench.LargeAsync();
        List<(double Seconds, double Processor, long Private, long Mapped)> tenths = [], wholes = [];
        for (var round = 0; round < 3; round++)
        {
            tenths.Add(await InChildAsync(books.TenthPath));
            wholes.Add(await InChildAsync(books.Path));
            Bench.Note(
                string.Create(CultureInfo.InvariantCulture,
                    $"  {books.Tenth:N0} in {tenths[^1].Seconds:0.0} s, {books.Entries:N0} in {wholes[^1].Seconds:0.0} s"));
        }
        var seconds = Bench.Median(wholes.Select(run => run.Seconds));
        var rate = books.Entries / seconds;
        var (small, large) = (Mebibytes(tenths.Select(run => run.Private)), Mebibytes(wholes.Select(run => run.Private)));
        return
        [
            new Measured(string.Create(CultureInfo.InvariantCulture, $"check of {books.Entries:N0} entries"),
                string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s ({rate:N0}/s)"),
                string.Create(CultureInfo.InvariantCulture,
                    $"{Bench.Median(wholes.Select(run => run.Processor)):0.0} s of processor time on both cores together"), "–",
                string.Create(CultureInfo.InvariantCulture, $"≥ {LeastPerSecond:N0}/s"), rate >= LeastPerSecond),
            new Measured(string.Create(CultureInfo.InvariantCulture, $"check: peak memory of its own at {books.Entries:N0} entries"),
                string.Create(CultureInfo.InvariantCulture,
                    $"{large:0} MiB, and {Mebibytes(wholes.Select(run => run.Mapped)):0} MiB of the file mapped"),
                string.Create(CultureInfo.InvariantCulture, $"{small:0} MiB at {books.Tenth:N0}"),
                string.Create(CultureInfo.InvariantCulture, $"{large / small:0.0} ×"), "constant", large <= MostGrowth * small),
        ];
    }

    /// <summary>Checks and prints the seconds it took; the check of a good ledger must find nothing.</summary>
    public static async Task<int> RunChildAsync(string where)
    {
        await using var database = LedgerDatabase.At(where);
        var report = await new LedgerCheck(new LedgerReads(database, TimeProvider.System)).RunAsync();
        foreach (var finding in report.Results.SelectMany(result => result.Findings)) Console.Error.WriteLine(finding);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{report.Took.TotalSeconds} {Environment.CpuUsage.TotalTime.TotalSeconds}"));
        return report.IsGood ? 0 : 1;
    }

    private static async Task<(double Seconds, double Processor, long Private, long Mapped)> InChildAsync(string where)
    {
        var start = new ProcessStartInfo(Bench.Self, [ChildVerb, where]) { RedirectStandardOutput = true };
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEndAsync();
        long own = 0, mapped = 0;
        while (!output.IsCompleted)
        {
            // Pages of the file that are mapped belong to the system's cache, which takes them back at need: counted apart.
            foreach (var line in Status(child.Id))
            {
                if (line.StartsWith("RssAnon:", StringComparison.Ordinal)) own = Math.Max(own, Kibibytes(line));
                if (line.StartsWith("RssFile:", StringComparison.Ordinal)) mapped = Math.Max(mapped, Kibibytes(line));
            }
            await Task.WhenAny(output, Task.Delay(20));
        }
        await child.WaitForExitAsync();
        if (child.ExitCode != 0) throw new InvalidOperationException("check found something in books that are good.");
        var times = (await output).Split(' ').Select(time => double.Parse(time, CultureInfo.InvariantCulture)).ToList();
        return (times[0], times[1], own, mapped);
    }

    private static string[] Status(int process)
    {
        try { return File.ReadAllLines($"/proc/{process}/status"); }
        catch (IOException) { return []; } // it has just ended
    }

    private static long Kibibytes(string line) =>
        long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    private static double Mebibytes(IEnumerable<long> kibibytes) => Bench.Median(kibibytes.Select(size => size / 1024.0));
}
