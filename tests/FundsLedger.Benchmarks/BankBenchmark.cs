using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Features.Bank.Import;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using Statement = FundsLedger.App.Features.Bank.Reading.BankFile;

namespace FundsLedger.Benchmarks;

/// <summary>A camt.053 of 100,000 entries: dry run and import, each against a bare <see cref="XmlReader"/> over the same file plus posting
/// the same entries alone.</summary>
internal sealed class BankBenchmark : Benchmark
{
    private const double Most = 3;

    public override string Name => "bank statement of 100,000 lines";

    public override async Task<IReadOnlyList<Measured>> RunAsync(Bench bench)
    {
        var count = bench.Scaled(100_000);
        var path = bench.NewFile(".xml");
        await BankFile.WriteAsync(path, count, BankFile.Gift);
        List<double> bare = [], dry = [], import = [], post = [];
        for (var round = 0; round <= (bench.Quick ? 2 : 3); round++)
        {
            var books = await bench.NewBooksAsync(onPostgres: false);
            await using var database = LedgerDatabase.At(books);
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            await BankFile.AddAccountAsync(writer);
            var bank = new BankImport(writer, new LedgerReads(database, TimeProvider.System));
            var times = (await Bench.SecondsAsync(() => Task.Run(() => ReadBare(path))),
                await Bench.SecondsAsync(async () => MustAccept((await bank.PreviewAsync(Statement.At(path))).OrThrow())),
                await Bench.SecondsAsync(
                    async () => MustAccept((await bank.RunAsync(Statement.At(path), null, Journal.Recorder)).OrThrow())),
                await PostAsync(bench, count));
            await bench.RemoveAsync(books);
            if (round == 0) continue; // the first compiles
            bare.Add(times.Item1);
            dry.Add(times.Item2);
            import.Add(times.Item3);
            post.Add(times.Item4);
            Bench.Note(
                string.Create(CultureInfo.InvariantCulture,
                    $"  bare {times.Item1:0.00} s, dry run {times.Item2:0.00} s, import {times.Item3:0.00} s, posting "
                        + $"{times.Item4:0.00} s"));
        }
        var size = new FileInfo(path).Length / (1 << 20);
        File.Delete(path);
        var bound = string.Create(CultureInfo.InvariantCulture,
            $"{Bench.Median(bare):0.00} s: bare XmlReader, and {Bench.Median(post):0.00} s: posting the same entries");
        return
        [
            Row(string.Create(CultureInfo.InvariantCulture, $"bank statement of {count:N0} lines ({size} MiB), SQLite: dry run"), dry,
                string.Create(CultureInfo.InvariantCulture,
                    $", {Bench.Median(dry.Zip(bare, (ours, theirs) => ours / theirs)):0.0} × the bare reader alone")),
            Row("the same, import", import, ""),
        ];

        Measured Row(string name, List<double> ours, string more)
        {
            var ratio = Bench.Median(ours.Select((seconds, at) => seconds / (bare[at] + post[at])));
            return new Measured(name, string.Create(CultureInfo.InvariantCulture, $"{Bench.Median(ours):0.00} s{more}"), bound,
                string.Create(CultureInfo.InvariantCulture, $"{ratio:0.0} × their sum"), $"≤ {Most:0} ×", ratio <= Most);
        }
    }

    internal static void MustAccept(ImportReport report)
    {
        if (report.Statements.Single().Verdict != StatementVerdict.Accepted)
            throw new InvalidOperationException("The statement was not accepted.");
    }

    private static int ReadBare(string path)
    {
        var nodes = 0;
        using var xml = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreWhitespace = true });
        while (xml.Read()) if (xml.NodeType == XmlNodeType.Text) nodes += xml.Value.Length > 0 ? 1 : 0;
        return nodes;
    }

    private static async Task<double> PostAsync(Bench bench, int count)
    {
        var books = await bench.NewBooksAsync(onPostgres: false);
        await using var database = LedgerDatabase.At(books);
        await using var writer = new LedgerWriter(database, TimeProvider.System);
        // Keys are hashes, as those of an import are: in no order.
        var drafts = Enumerable.Range(0, count).Select(index => new EntryDraft
        {
            Key = $"bank/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(index.ToString(CultureInfo.InvariantCulture))))}",
            Date = new DateOnly(2026, 1, 1 + index % 28), Fund = "TFFV", Kind = EntryKind.Receipt,
            Description = "Unidentified receipt on B", Reference = $"E2E-{index}", SourceDocument = $"1.xml line {index}",
            Lines = [new LineDraft("1010", Money.Eur(1000 + index)), new LineDraft("2900", Money.Eur(-1000 - index))],
        }).ToList();
        var seconds = await Bench.SecondsAsync(async () =>
        {
            await using var session = await writer.BeginAsync(Journal.Recorder);
            foreach (var draft in drafts) (await session.PostAsync(draft)).OrThrow();
            await session.CommitAsync();
        });
        await bench.RemoveAsync(books);
        return seconds;
    }
}

/// <summary>Peak memory of importing the largest file somebody would send, in a process of its own.</summary>
internal sealed class BankMemoryBenchmark : Benchmark
{
    public const string ChildVerb = "bank-child";
    private const double MostMebibytes = 300;
    private const long Size = 199L * 1000 * 1000;

    public override string Name => "bank statement of 199 MB: memory";

    public override async Task<IReadOnlyList<Measured>> RunAsync(Bench bench)
    {
        var path = bench.NewFile(".xml");
        // How many lines make the size: asked of a small file, because every line is about as long.
        await BankFile.WriteAsync(path, 10_000, BankFile.Gift);
        var count = (int)(Size / (new FileInfo(path).Length / 10_000.0) / (bench.Quick ? 10 : 1));
        await BankFile.WriteAsync(path, count, BankFile.Gift);
        var books = await bench.NewBooksAsync(onPostgres: false);
        await using (var database = LedgerDatabase.At(books))
        await using (var writer = new LedgerWriter(database, TimeProvider.System)) await BankFile.AddAccountAsync(writer);
        using var child = Process.Start(new ProcessStartInfo(Bench.Self, [ChildVerb, books, path]) { RedirectStandardOutput = true })!;
        var told = (await child.StandardOutput.ReadToEndAsync()).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        await child.WaitForExitAsync();
        if (child.ExitCode != 0) throw new InvalidOperationException("The import failed.");
        var (seconds, peak, own) = (double.Parse(told[0], CultureInfo.InvariantCulture),
            double.Parse(told[1], CultureInfo.InvariantCulture), double.Parse(told[2], CultureInfo.InvariantCulture));
        var size = new FileInfo(path).Length / 1e6;
        File.Delete(path);
        await bench.RemoveAsync(books);
        return [
            new Measured(string.Create(CultureInfo.InvariantCulture, $"import of {size:0} MB ({count:N0} lines), SQLite: peak memory"),
                string.Create(CultureInfo.InvariantCulture, $"{peak:0} MiB in {seconds:0} s; {own:0} MiB at its end"), "–", "–",
                $"< {MostMebibytes:0} MiB", peak < MostMebibytes)];
    }

    /// <summary>Imports, and prints seconds, the most memory it ever had and what it has at the end, both resident, in MiB.</summary>
    public static async Task<int> RunChildAsync(string where, string path)
    {
        await using var database = LedgerDatabase.At(where);
        await using var writer = new LedgerWriter(database, TimeProvider.System);
        var began = Stopwatch.GetTimestamp();
        BankBenchmark.MustAccept(
            (await new BankImport(writer, new LedgerReads(database, TimeProvider.System)).RunAsync(Statement.At(path), null,
                Journal.Recorder)).OrThrow());
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var status = (await File.ReadAllLinesAsync("/proc/self/status")).Select(
            line => line.Split([':', '\t', ' '], StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 1)
                .ToDictionary(words => words[0], words => words[1]);
        double Mebibytes(string name) => long.Parse(status[name], CultureInfo.InvariantCulture) / 1024.0;
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{seconds} {Mebibytes("VmHWM")} {Mebibytes("VmRSS")}"));
        return 0;
    }
}
