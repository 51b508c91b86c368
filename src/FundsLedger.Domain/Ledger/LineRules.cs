namespace FundsLedger.Domain.Ledger;

/// <summary>What lines do, whatever the entry that holds them is called: the acts that take a right of their own.</summary>
public static class LineRules
{
    /// <summary>Revenue and deferrals of contributions: lowered against cash, a contribution is paid back.</summary>
    private static readonly HashSet<string> OfDonors = [Chart.StateContributions, Chart.OtherContributions, Chart.Deferred,
        Chart.DeferredUnpaid, Chart.EarlierYearsRefunded];

    /// <summary>Accounts that say what has already happened to the money or its value: nothing is decided there.</summary>
    private static readonly HashSet<string> Happened =
        [Chart.BankCharges, Chart.ProcessorFees, Chart.ExchangeLosses, Chart.ExchangeGains, Chart.WrittenOff,
            Chart.Impairment];

    /// <summary>The first act for which the command has no right, in order of precedence; null where it may do all of them.</summary>
    public static LedgerRefusal? Reserved(IReadOnlyList<PlannedPosting> postings, EntryKind kind, EntryRights rights)
    {
        if (MovesValueAlone(postings) && (rights & (EntryRights.Revalues | EntryRights.ClosesYears)) == 0)
            return new KindIsReserved(ClosedSet<EntryKind>.Code(EntryKind.Revaluation));
        if (CommitmentByHand(postings, rights.HasFlag(EntryRights.Commits)) is { } account) return new CommitmentIsByHand(account);
        if (!rights.HasFlag(EntryRights.Pays) && OfPayment(postings) is { } paid) return new PaymentIsByHand(paid);
        if (!rights.HasFlag(EntryRights.MovesBetweenFunds) && LeavesOrEntersFund(postings, kind)) return new TransferTakesBothLegs();
        if (TakesUnrestricted(postings)) return new BalanceIsRestricted();
        // A revalued balance is owed as before.
        var revaluesAlone = rights.HasFlag(EntryRights.Revalues) && postings.All(posting => posting.Amount.IsZero
            || Happened.Contains(posting.Account.Code));
        if (!revaluesAlone && !rights.HasFlag(EntryRights.LowersClaims) && LoweredClaim(postings, countsPledges: false) is { } claim)
            return new ClaimIsLowered(claim);
        if (!revaluesAlone && !rights.HasFlag(EntryRights.LowersClaims)
            && postings.Any(posting => posting.Account.Code == Chart.ReceivableAllowance)) return new AllowanceTakesTwo();
        if (!revaluesAlone && !rights.HasFlag(EntryRights.RaisesClaims) && RaisesReceivable(postings))
            return new ReceivableIsByAgreement();
        if (postings.Any(posting => posting.Account.Code == Chart.ToReturn && posting.Dimensions.Donor is null
            && (posting.Amount.Minor < 0 || posting.EurMinor < 0))) return new ReturnNamesNoDonor();
        return !revaluesAlone && !rights.HasFlag(EntryRights.PaysBack) && (LowersReturn(postings)
            || PaysDonor(postings)) ? new PayingBackTakesTwo() : null;
    }

    /// <summary>True where reversing an entry would lower a claim or a return, or undo a payment to a donor, and the command has no right
    /// to that.</summary>
    /// <param name="original">The lines of the entry.</param>
    /// <param name="opposite">The same with their signs turned.</param>
    /// <param name="rights">What the asking command may do.</param>
    public static bool ReversalTakesTwo(IReadOnlyList<PlannedPosting> original, IReadOnlyList<PlannedPosting> opposite, EntryRights rights)
    {
        if (!rights.HasFlag(EntryRights.LowersClaims) && (LoweredClaim(opposite, countsPledges: true) is not null
            || original.Any(posting => posting.Account.Code == Chart.ReceivableAllowance))) return true;
        if (rights.HasFlag(EntryRights.PaysBack)) return false;
        if (LowersReturn(original) || PaysDonor(original)) return true;
        // What was paid too much is reversed with its receipt; what people set aside for a return is not.
        return LowersReturn(opposite) && !original.Any(posting => posting.Account.Role == AccountRole.Cash
            || posting.Account.Code == Chart.Unidentified);
    }

    /// <summary>The account on which a payment would take a step that its officers have not signed, or null: what is owed on a claim,
    /// and what was sent to the bank.</summary>
    public static string? OfPayment(IReadOnlyList<PlannedPosting> postings)
    {
        foreach (var posting in postings)
            if (posting.Account.Code == Chart.PaymentsSent
                || posting is { Account.Code: Chart.Payables, Dimensions.Payment: not null }) return posting.Account.Code;
        return null;
    }

    /// <summary>True where money is used, or set aside to be used: expenses, advances, transfers, returns and commitments. Charges and
    /// exchange differences follow what the bank has done.</summary>
    public static bool Uses(IReadOnlyList<PlannedPosting> postings)
    {
        foreach (var posting in postings)
            if (posting.EurMinor > 0 && IsUse(posting.Account)) return true;
        return false;
    }

    /// <summary>True where more is set aside under a commitment.</summary>
    public static bool SetsAside(IReadOnlyList<PlannedPosting> postings) =>
        Raised(postings.Where(posting => posting.Account.Role == AccountRole.Commitments)) is not null;

    /// <summary>What a line of an account that is counted item by item is about: the first of its codes, the most lasting first; null
    /// where it names nothing.</summary>
    public static string? ItemOf(Dimensions about) =>
        about.Commitment ?? about.Request ?? about.Payment ?? about.Agreement ?? about.Pledge ?? about.Donor;

    private static bool IsUse(Account account) => account.Kind switch
    {
        AccountKind.Expense or AccountKind.Revenue => !Happened.Contains(account.Code),
        AccountKind.Asset => account.Role == AccountRole.None
            && account.Code is not (Chart.Receivable or Chart.ReceivableAllowance),
        AccountKind.NetAssets => true,
        AccountKind.Memorandum => account.Role == AccountRole.Commitments,
        AccountKind.Liability => false,
        _ => throw new ArgumentOutOfRangeException(nameof(account)),
    };

    /// <summary>True where a line moves EUR and no amount. The difference itself stands on the accounts of exchange gains and
    /// losses.</summary>
    private static bool MovesValueAlone(IReadOnlyList<PlannedPosting> postings)
    {
        foreach (var posting in postings)
            if (posting.Amount.IsZero && posting.Account.Code is not (Chart.ExchangeGains or Chart.ExchangeLosses)) return true;
        return false;
    }

    /// <summary>The account on which money would be set aside, paid or owed past the register of commitments, or null.</summary>
    private static string? CommitmentByHand(IReadOnlyList<PlannedPosting> postings, bool commits)
    {
        foreach (var posting in postings)
        {
            if (posting.Account.Role == AccountRole.Commitments && posting.Dimensions.Commitment is null) return posting.Account.Code;
            if (!commits && posting is { Dimensions.Commitment: not null, Account.Kind: AccountKind.Expense or AccountKind.Liability })
                return posting.Account.Code;
        }
        return commits ? null : Raised(postings.Where(posting => posting.Account.Role == AccountRole.Commitments))?.Code;
    }

    private static Account? Raised(IEnumerable<PlannedPosting> commitments)
    {
        foreach (var commitment in commitments.GroupBy(posting => posting.Dimensions.Commitment, StringComparer.Ordinal))
            if (commitment.Sum(posting => posting.EurMinor) > 0) return commitment.First().Account;
        return null;
    }

    /// <summary>True where the unrestricted balance moves other than to the restricted one: what an older version or system left there goes
    /// where it belongs.</summary>
    private static bool TakesUnrestricted(IReadOnlyList<PlannedPosting> postings)
    {
        var (moves, others) = (false, false);
        foreach (var posting in postings)
        {
            moves |= posting.Account.Code == Chart.UnrestrictedBalance;
            others |= posting.Account.Kind != AccountKind.NetAssets;
        }
        return moves && others;
    }

    /// <summary>True where cash and the accumulated balance move together, or what funds owe each other moves at all: one leg of a
    /// transfer. Money of an older system comes in as an opening.</summary>
    private static bool LeavesOrEntersFund(IReadOnlyList<PlannedPosting> postings, EntryKind kind)
    {
        long cash = 0, balance = 0;
        foreach (var posting in postings)
        {
            if (posting.Account.Code is Chart.DueFromFunds or Chart.DueToFunds) return true;
            if (posting.Account.Role == AccountRole.Cash) cash += posting.EurMinor;
            else if (posting.Account.Kind == AccountKind.NetAssets) balance += posting.EurMinor;
        }
        return cash < 0 && balance > 0 || (cash > 0 && balance < 0 && kind != EntryKind.Opening);
    }

    /// <summary>The account on which less would be owed by a donor or under an agreement, in its currency or in EUR, or null: contributions
    /// receivable; pledges too, where asked or where the line does not name its pledge.</summary>
    private static string? LoweredClaim(IReadOnlyList<PlannedPosting> postings, bool countsPledges)
    {
        foreach (var claim in postings.Where(posting => IsClaim(posting, countsPledges)).GroupBy(posting =>
            (posting.Account.IsMemorandum, posting.Amount.Currency, Item: ClaimOf(posting))))
            if (claim.Sum(posting => posting.Amount.Minor) < 0 || claim.Sum(posting =>
                posting.EurMinor) < 0) return claim.First().Account.Code;
        return null;
    }

    /// <summary>True where donors would owe more, in a currency or in EUR.</summary>
    private static bool RaisesReceivable(IReadOnlyList<PlannedPosting> postings)
    {
        foreach (var claim in postings.Where(posting => posting.Account.Code == Chart.Receivable).GroupBy(posting =>
            (posting.Amount.Currency, ClaimOf(posting))))
            if (claim.Sum(posting => posting.Amount.Minor) > 0 || claim.Sum(posting => posting.EurMinor) > 0) return true;
        return false;
    }

    /// <summary>Whose claim a line of receivables is: what moves from one to another is lowered and raised. Pledges are counted by their
    /// stages together.</summary>
    private static string? ClaimOf(PlannedPosting posting) => posting.Account.Code != Chart.Receivable ? null
        : posting.Dimensions.Agreement ?? posting.Dimensions.Donor;

    private static bool IsClaim(in PlannedPosting posting, bool countsPledges) =>
        posting.Account.Code == Chart.Receivable || (posting.Account.Role == AccountRole.Pledges && (countsPledges
            || posting.Dimensions.Pledge is null));

    /// <summary>True where less would be to be returned to a donor, in any currency or in EUR.</summary>
    private static bool LowersReturn(IReadOnlyList<PlannedPosting> postings)
    {
        foreach (var waiting in postings.Where(posting => posting.Account.Code == Chart.ToReturn).GroupBy(posting =>
            (posting.Dimensions.Donor, posting.Amount.Currency)))
            if (waiting.Sum(posting => posting.Amount.Minor) > 0 || waiting.Sum(posting => posting.EurMinor) > 0) return true;
        return false;
    }

    /// <summary>True where a contribution is paid back in cash.</summary>
    private static bool PaysDonor(IReadOnlyList<PlannedPosting> postings)
    {
        long cash = 0, given = 0;
        foreach (var posting in postings)
        {
            if (posting.Account.Role == AccountRole.Cash) cash += posting.EurMinor;
            else if (OfDonors.Contains(posting.Account.Code)) given += posting.EurMinor;
        }
        return cash < 0 && given > 0;
    }
}
