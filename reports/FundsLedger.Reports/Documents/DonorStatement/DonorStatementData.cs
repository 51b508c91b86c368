using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;

namespace FundsLedger.Reports.Documents.DonorStatement;

/// <summary>Everything a donor statement says, already computed: the document adds words and sums its own columns, and asks no
/// one.</summary>
public sealed record DonorStatementData
{
    /// <summary>"en" or "fr".</summary>
    public required string Language { get; init; }

    /// <summary>The number by which this statement is quoted.</summary>
    public required string Reference { get; init; }

    /// <summary>Short code of the fund: TFFV, SFR.</summary>
    public required string FundCode { get; init; }

    /// <summary>The fund's name in the statement's language.</summary>
    public required string FundName { get; init; }

    /// <summary>The donor's name as it asked to be called.</summary>
    public required string DonorName { get; init; }

    /// <summary>First day of the period, inclusive.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day of the period, inclusive.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Effective date of the balances: the books as they stood at the end of this day.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Moment of knowledge: entries recorded later are not in the figures.</summary>
    public required DateTimeOffset KnownAt { get; init; }

    /// <summary>When this statement was issued; a reprint gives the same moment again.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Unaudited until the auditor's certificate for the year is on file.</summary>
    public AuditStatus Audit { get; init; } = AuditStatus.Unaudited;

    /// <summary>True for made-up figures: a banner on every page says so.</summary>
    public bool IsSynthetic { get; init; }

    /// <summary>Reference of the statement that this one restates, or null.</summary>
    public string? Restates { get; init; }

    /// <summary>What changed against the restated statement, in the statement's language.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>The donor's pledges to this fund.</summary>
    public IReadOnlyList<PledgeLine> Pledges { get; init; } = [];

    /// <summary>The parts of pledges that cover more than this fund.</summary>
    public IReadOnlyList<DesignationLine> Designations { get; init; } = [];

    /// <summary>What is due under signed agreements, and when.</summary>
    public IReadOnlyList<InstalmentLine> Instalments { get; init; } = [];

    /// <summary>The donor's receipts in the period.</summary>
    public IReadOnlyList<ReceiptLine> Receipts { get; init; } = [];

    /// <summary>What was paid back to the donor in the period, in order.</summary>
    public IReadOnlyList<ReturnLine> Returns { get; init; } = [];

    /// <summary>The fund's overall account for the period; null when the fund is protected, and a standing line takes its place.</summary>
    public FundAccount? Account { get; init; }

    /// <summary>The fund's history as a chart, or null; never set for a protected fund.</summary>
    public ChartBlock? Chart { get; init; }

    /// <summary>What the donor's money was used for, and by which method that is told; null where use is not attributed, and always for a
    /// protected fund.</summary>
    public Attribution? Attribution { get; init; }

    /// <summary>Further notes in the statement's language.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Terms beyond the standing ones, in the statement's language.</summary>
    public IReadOnlyList<Definition> Definitions { get; init; } = [];

    /// <summary>Who signs; empty leaves two lines to be filled in by hand.</summary>
    public IReadOnlyList<StatementSignatory> Signatories { get; init; } = [];

    /// <summary>How to verify the statement; null on a preview, which says that it is one.</summary>
    public Verification? Verification { get; init; }
}

/// <summary>Whether the figures have been audited.</summary>
public enum AuditStatus
{
    /// <summary>The normal case: audited statements follow seven to nine months after year end.</summary>
    Unaudited,

    /// <summary>The year's audited financial statements contain these figures.</summary>
    Audited,
}

/// <summary>A pledge: its legal amount in the donor's currency; in EUR its value (null while no rate is recorded), what was paid and what
/// is outstanding; <paramref name="AgeDays"/> counts from the pledge's date.</summary>
public sealed record PledgeLine(string Reference, DateOnly Date, PledgeStage Stage, Money Original, Money? Eur, Money Paid,
    Money? Outstanding, int? AgeDays);

/// <summary>One purpose of a pledge that covers several; <paramref name="IsInLedger"/> is false for purposes whose books are kept
/// elsewhere, and a null purpose is the part not yet designated.</summary>
public sealed record DesignationLine(string PledgeReference, string? Purpose, Money Amount, bool IsInLedger);

/// <summary>An instalment of an agreement; <paramref name="DaysSinceDue"/> is positive when overdue, and null once nothing is open or while
/// <paramref name="WaitsForCondition"/>, when it is not due whatever its day.</summary>
public sealed record InstalmentLine(string AgreementReference, DateOnly Due, Money Amount, Money Paid, Money Outstanding, int? DaysSinceDue,
    bool WaitsForCondition = false);

/// <summary>Cash received, or taken back on this day and then negative: the original amount, the rate that valued it (null for EUR) with
/// its date and source, and the value in EUR.</summary>
public sealed record ReceiptLine(DateOnly Date, string Reference, Money Original, Rate? Rate, DateOnly? RateDate, string? RateSource,
    Money Eur)
{
    /// <summary>True for money that was recorded before and taken back on this day.</summary>
    public bool IsTakenBack => Original.IsNegative;
}

/// <summary>Paid back to the donor: in the currency in which it left, above zero; below where that was taken back.</summary>
public sealed record ReturnLine(DateOnly Date, Money Amount);

/// <summary>The fund's account for the period as money at the bank, all in EUR; expenses, returns and releases are given as positive
/// amounts and subtracted.</summary>
public sealed record FundAccount(Money Opening, Money Contributions, Money Interest, IReadOnlyList<AccountLine> Expenses, Money Returned,
    Money Closing)
{
    /// <summary>Changes of other kinds, such as exchange differences, with their own sign.</summary>
    public IReadOnlyList<AccountLine> OtherChanges { get; init; } = [];

    /// <summary>Owed to the fund under signed agreements on the last day: no money yet, and not in the balance.</summary>
    public Money Receivable { get; init; } = Money.Eur(0);
}

/// <summary>A named amount of the fund's account, in the statement's language.</summary>
public sealed record AccountLine(string Label, Money Amount);

/// <summary>The method by which use is attributed to donors.</summary>
public enum AttributionMethod
{
    /// <summary>First in, first out.</summary>
    FirstInFirstOut,

    /// <summary>In proportion to each donor's share of the money available.</summary>
    ProRata,

    /// <summary>Earmarked money first, for its purpose.</summary>
    EarmarkFirst,
}

/// <summary>What the donor's money was used for: the method, the lines and what is left, in EUR.</summary>
public sealed record Attribution(AttributionMethod Method, IReadOnlyList<AccountLine> Uses, Money Unspent);

/// <summary>Who signs in which capacity.</summary>
public sealed record StatementSignatory(SignatoryRole Role, string? Name, string? Office);

/// <summary>The capacities in which officers sign a statement.</summary>
public enum SignatoryRole
{
    /// <summary>Made the statement.</summary>
    PreparedBy,

    /// <summary>Certifies it.</summary>
    CertifiedBy,

    /// <summary>Approves its issue.</summary>
    ApprovedBy,
}

/// <summary>How a statement is verified offline.</summary>
/// <param name="Code">What the verifier must print.</param>
/// <param name="FileName">The file that comes with the statement and holds the proofs.</param>
/// <param name="KeyId">Fingerprint of the key that signed the head of the log.</param>
/// <param name="LogSize">Leaves under that head; padded, so it counts no events.</param>
/// <param name="RootPrefix">First digits of the head's root.</param>
/// <param name="SignedAt">The calendar day of the head.</param>
public sealed record Verification(string Code, string FileName, string KeyId, long LogSize, string RootPrefix, DateTimeOffset SignedAt);
