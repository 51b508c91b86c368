namespace FundsLedger.Domain.Contributions;

/// <summary>What a correspondent bank kept of a payment on its way. The donor gave all of it: the claim is met in full and the fund bears a
/// charge. More than that is no charge any more, and a claim is lowered by two people only.</summary>
public static class KeptByBank
{
    /// <summary>Most cents that one person may take for a bank's charge.</summary>
    public const long MostEur = 100_00;

    /// <summary>Most per cent of what was due.</summary>
    public const int MostPerCent = 10;

    /// <summary>What was kept, with its cents at the rate of what came; refused where a bank does not keep so much.</summary>
    /// <param name="due">What the donor owed or had promised.</param>
    /// <param name="came">What arrived of it, in the same currency; less than was due.</param>
    /// <example>9,985.00 of 10,000.00 EUR → 15.00 EUR.</example>
    public static Outcome<OpenAmount> Of(Money due, OpenAmount came)
    {
        var kept = due - came.Amount;
        var eur = kept.Currency == Currency.Eur ? kept.Minor
            : (long)(((Int128)came.EurMinor * kept.Minor + came.Amount.Minor / 2) / came.Amount.Minor);
        return eur > MostEur || (Int128)kept.Minor * 100 > (Int128)due.Minor * MostPerCent ? new ChargeIsTooHigh(kept.ToString())
            : new OpenAmount(kept, eur);
    }
}
