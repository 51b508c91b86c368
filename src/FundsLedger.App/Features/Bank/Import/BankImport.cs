using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Features.Bank.Booking;
using FundsLedger.App.Features.Bank.Reading;
using FundsLedger.App.Features.MoneyOut.Payments;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Import;

/// <summary>Imports a file of bank statements: each is accepted and booked, set aside with its lines, or the file is refused and nothing
/// is written.</summary>
/// <remarks>A file is read once and judged; what is to be kept is then written in one transaction. Small files wait in memory in between,
/// large ones are read again.</remarks>
public sealed class BankImport(LedgerWriter writer, LedgerReads reads)
{
    /// <summary>Lines that may wait in memory; of a larger file only a hash a line does.</summary>
    private const int MostWaiting = 20_000;

    /// <summary>Bytes of a file that can hardly hold fewer: its lines are not kept to begin with.</summary>
    private const long MostBytesWaiting = 16 * 1024 * 1024;

    /// <summary>Judges a file and writes nothing.</summary>
    public async Task<Outcome<ImportReport>> PreviewAsync(BankFile file, CsvMapping? mapping = null, CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        await using var picture = await connection.BeginReadAsync(cancel);
        var catalog = await CatalogReader.ReadAsync(connection, picture, cancel);
        var standing = await BankStanding.ReadAsync((text, parameters) => Task.FromResult(connection.Command(picture, text, parameters)),
            catalog, cancel);
        var counted = Count(file, mapping, standing, keep: null, cancel);
        if (counted.IsRefused) return counted.Refusal;
        var order = standing.OrderOf(counted.Value.Statements);
        var judged = await JudgeAsync(file, standing, [.. order.Select(place => counted.Value.Statements[place])], cancel);
        return judged.IsRefused ? judged.Refusal : Finished(file, judged.Value, counted.Value.PassedOver);
    }

    /// <summary>Imports a file.</summary>
    public async Task<Outcome<ImportReport>> RunAsync(BankFile file, CsvMapping? mapping, Actor actor, CancellationToken cancel = default)
    {
        // Read first, without the writer's lock: other people post meanwhile.
        BankStanding first;
        await using (var connection = await reads.OpenAsync(cancel))
            first = await BankStanding.ReadAsync((text, parameters) => Task.FromResult(connection.Command(null, text, parameters)),
                await LedgerReads.CatalogWithDaysAsync(connection, cancel), cancel);
        var kept = file.Size <= MostBytesWaiting ? new KeptEvents(MostWaiting) : null;
        var counted = Count(file, mapping, first, kept, cancel);
        if (counted.IsRefused) return counted.Refusal;

        await using var session = await writer.BeginAsync(actor, cancel);
        var standing = await BankStanding.ReadAsync((text, parameters) => session.QuestionAsync(text, parameters, cancel),
            await session.RefreshCatalogAsync(cancel), cancel);
        var order = standing.OrderOf(counted.Value.Statements);
        List<CountedStatement> statements = [.. order.Select(place => counted.Value.Statements[place])];
        var judged = await JudgeAsync(file, standing, statements, cancel);
        if (judged.IsRefused) return judged.Refusal;
        var reports = judged.Value;
        var report = Finished(file, reports, counted.Value.PassedOver);
        if (report.IsRepeat) return report;
        var written = await WriteAsync(session, standing, file,
            InOrder(() => kept?.Events ?? Events(file, mapping, first, withRaw: true), order), statements, reports, cancel);
        if (written.IsRefused) return written.Refusal;
        await session.CommitAsync(cancel);
        return report with { Statements = written.Value };
    }

    /// <summary>Judges every statement. Of a text file that holds a protected account beside others, all must fit the books, balance for
    /// balance: a payer cannot know those balances, so a text that passed for a statement would not fit.</summary>
    private static async Task<Outcome<List<StatementReport>>> JudgeAsync(BankFile file, BankStanding standing,
        List<CountedStatement> counted, CancellationToken cancel)
    {
        var reports = new List<StatementReport>();
        foreach (var statement in counted) reports.Add(await standing.JudgeAsync(statement, cancel));
        var mayBeWords = reports.Any(report => report.Head.Format != StatementFormat.Camt053)
            && reports.Any(report => standing.AccountOf(report.Head) is { KeepsPayees: false })
            && reports.DistinctBy(report => standing.AccountOf(report.Head)?.Fund.Code).Skip(1).Any();
        if (mayBeWords && reports.Find(report => report.Faults.Count > 0
            && standing.AccountOf(report.Head) is not null) is { } unfit) return new BankFileMixesFunds(
            Fields.At(file.Name, unfit.Head.AtLine), unfit.Head.Account);
        return reports;
    }

    private static ImportReport Finished(BankFile file, List<StatementReport> reports, IReadOnlyList<PassedOver> passed) =>
        new(file.Name, reports, reports.All(report => report.Verdict is not (StatementVerdict.Accepted or StatementVerdict.Quarantined)),
            passed);

    private sealed record Counted(List<CountedStatement> Statements, List<PassedOver> PassedOver);

    private static Outcome<Counted> Count(BankFile file, CsvMapping? mapping, BankStanding standing, KeptEvents? keep,
        CancellationToken cancel)
    {
        var counted = new Counted([], []);
        StatementTally? tally = null;
        StatementHead? head = null;
        try
        {
            foreach (var item in Events(file, mapping, standing, withRaw: keep is not null))
            {
                keep?.Add(item);
                switch (item)
                {
                    case StatementBegins begins: (tally, head) = (new StatementTally(), begins.Head); break;
                    case LineRead read:
                        if (tally!.Add(read.Line, head!, read.DetailsAgree) is var _
                            && tally.Contents.Count % 4096 == 0) cancel.ThrowIfCancellationRequested();
                        break;
                    case StatementEnds ends: counted.Statements.Add(tally!.Finish(ends.Head)); break;
                    case PassedOver passed: counted.PassedOver.Add(passed); break;
                }
            }
        }
        catch (BankFileException fault) { return fault.Refusal; }
        return counted;
    }

    /// <summary>What the file holds, without the names of those whom a protected fund pays.</summary>
    private static IEnumerable<StatementEvent> Events(BankFile file, CsvMapping? mapping, BankStanding standing, bool withRaw)
    {
        var hides = true;
        foreach (var item in BankFileReader.Read(file, mapping, withRaw))
        {
            if (item is StatementBegins begins) hides = standing.HidesPayees(begins.Head);
            yield return hides && item is LineRead { Line: { } line } read && (line.Amount.IsNegative || line.Kind == BankLineKind.Return)
                ? read with { Line = PayeeShield.Hide(line) } : item;
        }
    }

    /// <summary>The statements in an order: read again from the beginning where one stands before another that it follows.</summary>
    private static IEnumerable<StatementEvent> InOrder(Func<IEnumerable<StatementEvent>> read, IReadOnlyList<int> order)
    {
        if (order.Index().All(item => item.Index == item.Item))
        {
            foreach (var item in read()) yield return item;
            yield break;
        }
        for (var next = 0; next < order.Count;)
        {
            var (place, before) = (-1, next);
            foreach (var item in read())
            {
                if (item is StatementBegins) place++;
                // A file that is longer the second time is another file.
                if (place >= order.Count) yield return item;
                if (next == order.Count || place != order[next]) continue;
                yield return item;
                if (item is StatementEnds) next++;
            }
            if (next == before) yield break; // it is shorter
        }
    }

    private static async Task<Outcome<List<StatementReport>>> WriteAsync(LedgerSession session, BankStanding standing, BankFile file,
        IEnumerable<StatementEvent> events, List<CountedStatement> counted, List<StatementReport> reports, CancellationToken cancel)
    {
        var written = new List<StatementReport>();
        var numbering = new Dictionary<bool, BankNumbering>();
        BankNumbering numbers = default;
        LineBooker? booker = null;
        StatementTally? tally = null;
        StatementHead? head = null;
        try
        {
            foreach (var item in events)
            {
                if (item is PassedOver) continue;
                // A file that is longer the second time is another file.
                if (written.Count == counted.Count) return new BankFileChanged(file.Name);
                var report = reports[written.Count];
                switch (item)
                {
                    case StatementBegins begins:
                        (tally, head) = (new StatementTally(), begins.Head);
                        if (report.Verdict is not (StatementVerdict.Accepted or StatementVerdict.Quarantined)) break;
                        var account = report.Bank is null ? null : standing.AccountOf(report.Head);
                        if (!numbering.TryGetValue(BankNumbering.IsApart(account), out numbers))
                            numbers = await BankNumbering.ReadAsync(session, account, cancel);
                        booker = new LineBooker(session, standing, account, report.Verdict == StatementVerdict.Accepted, file.Name,
                            numbers.Statement, numbers.Line);
                        await booker.BeginAsync(counted[written.Count], cancel);
                        break;
                    case LineRead read:
                        var content = tally!.Add(read.Line, head!, read.DetailsAgree);
                        if (booker is not null && await booker.AddAsync(read.Line, content, cancel) is { } refusal) return refusal;
                        break;
                    case StatementEnds ends:
                        if (tally!.Finish(ends.Head).Content != counted[written.Count].Content) return new BankFileChanged(file.Name);
                        if (booker is null)
                        {
                            written.Add(report);
                            break;
                        }
                        if (await booker.FlushAsync(cancel) is { } last) return last;
                        await RegisterAsync(session, file, counted[written.Count], report, numbers.Statement, numbers.Line, booker, cancel);
                        written.Add(report with { StatementId = numbers.Statement });
                        numbering[numbers.IsOfApart] = numbers.After(booker.Count);
                        booker.Dispose();
                        booker = null;
                        break;
                }
            }
        }
        catch (BankFileException fault) { return fault.Refusal; }
        finally { booker?.Dispose(); }
        return written.Count == counted.Count ? written : new BankFileChanged(file.Name);
    }

    private static Task RegisterAsync(LedgerSession session, BankFile file, CountedStatement statement, StatementReport report, long id,
        long firstLine, LineBooker booker, CancellationToken cancel)
    {
        var head = statement.Head;
        long? difference = report.Faults.FirstOrDefault(fault => fault.Difference is not null)?.Difference is { } wide
            ? (long)Int128.Clamp(wide, long.MinValue, long.MaxValue) : null;
        return session.RegisterAsync(new BankStatementRow
        {
            Id = id, BankAccount = report.Bank, Number = head.Account, Currency = head.Currency.Code, Reference = head.Reference,
            Sequence = head.Number.ToString(), OpenedOn = head.Opening?.Date, OpeningMinor = Minor(head.Opening),
            ClosedOn = head.Closing?.Date, ClosingMinor = Minor(head.Closing), FirstLine = firstLine, LineCount = booker.Count,
            ContentHash = statement.Content.ToBytes(), LinesHash = booker.Finish(),
            Outcome = report.Verdict == StatementVerdict.Accepted ? StatementOutcome.Accepted : StatementOutcome.Quarantined,
            Faults = BankStanding.Codes(report.Faults), DifferenceMinor = difference, FileName = LineBooker.Short(file.Name) ?? "file",
            AtLine = head.AtLine, RecordedAt = session.Instant, ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        }, cancel);

        // A balance in another currency is no balance of this account; the fault says so.
        long? Minor(StatementBalance? balance) => balance?.Amount.Currency == head.Currency ? balance.Amount.Minor : null;
    }

    /// <summary>Keeps what was read, up to a number of lines; then forgets it all.</summary>
    private sealed class KeptEvents(int most)
    {
        public List<StatementEvent>? Events { get; private set; } = [];

        public void Add(StatementEvent item)
        {
            Events?.Add(item);
            if (Events?.Count > most) Events = null;
        }
    }
}

/// <summary>Takes from an outgoing line everything that could say who was paid. The bank's own reference stays, and the ledger's code of
/// the payment.</summary>
internal static class PayeeShield
{
    public static BankLine Hide(BankLine line) => line with
    {
        PartyName = "", PartyAccount = "", Text = "", Raw = "", Reference = PaymentCode.IsOne(line.Reference) ? line.Reference : "",
    };
}
