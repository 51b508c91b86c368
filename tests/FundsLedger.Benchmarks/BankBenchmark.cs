using System.Globalization;
using System.Xml;
using FundsLedger.App.Features.Banking;
using FundsLedger.App.Features.Banking.Import;
using FundsLedger.App.Features.Banking.Reading;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.Benchmarks;

/// <summary>A camt.053 of 100,000 entries: dry run and import against a bare <see cref="XmlReader"/> over the same file, plus, for the import, posting the same entries.</summary>
internal sealed class BankBenchmark : Benchmark
{
    private const double Most = 3;

    public override string Name => "bank statement of 100,000 lines";

    public override async Task<IReadOnlyList<Measured>> RunAsync(Bench bench)
    {
        var count = bench.Scaled(100_000);
        var path = bench.NewFile(".xml");
        await WriteAsync(path, count);
        List<double> bare = [], dry = [], import = [], post = [];
        for (var round = 0; round <= (bench.Quick ? 2 : 3); round++)
        {
            var books = await bench.NewBooksAsync(onPostgres: false);
            await using var database = LedgerDatabase.At(books);
            await using var writer = new LedgerWriter(database, TimeProvider.System);
            (await new AddBankAccount(writer).RunAsync(new("B", "TFFV", "1010", "DE89370400440532013000", Currency.Eur, "Bank", new DateOnly(2025, 12, 31), Money.Eur(0)), Journal.Recorder)).OrThrow();
            var bank = new BankImport(writer, new LedgerReads(database, TimeProvider.System));
            var times = (await Bench.SecondsAsync(() => Task.Run(() => ReadBare(path))),
                await Bench.SecondsAsync(async () => MustAccept((await bank.PreviewAsync(BankFile.At(path))).OrThrow())),
                await Bench.SecondsAsync(async () => MustAccept((await bank.RunAsync(BankFile.At(path), null, Journal.Recorder)).OrThrow())),
                await PostAsync(bench, count));
            await bench.RemoveAsync(books);
            if (round == 0) continue; // the first compiles
            bare.Add(times.Item1);
            dry.Add(times.Item2);
            import.Add(times.Item3);
            post.Add(times.Item4);
            Bench.Note(string.Create(CultureInfo.InvariantCulture, $"  bare {times.Item1:0.00} s, dry run {times.Item2:0.00} s, import {times.Item3:0.00} s, posting {times.Item4:0.00} s"));
        }
        var size = new FileInfo(path).Length / (1 << 20);
        File.Delete(path);
        var dryRatio = Bench.Median(dry.Zip(bare, (ours, theirs) => ours / theirs));
        var importRatio = Bench.Median(import.Select((ours, at) => (ours - post[at]) / bare[at]));
        return
        [
            new Measured(string.Create(CultureInfo.InvariantCulture, $"bank statement of {count:N0} lines ({size} MiB), dry run"), string.Create(CultureInfo.InvariantCulture, $"{Bench.Median(dry):0.00} s"),
                string.Create(CultureInfo.InvariantCulture, $"{Bench.Median(bare):0.00} s: bare XmlReader"), string.Create(CultureInfo.InvariantCulture, $"{dryRatio:0.0} × its time"), $"≤ {Most:0} ×", dryRatio <= Most),
            new Measured("the same, import, SQLite", string.Create(CultureInfo.InvariantCulture, $"{Bench.Median(import):0.00} s"),
                string.Create(CultureInfo.InvariantCulture, $"{Bench.Median(post):0.00} s: posting the entries alone"), string.Create(CultureInfo.InvariantCulture, $"posting + {importRatio:0.0} × XmlReader"), $"≤ posting + {Most:0} ×", importRatio <= Most),
        ];
    }

    private static void MustAccept(ImportReport report)
    {
        if (report.Statements.Single().Verdict != StatementVerdict.Accepted) throw new InvalidOperationException("The statement was not accepted.");
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
        var seconds = await Bench.SecondsAsync(async () =>
        {
            await using var session = await writer.BeginAsync(Journal.Recorder);
            for (var index = 0; index < count; index++)
                (await session.PostAsync(new EntryDraft
                {
                    Key = $"bank/{index:x64}", Date = new DateOnly(2026, 1, 1 + index % 28), Fund = "TFFV", Kind = EntryKind.Receipt, Description = "Unidentified receipt on B", Reference = $"E2E-{index}", SourceDocument = $"1.xml line {index}",
                    Lines = [new LineDraft("1010", Money.Eur(1000 + index)), new LineDraft("2900", Money.Eur(-1000 - index))],
                })).OrThrow();
            await session.CommitAsync();
        });
        await bench.RemoveAsync(books);
        return seconds;
    }

    internal static async Task WriteAsync(string path, int count)
    {
        await using var file = new StreamWriter(path);
        long sum = 0;
        for (var index = 0; index < count; index++) sum += 1000 + index;
        await file.WriteAsync("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-01-31T00:00:00Z</CreDtTm></GrpHdr>\n<Stmt><Id>S</Id><ElctrncSeqNb>1</ElctrncSeqNb><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>");
        foreach (var (kind, amount, day) in ((string, long, string)[])[("OPBD", 0, "2025-12-31"), ("CLBD", sum, "2026-01-31")])
            await file.WriteAsync($"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{Money.Eur(amount).ToDecimalString()}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>\n");
        for (var index = 0; index < count; index++)
        {
            var day = string.Create(CultureInfo.InvariantCulture, $"2026-01-{1 + index % 28:00}");
            await file.WriteAsync($"""
                <Ntry><NtryRef>{index}</NtryRef><Amt Ccy="EUR">{Money.Eur(1000 + index).ToDecimalString()}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
                  <BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>BANK-{index:00000000}</AcctSvcrRef>
                  <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
                  <NtryDtls><TxDtls><Refs><EndToEndId>E2E-{index}</EndToEndId></Refs><Amt Ccy="EUR">{Money.Eur(1000 + index).ToDecimalString()}</Amt>
                    <RltdPties><Dbtr><Pty><Nm>Payer {index} (synthetic)</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>NL00SYNT{index:0000000000}</IBAN></Id></DbtrAcct></RltdPties>
                    <RmtInf><Ustrd>Contribution {index} to the fund, synthetic</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>

                """);
        }
        await file.WriteAsync("</Stmt></BkToCstmrStmt></Document>\n");
    }
}

/// <summary>A hundred thousand lines against fifty thousand open claims.</summary>
internal sealed class MatchBenchmark : Benchmark
{
    private const double Most = 10;

    public override string Name => "matching 100,000 lines";

    public override async Task<IReadOnlyList<Measured>> RunAsync(Bench bench)
    {
        var (lines, claims) = (bench.Scaled(100_000), bench.Scaled(50_000));
        var owed = Enumerable.Range(0, claims).Select(index => new Claim($"P-2026-{index:000000}", $"D-{index % 5000}", $"Donor {index % 5000}", Money.Eur(10_000 + index % 3000 * 100), new DateOnly(2026, 1 + index % 12, 1), [$"P-2026-{index:000000}"])).ToList();
        var donors = Enumerable.Range(0, 5000).Select(index => KeyValuePair.Create($"D-{index}", $"Donor {index}")).ToList();
        var accounts = Enumerable.Range(0, 2500).ToDictionary(index => $"NL{index:00000000}", index => $"D-{index}", StringComparer.Ordinal);
        var paid = Enumerable.Range(0, lines).Select(index => new UnmatchedLine(index, new DateOnly(2026, 1 + index % 12, 3), Money.Eur(10_000 + index % 3500 * 100), index % 4 == 0 ? $"Donor {index % 5000}" : "", index % 4 == 1 ? $"NL{index % 2500:00000000}" : "",
            index % 4 == 2 ? $"Payment for P-2026-{index % claims:000000} with thanks and a longer text" : "No word about what it is for")).ToList();
        var found = 0;
        var seconds = await Bench.SecondsAsync(() =>
        {
            found = new Matcher(owed, accounts, donors).SuggestAll(paid).Count(suggestions => suggestions.Value.Count > 0);
            return Task.CompletedTask;
        });
        if (found < lines / 2) throw new InvalidOperationException($"Only {found} lines got a suggestion.");
        return [new Measured(string.Create(CultureInfo.InvariantCulture, $"matching {lines:N0} lines against {claims:N0} claims"), string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s, {found:N0} with a suggestion"), "–", "–", $"< {Most:0} s", seconds < Most)];
    }
}
