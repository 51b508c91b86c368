using FundsLedger.Domain.Funds;

namespace FundsLedger.Domain.Ledger;

/// <summary>An entry that has passed every rule that needs no balance, with its accounts found.</summary>
public sealed record EntryPlan(EntryDraft Draft, Fund Fund, IReadOnlyList<PlannedPosting> Postings, ReversedEntry? Reverses)
{
    /// <summary>What the asking command may do that others may not.</summary>
    public EntryRights Rights { get; init; }

    /// <summary>True where <em>available</em> must cover what this takes from it.</summary>
    public bool MustBeCovered => ChangeToCover < 0 && (Reverses is null ? LineRules.Uses(Postings)
        : LineRules.SetsAside(Postings) && !Rights.HasFlag(EntryRights.FollowsBank));

    /// <summary>Cents by which <em>available</em> moves, without payables for services rendered: those are owed whether or not they are
    /// recorded, and no rule undoes them.</summary>
    public long ChangeToCover =>
        AvailableChange - Math.Min(0, Postings.Where(posting => posting.Account.Code == Chart.Payables).Sum(posting => posting.EurMinor));

    /// <summary>Cents by which <em>available</em> moves: up when positive.</summary>
    public long AvailableChange => Postings.Sum(posting => Availability.Of(posting.Account.Role, posting.EurMinor));
}

/// <summary>One side of an entry with its account found; debit positive.</summary>
public readonly record struct PlannedPosting(Account Account, Money Amount, long EurMinor, Dimensions Dimensions);

/// <summary>An earlier entry that is to be reversed.</summary>
public sealed record ReversedEntry(long Seq, string Id, string Key, string FundCode, DateOnly Date, EntryKind Kind, bool IsReversed,
    IReadOnlyList<PlannedPosting> Postings);

/// <summary>How balances make up <em>available</em> = cash − open commitments − withheld − reserve.</summary>
public static class Availability
{
    /// <summary>The part of an account's debit-positive EUR balance that counts towards <em>available</em>: cash and (negative) withheld
    /// liabilities as they stand, commitments against it, everything else not at all.</summary>
    public static long Of(AccountRole role, long eurMinor) => role switch
    {
        AccountRole.Cash or AccountRole.Withheld => eurMinor,
        AccountRole.Commitments => -eurMinor,
        AccountRole.None or AccountRole.Pledges => 0,
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };
}

/// <summary>The balances that the last rules look at, as they stand before the entry.</summary>
public interface ILedgerBalances
{
    /// <summary>The lowest <em>available</em> (cents, the reserve of each day taken off) of a fund on the given day or any later day, and
    /// the first day on which it is that low.</summary>
    (long Available, DateOnly On) LowestAvailableFrom(Fund fund, DateOnly day);

    /// <summary>What a commitment still sets aside, in cents.</summary>
    long OpenCommitment(int fundId, string commitment);

    /// <summary>What a pledge has open in this fund's memorandum accounts, in minor units of its currency.</summary>
    long OpenPledge(int fundId, string pledge, Currency currency);

    /// <summary>What is owed under an agreement in this fund, and the allowance on it, in minor units of a currency; both
    /// positive.</summary>
    (long Owed, long Allowance) ClaimOf(int fundId, string agreement, Currency currency);

    /// <summary>What is to be returned to a donor from this fund, in minor units of its currency; positive while something is.</summary>
    long ToReturn(int fundId, string donor, Currency currency);

    /// <summary>Lowest and highest debit-positive balance, in minor units of a currency, of an account or of one item of it, on the given
    /// day or any later day.</summary>
    /// <param name="account">The account.</param>
    /// <param name="currency">The currency.</param>
    /// <param name="item">What <see cref="LineRules.ItemOf"/> says of its lines; null for the whole account.</param>
    /// <param name="day">First day looked at.</param>
    (long Lowest, long Highest) RangeFrom(Account account, Currency currency, string? item, DateOnly day);

    /// <summary>What waits in unidentified receipts for a bank line to be identified, in minor units; positive while something
    /// waits.</summary>
    long HeldForBankLines(int fundId, Currency currency);
}
