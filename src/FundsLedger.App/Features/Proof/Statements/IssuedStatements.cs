using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Ledger;
using FundsLedger.Reports.Documents.DonorStatement;

namespace FundsLedger.App.Features.Proof.Statements;

/// <summary>A statement as it was issued, without its bytes.</summary>
/// <param name="Number">Random, printed on it.</param>
/// <param name="FundCode">The fund.</param>
/// <param name="Donor">Code of the donor.</param>
/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Language">"en" or "fr".</param>
/// <param name="Hash">SHA-256 of the file, hexadecimal.</param>
/// <param name="Head">The signed head of the log behind it; null where there was none.</param>
/// <param name="Template">Version of wording and layout.</param>
/// <param name="Engine">What drew it.</param>
/// <param name="Restates">The statement that it restates.</param>
/// <param name="IssuedAt">When.</param>
/// <param name="ApprovedBy">Who approved it.</param>
public sealed record IssuedStatement(string Number, string FundCode, string Donor, DateOnly From, DateOnly To, string Language, string Hash,
    string? Head, int Template, string Engine, string? Restates, DateTimeOffset IssuedAt, string ApprovedBy);

/// <summary>An entry that was recorded after a statement was certified, about its days.</summary>
public sealed record LaterEntry(long Seq, DateOnly Date, DateTimeOffset RecordedAt, EntryKind Kind, Description Description);

/// <summary>A statement as issued beside what the books say now.</summary>
/// <param name="Issued">The statement.</param>
/// <param name="Differences">What differs; empty where nothing does.</param>
/// <param name="Entries">What was recorded in between about the donor, the newest last.</param>
public sealed record StatementComparison(IssuedStatement Issued, IReadOnlyList<StatementDifference> Differences,
    IReadOnlyList<LaterEntry> Entries);

/// <summary>Reads what was issued.</summary>
public sealed class IssuedStatements(LedgerReads reads, DonorStatements statements)
{
    private const int MostEntries = 200;

    /// <summary>Issued statements, the newest first: all, a donor's, or one by its number.</summary>
    public static Task<List<IssuedStatement>> ReadAsync(DbConnection connection, LedgerCatalog catalog, string? donor = null,
        string? number = null, CancellationToken cancel = default) => connection.Command(null,
        $"""
        SELECT i.number, i.fund_id, d.donor, d.from_day, d.to_day, d.language, i.pdf_hash, i.head, i.template, i.engine, d.restates,
            i.recorded_at, i.actor_name
        FROM issued_statements i JOIN statement_drafts d ON d.number = i.number
        WHERE TRUE{(donor is null ? "" : " AND d.donor = @donor")}{(number is null ? "" : " AND i.number = @number")} ORDER BY i.id DESC
        """, ("@donor", donor), ("@number", number))
        .RowsAsync(row => new IssuedStatement(row.GetString(0), catalog.FundById(row.GetInt32(1)).Code, row.GetString(2), row.Date(3),
            row.Date(4), row.GetString(5), Convert.ToHexStringLower(row.Blob(6)), row.TextOrNull(7), row.GetInt32(8), row.GetString(9),
            row.TextOrNull(10), row.Instant(11), row.GetString(12)), cancel);

    /// <summary>One of a donor's; null where it was never issued, or belongs to another.</summary>
    public async Task<IssuedStatement?> FindAsync(string number, string? donor, CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return (await ReadAsync(connection, await reads.CatalogAsync(connection, cancel), donor, number, cancel)).FirstOrDefault();
    }

    /// <summary>The bytes of the file as they were issued.</summary>
    /// <exception cref="FormatException">They are not those that were issued: the books are damaged, and nothing is given.</exception>
    public async Task<byte[]> ReprintAsync(IssuedStatement issued, CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        var pdf = (await connection.Command(null, "SELECT pdf FROM issued_statements WHERE number = @number", ("@number", issued.Number))
            .RowsAsync(row => row.Blob(0), cancel)).Single();
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(pdf)) == issued.Hash ? pdf
            : throw new FormatException($"The file of statement {issued.Number} is not the one that was issued. Run 'fundsledger check'.");
    }

    /// <summary>The file that proves its payments; null where there was none.</summary>
    public async Task<string?> ProofAsync(IssuedStatement issued, CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return (await connection.Command(null, "SELECT proof FROM statement_drafts WHERE number = @number", ("@number", issued.Number))
            .RowsAsync(row => row.TextOrNull(0), cancel)).Single();
    }

    /// <summary>The record as it was issued.</summary>
    public async Task<StatementRecord> RecordAsync(IssuedStatement issued, CancellationToken cancel = default)
    {
        await using var connection = await reads.OpenAsync(cancel);
        return StatementJson.Read((await connection.Command(null, "SELECT figures FROM issued_statements WHERE number = @number",
            ("@number", issued.Number)).RowsAsync(row => row.GetString(0), cancel)).Single());
    }

    /// <summary>What was issued beside what the same statement would say now.</summary>
    /// <param name="issued">The statement.</param>
    /// <param name="withAll">True to name every entry of the fund that came between; else only those that name the donor.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Outcome<StatementComparison>> CompareAsync(IssuedStatement issued, bool withAll, CancellationToken cancel = default)
    {
        var now = await statements.OfAsync(new StatementAsked(issued.Donor, issued.FundCode, issued.From, issued.To, issued.Language),
            cancel);
        if (now.IsRefused) return now.Refusal;
        var record = await RecordAsync(issued, cancel);
        await using var connection = await reads.OpenAsync(cancel);
        var catalog = await reads.CatalogAsync(connection, cancel);
        var entries = await connection.Command(null,
            $"""
            SELECT e.seq, e.effective_date, e.recorded_at, e.kind, e.description FROM entries e
            WHERE e.fund_id = @fund AND e.effective_date <= @to AND e.recorded_at > @known{(withAll ? "" : """
                 AND EXISTS (SELECT 1 FROM postings p WHERE p.entry_seq = e.seq AND p.donor = @donor)
                """)} ORDER BY e.seq LIMIT @most
            """, ("@fund", catalog.Fund(issued.FundCode)!.Id), ("@to", DateNumber.Of(issued.To)),
            ("@known", Microseconds.Of(record.KnownAt)), ("@donor", issued.Donor), ("@most", MostEntries))
            .RowsAsync(row => new LaterEntry(row.GetInt64(0), row.Date(1), row.Instant(2), ClosedSet<EntryKind>.Of(row.GetString(3)),
                Description.Read(row.GetString(4))), cancel);
        return new StatementComparison(issued, StatementChanges.Between(record, now.Value.Data), entries);
    }

    /// <summary>When a statement of this number was issued, and the hash of its file: what anybody may be told who has the number. Null for
    /// one that was never issued.</summary>
    public async Task<ConfirmedStatement?> ConfirmAsync(string number, CancellationToken cancel = default)
    {
        // Whoever asks has the paper: a hundred random bits that stand nowhere else.
        await using var whole = await reads.OpenWholeAsync(cancel);
        return (await whole.Command(null,
            """
            SELECT i.number, i.recorded_at, i.pdf_hash,
                (SELECT MAX(x.number) FROM statement_drafts x JOIN issued_statements y ON y.number = x.number WHERE x.restates = i.number)
            FROM issued_statements i WHERE i.number = @number
            """, ("@number", number))
            .RowsAsync(row => new ConfirmedStatement(row.GetString(0), DateOnly.FromDateTime(row.Instant(1).UtcDateTime),
                Convert.ToHexStringLower(row.Blob(2)), row.TextOrNull(3)), cancel)).FirstOrDefault();
    }
}

/// <summary>That a statement was issued.</summary>
/// <param name="Number">Printed on it.</param>
/// <param name="On">The day.</param>
/// <param name="Hash">SHA-256 of the file, hexadecimal.</param>
/// <param name="RestatedBy">The statement that came in its place; null where none did.</param>
public sealed record ConfirmedStatement(string Number, DateOnly On, string Hash, string? RestatedBy);
