using System.Collections.Frozen;

namespace FundsLedger.Domain.Banking.Orders;

/// <summary>What a bank says of a payment, a payment information or a whole file: a closed list, by the codes of ISO 20022.</summary>
public enum PaymentStatus
{
    /// <summary>RCVD: it arrived.</summary>
    Received,

    /// <summary>ACTC: it can be read.</summary>
    AcceptedTechnically,

    /// <summary>PATC: some can be read or are signed, some not yet.</summary>
    PartlyAcceptedTechnically,

    /// <summary>ACCP: the customer may do this.</summary>
    Accepted,

    /// <summary>ACFC: the money is there.</summary>
    AcceptedFundsChecked,

    /// <summary>ACWC: taken with a change, for example of the day.</summary>
    AcceptedWithChange,

    /// <summary>ACSP: being carried out.</summary>
    InProgress,

    /// <summary>ACSC: taken from the account that pays.</summary>
    Settled,

    /// <summary>ACCC: on the payee's account.</summary>
    Credited,

    /// <summary>PDNG: still being looked at.</summary>
    Pending,

    /// <summary>PART: some are accepted, others not yet or not.</summary>
    Partly,

    /// <summary>RJCT: will not be carried out.</summary>
    Rejected,

    /// <summary>CANC: taken back as asked.</summary>
    Cancelled,

    /// <summary>RCVC: the payees were verified, and match. Says nothing of the payment itself.</summary>
    Verified,

    /// <summary>RVCM: the payees were verified, and not all match; of a whole file.</summary>
    VerifiedWithMismatches,

    /// <summary>RVNC: verification of the payees goes on; of a whole file.</summary>
    VerificationGoesOn,

    /// <summary>RVMC: the payee's name nearly matches; of one payment.</summary>
    VerifiedCloseMatch,

    /// <summary>RVNM: the payee's name does not match; of one payment.</summary>
    VerifiedNoMatch,

    /// <summary>RVNA: the payee could not be verified; of one payment.</summary>
    VerificationNotPossible,
}

/// <summary>What the bank said when it was asked whether a name belongs to an account (Regulation (EU) 2024/886).</summary>
public enum PayeeVerification
{
    /// <summary>It does.</summary>
    Match,

    /// <summary>Nearly: the bank has named the holder.</summary>
    CloseMatch,

    /// <summary>It does not: whoever pays bears the risk.</summary>
    NoMatch,

    /// <summary>The bank could not say.</summary>
    NoData,
}

/// <summary>What the payee's bank answered.</summary>
/// <param name="Result">The answer.</param>
/// <param name="HolderName">The name as that bank knows it, with a close match; null where the bank gives none.</param>
public sealed record PayeeAnswer(PayeeVerification Result, string? HolderName);

/// <summary>The codes of the list.</summary>
public static class PaymentStatuses
{
    private static readonly FrozenDictionary<string, PaymentStatus> ByCode = new Dictionary<string, PaymentStatus>
    {
        ["RCVD"] = PaymentStatus.Received, ["ACTC"] = PaymentStatus.AcceptedTechnically,
        ["PATC"] = PaymentStatus.PartlyAcceptedTechnically, ["ACCP"] = PaymentStatus.Accepted,
        ["ACFC"] = PaymentStatus.AcceptedFundsChecked, ["ACWC"] = PaymentStatus.AcceptedWithChange, ["ACSP"] = PaymentStatus.InProgress,
        ["ACSC"] = PaymentStatus.Settled, ["ACCC"] = PaymentStatus.Credited, ["PDNG"] = PaymentStatus.Pending,
        ["PART"] = PaymentStatus.Partly, ["RJCT"] = PaymentStatus.Rejected, ["CANC"] = PaymentStatus.Cancelled,
        ["RCVC"] = PaymentStatus.Verified, ["RVCM"] = PaymentStatus.VerifiedWithMismatches, ["RVNC"] = PaymentStatus.VerificationGoesOn,
        ["RVMC"] = PaymentStatus.VerifiedCloseMatch, ["RVNM"] = PaymentStatus.VerifiedNoMatch,
        ["RVNA"] = PaymentStatus.VerificationNotPossible,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every code.</summary>
    public static IReadOnlyCollection<string> Codes => ByCode.Keys;

    /// <summary>The status of a code, or null.</summary>
    public static PaymentStatus? Find(string? code) => code is not null && ByCode.TryGetValue(code, out var status) ? status : null;

    /// <summary>True for what the verification of payees gave, which says nothing of the payment.</summary>
    public static bool IsVerification(PaymentStatus status) => status is PaymentStatus.Verified or PaymentStatus.VerifiedWithMismatches
        or PaymentStatus.VerificationGoesOn or PaymentStatus.VerifiedCloseMatch or PaymentStatus.VerifiedNoMatch
        or PaymentStatus.VerificationNotPossible;

    /// <summary>True where some below have another status than others.</summary>
    public static bool IsMixed(PaymentStatus status) => status is PaymentStatus.Partly or PaymentStatus.PartlyAcceptedTechnically;

    /// <summary>What it says of one payee; null where it says nothing of one.</summary>
    public static PayeeVerification? MatchOf(PaymentStatus status) => status switch
    {
        PaymentStatus.Verified => PayeeVerification.Match,
        PaymentStatus.VerifiedCloseMatch => PayeeVerification.CloseMatch,
        PaymentStatus.VerifiedNoMatch => PayeeVerification.NoMatch,
        PaymentStatus.VerificationNotPossible => PayeeVerification.NoData,
        _ => null,
    };
}
