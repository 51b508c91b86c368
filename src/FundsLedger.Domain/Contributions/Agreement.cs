using FundsLedger.Domain.Ledger;

namespace FundsLedger.Domain.Contributions;

/// <summary>What conditional money is on signature: the policy of a fiscal year (IPSAS 23 to 2025, IPSAS 47 from 2026).</summary>
public enum ConditionalTreatment
{
    /// <summary>Receivable against a deferral, until the condition is met.</summary>
    Deferred,

    /// <summary>Left out of the books until the condition is met.</summary>
    WhenMet,
}

/// <summary>What an agreement says that decides how its money is booked.</summary>
/// <param name="Code">The agreement.</param>
/// <param name="Donor">Code of the donor.</param>
/// <param name="DonorType">What kind of donor.</param>
/// <param name="Pledge">The pledge it makes binding.</param>
/// <param name="FundId">The fund it is for.</param>
/// <param name="SignedOn">Day of the last signature.</param>
/// <param name="Amount">The cap: the legal amount.</param>
/// <param name="Treatment">What its conditional money was on signature.</param>
/// <param name="ReturnsBalance">True where the unspent balance is to be returned.</param>
/// <param name="IsClosed">True once it is closed.</param>
public sealed record Agreement(string Code, string Donor, DonorType DonorType, string Pledge, int FundId, DateOnly SignedOn, Money Amount,
    ConditionalTreatment Treatment, bool ReturnsBalance, bool IsClosed)
{
    /// <summary>The first day on which something can happen under it: that of the signature, or on which it was brought from older
    /// books.</summary>
    public DateOnly From { get; init; } = SignedOn;

    /// <summary>What its entries are about.</summary>
    public Dimensions About => new(Donor: Donor, Pledge: Pledge, Agreement: Code);

    /// <summary>The donor's currency.</summary>
    public Currency Currency => Amount.Currency;

    /// <summary>The revenue account of its donor.</summary>
    public string Income => Chart.IncomeOf(DonorType);

    /// <summary>True where conditional money stands in the books before its condition is met.</summary>
    public bool DefersConditional => Treatment == ConditionalTreatment.Deferred;
}

/// <summary>An instalment with what is open of it and what came in for it, in the agreement's currency.</summary>
/// <param name="Number">From 1.</param>
/// <param name="DueOn">Day it is due.</param>
/// <param name="HasCondition">True where something must be met before it is the fund's.</param>
/// <param name="IsRecognised">True once it depends on nothing: it had no condition, or the condition is met.</param>
/// <param name="Open">Agreed, neither paid nor written off.</param>
/// <param name="Paid">Met by money.</param>
public sealed record Instalment(int Number, DateOnly DueOn, bool HasCondition, bool IsRecognised, Money Open, Money Paid);

/// <summary>What moves what is open of an instalment, or releases it.</summary>
public enum InstalmentEventKind
{
    /// <summary>Agreed on signature.</summary>
    Scheduled,

    /// <summary>Met by money.</summary>
    Paid,

    /// <summary>Moved to or from another instalment.</summary>
    Moved,

    /// <summary>Written off by two people.</summary>
    WrittenOff,

    /// <summary>The donor paid more, and the total rose.</summary>
    Raised,

    /// <summary>Its condition was met.</summary>
    ConditionMet,

    /// <summary>The agreement was closed (instalment 0).</summary>
    Closed,
}

/// <summary>One change of what is open of an instalment.</summary>
/// <param name="Number">The instalment.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Amount">Above zero where more is open than before.</param>
/// <param name="Evidence">What was chosen, or the receipt it came with.</param>
public sealed record InstalmentChange(int Number, InstalmentEventKind Kind, Money Amount, string Evidence);
