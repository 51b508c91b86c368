using FundsLedger.Domain.Banking;
using Microsoft.EntityFrameworkCore;

namespace FundsLedger.App.Storage;

/// <summary>What the import did with a line. The rest follows from <c>bank_matches</c> and from reversals.</summary>
public enum LineTreatment
{
    /// <summary>Of a quarantined statement: kept, not booked.</summary>
    Kept,

    /// <summary>Money that came in, posted to unidentified receipts.</summary>
    Unidentified,

    /// <summary>Posted as a receipt by a rule that somebody made.</summary>
    Received,

    /// <summary>Posted as bank charges.</summary>
    Charged,

    /// <summary>Posted as interest.</summary>
    Interest,

    /// <summary>Not posted: a person says which entry it is.</summary>
    Open,
}

/// <summary>A line of a statement. <c>identity</c> (account, content, occurrence) is null unless the statement is accepted: no line is
/// booked twice.</summary>
public sealed class BankLineRow
{
    public long Id { get; set; }
    public long StatementId { get; set; }
    public string? BankAccount { get; set; }
    public byte[]? Identity { get; set; }
    public required byte[] ContentHash { get; set; }
    public int Occurrence { get; set; }
    public DateOnly BookedOn { get; set; }
    public DateOnly ValuedOn { get; set; }
    public required string Currency { get; set; }
    public long AmountMinor { get; set; }
    public BankLineKind Kind { get; set; }
    public required string Code { get; set; }
    public required string BankReference { get; set; }
    public required string Reference { get; set; }
    public required string PartyName { get; set; }
    public required string PartyAccount { get; set; }
    public required string Text { get; set; }
    public required string Raw { get; set; }
    public int AtLine { get; set; }
    public LineTreatment Treatment { get; set; }
    public long? EntrySeq { get; set; }
}

/// <summary>The table of the lines. No register: a thousand come at once, and the row of their statement seals them.</summary>
public static class BankLineTable
{
    public const string Name = "bank_lines";

    private static readonly RowColumns<BankLineRow> Row = new();

    /// <summary>The columns in the order in which they are written and, from the fourth on, sealed through the statement.</summary>
    public static IReadOnlyList<string> Columns => Row.Names;

    /// <summary>A line as it is stored, in the order of the columns.</summary>
    internal static object?[] StoredOf(BankLineRow line) => Row.StoredOf(line);

    internal static void Map(ModelBuilder model) => model.Entity<BankLineRow>(table =>
    {
        table.ToTable(Name).HasIndex(row => row.Identity).IsUnique();
        table.HasIndex(row => new { row.BankAccount, row.BookedOn });
        table.HasIndex(row => row.EntrySeq).HasFilter("entry_seq IS NOT NULL");
        table.HasIndex(row => row.Treatment).HasFilter("treatment IN ('open', 'unidentified')");
    });
}
