namespace FundsLedger.Reports.Documents;

/// <summary>A finished document before it has a form: every engine (PDF, HTML) draws this and decides nothing about its content. The same
/// document gives the same bytes.</summary>
public sealed record Document
{
    /// <summary>Shown at the top of the first page and set as the file's title.</summary>
    public required string Title { get; init; }

    /// <summary>A line under the title, such as the donor's name; null when the title says all.</summary>
    public string? Subtitle { get; init; }

    /// <summary>"en" or "fr": the language of the furniture the engine itself writes, and of the file for a screen reader.</summary>
    public required string Language { get; init; }

    /// <summary>The number by which this document is quoted; on every page.</summary>
    public required string Reference { get; init; }

    /// <summary>The file's subject, for a document register.</summary>
    public string? Subject { get; init; }

    /// <summary>The file's author: the office that issues it.</summary>
    public string? Author { get; init; }

    /// <summary>When the document was issued; handed in, so that a reprint does not differ from the original.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What stands on every page.</summary>
    public required Furniture Furniture { get; init; }

    /// <summary>The content, in reading order.</summary>
    public required IReadOnlyList<Block> Blocks { get; init; }
}

/// <summary>What stands on every page; <paramref name="Banner"/> is a warning such as "Synthetic figures", null on real
/// documents.</summary>
public sealed record Furniture(string Header, string Footer, string? Banner = null)
{
    /// <summary>The address that confirms the document, drawn as a square on every page; null on what was not issued.</summary>
    public string? Address { get; init; }
}
