using System.Data.Common;
using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Matching;

/// <summary>A line of an accepted statement that somebody still has to decide on.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Line">As the bank wrote it.</param>
/// <param name="StatementId">The statement it stands on.</param>
/// <param name="SuspenseSeq">The entry by which it waits in unidentified receipts; null while it is no entry at all.</param>
/// <param name="Suspended">What waits there, positive for money that came in; null while it is no entry.</param>
/// <param name="SuspendedEur">The same in cents.</param>
public sealed record WaitingLine(long Id, BankLine Line, long StatementId, long? SuspenseSeq, Money? Suspended, long SuspendedEur)
{
    /// <summary>True while the money is in the bank and not in the ledger.</summary>
    public bool IsOpen => SuspenseSeq is null;

    /// <summary>For the search of its donor.</summary>
    internal UnmatchedLine Unmatched =>
        new(Id, Line.BookedOn, Line.Amount, Line.PartyName, Line.PartyAccount, $"{Line.Reference} {Line.Text} {Line.BankReference}");
}

/// <summary>Reads the lines that wait. What waits is never a flag: it follows from matches and from entries that are not
/// reversed.</summary>
internal static class WaitingLines
{
    private const string Columns = "w.id, w.booked_on, w.valued_on, w.currency, w.amount_minor, w.kind, w.code, w.bank_reference, "
        + "w.reference, w.party_name, w.party_account, w.text, w.at_line, w.raw, w.statement_id, w.bank_seq";

    /// <summary>True of an entry that was reversed, unless the reversal is itself on the bank's statement: money that went back.</summary>
    internal static string Undone(string seq) => $"EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = {seq} AND NOT EXISTS (SELECT 1 "
        + "FROM bank_matches b WHERE b.entry_seq = r.seq AND b.kind = 'returned'))";

    /// <summary>True of a line that somebody says is not of its fund: the newest word about it counts.</summary>
    private const string IsMarked = """
        EXISTS (SELECT 1 FROM line_marks k WHERE k.line_id = w.id AND k.mark = 'not_of_this_fund'
            AND NOT EXISTS (SELECT 1 FROM line_marks x WHERE x.line_id = w.id AND x.id > k.id))
        """;

    private static readonly string From =
        $"""
        FROM (SELECT l.*, CASE WHEN l.entry_seq IS NOT NULL AND NOT {Undone("l.entry_seq")} THEN l.entry_seq
                          ELSE (SELECT MAX(m.entry_seq) FROM bank_matches m WHERE m.line_id = l.id AND m.kind <> 'identified'
                              AND NOT {Undone("m.entry_seq")}) END AS bank_seq
              FROM bank_lines l WHERE l.identity IS NOT NULL AND l.amount_minor <> 0 AND l.bank_account = @bank
                AND (l.treatment IN ('open', 'unidentified')
                    OR l.entry_seq IN (SELECT reverses_seq FROM entries WHERE reverses_seq IS NOT NULL))) w
        WHERE
        """;

    private const string IsOpen = "w.bank_seq IS NULL";

    // The plus sign keeps SQLite from looking through all postings of the account, for each line again.
    private const string IsSuspended =
        """
        (EXISTS (SELECT 1 FROM postings p WHERE p.entry_seq = w.bank_seq AND +p.account_id = @suspense)
            AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = w.bank_seq)
            AND NOT EXISTS (SELECT 1 FROM bank_matches m WHERE m.line_id = w.id AND m.kind = 'identified'
                AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses_seq = m.entry_seq)))
        """;

    /// <summary>Waiting lines of one bank account, oldest first.</summary>
    /// <param name="ask">Asks the books.</param>
    /// <param name="catalog">Funds and accounts.</param>
    /// <param name="bank">The bank account.</param>
    /// <param name="which">Which of them.</param>
    /// <param name="line">One line alone.</param>
    /// <param name="statement">One statement alone.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="skip">After so many.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<List<WaitingLine>> ReadAsync(Ask ask, LedgerCatalog catalog, BankAccount bank, Waiting which = Waiting.Any,
        long? line = null, long? statement = null, int most = 50, int skip = 0, CancellationToken cancel = default)
    {
        var suspense = catalog.Account(bank.Fund.Id, Chart.Unidentified)?.Id ?? 0;
        var rows = await (await ask($"SELECT {Columns} {From} "
            + $"{Rule(which)}{(line is null ? "" : " AND w.id = @line")}{(statement is null ? "" : " AND w.statement_id = @statement")} "
            + "ORDER BY w.booked_on, w.id LIMIT @most OFFSET @skip",
            [("@bank", bank.Code), ("@suspense", suspense), ("@most", most), ("@skip", skip), .. Given("@line", line),
                .. Given("@statement", statement)])).RowsAsync(row => Read(row, bank.Currency), cancel);
        var seqs = rows.Where(row => row.Seq is not null).Select(row => row.Seq!.Value).Distinct().ToList();
        var suspended = new Dictionary<long, (long Minor, long Eur)>();
        foreach (var chunk in seqs.Chunk(500))
            foreach (var (seq, minor, eur) in await (await ask($"SELECT entry_seq, SUM(amount_minor), SUM(eur_minor) FROM postings WHERE "
                + $"+account_id = @suspense AND entry_seq IN ({string.Join(',', chunk)}) GROUP BY entry_seq", ("@suspense", suspense)))
                         .RowsAsync(row => (row.GetInt64(0), row.Sum(1), row.Sum(2)), cancel)) suspended[seq] = (-minor, -eur);
        return rows.ConvertAll(row => new WaitingLine(row.Id, row.Line, row.Statement, row.Seq, row.Seq is { } seq
            ? new Money(suspended[seq].Minor, bank.Currency) : null, row.Seq is { } at ? suspended[at].Eur : 0));
    }

    /// <summary>How many wait, and their sum in minor units.</summary>
    public static async Task<(long Count, long Minor)> CountAsync(Ask ask, LedgerCatalog catalog, BankAccount bank, Waiting which,
        DateOnly? through = null, CancellationToken cancel = default) =>
        (await (await ask($"SELECT COUNT(*), COALESCE(SUM(w.amount_minor), 0) {From} "
            + $"{Rule(which)}{(through is null ? "" : " AND w.booked_on <= @through")}",
            [("@bank", bank.Code), ("@suspense", catalog.Account(bank.Fund.Id, Chart.Unidentified)?.Id ?? 0),
                .. Given("@through", through is { } day ? DateNumber.Of(day) : null)]))
            .RowsAsync(row => (row.Sum(0), row.Sum(1)), cancel))[0];

    private static string Rule(Waiting which) =>
        which switch
        {
            Waiting.Open => IsOpen,
            Waiting.Suspended => IsSuspended,
            Waiting.NotOfThisFund => $"{IsSuspended} AND {IsMarked}",
            Waiting.Unidentified => $"{IsSuspended} AND NOT {IsMarked}",
            Waiting.Any => $"({IsOpen} OR ({IsSuspended} AND NOT {IsMarked}))",
            _ => throw new ArgumentOutOfRangeException(nameof(which)),
        };

    private static (string, object?)[] Given(string name, long? value) => value is { } given ? [(name, given)] : [];

    private static (long Id, BankLine Line, long Statement, long? Seq) Read(DbDataReader row, Currency currency) =>
        (row.GetInt64(0), new BankLine
    {
        BookedOn = row.Date(1), ValuedOn = row.Date(2), Amount = new Money(row.GetInt64(4), currency),
        Kind = ClosedSet<BankLineKind>.Of(row.GetString(5)), Code = row.GetString(6), BankReference = row.GetString(7),
        Reference = row.GetString(8), PartyName = row.GetString(9), PartyAccount = row.GetString(10), Text = row.GetString(11),
        AtLine = row.GetInt32(12), Raw = row.GetString(13),
    }, row.GetInt64(14), row.NumberOrNull(15));
}

/// <summary>What a line waits for.</summary>
public enum Waiting
{
    /// <summary>To become an entry, or for its donor.</summary>
    Any,

    /// <summary>To become an entry.</summary>
    Open,

    /// <summary>In unidentified receipts, for its donor.</summary>
    Unidentified,

    /// <summary>In unidentified receipts, called not of their fund: for somebody who may record in the other one.</summary>
    NotOfThisFund,

    /// <summary>In unidentified receipts, whatever was said of them.</summary>
    Suspended,
}
