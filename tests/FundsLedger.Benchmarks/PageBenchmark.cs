using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using FundsLedger.App.Features.Demo;
using FundsLedger.App.Features.Proof.Log;
using FundsLedger.App.Storage;
using FundsLedger.Benchmarks.Bare;

namespace FundsLedger.Benchmarks;

/// <summary>Home and Fund on demonstration books, signed in as the recorder, asked by 32 people at once without a pause (wrk), against a
/// bare Razor page of the same length with a like layout. Two processes of ours and wrk share the machine's cores in turn.</summary>
internal sealed partial class PageBenchmark : Benchmark
{
    private const int People = 32;
    private const double MostMedian = 30;
    private const double MostLate = 100;
    private const double LeastRatio = 0.25;
    private static readonly DateOnly Today = new(2026, 11, 20);

    public override string Name => "pages with 32 people at once";

    public override async Task<IReadOnlyList<Measured>> RunAsync(Bench bench)
    {
        if (!File.Exists("/usr/bin/wrk")) return [Measured.Not(Name, "wrk is not installed")];
        var books = bench.NewFile(".db");
        await using (var database = LedgerDatabase.At(books))
        {
            using var key = SigningKey.At(SigningKey.PathBeside(books));
            await DemoBooks.MakeAsync(database, Today, 20191030, key);
        }
        var url = $"http://127.0.0.1:{ColdStartBenchmark.FreePort()}";
        using var ours = Start(
            ColdStartBenchmark.FindProgram() ?? throw new InvalidOperationException("Build src/FundsLedger.App in Release first."), "serve",
            "--db", books, "--url", url);
        try
        {
            var cookie = await SignInAsync(ours, url);
            var rows = new List<Measured>();
            foreach (var path in (string[])["/", "/funds/TFFV"]) rows.Add(await MeasureAsync(bench, url, path, cookie));
            return rows;
        }
        finally
        {
            await EndAsync(ours);
        }
    }

    private static async Task<Measured> MeasureAsync(Bench bench, string url, string path, string cookie)
    {
        using var browser = new HttpClient { DefaultRequestHeaders = { { "Cookie", cookie } } };
        var length = (await browser.GetByteArrayAsync(new Uri(url + path))).Length;
        var bareUrl = $"http://127.0.0.1:{ColdStartBenchmark.FreePort()}";
        using var bare = Start(Bench.Self, BareSite.ChildVerb, bareUrl, length.ToString(CultureInfo.InvariantCulture));
        try
        {
            var bareLength = (await ReadyAsync(bare, bareUrl)).Length;
            var seconds = bench.Quick ? 2 : 6;
            await WrkAsync(url + path, seconds, cookie); // both have to be compiled by use
            await WrkAsync(bareUrl, seconds, null);
            List<(double Rate, double Median, double Late)> we = [], they = [];
            for (var round = 0; round < (bench.Quick ? 2 : 5); round++)
            {
                they.Add(await WrkAsync(bareUrl, seconds, null));
                we.Add(await WrkAsync(url + path, seconds, cookie));
                var (our, their) = (we[^1], they[^1]);
                Bench.Note(string.Create(CultureInfo.InvariantCulture, $"  {path}: {our.Rate:N0}/s, ")
                    + string.Create(CultureInfo.InvariantCulture, $"median {our.Median:0.0} ms, p99 {our.Late:0.0} ms; ")
                    + string.Create(CultureInfo.InvariantCulture, $"bare {their.Rate:N0}/s ({length:N0} and {bareLength:N0} bytes)"));
            }
            var (median, late) = (Bench.Median(we.Select(run => run.Median)), Bench.Median(we.Select(run => run.Late)));
            var ratio = Bench.Median(we.Zip(they, (run, other) => run.Rate / other.Rate));
            return new Measured($"{(path == "/" ? "Home" : "Fund page")}, {People} people at once",
                string.Create(CultureInfo.InvariantCulture,
                    $"{Bench.Median(we.Select(run => run.Rate)):N0}/s; median {median:0.0} ms, p99 {late:0.0} ms"),
                string.Create(CultureInfo.InvariantCulture,
                    $"{Bench.Median(they.Select(run => run.Rate)):N0}/s: a bare Razor page of that length"),
                    string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00} × its rate"),
                string.Create(CultureInfo.InvariantCulture, $"≥ {LeastRatio:0.00} ×; < {MostMedian:0} ms, p99 < {MostLate:0} ms"),
                ratio >= LeastRatio && median < MostMedian && late < MostLate);
        }
        finally
        {
            await EndAsync(bare);
        }
    }

    private static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["FUNDSLEDGER__Web__RequestsPerMinute"] = "100000000";
        var process = Process.Start(start)!;
        // Whatever it says must not fill the pipe.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>The first page, once it is served.</summary>
    private static async Task<string> ReadyAsync(Process server, string url)
    {
        using var browser = new HttpClient();
        for (var tries = 0; tries < 2_000 && !server.HasExited; tries++)
        {
            try
            {
                return await browser.GetStringAsync(new Uri(url));
            }
            catch (HttpRequestException)
            {
                await Task.Delay(20); // not listening yet
            }
        }
        throw new InvalidOperationException($"{url} does not answer.");
    }

    /// <summary>Signs in as the recorder with the demonstration's click; gives the cookie header.</summary>
    private static async Task<string> SignInAsync(Process server, string url)
    {
        await ReadyAsync(server, url);
        var jar = new CookieContainer();
        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = jar }) { BaseAddress = new Uri(url) };
        var door = await browser.GetStringAsync(new Uri("/sign-in", UriKind.Relative));
        var token = FormToken().Match(door).Groups[1].Value;
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["person"] = "demo-recorder", ["__RequestVerificationToken"] = token });
        using var answer = await browser.PostAsync(new Uri("/sign-in/demo", UriKind.Relative), form);
        answer.EnsureSuccessStatusCode();
        return jar.GetCookieHeader(new Uri(url));
    }

    /// <summary>Requests a second, and milliseconds at the median and at p99. Anything but answers of 200 is a breakdown.</summary>
    private static async Task<(double Rate, double Median, double Late)> WrkAsync(string url, int seconds, string? cookie)
    {
        List<string> arguments = ["-t1", $"-c{People}", string.Create(CultureInfo.InvariantCulture, $"-d{seconds}s"), "--latency"];
        if (cookie is not null) arguments.AddRange(["-H", $"Cookie: {cookie}"]);
        using var wrk = Process.Start(new ProcessStartInfo("/usr/bin/wrk", [.. arguments, url]) { RedirectStandardOutput = true })!;
        var said = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        if (said.Contains("Non-2xx", StringComparison.Ordinal) || !said.Contains("99%", StringComparison.Ordinal))
            throw new InvalidOperationException(said);
        return (double.Parse(Rate().Match(said).Groups[1].Value, CultureInfo.InvariantCulture), Milliseconds(said, "50%"),
            Milliseconds(said, "99%"));
    }

    private static double Milliseconds(string said, string line)
    {
        var found = Regex.Match(said, line + @"\s+([\d.]+)(us|ms|s)");
        return double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) * found.Groups[2].Value switch { "us" => 0.001, "ms" => 1,
            _ => 1000 };
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex("__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
