using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FundsLedger.Domain.Forecasts;

namespace FundsLedger.Benchmarks;

/// <summary>A forecast of 20,000 paths over 36 months with 40 donors, 30 pledges and 20 commitments, beside the same model in vectorised
/// NumPy; and a what-if on it.</summary>
internal sealed class ForecastBenchmark : Benchmark
{
    public const string ChildVerb = "forecast-child";
    private const double MostSeconds = 0.25;
    private const double MostSecondsWhatIf = 0.3;
    private const double LeastRatio = 20;
    private const double MostMebibytes = 100;
    private const int Rounds = 15;
    private static readonly DateOnly AsOf = new(2026, 6, 30);
    private static readonly PartRunner SideBySide = (parts, part) => Parallel.For(0, parts, part);

    public override string Name => "forecast of 20,000 paths";

    public override async Task<IReadOnlyList<Measured>> RunAsync(Bench bench)
    {
        var (ours, processor, whatIf, numpy, chances) =
            (new List<double>(), new List<double>(), new List<double>(), new List<double>(), "");
        for (var round = 0; round < 3; round++)
        {
            var numpyRun = await NumPyAsync();
            numpy.AddRange(numpyRun.Seconds);
            chances = numpyRun.Chances;
            for (var time = 0; time < Rounds; time++)
            {
                var before = Environment.CpuUsage.TotalTime;
                var seconds = await Bench.SecondsAsync(() => Task.Run(() => Run(WhatIf.Nothing)));
                // The first calls are compiled while they run.
                if (round == 0 && time < Rounds / 2) continue;
                ours.Add(seconds);
                processor.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds);
                whatIf.Add(
                    await Bench.SecondsAsync(
                        () => Task.Run(() => Run(new WhatIf { CasesRisePercent = new Dictionary<string, int> { ["visits"] = 20 } }))));
            }
        }
        var (median, alone) = (Bench.Median(ours), await MemoryAsync());
        var full = (ForecastWithProbability)Run(WhatIf.Nothing);
        var found = full.Depletion.Select(depletion => depletion.Chance.ToString("0.000", CultureInfo.InvariantCulture));
        Bench.Note(string.Create(CultureInfo.InvariantCulture, $"  chances ours {string.Join(' ', found)}, NumPy {chances}"));
        var ratio = numpy.Count == 0 ? (double?)null : Bench.Median(numpy) / median;
        return
        [
            new Measured(Name,
                Text($"{median * 1000:0} ms, p95 {Bench.Quantile(ours, 0.95) * 1000:0} ms; ")
                    + Text($"{Bench.Median(processor) * 1000:0} ms of processor time"),
                ratio is null ? "Python 3 with NumPy is not installed"
                    : Text($"{Bench.Median(numpy):0.00} s: the same model in vectorised NumPy, one core"),
                    ratio is { } times ? Text($"{times:0.0} × faster") : "–",
                Text($"< {MostSeconds * 1000:0} ms, ≥ {LeastRatio:0} × faster"), median < MostSeconds && ratio is not < LeastRatio),
            new Measured("the same with a what-if", Text($"{Bench.Median(whatIf) * 1000:0} ms"), "–", "–",
                Text($"< {MostSecondsWhatIf * 1000:0} ms"), Bench.Median(whatIf) < MostSecondsWhatIf),
            new Measured("forecast: memory", Text($"{alone.Allocated:0} MiB allocated, {alone.Grown:0} MiB above the bare runtime"), "–",
                "–", Text($"< {MostMebibytes:0} MiB"), alone.Grown < MostMebibytes),
        ];
    }

    /// <summary>In a process of its own: prints MiB allocated by a forecast, and by how much the process has grown.</summary>
    public static int RunChild()
    {
        var before = Environment.WorkingSet;
        var allocated = GC.GetTotalAllocatedBytes(true);
        Run(WhatIf.Nothing);
        Process.GetCurrentProcess().Refresh();
        var (more, peak) = (GC.GetTotalAllocatedBytes(true) - allocated, Process.GetCurrentProcess().PeakWorkingSet64 - before);
        Console.WriteLine(Text($"{more / 1048576.0} {peak / 1048576.0}"));
        return 0;
    }

    private static Forecast Run(WhatIf supposed) =>
        Forecaster.Of(Books, new ForecastSettings { Seed = 1, WhatIf = supposed }, SideBySide).OrThrow();

    private static ForecastBooks Books { get; } = new()
    {
        Fund = "TFFV",
        AsOf = AsOf,
        BalanceEur = 12_000_000,
        FloorEur = 500_000,
        UsedPerYearEur = 40_000_000,
        Gifts = [.. Enumerable.Range(0, 400)
            .Select(gift => new PastGift($"State {gift % 40}", AsOf.AddDays(-9 * gift), 400_000 + 1000 * gift))],
        Pledges = [.. Enumerable.Range(0, 30)
            .Select(
                place =>
                    new PledgeDue($"P{place}", $"State {place}", AsOf.AddDays(40 * place - 200), 500_000, place % 3 == 0 ? "USD" : "EUR",
                        PledgeFirmness.Written))],
        Commitments =
            [.. Enumerable.Range(0, 20).Select(place => new OpenCommitment($"C{place}", AsOf.AddDays(20 * place), 90_000, "EUR"))],
        Cases = [
            new CaseHistory("visits",
                [.. Enumerable.Range(0, 24).Select(visit => new PastCost(AsOf.AddDays(-15 - 30 * visit), 2_000_000 + 90_000 * visit))], 2,
                1, null, null)],
    };

    private static async Task<(double Allocated, double Grown)> MemoryAsync()
    {
        using var child = Process.Start(new ProcessStartInfo(Bench.Self, [ChildVerb]) { RedirectStandardOutput = true })!;
        var figures = (await child.StandardOutput.ReadToEndAsync()).Split(' ')
            .Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToList();
        await child.WaitForExitAsync();
        return (figures[0], figures[1]);
    }

    /// <summary>Seconds of each round but the first, and the chances it found; nothing where NumPy is missing.</summary>
    private static async Task<(List<double> Seconds, string Chances)> NumPyAsync()
    {
        var books = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["paths"] = 20_000, ["months"] = 36, ["month"] = AsOf.Month, ["rounds"] = 3, ["balance"] = Books.BalanceEur,
            ["floor"] = Books.FloorEur,
            ["gifts"] = Books.Gifts.Select((gift, number) => (long[])[number % 40, AsOf.DayNumber - gift.On.DayNumber, gift.Eur]),
            ["pledges"] = Books.Pledges.Select(
                pledge => (long[])[pledge.Due.DayNumber - AsOf.DayNumber, pledge.Eur, pledge.Currency == "EUR" ? 0 : 1]),
            ["commitments"] = Books.Commitments.Select(open => (long[])[open.Due.DayNumber - AsOf.DayNumber, open.Eur]),
            ["costs"] = Books.Cases[0].Costs.Select(cost => (long[])[AsOf.DayNumber - cost.On.DayNumber, cost.Eur]),
        });
        try
        {
            var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
            using var program = Process.Start(
                new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "forecast_numpy.py")]) { RedirectStandardInput = true,
                    RedirectStandardOutput = true, RedirectStandardError = true })!;
            await program.StandardInput.WriteAsync(books);
            program.StandardInput.Close();
            var lines = (await program.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await program.WaitForExitAsync();
            if (program.ExitCode != 0) return ([], "");
            return ([.. lines.Skip(1).Select(line => double.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture))],
                lines[^1][(lines[^1].IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return ([], "");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
