namespace FundsLedger.Reports.Letters;

/// <summary>What a message says, before it has a form: the plain text and the HTML are made from this and say the same.</summary>
public sealed record Letter
{
    /// <summary>"en" or "fr".</summary>
    public required string Language { get; init; }

    /// <summary>One line.</summary>
    public required string Subject { get; init; }

    /// <summary>Sentences in reading order; the first says what it is about.</summary>
    public required IReadOnlyList<string> Paragraphs { get; init; }

    /// <summary>Figures with their names, as printed.</summary>
    public IReadOnlyList<LetterFigure> Figures { get; init; } = [];

    /// <summary>Where to go on; null when there is nothing to do.</summary>
    public LetterLink? Link { get; init; }

    /// <summary>A drawing shown inside the HTML; its alt text stands in the plain text.</summary>
    public LetterPicture? Picture { get; init; }

    /// <summary>A warning above everything, such as "Synthetic figures".</summary>
    public string? Banner { get; init; }
}

/// <summary>A named figure, printed for people.</summary>
public sealed record LetterFigure(string Label, string Value);

/// <summary>A link into the pages.</summary>
/// <param name="Label">What it does.</param>
/// <param name="Path">From the root of the pages, beginning with <c>/</c>: the address before it is a setting, never what a request
/// said.</param>
public sealed record LetterLink(string Label, string Path);

/// <summary>A drawing as PNG.</summary>
public sealed record LetterPicture(string AltText, byte[] Png);
