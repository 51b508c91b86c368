using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FundsLedger.App.Features.Demo;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;

namespace FundsLedger.Benchmarks;

/// <summary>From starting the built program with <c>serve</c> on demonstration books to the first answer of the first page.</summary>
internal sealed class ColdStartBenchmark : Benchmark
{
    private const double MostSeconds = 2;
    private const int Seed = 20191030;
    private static readonly DateOnly Today = new(2026, 11, 20);

    public override string Name => "cold start of serve";

    public override async Task<IReadOnlyList<Measured>> RunAsync(Bench bench)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "fundsledger.dll");
        if (FindProgram() is { } built) program = built;
        var books = bench.NewFile(".db");
        await using (var database = LedgerDatabase.At(books))
        {
            using var key = SigningKey.At(SigningKey.PathBeside(books));
            await DemoBooks.MakeAsync(database, Today, Seed, key);
        }
        List<double> times = [], processor = [];
        for (var round = 0; round < (bench.Quick ? 3 : 9); round++)
        {
            var (time, used) = await FirstPageAsync(program, books);
            times.Add(time);
            processor.Add(used);
            Bench.Note(string.Create(CultureInfo.InvariantCulture, $"  {time:0.00} s"));
        }
        var median = Bench.Median(times);
        return [
            new Measured("cold start of `serve` to the first page",
                string.Create(CultureInfo.InvariantCulture, $"{median:0.00} s, worst {times.Max():0.00} s"),
            string.Create(CultureInfo.InvariantCulture, $"{Bench.Median(processor):0.00} s of processor time"), "–", $"< {MostSeconds:0} s",
            median < MostSeconds)];
    }

    private static async Task<(double Seconds, double Processor)> FirstPageAsync(string program, string books)
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo(program, ["serve", "--db", books, "--url", url]) { RedirectStandardError = true,
            RedirectStandardOutput = true };
        using var browser = new HttpClient { BaseAddress = new Uri(url) };
        var began = Stopwatch.GetTimestamp();
        using var server = Process.Start(start)!;
        try
        {
            while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(1) && !server.HasExited)
            {
                try
                {
                    using var answer = await browser.GetAsync(new Uri("/", UriKind.Relative));
                    if (answer.StatusCode == HttpStatusCode.OK)
                        return (Stopwatch.GetElapsedTime(began).TotalSeconds, server.TotalProcessorTime.TotalSeconds);
                    throw new InvalidOperationException($"The first page answers {(int)answer.StatusCode}.");
                }
                catch (HttpRequestException)
                {
                    await Task.Delay(5); // not listening yet
                }
            }
            throw new InvalidOperationException(
                "serve did not answer: " + (server.HasExited ? await server.StandardError.ReadToEndAsync() : ""));
        }
        finally
        {
            if (!server.HasExited) server.Kill();
            await server.WaitForExitAsync();
        }
    }

    /// <summary>The executable as the application's own project builds it; nothing of ours lies beside it.</summary>
    internal static string? FindProgram()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var program = Path.Combine(folder.FullName, "src", "FundsLedger.App", "bin", "Release", "net10.0", "fundsledger");
            if (File.Exists(program)) return program;
        }
        return null;
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
