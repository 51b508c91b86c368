using System.Globalization;
using System.Runtime.InteropServices;
using FundsLedger.App.Features.Books.Journal;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Proof.Checks;

/// <summary>Walks everything that was ever written in its order, entries and register rows, and proves each against the rules and its seal,
/// and every log against its leaves.</summary>
internal sealed class LedgerWalk(CheckNotes notes, LedgerCatalog catalog, BooksAtStart start, LedgerReads reads)
{
    private readonly LogsWalk _logs = new(notes, start);
    private readonly Dictionary<int, DateOnly> _closedThrough = [];
    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private LogSorter _sorter = null!;
    private long _seq;
    private long _recordedAt;
    private long _registerRows;

    public async Task RunAsync(IProgress<double>? progress, CancellationToken cancel)
    {
        await using var entriesConnection = await reads.OpenAsync(cancel);
        await using var registersConnection = await reads.OpenAsync(cancel);
        await using var questions = await reads.OpenAsync(cancel);
        _sorter = new LogSorter((text, parameters, _) => Task.FromResult(questions.Command(null, text, parameters)), cancel);
        await _logs.BeginAsync(registersConnection, cancel);
        await using var registers = new RegisterWalk(registersConnection, await reads.OpenAsync(cancel), start.LastPlace);
        await registers.BeginAsync(cancel);

        await foreach (var entry in ReadEntriesAsync(entriesConnection, cancel))
        {
            await CatchUpAsync(registers, entry.Entry.Place, cancel);
            CheckEntry(entry);
            if (entry.Entry.Seq % 4096 == 0) progress?.Report((double)entry.Entry.Seq / Math.Max(1, start.LastSeq));
        }
        await CatchUpAsync(registers, long.MaxValue, cancel);
        await CheckReversalsAsync(entriesConnection, cancel);
        await CheckUnsealedRowsAsync(registersConnection, cancel);
        CheckEnd();
    }

    private async IAsyncEnumerable<StoredEntry> ReadEntriesAsync(System.Data.Common.DbConnection connection,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var entries = JournalReader.ReadAsync(connection, catalog, JournalOrder.BySequence, upTo: start.LastSeq, cancel: cancel)
            .GetAsyncEnumerator(cancel);
        await using (entries)
        {
            while (true)
            {
                bool more;
                try { more = await entries.MoveNextAsync(); }
                catch (Exception fault) when (fault is FormatException or InvalidCastException or ArgumentException or KeyNotFoundException
                    or InvalidOperationException or OverflowException or System.Data.Common.DbException)
                {
                    notes.Found(CheckName.Seals, $"entry {Number(_seq + 1)} or one of its postings", $"It cannot be read: {fault.Message}",
                        CheckNotes.RestoreRepair);
                    yield break;
                }
                if (!more) yield break;
                yield return entries.Current;
            }
        }
    }

    /// <summary>Checks the register rows that were written before a place.</summary>
    private async Task CatchUpAsync(RegisterWalk registers, long place, CancellationToken cancel)
    {
        while (registers.Current is { } row && row.Place < place)
        {
            await CheckRegisterAsync(registers, row, cancel);
            await registers.MoveAsync(cancel);
        }
    }

    private void CheckEntry(StoredEntry stored)
    {
        var entry = stored.Entry;
        var subject = $"entry {Number(entry.Seq)} (key {entry.Key})";
        notes.Looked(CheckName.Sequence);
        if (entry.Seq != _seq + 1)
            notes.Found(CheckName.Sequence, subject, $"Entry {Number(_seq + 1)} should come here: one is missing.",
                CheckNotes.RestoreRepair);
        if (entry.RecordedAt < _recordedAt)
            notes.Found(CheckName.Sequence, subject, "It is recorded earlier than the entry before it.", CheckNotes.RestoreRepair);
        (_seq, _recordedAt) = (entry.Seq, entry.RecordedAt);

        CheckRules(stored, subject);
        notes.Looked(CheckName.Periods);
        var fund = catalog.Fund(entry.FundCode)!;
        if (_closedThrough.TryGetValue(fund.Id, out var closed) && entry.EffectiveDate <= closed
            && !(entry.Kind == EntryKind.Closing && entry.EffectiveDate == closed))
            notes.Found(CheckName.Periods, subject,
                $"It is dated {entry.EffectiveDate:yyyy-MM-dd} and was recorded when {fund.Code} was closed through {closed:yyyy-MM-dd}.",
                "Have two people reopen the period, reverse the entry, and close again.");

        notes.Looked(CheckName.Seals);
        EntrySeal.Write(_logs.Leaf, entry, _logs.MarkOf(entry.Actor.Id, entry.Actor.Name), stored.Postings);
        var log = LogClasses.OfEntry(_sorter.StandingOf(fund.Id), stored.ReversedKind ?? entry.Kind, stored.Postings);
        if (!_logs.Take(subject, log, stored.Log, entry.Place, stored.LeafIndex, stored.LeafHash))
            notes.Found(CheckName.Seals, subject, "Its content is not what was sealed when it was posted.", CheckNotes.RestoreRepair);
        foreach (var posting in stored.Postings)
        {
            // The totals read at the start are lowered posting by posting: a second table of sums would take as much memory again.
            ref var total = ref CollectionsMarshal.GetValueRefOrAddDefault(start.Totals,
                (posting.Account.Id, DateNumber.Of(entry.EffectiveDate), posting.Amount.Currency.Code), out _);
            total.TakeOff(posting.Amount.Minor, posting.EurMinor);
        }
    }

    private void CheckRules(StoredEntry stored, string subject)
    {
        notes.Looked(CheckName.Entries);
        long eur = 0;
        var (memorandum, elsewhere, foreign) = (0, 0, false);
        var fundId = catalog.Fund(stored.Entry.FundCode)!.Id;
        foreach (var posting in stored.Postings)
        {
            eur += posting.EurMinor;
            if (posting.Account.IsMemorandum) memorandum++;
            if (posting.Account.FundId != fundId) elsewhere++;
            foreign |= posting.Amount.Currency != Currency.Eur;
        }
        if (stored.Postings.Count < 2) Broken("It has fewer than two lines.");
        if (eur != 0) Broken($"Its lines sum to {Money.Eur(eur)} instead of zero.");
        if (memorandum != 0 && memorandum != stored.Postings.Count) Broken("Memorandum and balance-sheet accounts meet in it.");
        var recorded = DateOnly.FromDateTime(Microseconds.Read(stored.Entry.RecordedAt).UtcDateTime);
        if (stored.Entry.EffectiveDate > recorded && LedgerRules.HappensOnItsDay(stored.Entry.Kind, stored.Postings))
            notes.Found(CheckName.Entries, subject,
                $"It is dated {stored.Entry.EffectiveDate:yyyy-MM-dd} and was recorded on {recorded:yyyy-MM-dd}: money does not move, "
                    + $"and nothing is signed, ahead of its day.",
                "Have it reversed once its day has come, and post it again on the day it happened.");
        if (elsewhere > 0) Broken("A line stands in another fund.");
        if (foreign && stored.Entry.ReversesSeq is null && !stored.Entry.Kind.CrossesCurrencies()
            && stored.Postings.GroupBy(posting => posting.Amount.Currency)
            .Any(currency => currency.Sum(posting => posting.Amount.Minor) != 0)) Broken("A currency does not sum to zero.");

        void Broken(string rule) => notes.Found(CheckName.Entries, subject, rule, CheckNotes.RestoreRepair);
    }

    private async Task CheckRegisterAsync(RegisterWalk registers, RegisterLeaf leaf, CancellationToken cancel)
    {
        notes.Looked(CheckName.Registers);
        var subject = $"{leaf.Table} row {leaf.Key}";
        _registerRows++;
        var row = await registers.RowAsync(leaf, cancel);
        if (row is not ({ } table, { } values))
        {
            notes.Found(CheckName.Registers, subject, "It was sealed in the log and is gone.", CheckNotes.RestoreRepair);
            _logs.Pass(subject, leaf.Log, leaf.Place, leaf.LeafIndex, leaf.LeafHash);
            return;
        }
        LogClass log;
        try
        {
            table.Write(_logs.Leaf, new RowSeal(leaf.Salt, leaf.WithheldSalt), await _sorter.ForSealAsync(table, values), _logs.MarkOf);
            CheckNumber(table, values, subject);
            log = await _sorter.ClassOfAsync(table, values);
        }
        catch (Exception fault) when (fault is FormatException or InvalidCastException or ArgumentException or OverflowException
            or System.Text.Json.JsonException)
        {
            notes.Found(CheckName.Registers, subject, $"It cannot be read: {fault.Message}", CheckNotes.RestoreRepair);
            _logs.Pass(subject, leaf.Log, leaf.Place, leaf.LeafIndex, leaf.LeafHash);
            return;
        }
        if (!_logs.Take(subject, log, leaf.Log, leaf.Place, leaf.LeafIndex, leaf.LeafHash))
            notes.Found(CheckName.Registers, subject, "Its content is not what was sealed when it was registered.",
                CheckNotes.RestoreRepair);
        if (table == Registers.PeriodEvents && (string)values[2]! != ClosedSet<PeriodAction>.Code(PeriodAction.ReopeningAsked))
            _closedThrough[Convert.ToInt32(values[1], CultureInfo.InvariantCulture)] =
                DateNumber.Read(Convert.ToInt32(values[3], CultureInfo.InvariantCulture));
    }

    /// <summary>A number that is not sealed is bound by order: later rows of a register have higher ones.</summary>
    private void CheckNumber(RegisterTable table, List<object?> values, string subject)
    {
        if (!table.IsNumberLeftOut) return;
        var number = Convert.ToInt64(values[table.KeyIndex], CultureInfo.InvariantCulture);
        if (_numbers.TryGetValue(table.Name, out var before) && number <= before)
            notes.Found(CheckName.Registers, subject, $"It was written after row {Number(before)}: its number was changed.",
                CheckNotes.RestoreRepair);
        _numbers[table.Name] = number;
    }

    private async Task CheckReversalsAsync(System.Data.Common.DbConnection connection, CancellationToken cancel)
    {
        // Line by line: the reversal has the original's lines with every sign turned.
        var broken = await connection.Command(null,
            """
            SELECT e.seq FROM entries e WHERE e.reverses_seq IS NOT NULL AND e.seq <= @last AND EXISTS (
                SELECT 1 FROM postings p LEFT JOIN postings o ON o.entry_seq = e.reverses_seq AND o.line = p.line
                    AND o.account_id = p.account_id AND o.currency = p.currency
                    AND o.amount_minor = -p.amount_minor AND o.eur_minor = -p.eur_minor WHERE p.entry_seq = e.seq AND o.line IS NULL)
                        ORDER BY e.seq LIMIT 10
            """, ("@last", start.LastSeq)).RowsAsync(row => row.GetInt64(0), cancel);
        notes.Looked(CheckName.Reversals,
            await connection.Command(null, "SELECT COUNT(*) FROM entries WHERE reverses_seq IS NOT NULL").NumberAsync(cancel));
        foreach (var seq in broken)
            notes.Found(CheckName.Reversals, $"entry {Number(seq)}", "It is not the exact opposite of the entry it reverses.",
                CheckNotes.RestoreRepair);
        var early = await connection.Command(null,
            "SELECT e.seq FROM entries e JOIN entries o ON o.seq = e.reverses_seq WHERE e.effective_date < o.effective_date AND e.seq <= "
                + "@last ORDER BY e.seq LIMIT 10", ("@last", start.LastSeq)).RowsAsync(row => row.GetInt64(0), cancel);
        foreach (var seq in early)
            notes.Found(CheckName.Reversals, $"entry {Number(seq)}",
                "It is dated before the entry it takes back: in between the books show what never was.",
                "Explain the days in between to whoever reads the books as of one of them; post what is right on its day.");
        var misdated = await connection.Command(null,
            "SELECT p.entry_seq FROM postings p JOIN entries e ON e.seq = p.entry_seq WHERE p.effective_date <> e.effective_date AND "
                + "p.entry_seq <= @last LIMIT 10", ("@last", start.LastSeq)).RowsAsync(row => row.GetInt64(0), cancel);
        foreach (var seq in misdated)
            notes.Found(CheckName.Entries, $"a posting of entry {Number(seq)}", "It has another date than its entry.",
                CheckNotes.RestoreRepair);
        // The seal holds the lines in their order; their numbers must be 1, 2, 3 …, or one could be renumbered unseen.
        var misnumbered = await connection.Command(null,
            "SELECT p.entry_seq FROM postings p WHERE p.entry_seq <= @last GROUP BY p.entry_seq HAVING MIN(p.line) <> 1 OR MAX(p.line) "
                + "<> COUNT(*) ORDER BY p.entry_seq LIMIT 10", ("@last", start.LastSeq)).RowsAsync(row => row.GetInt64(0), cancel);
        foreach (var seq in misnumbered)
            notes.Found(CheckName.Entries, $"entry {Number(seq)}", "Its lines are not numbered 1, 2, 3 and on.", CheckNotes.RestoreRepair);
        var orphans = await connection.Command(null,
            "SELECT p.entry_seq FROM postings p WHERE p.entry_seq <= @last AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.seq = "
                + "p.entry_seq) LIMIT 10", ("@last", start.LastSeq + 1)).RowsAsync(row => row.GetInt64(0), cancel);
        foreach (var seq in orphans)
            notes.Found(CheckName.Entries, $"postings of entry {Number(seq)}", "There is no such entry.", CheckNotes.RestoreRepair);
    }

    private async Task CheckUnsealedRowsAsync(System.Data.Common.DbConnection connection, CancellationToken cancel)
    {
        foreach (var table in Registers.All)
        {
            var key = table.KeyText("t");
            var unsealed = await connection.Command(null,
                $"SELECT {key} FROM {table.Name} t WHERE NOT EXISTS (SELECT 1 FROM register_leaves l WHERE l.table_name = @table AND "
                    + $"l.row_key = {key}) LIMIT 10", ("@table", table.Name))
                .RowsAsync(row => row.GetString(0), cancel);
            foreach (var row in unsealed)
                notes.Found(CheckName.Registers, $"{table.Name} row {row}", "It was never sealed: it did not come through the ledger.",
                    CheckNotes.RestoreRepair);
        }
    }

    private void CheckEnd()
    {
        if (_seq != start.LastSeq || _recordedAt != start.LastRecordedAt)
            notes.Found(CheckName.Sequence, "ledger_state",
                $"It says {Number(start.LastSeq)} entries, the last one recorded at "
                    + $"{Number(start.LastRecordedAt)}; {Number(_seq)} are there, the last one recorded at {Number(_recordedAt)}.",
                    CheckNotes.RestoreRepair);
        if (_registerRows != start.CatalogVersion)
            notes.Found(CheckName.Registers, "ledger_state",
                $"It counts {Number(start.CatalogVersion)} register rows; {Number(_registerRows)} are sealed.", CheckNotes.RestoreRepair);
        _logs.End();

        notes.Looked(CheckName.Totals, start.Totals.Count);
        foreach (var (key, left) in start.Totals)
            if (left != default) WrongTotal(key);
        foreach (var key in start.EmptyTotals) WrongTotal(key);
    }

    private void WrongTotal((int AccountId, int Date, string Currency) key)
    {
        var (account, day) = (catalog.AccountById(key.AccountId), DateNumber.Read(key.Date));
        notes.Found(CheckName.Totals,
            $"daily_totals {account.Code} of {catalog.FundById(account.FundId).Code}, {day:yyyy-MM-dd}, {key.Currency}",
            "It is not the sum of that day's postings.", CheckNotes.RestoreRepair);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
