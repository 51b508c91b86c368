namespace FundsLedger.Domain.Banking;

/// <summary>Money that somebody promised and that is still to come: a pledge's open part, or an instalment.</summary>
/// <param name="Pledge">Code of the pledge it meets.</param>
/// <param name="Donor">Code of the donor.</param>
/// <param name="DonorName">Name of the donor.</param>
/// <param name="Open">What is still to come.</param>
/// <param name="DueOn">Day on which it is expected; null when nobody said.</param>
/// <param name="References">Codes by which a payer may name it.</param>
/// <param name="Instalment">Of which signed agreement it is an instalment; null for what is promised under none.</param>
public sealed record Claim(string Pledge, string Donor, string DonorName, Money Open, DateOnly? DueOn, IReadOnlyList<string> References,
    InstalmentOf? Instalment = null);

/// <summary>An instalment of a signed agreement.</summary>
/// <param name="Agreement">Code of the agreement.</param>
/// <param name="Number">Its number, from 1.</param>
public sealed record InstalmentOf(string Agreement, int Number)
{
    /// <summary>As people write it: <c>XA-A-2026-1/2</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Agreement}/{Number}");
}

/// <summary>A line whose donor is sought.</summary>
/// <param name="Id">Its number.</param>
/// <param name="BookedOn">When it arrived.</param>
/// <param name="Amount">More than nothing.</param>
/// <param name="PartyName">Payer's name.</param>
/// <param name="PartyAccount">Payer's account, normal form.</param>
/// <param name="Words">References and text.</param>
public sealed record UnmatchedLine(long Id, DateOnly BookedOn, Money Amount, string PartyName, string PartyAccount, string Words);

/// <summary>Why a match is suggested: a closed list.</summary>
public enum MatchReason
{
    /// <summary>The payer names the pledge or the agreement.</summary>
    Reference,

    /// <summary>Money from this account was this donor's before.</summary>
    DonorAccount,

    /// <summary>The payer has the donor's name.</summary>
    DonorName,

    /// <summary>The amount is what is open.</summary>
    Amount,

    /// <summary>The amount is what is open less charges on the way.</summary>
    AmountLessCharges,

    /// <summary>It came within six weeks of the day it was expected.</summary>
    DueDate,

    /// <summary>An instalment of a signed agreement is due within six weeks of it.</summary>
    InstalmentDue,

    /// <summary>One line pays several.</summary>
    SeveralPledges,

    /// <summary>The amount is a part of what is open.</summary>
    PartOfPledge,

    /// <summary>With other lines of the donor it makes what is open.</summary>
    WithOtherLines,
}

/// <summary>How much a suggestion can be relied on; a person decides in any case.</summary>
public enum MatchStrength
{
    /// <summary>One sign, or several candidates.</summary>
    Weak,

    /// <summary>Two independent signs.</summary>
    Fair,

    /// <summary>The payer or the account says who, and the amount agrees.</summary>
    Strong,
}

/// <summary>A part of a line for one pledge.</summary>
public sealed record ClaimPart(Claim Claim, Money Amount);

/// <summary>A donor and what of theirs a line would meet.</summary>
/// <param name="Donor">Code of the donor.</param>
/// <param name="DonorName">Name of the donor.</param>
/// <param name="Parts">What it meets; the amounts sum to the line. Empty: a gift without pledge.</param>
/// <param name="Reasons">Why, in the order of the closed list.</param>
/// <param name="Strength">How much to rely on it.</param>
public sealed record MatchSuggestion(string Donor, string DonorName, IReadOnlyList<ClaimPart> Parts, IReadOnlyList<MatchReason> Reasons,
    MatchStrength Strength);
