namespace FundsLedger.App.Features.MoneyIn.Pledges;

/// <summary>What a part of a pledge is for.</summary>
public abstract record Designation
{
    private Designation()
    {
    }

    /// <summary>A fund of this ledger, and the day its money is expected.</summary>
    public sealed record ToFund(string Fund, DateOnly? ExpectedOn = null) : Designation;

    /// <summary>A purpose outside this ledger, in words.</summary>
    public sealed record Outside(string Purpose) : Designation;
}
