namespace FundsLedger.Domain.Funds;

/// <summary>Who reads, as far as protected funds are concerned.</summary>
public enum Reader
{
    /// <summary>Somebody of the Registry whose rights reach the fund.</summary>
    Inside,

    /// <summary>Everybody else: facilitators, States, the public, the program at the set address.</summary>
    Outside,

    /// <summary>Whoever reads a letter: mail passes through hands that are not cleared.</summary>
    Letter,
}

/// <summary>What may be shown of a fund, and to whom: the one question that every page, endpoint, document and letter asks. Whose records
/// somebody may open is a question of its own, which <c>AccessTable</c> answers first.</summary>
/// <remarks>A fund that was ever protected counts as protected: what was recorded then has not become harmless.</remarks>
public readonly record struct Disclosure
{
    private readonly Reader _reader;
    private readonly bool _isProtected;

    private Disclosure(Reader reader, bool isProtected) => (_reader, _isProtected) = (reader, isProtected);

    /// <summary>What this reader may be shown of this fund.</summary>
    public static Disclosure For(Reader reader, Fund fund) => new(reader, fund.Settings.Any(version => version.IsProtected));

    /// <summary>The fund's own figures, forecasts and alerts.</summary>
    public bool ShowsFigures => _reader == Reader.Inside || !_isProtected;

    /// <summary>The word <em>protected</em> stands beside the fund's name.</summary>
    public bool IsMarked => _isProtected;

    /// <summary>Opening a record leaves a row in the audit log.</summary>
    public bool IsAudited => _isProtected;

    /// <summary>Lines of its operations may carry free text; otherwise a word could give a person away.</summary>
    public bool TakesWords => !_isProtected;

    /// <summary>Names and texts of those it pays are kept from the bank's lines.</summary>
    public bool KeepsPayees => !_isProtected;

    /// <summary>Its commitments are numbered; otherwise they are called by a random token.</summary>
    public bool CountsCommitments => !_isProtected;

    /// <summary>It pays for visits that are asked for.</summary>
    public bool TakesVisitRequests => !_isProtected;
}
