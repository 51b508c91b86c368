namespace FundsLedger.Domain.Contributions;

/// <summary>What it means that a payment is more or less than was due; nothing is assumed.</summary>
public enum PaymentDifference
{
    /// <summary>Too much: it meets the following instalments. Too little: the rest is due with the next.</summary>
    NextInstalment,

    /// <summary>Too much: the total rises. Too little: the total falls, which another person has to approve.</summary>
    Total,

    /// <summary>Too much: a gift beside the agreement or pledge.</summary>
    SeparateGift,

    /// <summary>Too much: it is to be returned to the donor.</summary>
    Return,

    /// <summary>Too little: the rest stays due on its day.</summary>
    StaysDue,

    /// <summary>Too little: a bank on the way kept the rest, within the limits of <see cref="KeptByBank"/>. All is met.</summary>
    BankCharge,
}
