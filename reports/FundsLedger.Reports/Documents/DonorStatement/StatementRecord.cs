using System.Text.Json.Serialization;
using FundsLedger.Domain;
using FundsLedger.Domain.Contributions;

namespace FundsLedger.Reports.Documents.DonorStatement;

/// <summary>Everything a donor statement says, already computed. Page, PDF, spreadsheet, CSV and JSON are made of this one record: they add
/// words, and ask no one.</summary>
public sealed record StatementRecord
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

    /// <summary>The first day of the period whose month is not closed in the fund's books: from it on figures can still change. Null where
    /// all of it is closed, and always for a protected fund, whose closings nobody outside may follow.</summary>
    public DateOnly? ProvisionalFrom { get; init; }

    /// <summary>The donor's signed agreements with the fund, the oldest first.</summary>
    public IReadOnlyList<AgreementLine> Agreements { get; init; } = [];

    /// <summary>What is due under signed agreements, and when.</summary>
    public IReadOnlyList<InstalmentLine> Instalments { get; init; } = [];

    /// <summary>The donor's receipts in the period.</summary>
    public IReadOnlyList<ReceiptLine> Receipts { get; init; } = [];

    /// <summary>What was paid back to the donor in the period, in order.</summary>
    public IReadOnlyList<ReturnLine> Returns { get; init; } = [];

    /// <summary>The fund's overall account for the period; null when the fund is protected, and a standing line takes its place.</summary>
    public FundAccount? Account { get; init; }

    /// <summary>The fund's history as a chart, or null; never set for a protected fund.</summary>
    [JsonIgnore]
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

    /// <summary>How the payments in it are proven; null while one of them is under no signed head.</summary>
    public Verification? Verification { get; init; }

    /// <summary>The number under which it was issued, and where that is confirmed; null on a preview, which says that it is one.</summary>
    public IssueMark? Issue { get; init; }
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

/// <summary>A signed agreement, in its currency: what was agreed, paid, written off, is outstanding, and of that past its due
/// day.</summary>
public sealed record AgreementLine(string Reference, string Pledge, DateOnly SignedOn, Money Amount, Money Paid, Money WrittenOff,
    Money Outstanding, Money Overdue, DateOnly? ClosedOn);

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

/// <summary>The fund's account for the period as money at the bank, by source and use, all in EUR. One sign convention: sources are what
/// came in, uses are what went out, both above zero; what was taken back of either lowers it.</summary>
/// <param name="Opening">At the bank before the first day.</param>
/// <param name="Contributions">Received from all donors.</param>
/// <param name="Interest">Earned.</param>
/// <param name="Expenses">Paid, by class.</param>
/// <param name="Returned">Refunded to donors.</param>
/// <param name="Closing">At the bank after the last day.</param>
public sealed record FundAccount(Money Opening, Money Contributions, Money Interest, IReadOnlyList<AccountLine> Expenses, Money Returned,
    Money Closing)
{
    /// <summary>Other sources and changes, such as exchange differences, with their own sign: above zero what came in.</summary>
    public IReadOnlyList<AccountLine> OtherChanges { get; init; } = [];

    /// <summary>What banks and card processors charged.</summary>
    public IReadOnlyList<AccountLine> Charges { get; init; } = [];

    /// <summary>Owed to the fund under signed agreements on the last day: no money yet, and not in the balance.</summary>
    public Money Receivable { get; init; } = Money.Eur(0);

    /// <summary>The same days a year earlier; null for a period of more than a year.</summary>
    public EarlierAccount? Earlier { get; init; }

    /// <summary>From what the fund is worth to what it can spend; null where it is not told.</summary>
    public Reconciliation? Reconciliation { get; init; }

    /// <summary>Everything that came in.</summary>
    [JsonIgnore]
    public Money Sources => OtherChanges.Aggregate(Contributions + Interest, (sum, line) => sum + line.Amount);

    /// <summary>Everything that went out.</summary>
    [JsonIgnore]
    public Money Uses => Expenses.Concat(Charges).Aggregate(Returned, (sum, line) => sum + line.Amount);

    /// <summary>What does not add up, in a sentence; null when everything does.</summary>
    public string? Fault()
    {
        if (Opening + Sources - Uses != Closing)
            return $"The fund's account does not add up: its lines give {Opening + Sources - Uses}, its closing balance is {Closing}.";
        if (Reconciliation is { } worth && (worth.Cash != Closing || worth.Sum != worth.Cash))
            return $"The fund's net assets do not lead to its cash: the lines give {worth.Sum}, the bank has {Closing}.";
        return Earlier?.Account.Fault();
    }
}

/// <summary>The account of the same days a year earlier.</summary>
public sealed record EarlierAccount(DateOnly From, DateOnly To, FundAccount Account);

/// <summary>From net assets to cash, and from cash to what is available, on the last day, in EUR.</summary>
/// <param name="NetAssets">What the fund owns less what it owes.</param>
/// <param name="NotCash">What is owned and no cash (below zero), and what is owed and still at the bank (above).</param>
/// <param name="Cash">At the bank.</param>
/// <param name="Committed">Set aside for what was decided.</param>
/// <param name="Held">At the bank and not the fund's to spend.</param>
/// <param name="Reserve">Set aside for support that goes on.</param>
public sealed record Reconciliation(Money NetAssets, IReadOnlyList<AccountLine> NotCash, Money Cash, Money Committed, Money Held,
    Money Reserve)
{
    /// <summary>Cash less what is set aside or not the fund's.</summary>
    [JsonIgnore]
    public Money Available => Cash - Committed - Held - Reserve;

    /// <summary>What net assets and the lines below them come to: the cash, or the books are wrong.</summary>
    [JsonIgnore]
    public Money Sum => NotCash.Aggregate(NetAssets, (sum, line) => sum + line.Amount);
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

/// <summary>Who signs in which capacity, and the day; a null day leaves it to be filled in.</summary>
public sealed record StatementSignatory(SignatoryRole Role, string? Name, string? Office, DateOnly? Date = null);

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

/// <summary>Under which number a statement was issued, and the address that confirms it.</summary>
public sealed record IssueMark(string Number, string Address);

/// <summary>How a statement is verified offline.</summary>
/// <param name="Code">What the verifier must print.</param>
/// <param name="FileName">The file that comes with the statement and holds the proofs.</param>
/// <param name="KeyId">Fingerprint of the key that signed the head of the log.</param>
/// <param name="LogSize">Leaves under that head; padded, so it counts no events.</param>
/// <param name="RootPrefix">First digits of the head's root.</param>
/// <param name="SignedAt">The calendar day of the head.</param>
public sealed record Verification(string Code, string FileName, string KeyId, long LogSize, string RootPrefix, DateTimeOffset SignedAt);
