namespace FundsLedger.App.Storage.Outside;

/// <summary>What anything from outside may cost, in one place: bytes, letters, depth and time. Every reader keeps to it, and refuses what
/// needs more.</summary>
public static class ReadingBudget
{
    /// <summary>Most bytes of one file that is streamed, unpacked: a bank's, or a journal's. It is never held.</summary>
    public const long LargestUnpacked = 2L * 1024 * 1024 * 1024;

    /// <summary>Most documents of one archive.</summary>
    public const int MostDocuments = 1000;

    /// <summary>Most characters of one line of text.</summary>
    public const int LongestLine = 65_536;

    /// <summary>Most bytes of one line of a journal: an entry with all its lines.</summary>
    public const int LongestEntryLine = 1024 * 1024;

    /// <summary>Most characters of one record of several lines: a row of a CSV, a movement of MT940.</summary>
    public const int LongestRecord = 65_536;

    /// <summary>Most lines between two statements of MT940.</summary>
    public const int MostLinesBetween = 1000;

    /// <summary>Most lines before the heading of a CSV.</summary>
    public const int MostLinesBefore = 100;

    /// <summary>Most elements within each other. A camt.053 in its wrapper has fewer than twenty.</summary>
    public const int Deepest = 30;

    /// <summary>Most objects and lists within each other, in JSON that nobody reads with less.</summary>
    public const int DeepestJson = 16;

    /// <summary>The same in a line of a journal.</summary>
    public const int DeepestEntryLine = 8;

    /// <summary>Most characters of one text, or of one tag with its attributes.</summary>
    public const int LongestToken = 65_536;

    /// <summary>Most further pieces of texts that elements part, below one entry.</summary>
    public const int MostPieces = 100;

    /// <summary>Most elements below one entry.</summary>
    public const int MostElements = 100_000;

    /// <summary>Most characters of what a file says that a message repeats.</summary>
    public const int LongestShown = 200;

    /// <summary>Most bytes of a file of pledges, which is held whole: in all it costs about six times as much.</summary>
    public const int LargestPledges = 16 * 1024 * 1024;

    /// <summary>Most bytes of a file of rates.</summary>
    public const int LargestRates = 4 * 1024 * 1024;

    /// <summary>Most bytes of a file of instalments.</summary>
    public const int LargestInstalments = 200_000;

    /// <summary>Most bytes of a donor's statement to be verified from the command line.</summary>
    public const int LargestStatement = 16 * 1024 * 1024;

    /// <summary>Most bytes of the index that a batch of statements keeps of itself: of a hundred thousand donors.</summary>
    public const int LargestBatchIndex = 64 * 1024 * 1024;

    /// <summary>Most bytes of one that is sent or pasted on the page, which anybody may open.</summary>
    public const int LargestStatementSent = 1024 * 1024;

    /// <summary>Most bytes of a public key, a recorded head or another small file.</summary>
    public const int LargestSmallFile = 64 * 1024;

    /// <summary>Most bytes of a request's body; uploads that may be larger say so themselves.</summary>
    public const long LargestBody = 1024 * 1024;

    /// <summary>Most bytes of an upload of pledges.</summary>
    public const int LargestPledgesSent = 8 * 1024 * 1024;

    /// <summary>Most bytes of an upload of a bank's file on the page, which is kept on disk.</summary>
    public const long LargestBankFileSent = 256L * 1024 * 1024;

    /// <summary>Most bytes of a body that holds a bank's file in JSON: 20 MB and a third for the letters.</summary>
    public const long LargestBankFileInJson = 28L * 1024 * 1024;

    /// <summary>Most bytes of a bank's answer to a payment file: of 10,000 payments with their reasons.</summary>
    public const int LargestPaymentAnswer = 16 * 1024 * 1024;

    /// <summary>Most bytes of a body that holds one in JSON: a third more for the letters.</summary>
    public const long LargestPaymentAnswerInJson = 22L * 1024 * 1024;

    /// <summary>Most bytes of a body that holds a file of pledges in JSON: 8 MB and a third for the letters.</summary>
    public const long LargestPledgesInJson = 11L * 1024 * 1024;

    /// <summary>Most bytes of a line that a person types, or a program in their place.</summary>
    public const int LongestTyped = 4096;

    /// <summary>Most bytes of an answer of the issuer of single sign-on.</summary>
    public const int LargestAnswer = 1024 * 1024;

    /// <summary>Most bytes of all that a mail server says while one message is sent.</summary>
    public const long LargestMailAnswers = 1024 * 1024;

    /// <summary>Most kilobytes of the headers of an answer: of the webhook's receiver nothing else is read.</summary>
    public const int LargestAnswerHead = 32;

    /// <summary>Fewest bytes a second of a body, after <see cref="Grace"/>: who sends slower is cut off.</summary>
    public const int SlowestBody = 240;

    /// <summary>How long a body may take to begin.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>How long the head of a request may take.</summary>
    public static readonly TimeSpan RequestHead = TimeSpan.FromSeconds(15);

    /// <summary>How long the issuer of single sign-on may take in all.</summary>
    public static readonly TimeSpan Issuer = TimeSpan.FromSeconds(10);

    /// <summary>How long the webhook's receiver may take in all.</summary>
    public static readonly TimeSpan Webhook = TimeSpan.FromSeconds(30);

    /// <summary>How long the mail server may take in all, however slowly it drips.</summary>
    public static readonly TimeSpan Mail = TimeSpan.FromMinutes(2);
}
