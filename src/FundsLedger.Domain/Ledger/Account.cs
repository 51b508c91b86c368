namespace FundsLedger.Domain.Ledger;

/// <summary>What an account measures. Debits raise assets and expenses; credits raise liabilities, net assets and revenue; memorandum
/// accounts stand off the balance sheet.</summary>
public enum AccountKind
{
    /// <summary>What the fund has.</summary>
    Asset,

    /// <summary>What the fund owes or holds for others.</summary>
    Liability,

    /// <summary>What is left for the purpose.</summary>
    NetAssets,

    /// <summary>Contributions, interest, gains, recoveries.</summary>
    Revenue,

    /// <summary>Use of the money.</summary>
    Expense,

    /// <summary>Pledges and commitments: double entry, but off the balance sheet.</summary>
    Memorandum,
}

/// <summary>The part an account plays in <em>available</em> = cash − open commitments − withheld − reserve.</summary>
public enum AccountRole
{
    /// <summary>None.</summary>
    None,

    /// <summary>Money that can be spent: bank accounts and the card processor's balance.</summary>
    Cash,

    /// <summary>Money in the bank that is not the fund's to spend: payables, deferred, to be returned, unidentified.</summary>
    Withheld,

    /// <summary>Open commitments, at what they reserve.</summary>
    Commitments,

    /// <summary>Open pledges: never part of available.</summary>
    Pledges,
}

/// <summary>An account of one fund.</summary>
/// <param name="Id">Storage number, unique over all funds.</param>
/// <param name="FundId">The fund it belongs to.</param>
/// <param name="Code">Unique within the fund, e.g. <c>1010</c>.</param>
/// <param name="NameEn">Name in English.</param>
/// <param name="NameFr">Name in French.</param>
/// <param name="Kind">What it measures.</param>
/// <param name="Role">Its part in <em>available</em>.</param>
/// <param name="Currency">The only currency it takes (bank accounts), or null when it takes any.</param>
public sealed record Account(int Id, int FundId, string Code, string NameEn, string NameFr, AccountKind Kind, AccountRole Role,
    Currency? Currency)
{
    /// <summary>True for accounts that stand off the balance sheet.</summary>
    public bool IsMemorandum => Kind == AccountKind.Memorandum;

    /// <summary>The name in a language: <c>fr</c>, else English.</summary>
    public string Name(string language) => language == "fr" ? NameFr : NameEn;
}
