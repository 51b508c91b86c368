using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Log;

namespace FundsLedger.App.Features.Bank.Quarantine;

/// <summary>A statement as kept, with what a decision about it needs.</summary>
/// <param name="Id">Its number in these books.</param>
/// <param name="Bank">Code of the bank account it was taken for; null when none had its number and currency.</param>
/// <param name="Head">What it says of itself; a balance in another currency counts as missing.</param>
/// <param name="Sequence">Its number and page as the bank counts.</param>
/// <param name="Outcome">Accepted, or set aside.</param>
/// <param name="Faults">Why it was set aside.</param>
/// <param name="Content">What makes it this statement, in whatever file it comes.</param>
/// <param name="FirstLine">Number of its first line.</param>
/// <param name="LineCount">How many lines it has.</param>
/// <param name="FileName">The file it came in.</param>
/// <param name="BookedAs">The accepted statement with the same content; null where there is none.</param>
/// <param name="IsRefused">True where two people said no, and nothing else since.</param>
internal sealed record SetAsideStatement(
    long Id, string? Bank, StatementHead Head, string Sequence, StatementOutcome Outcome, IReadOnlyList<StatementFault> Faults,
    byte[] Content, long FirstLine, int LineCount, string FileName, long? BookedAs, bool IsRefused)
{
    /// <summary>True where what it says of people who were paid was dropped before it was kept.</summary>
    public bool HidesPayees => Bank is null;
}

/// <summary>Reads statements that were set aside, and their lines.</summary>
internal static class SetAsideStatements
{
    private const int Batch = 1000;

    private const string LineColumns = """
        l.id, l.booked_on, l.valued_on, l.currency, l.amount_minor, l.kind, l.code, l.bank_reference, l.reference, l.party_name,
        l.party_account, l.text, l.at_line
        """;

    public static async Task<SetAsideStatement?> FindAsync(Ask ask, long id, CancellationToken cancel)
    {
        var found = await (await ask(
            """
            SELECT s.bank_account, s.number, s.currency, s.reference, s.sequence, s.opened_on, s.opening_minor, s.closed_on,
                s.closing_minor, s.at_line, s.outcome, s.faults, s.content_hash, s.first_line, s.line_count, s.file_name,
                (SELECT MAX(a.id) FROM bank_statements a WHERE a.content_hash = s.content_hash AND a.outcome = 'accepted'),
                (SELECT d.decision FROM bank_decisions d WHERE d.id = (SELECT MAX(x.id) FROM bank_decisions x
                    JOIN bank_statements q ON q.id = x.statement_id WHERE q.content_hash = s.content_hash))
            FROM bank_statements s WHERE s.id = @id
            """, ("@id", id))).RowsAsync(row =>
            {
                var currency = Currency.Of(row.GetString(2));
                var head = new StatementHead(row.GetString(1), currency, row.GetString(3), StatementNumber.None,
                    Balance(row, 5, currency), Balance(row, 7, currency), row.GetInt32(9));
                return new SetAsideStatement(id, row.TextOrNull(0), head, row.GetString(4),
                    ClosedSet<StatementOutcome>.Of(row.GetString(10)),
                    [.. row.GetString(11).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ClosedSet<StatementFault>.Of)],
                    row.Blob(12), row.GetInt64(13), row.GetInt32(14), row.GetString(15), row.NumberOrNull(16),
                    row.TextOrNull(17) == ClosedSet<StatementDecision>.Code(StatementDecision.Refuse));
            }, cancel);
        return found is [var statement] ? statement : null;
    }

    /// <summary>Its lines in order, a thousand at a time.</summary>
    /// <param name="ask">Asks the books.</param>
    /// <param name="statement">Whose lines.</param>
    /// <param name="withRaw">True to have what the file held of each, too.</param>
    /// <param name="cancel">Gives up.</param>
    public static async IAsyncEnumerable<BankLine> LinesAsync(
        Ask ask, SetAsideStatement statement, bool withRaw,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        for (var first = statement.FirstLine; first < statement.FirstLine + statement.LineCount; first += Batch)
            foreach (var line in await (await ask(
                $"SELECT {LineColumns}, {(withRaw ? "l.raw" : "''")} FROM bank_lines l WHERE l.id >= @first AND l.id < @end ORDER BY l.id",
                ("@first", first), ("@end", Math.Min(first + Batch, statement.FirstLine + statement.LineCount))))
                .RowsAsync(Line, cancel)) yield return line;
    }

    /// <summary>How often each content is booked on an account on some days: by what the bank says of a line, under whatever number of
    /// the account it came.</summary>
    public static async Task<Dictionary<ContentHash, int>> BookedAsync(
        Ask ask, string bank, (DateOnly First, DateOnly Last) days, Func<BankLine, ContentHash> content, CancellationToken cancel) =>
        (await (await ask(
            $"""
            SELECT {LineColumns}, '' FROM bank_lines l
            WHERE l.bank_account = @bank AND l.booked_on BETWEEN @first AND @last AND l.identity IS NOT NULL AND l.kind <> @gap
            """, ("@bank", bank), ("@first", DateNumber.Of(days.First)), ("@last", DateNumber.Of(days.Last)),
            ("@gap", ClosedSet<BankLineKind>.Code(BankLineKind.Gap))))
            .RowsAsync(row => content(Line(row)), cancel)).CountBy(found => found).ToDictionary();

    /// <summary>What compares lines of one account, whatever they call it.</summary>
    /// <param name="statement">The statement whose lines are compared.</param>
    public static Func<BankLine, ContentHash> Comparing(SetAsideStatement statement)
    {
        var bytes = new CanonicalWriter();
        // What was dropped from one side is dropped from the other.
        return line => (statement.HidesPayees && (line.Amount.IsNegative || line.Kind == BankLineKind.Return)
            ? Import.PayeeShield.Hide(line) : line).Content(bytes, "");
    }

    private static StatementBalance? Balance(DbDataReader row, int column, Currency currency) =>
        row.IsDBNull(column) || row.IsDBNull(column + 1) ? null
            : new StatementBalance(new Money(row.GetInt64(column + 1), currency), row.Date(column));

    private static BankLine Line(DbDataReader row) => new()
    {
        BookedOn = row.Date(1), ValuedOn = row.Date(2), Amount = new Money(row.GetInt64(4), Currency.Of(row.GetString(3))),
        Kind = ClosedSet<BankLineKind>.Of(row.GetString(5)), Code = row.GetString(6), BankReference = row.GetString(7),
        Reference = row.GetString(8), PartyName = row.GetString(9), PartyAccount = row.GetString(10), Text = row.GetString(11),
        AtLine = row.GetInt32(12), Raw = row.GetString(13),
    };
}
