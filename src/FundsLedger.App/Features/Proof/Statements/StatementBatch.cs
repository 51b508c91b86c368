using System.Data.Common;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using FundsLedger.App.Features.MoneyIn.Donors;
using FundsLedger.App.Storage;
using FundsLedger.App.Storage.Outside;
using FundsLedger.Domain;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;
using FundsLedger.Reports.Export;

namespace FundsLedger.App.Features.Proof.Statements;

/// <summary>Asks for the statements of all donors of a fund.</summary>
/// <param name="Fund">The fund's code.</param>
/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Language">"en" or "fr"; null for each donor's own.</param>
/// <param name="Folder">Where to write; a run that was stopped goes on there.</param>
public sealed record BatchAsked(string Fund, DateOnly From, DateOnly To, string? Language, string Folder);

/// <summary>What became of one donor's statement.</summary>
/// <param name="Donor">Code of the donor.</param>
/// <param name="State"><c>issued</c>, <c>preview</c> or <c>refused</c>.</param>
/// <param name="Number">Of the issued one.</param>
/// <param name="File">Its name in the folder and the archive.</param>
/// <param name="Received">What it says was received, in EUR.</param>
/// <param name="Hash">SHA-256 of the file, hexadecimal.</param>
/// <param name="KnownAt">What was recorded later is not in it.</param>
/// <param name="Reason">Why it was refused.</param>
public sealed record BatchLine(string Donor, string State, string Number, string File, string Received, string Hash, string KnownAt,
    string Reason)
{
    /// <summary>The head of the index.</summary>
    public static readonly string[] Columns = ["donor", "state", "number", "file", "received_eur", "sha256", "known_at", "reason"];

    internal string[] Cells => [Donor, State, Number, File, Received, Hash, KnownAt, Reason];

    internal bool IsGood => State != StatementBatch.Refused;
}

/// <summary>The end of a batch.</summary>
/// <param name="Lines">Every donor, by code.</param>
/// <param name="Archive">Path of the ZIP.</param>
/// <param name="Stated">Sum of what the statements say was received.</param>
/// <param name="Booked">What the journal says the fund received.</param>
public sealed record BatchDone(IReadOnlyList<BatchLine> Lines, string Archive, Money Stated, Money Booked)
{
    /// <summary>True when every statement was made and their sum is the ledger's.</summary>
    public bool IsSound => Lines.All(line => line.IsGood) && Stated == Booked;
}

/// <summary>Writes the statements of all donors of a fund: the issued file where there is one, else a preview, which is never called
/// issued. What is done is written down at once, so a run that was stopped goes on; a donor whose statement is refused does not stop the
/// others.</summary>
public sealed class StatementBatch(LedgerReads reads, DonorStatements statements)
{
    internal const string Refused = "refused";
    private const string Issued = "issued";
    private const string Preview = "preview";
    private const string IndexName = "index.csv";

    // Archives of the same files are the same bytes.
    private static readonly DateTimeOffset FileTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes what is not there yet, and the archive.</summary>
    /// <param name="asked">Which statements, and where.</param>
    /// <param name="progress">Told after each donor: how many are done, and of how many.</param>
    /// <param name="cancel">Stops between two donors; the next run goes on.</param>
    public async Task<Outcome<BatchDone>> RunAsync(BatchAsked asked, Action<BatchLine, int, int>? progress = null,
        CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        if (catalog.Fund(asked.Fund) is not { IsUmbrella: false } fund) return new FundIsUnknown(asked.Fund);
        if (asked.To < asked.From) return new StatementPeriodIsBackward(asked.From, asked.To);
        if (asked.From < LedgerRules.FirstDate) return new DateIsOutOfRange(asked.From);
        if (asked.To > reads.Today) return new StatementPeriodIsNotOver(asked.To, reads.Today);
        Directory.CreateDirectory(asked.Folder);
        var done = await KnownAsync(asked.Folder, cancel);
        // All statements of a batch, of every run of it, know the same: else their sum could not be compared.
        var knownAt = done.Values.Select(line => DateTimeOffset.Parse(line.KnownAt, CultureInfo.InvariantCulture))
            .FirstOrDefault(Microseconds.Read(Microseconds.Of(reads.Clock.GetUtcNow())));
        var donors = await DonorsAsync(connection, fund, asked.To, cancel);
        var issued = (await IssuedStatements.ReadAsync(connection, catalog, cancel: cancel)).Where(one => one.FundCode == fund.Code
            && one.From == asked.From && one.To == asked.To).ToList();
        var languages = (await DonorList.ReadAsync(connection, cancel: cancel)).ToDictionary(donor => donor.Code, donor => donor.Language,
            StringComparer.Ordinal);
        foreach (var (place, donor) in donors.Index())
        {
            cancel.ThrowIfCancellationRequested();
            if (done.TryGetValue(donor, out var before) && before.IsGood && File.Exists(Path.Combine(asked.Folder, before.File))) continue;
            var language = asked.Language ?? languages.GetValueOrDefault(donor, "en");
            var line = await OneAsync(new StatementAsked(donor, fund.Code, asked.From, asked.To, language) { KnownAt = knownAt },
                issued.Find(one => one.Donor == donor && one.Language == language), asked.Folder, cancel);
            done[donor] = line;
            var index = Path.Combine(asked.Folder, IndexName);
            if (!File.Exists(index)) await File.WriteAllTextAsync(index, CsvText.Row(BatchLine.Columns), cancel);
            await File.AppendAllTextAsync(index, CsvText.Row(line.Cells), cancel);
            progress?.Invoke(line, place + 1, donors.Count);
        }
        List<BatchLine> lines = [.. donors.Select(donor => done[donor])];
        var booked = await BookedAsync(connection, fund, asked, knownAt, cancel);
        var stated = lines.Where(line => line.IsGood).Aggregate(Money.Eur(0), (sum, line) => sum + Money.Parse(line.Received,
            Currency.Eur));
        return new BatchDone(lines, await PackAsync(asked, lines, stated, booked, cancel), stated, booked);
    }

    private async Task<BatchLine> OneAsync(StatementAsked asked, IssuedStatement? issued, string folder, CancellationToken cancel)
    {
        var known = Microseconds.Print(asked.KnownAt!.Value);
        var made = await statements.OfAsync(asked, cancel);
        if (made.IsRefused) return No(made.Refusal);
        byte[] content;
        string name;
        if (issued is not null)
        {
            (content, name) = (await new IssuedStatements(reads, statements).ReprintAsync(issued, cancel),
                $"{asked.Donor}-{issued.Number}.pdf");
        }
        else
        {
            var pdf = await made.Value.InAsync(StatementForm.Pdf, asked.Donor, cancel);
            if (pdf.IsRefused) return No(pdf.Refusal);
            (content, name) = (pdf.Value.Content, $"{asked.Donor}-preview-{asked.Language}.pdf");
        }
        // A name stands in the folder once its file is whole.
        var path = Path.Combine(folder, name);
        await File.WriteAllBytesAsync(path + ".part", content, cancel);
        File.Move(path + ".part", path, overwrite: true);
        var received = made.Value.Data.Receipts.Aggregate(Money.Eur(0), (sum, receipt) => sum + receipt.Eur);
        return new BatchLine(asked.Donor, issued is null ? Preview : Issued, issued?.Number ?? "", name, received.ToDecimalString(),
            Convert.ToHexStringLower(SHA256.HashData(content)), known, "");

        BatchLine No(Refusal refusal) => new(asked.Donor, Refused, "", "", "0.00", "", known, refusal.ToString());
    }

    /// <summary>What earlier runs have written: the last line of each donor counts, and half a line is none.</summary>
    private static async Task<Dictionary<string, BatchLine>> KnownAsync(string folder, CancellationToken cancel)
    {
        var path = Path.Combine(folder, IndexName);
        var known = new Dictionary<string, BatchLine>(StringComparer.Ordinal);
        if (!File.Exists(path)) return known;
        // A run that was killed while it wrote leaves a line without its end; the next line begins on a new one.
        var text = await OutsideFile.TextAsync(path, ReadingBudget.LargestBatchIndex, cancel)
            ?? throw new InvalidDataException($"'{path}' is larger than an index of a batch. Move it away and start anew.");
        if (!text.EndsWith('\n')) await File.WriteAllTextAsync(path, text = text[..(text.LastIndexOf('\n') + 1)], cancel);
        using var reader = new StringReader(text);
        foreach (var row in CsvReading.Read(reader).Skip(1))
            if (row.Cells is [var donor, var state, var number, var file, var received, var hash, var at, var reason])
                known[donor] = new BatchLine(donor, state, number, file, received, hash, at, reason);
        return known;
    }

    /// <summary>The donors who promised or gave anything to the fund up to a day.</summary>
    private static Task<List<string>> DonorsAsync(DbConnection connection, Fund fund, DateOnly to, CancellationToken cancel) =>
        connection.Command(null,
            """
            SELECT DISTINCT p.donor FROM accounts a JOIN postings p ON p.account_id = a.id
            WHERE a.fund_id = @fund AND p.donor IS NOT NULL AND p.effective_date <= @to ORDER BY p.donor
            """, ("@fund", fund.Id), ("@to", DateNumber.Of(to))).RowsAsync(row => row.GetString(0), cancel);

    /// <summary>What the fund received in the period by its journal: asked of the entries alone, whoever gave it.</summary>
    private static async Task<Money> BookedAsync(DbConnection connection, Fund fund, BatchAsked asked, DateTimeOffset knownAt,
        CancellationToken cancel) => Money.Eur(await connection.Command(null,
        """
        SELECT COALESCE(SUM(p.eur_minor), 0) FROM accounts a JOIN postings p ON p.account_id = a.id
        JOIN entries e ON e.seq = p.entry_seq LEFT JOIN entries r ON r.seq = e.reverses_seq
        WHERE a.fund_id = @fund AND (a.role = 'cash' OR a.code = @unidentified) AND p.effective_date BETWEEN @from AND @to
            AND e.recorded_at <= @known AND COALESCE(r.kind, e.kind) = 'receipt'
        """, ("@fund", fund.Id), ("@unidentified", Chart.Unidentified), ("@from", DateNumber.Of(asked.From)),
        ("@to", DateNumber.Of(asked.To)), ("@known", Microseconds.Of(knownAt))).NumberAsync(cancel));

    private static async Task<string> PackAsync(BatchAsked asked, List<BatchLine> lines, Money stated, Money booked,
        CancellationToken cancel)
    {
        var path = Path.Combine(asked.Folder, $"statements-{asked.Fund}-{asked.From:yyyyMMdd}-{asked.To:yyyyMMdd}.zip".ToLowerInvariant());
        await using (var archive = await ZipFile.OpenAsync(path + ".part", ZipArchiveMode.Create, cancel))
        {
            await AddAsync(IndexName, System.Text.Encoding.UTF8.GetBytes(CsvText.Row(BatchLine.Columns)
                + string.Concat(lines.Select(line => CsvText.Row(line.Cells)))
                + CsvText.Row(["sum of statements", "", "", "", stated.ToDecimalString(), "", "", ""])
                + CsvText.Row(["ledger", "", "", "", booked.ToDecimalString(), "", "", stated == booked ? "equal" : "not equal"])));
            foreach (var line in lines.Where(line => line.IsGood))
            {
                await using var file = File.OpenRead(Path.Combine(asked.Folder, line.File));
                await using var stream = await EntryAsync(line.File);
                await file.CopyToAsync(stream, cancel);
            }

            async Task AddAsync(string name, byte[] content)
            {
                await using var stream = await EntryAsync(name);
                await stream.WriteAsync(content, cancel);
            }

            Task<Stream> EntryAsync(string name)
            {
                var entry = archive.CreateEntry(name);
                entry.LastWriteTime = FileTime;
                return entry.OpenAsync(cancel);
            }
        }
        File.Move(path + ".part", path, overwrite: true);
        return path;
    }
}
