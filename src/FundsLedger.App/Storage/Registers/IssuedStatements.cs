using FundsLedger.Domain.Log;

namespace FundsLedger.App.Storage;

public static partial class Registers
{
    public static readonly RegisterTable IssuedStatements =
        RegisterTable.Of<IssuedStatementRow>("issued_statements", RegisterMatter.Contribution, Fund, unique: ["number"]);
}

/// <summary>A donor's statement as it was issued, with the bytes of its file: a reprint is these bytes, for ever.</summary>
public sealed class IssuedStatementRow : IRegisterRow
{
    public long Id { get; set; }

    /// <summary>That of its draft.</summary>
    public required string Number { get; set; }
    public int FundId { get; set; }

    /// <summary>The record as JSON, with the number and who signed.</summary>
    public required string Figures { get; set; }
    public required byte[] Pdf { get; set; }

    /// <summary>SHA-256 of the file.</summary>
    public required byte[] PdfHash { get; set; }

    /// <summary>The signed head under which its payments stand: log, size and root; null where there was none.</summary>
    public string? Head { get; set; }

    /// <summary>Version of the wording and layout.</summary>
    public int Template { get; set; }

    /// <summary>What drew the file, with its version.</summary>
    public required string Engine { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
}
