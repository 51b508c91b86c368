using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;

namespace FundsLedger.App.Features.Bank.Accounts;

/// <summary>A statement as kept.</summary>
/// <param name="Number">The account's number as the bank writes it.</param>
/// <param name="Reference">The statement's own id.</param>
/// <param name="Sequence">Its number and page, where the bank counts.</param>
public sealed record KeptStatement(
    long Id, string? Bank, string Number, string Reference, string Sequence, string Currency, DateOnly? OpenedOn, Money? Opening,
    DateOnly? ClosedOn, Money? Closing, int Lines, StatementOutcome Outcome, IReadOnlyList<StatementFault> Faults, Money? Difference,
    string FileName, DateTimeOffset RecordedAt)
{
    /// <summary>Of a statement set aside: the accepted one that it became, or that came in its place.</summary>
    public long? BookedAs { get; init; }

    /// <summary>What two people decided about it last; null while nobody did.</summary>
    public KeptDecision? Decision { get; init; }

    /// <summary>True while nobody has said what becomes of it.</summary>
    public bool IsWaiting => Outcome == StatementOutcome.Quarantined && BookedAs is null
        && Decision is not { Decision: StatementDecision.Refuse };
}

/// <summary>A decision about a statement that was set aside.</summary>
/// <param name="Statement">The statement set aside.</param>
/// <param name="Decision">What became of it.</param>
/// <param name="Reason">Why.</param>
/// <param name="AskedBy">Who asked for it.</param>
/// <param name="DecidedBy">Who decided.</param>
/// <param name="At">When.</param>
public sealed record KeptDecision(long Statement, StatementDecision Decision, string Reason, string AskedBy, string DecidedBy,
    DateTimeOffset At);

/// <summary>A line as kept.</summary>
public sealed record KeptLine(
    long Id, DateOnly BookedOn, DateOnly ValuedOn, Money Amount, BankLineKind Kind, string Party, string PartyAccount, string Reference,
    string BankReference, string Text, LineTreatment Treatment, long? EntrySeq, int AtLine)
{
    /// <summary>True where a letter was lost on the way to us, and a mark stands for it.</summary>
    public bool IsDamaged => BankLine.HasDamage(Party, Reference, BankReference, Text);
}

/// <summary>A step of a reconciliation as recorded.</summary>
public sealed record ReconciliationLine(
    long Id, string BankAccount, DateOnly Through, Money Bank, Money Ledger, Money Outstanding, ReconciliationStep Step, string ActorName,
    string? SecondActorName, DateTimeOffset RecordedAt);

/// <summary>Reads what was kept, for pages and programs alike.</summary>
public static class BankLists
{
    /// <summary>Statements, the newest first.</summary>
    /// <param name="connection">To the books.</param>
    /// <param name="id">One statement alone.</param>
    /// <param name="bank">Of one bank account.</param>
    /// <param name="before">Only those recorded before this one.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="waiting">True for only those that wait for a decision.</param>
    /// <param name="cancel">Gives up.</param>
    public static Task<List<KeptStatement>> StatementsAsync(
        DbConnection connection, long? id = null, string? bank = null, long? before = null, int most = 50, bool waiting = false,
        CancellationToken cancel = default) => connection.Command(null,
        $"""
        SELECT s.id, s.bank_account, s.number, s.reference, s.sequence, s.currency, s.opened_on, s.opening_minor, s.closed_on,
            s.closing_minor, s.line_count, s.outcome, s.faults, s.difference_minor, s.file_name, s.recorded_at,
            {BookedAs}, d.statement_id, d.decision, d.reason, d.second_actor_name, d.actor_name, d.recorded_at
        FROM bank_statements s LEFT JOIN bank_decisions d ON d.id = {LastDecision}
        WHERE s.id < @before{(id is null ? "" : " AND s.id = @id")}{(bank is null ? "" : " AND s.bank_account = @bank")}
            {(waiting ? $"AND s.outcome = 'quarantined' AND {BookedAs} IS NULL AND COALESCE(d.decision, '') <> 'refuse'" : "")}
        ORDER BY s.id DESC LIMIT @most
        """, [("@before", before ?? long.MaxValue), ("@most", most), .. Given("@id", id), .. Given("@bank", bank)])
        .RowsAsync(Statement, cancel);

    /// <summary>The accepted statement with the content of one that was set aside.</summary>
    private const string BookedAs = """
        (SELECT MAX(a.id) FROM bank_statements a WHERE a.content_hash = s.content_hash AND a.outcome = 'accepted'
            AND s.outcome = 'quarantined')
        """;

    /// <summary>The newest decision about a statement, in whatever file it came.</summary>
    private const string LastDecision = """
        (SELECT MAX(x.id) FROM bank_decisions x JOIN bank_statements q ON q.id = x.statement_id WHERE q.content_hash = s.content_hash)
        """;

    private static KeptStatement Statement(DbDataReader row) => new(
        row.GetInt64(0), row.TextOrNull(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), Day(row, 6),
        Amount(row, 7), Day(row, 8), Amount(row, 9), row.GetInt32(10), ClosedSet<StatementOutcome>.Of(row.GetString(11)),
        [.. row.GetString(12).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ClosedSet<StatementFault>.Of)], Amount(row, 13),
        row.GetString(14), row.Instant(15))
    {
        BookedAs = row.NumberOrNull(16),
        Decision = row.IsDBNull(17) ? null : new KeptDecision(row.GetInt64(17), ClosedSet<StatementDecision>.Of(row.GetString(18)),
            row.GetString(19), row.GetString(20), row.GetString(21), row.Instant(22)),
    };

    /// <summary>Lines of a statement in the order of the file, after the one with a number.</summary>
    public static Task<List<KeptLine>> LinesAsync(
        DbConnection connection, long statement, int most, long after = 0, int skip = 0, CancellationToken cancel = default) =>
        connection.Command(null,
        """
        SELECT l.id, l.booked_on, l.valued_on, l.amount_minor, l.currency, l.kind, l.party_name, l.party_account, l.reference,
            l.bank_reference, l.text, l.treatment, l.entry_seq, l.at_line
        FROM bank_lines l JOIN bank_statements s ON s.id = @id AND l.id >= s.first_line AND l.id < s.first_line + s.line_count
        WHERE l.id > @after ORDER BY l.id LIMIT @most OFFSET @skip
        """, ("@id", statement), ("@after", after), ("@most", most), ("@skip", skip))
        .RowsAsync(row => new KeptLine(row.GetInt64(0), row.Date(1), row.Date(2), new Money(row.GetInt64(3), Currency.Of(row.GetString(4))),
            ClosedSet<BankLineKind>.Of(row.GetString(5)), row.GetString(6), row.GetString(7), row.GetString(8), row.GetString(9),
            row.GetString(10), ClosedSet<LineTreatment>.Of(row.GetString(11)), row.NumberOrNull(12), row.GetInt32(13)), cancel);

    /// <summary>What was prepared and approved for a bank account, the newest first.</summary>
    public static Task<List<ReconciliationLine>> ReconciliationsAsync(
        DbConnection connection, BankAccount bank, long? before = null, int most = 50, CancellationToken cancel = default) =>
        connection.Command(null,
        """
        SELECT id, through, bank_minor, ledger_minor, outstanding_minor, step, actor_name, second_actor_name, recorded_at
        FROM reconciliations WHERE bank_account = @bank AND id < @before ORDER BY id DESC LIMIT @most
        """, ("@bank", bank.Code), ("@before", before ?? long.MaxValue), ("@most", most))
        .RowsAsync(row => new ReconciliationLine(row.GetInt64(0), bank.Code, row.Date(1), new Money(row.GetInt64(2), bank.Currency),
            new Money(row.GetInt64(3), bank.Currency), new Money(row.GetInt64(4), bank.Currency),
            ClosedSet<ReconciliationStep>.Of(row.GetString(5)), row.GetString(6), row.TextOrNull(7), row.Instant(8)), cancel);

    /// <summary>The amount of a line of a bank account's accepted statements; null where there is none.</summary>
    public static async Task<Money?> AmountOfAsync(DbConnection connection, BankAccount bank, long line,
        CancellationToken cancel = default) =>
        await connection.Command(null,
            "SELECT amount_minor FROM bank_lines WHERE id = @line AND bank_account = @bank AND identity IS NOT NULL",
            ("@line", line), ("@bank", bank.Code)).RowsAsync(row => row.GetInt64(0), cancel) is [var minor]
            ? new Money(minor, bank.Currency) : null;

    private static DateOnly? Day(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Date(column);

    private static Money? Amount(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : new Money(row.GetInt64(column), Currency.Of(row.GetString(5)));

    private static (string, object?)[] Given(string name, object? value) => value is null ? [] : [(name, value)];
}
