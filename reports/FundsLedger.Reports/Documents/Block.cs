namespace FundsLedger.Reports.Documents;

/// <summary>One piece of a document. The set is closed: an engine that forgets a kind does not compile.</summary>
public abstract record Block
{
    private protected Block()
    {
    }
}

/// <summary>A heading, level 1 (a part) to 3; becomes a bookmark and stays with what follows it.</summary>
public sealed record Heading(int Level, string Text) : Block;

/// <summary>Running text; line breaks in it are kept. A lead paragraph is the summary a reader in a hurry reads.</summary>
public sealed record Paragraph(string Text, bool IsLead = false) : Block;

/// <summary>Small print: a policy, a source.</summary>
public sealed record Note(string Text) : Block
{
    /// <summary>True where it introduces what follows, and is never parted from it.</summary>
    public bool StaysWithNext { get; init; }
}

/// <summary>A framed line that must not be missed, such as figures withheld for safety.</summary>
public sealed record Callout(string Title, string Text) : Block;

/// <summary>A few figures as cards, in one row.</summary>
public sealed record KeyFigures(IReadOnlyList<KeyFigure> Items) : Block;

/// <summary>One card: what the figure is, the figure, and what it is made of or as of when.</summary>
public sealed record KeyFigure(string Label, string Value, string? Note = null);

/// <summary>Pairs of label and value, such as the particulars of a statement.</summary>
public sealed record Particulars(IReadOnlyList<Particular> Items) : Block;

/// <summary>One label and its value.</summary>
public sealed record Particular(string Label, string Value);

/// <summary>Rows under named columns; the header is repeated on every page the table reaches.</summary>
public sealed record Table(IReadOnlyList<Column> Columns, IReadOnlyList<Row> Rows) : Block
{
    /// <summary>What the table shows, for readers who meet it alone.</summary>
    public string? Caption { get; init; }

    /// <summary>The sum line, or null.</summary>
    public Row? Total { get; init; }

    /// <summary>True for a table that is read as one, such as an account: it goes over to the next page whole where it can.</summary>
    public bool StaysWhole { get; init; }
}

/// <summary>A column: its head, its side, and its share of the width left over once every cell has what it needs.</summary>
public sealed record Column(string Header, Align Align = Align.Start, int Weight = 1)
{
    /// <summary>True for dates, references and amounts, which are never broken over two lines.</summary>
    public bool KeepsOnOneLine { get; init; }

    /// <summary>A column of amounts or counts: at the end side, never broken.</summary>
    public static Column Amount(string header) => new(header, Align.End, 0) { KeepsOnOneLine = true };

    /// <summary>A column of dates or references: at the start side, never broken.</summary>
    public static Column Fixed(string header) => new(header, Align.Start, 0) { KeepsOnOneLine = true };
}

/// <summary>A row with one text a column; a strong row is a subtotal or a balance.</summary>
public sealed record Row(IReadOnlyList<string> Cells, bool IsStrong = false);

/// <summary>The side of its column on which a text stands.</summary>
public enum Align
{
    /// <summary>Where reading begins.</summary>
    Start,

    /// <summary>Where amounts stand, so that their digits line up.</summary>
    End,
}

/// <summary>A chart with the words that replace it for those who do not see it.</summary>
public sealed record ChartBlock(Picture Picture, string AltText, string? Caption = null) : Block;

/// <summary>Terms and what they mean here.</summary>
public sealed record Definitions(IReadOnlyList<Definition> Items) : Block;

/// <summary>One term and what it means here.</summary>
public sealed record Definition(string Term, string Explanation);

/// <summary>The officers' declaration with a line for each signature.</summary>
public sealed record Certification(string Statement, IReadOnlyList<Signatory> Signatories) : Block
{
    /// <summary>True where what follows stays on its page, so that nothing of the document's end stands alone.</summary>
    public bool StaysWithNext { get; init; }
}

/// <summary>Who signs and as what; a null name leaves the line to be filled in by hand.</summary>
public sealed record Signatory(string Role, string? Name, string? Office, string DateLabel);

/// <summary>How to check that the document is genuine: the code, the same as a picture, and what the code rests on.</summary>
public sealed record VerificationBlock(string CodeLabel, string Code, string QrPayload, string Text) : Block
{
    /// <summary>The signed state of the log behind the code.</summary>
    public IReadOnlyList<Particular> Details { get; init; } = [];
}
