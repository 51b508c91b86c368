namespace FundsLedger.App.Features.Bank.Reading;

/// <summary>What one file from outside may cost, in one place: every reader keeps to it, and refuses what needs more.</summary>
internal static class ReadingBudget
{
    /// <summary>Most bytes of one file, unpacked.</summary>
    public const long LargestUnpacked = 2L * 1024 * 1024 * 1024;

    /// <summary>Most documents of one archive.</summary>
    public const int MostDocuments = 1000;

    /// <summary>Most characters of one line of text.</summary>
    public const int LongestLine = 65_536;

    /// <summary>Most characters of one record of several lines: a row of a CSV, a movement of MT940.</summary>
    public const int LongestRecord = 65_536;

    /// <summary>Most lines between two statements of MT940.</summary>
    public const int MostLinesBetween = 1000;

    /// <summary>Most lines before the heading of a CSV.</summary>
    public const int MostLinesBefore = 100;

    /// <summary>Most elements within each other. A camt.053 in its wrapper has fewer than twenty.</summary>
    public const int Deepest = 30;

    /// <summary>Most characters of one text, or of one tag with its attributes.</summary>
    public const int LongestToken = 65_536;

    /// <summary>Most further pieces of texts that elements part, below one entry.</summary>
    public const int MostPieces = 100;

    /// <summary>Most elements below one entry.</summary>
    public const int MostElements = 100_000;

    /// <summary>Most characters of what a file says that a message repeats.</summary>
    public const int LongestShown = 200;
}
