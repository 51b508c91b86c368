using FundsLedger.Domain.Ledger;

namespace FundsLedger.Domain.Contributions;

/// <summary>What is open of a claim, a pledge or a deferral: in its own currency, and what the books carry for it.</summary>
/// <param name="Amount">In its own currency.</param>
/// <param name="EurMinor">Cents the books carry for all of it.</param>
public readonly record struct OpenAmount(Money Amount, long EurMinor)
{
    /// <summary>The same with the sign turned: a liability's credit balance as an amount withheld.</summary>
    public static OpenAmount operator -(OpenAmount open) => new(-open.Amount, -open.EurMinor);

    /// <summary>The cents carried for a part, in proportion; all of it takes all of the cents, so that nothing is left in EUR when nothing
    /// is in the claim's currency.</summary>
    public long EurOf(Money part) => part == Amount ? EurMinor
        : Allocation.InTwo(Money.Eur(EurMinor), part.Minor, checked(Amount.Minor - part.Minor)).First.Minor;
}

/// <summary>What is open of a pledge in one of the memorandum accounts that say how firm it is.</summary>
/// <param name="Account">The account.</param>
/// <param name="Amount">In the pledge's currency.</param>
/// <param name="EurMinor">Cents carried for it.</param>
public sealed record OpenPart(string Account, Money Amount, long EurMinor)
{
    /// <summary>True of what is owed under a signed agreement.</summary>
    public bool IsSigned => Account == Chart.PledgesSigned;
}

/// <summary>What is open of a pledge in one book, the firmest part first.</summary>
public static class OpenParts
{
    /// <summary>The parts under no agreement with anything open: what a receipt without agreement meets, and what may end without
    /// money.</summary>
    public static IReadOnlyList<OpenPart> UnderNoAgreement(this IEnumerable<OpenPart> parts) =>
        [.. parts.Where(part => !part.IsSigned && part.Amount.Minor > 0)];

    /// <summary>The part under signed agreements.</summary>
    public static IReadOnlyList<OpenPart> UnderAgreement(this IEnumerable<OpenPart> parts) => [.. parts.Where(part => part.IsSigned)];

    /// <summary>All parts together.</summary>
    public static OpenAmount Total(this IEnumerable<OpenPart> parts, Currency currency) =>
        parts.Aggregate(new OpenAmount(Money.Zero(currency), 0), (sum, part) =>
            new OpenAmount(sum.Amount + part.Amount, sum.EurMinor + part.EurMinor));

    /// <summary>An amount taken from the parts in their order; never more than they hold.</summary>
    public static IReadOnlyList<OpenPart> Take(this IEnumerable<OpenPart> parts, Money amount)
    {
        var taken = new List<OpenPart>();
        foreach (var part in parts)
        {
            if (amount.Minor <= 0) break;
            var now = part.Amount < amount ? part.Amount : amount;
            taken.Add(part with { Amount = now, EurMinor = new OpenAmount(part.Amount, part.EurMinor).EurOf(now) });
            amount -= now;
        }
        return taken;
    }
}
