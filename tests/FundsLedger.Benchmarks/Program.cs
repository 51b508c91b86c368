using System.Runtime.InteropServices;
using FundsLedger.Benchmarks;
using FundsLedger.Benchmarks.Bare;

// Prints one table for the README. Arguments: --quick (a tenth of the size), and parts of names to run only some.
// Children of this program measure `check`, an import and the forecast alone, and serve a bare page; see CheckBenchmark,
// BankMemoryBenchmark, ForecastBenchmark and PageBenchmark.
if (args is [CheckBenchmark.ChildVerb, var where]) return await CheckBenchmark.RunChildAsync(where);

if (args is [BankMemoryBenchmark.ChildVerb, var booksOfBank, var statement])
    return await BankMemoryBenchmark.RunChildAsync(booksOfBank, statement);

if (args is [ForecastBenchmark.ChildVerb]) return ForecastBenchmark.RunChild();

if (args is [BareSite.ChildVerb, var url, var bytes]) return await BareSite.RunAsync(url, bytes);

var quick = args.Contains("--quick");
var wanted = args.Where(argument => !argument.StartsWith('-')).ToList();
await using var bench = await Bench.StartAsync(quick);
// Whoever loses patience leaves no server and no gigabytes behind.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
IReadOnlyList<Benchmark> all =
[
    new PostBenchmark(onPostgres: false), new PostBenchmark(onPostgres: true), new CommitBenchmark(onPostgres: false),
    new CommitBenchmark(onPostgres: true),
    new TrialBalanceBenchmark(), new CheckBenchmark(), new ColdStartBenchmark(), new PageBenchmark(), new ForecastBenchmark(),
    new BankBenchmark(), new BankMemoryBenchmark(), new MatchBenchmark(), new PaymentFileBenchmark(), new AuditBenchmark(),
];
var rows = new List<Measured>();
foreach (var benchmark in all.Where(
    benchmark => wanted.Count == 0 || wanted.Exists(name => benchmark.Name.Contains(name, StringComparison.OrdinalIgnoreCase))))
{
    Bench.Note($"{benchmark.Name} …");
    rows.AddRange(
        benchmark.OnPostgres && bench.Postgres is null ? [Measured.Not(benchmark.Name, bench.WhyNoPostgres)]
            : await benchmark.RunAsync(bench));
}

Console.WriteLine("| benchmark | ours | peer or lower bound | ratio | target | met |");
Console.WriteLine("|---|---|---|---|---|---|");
foreach (var row in rows)
{
    var met = row.Met switch { true => "yes", false => "**no**", null => "–" };
    Console.WriteLine($"| {row.Name} | {row.Ours} | {row.Bound} | {row.Ratio} | {row.Target} | {met} |");
}
Console.WriteLine();
Console.WriteLine(
    await bench.MachineAsync() + (quick ? " Quick run: a tenth of the size, so the figures are not those of the targets." : ""));
return rows.Exists(row => row.Met == false) ? 1 : 0;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    bench.DisposeAsync().AsTask().GetAwaiter().GetResult();
    Environment.Exit(130);
}
