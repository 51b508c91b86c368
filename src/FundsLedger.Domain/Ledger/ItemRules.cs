namespace FundsLedger.Domain.Ledger;

/// <summary>What is counted by item never stands on its wrong side, on the day of the entry or on any later one.</summary>
public static class ItemRules
{
    /// <summary>Advances, sums recoverable, payables, what funds owe each other and unidentified receipts that would stand on the wrong
    /// side; null where none
    /// would.</summary>
    public static ItemIsOverdrawn? Overdrawn(EntryPlan plan, ILedgerBalances balances)
    {
        foreach (var item in plan.Postings.Where(posting => IsCounted(posting) && !posting.Amount.IsZero)
                     .GroupBy(posting => (posting.Account, Item: KeyOf(posting), posting.Amount.Currency)))
        {
            var (account, name, currency) = item.Key;
            var change = item.Sum(posting => posting.Amount.Minor);
            if (!IsLowered(account, change)) continue;
            // A line that was identified, reversed and identified again is dated by the bank each time: only what waits in the end counts.
            var from = account.Code == Chart.Unidentified ? LedgerRules.LastDate : plan.Draft.Date;
            var open = OpenOn(account, balances.RangeFrom(account, currency, name, from));
            if (account.Code == Chart.Unidentified && plan.Reverses is null && !plan.Rights.HasFlag(EntryRights.ResolvesSuspense))
                open -= balances.HeldForBankLines(plan.Fund.Id, currency);
            if (open < Math.Abs(change)) return new ItemIsOverdrawn(account.Code, name is null or "" ? "no item" : name, new Money(open,
                currency).ToString());
        }
        return null;
    }

    /// <summary>The bank account that would fall below zero in its own currency, or null. What the bank has done is recorded all the
    /// same.</summary>
    public static BankIsOverdrawn? OverdrawnBank(EntryPlan plan, ILedgerBalances balances)
    {
        if (plan.Rights.HasFlag(EntryRights.FollowsBank)) return null;
        foreach (var bank in plan.Postings.Where(posting => posting.Account.Role == AccountRole.Cash).GroupBy(posting =>
            (posting.Account, posting.Amount.Currency)))
        {
            var change = bank.Sum(posting => posting.Amount.Minor);
            if (change >= 0) continue;
            var lowest = balances.RangeFrom(bank.Key.Account, bank.Key.Currency, null, plan.Draft.Date).Lowest + change;
            if (lowest < 0) return new BankIsOverdrawn(bank.Key.Account.Code, plan.Fund.Code, plan.Draft.Date, new Money(lowest,
                bank.Key.Currency).ToString());
        }
        return null;
    }

    /// <summary>The allowance that would be more than is owed under its agreement, or stand below nothing; null where none would.</summary>
    public static AllowanceExceedsReceivable? AllowanceAboveClaim(EntryPlan plan, ILedgerBalances balances)
    {
        foreach (var (agreement, currency) in AllowancesTouched(plan))
        {
            var (owed, allowance) = balances.ClaimOf(plan.Fund.Id, agreement, currency);
            foreach (var posting in plan.Postings.Where(posting => posting.Dimensions.Agreement == agreement
                && posting.Amount.Currency == currency))
            {
                if (posting.Account.Code == Chart.Receivable) owed += posting.Amount.Minor;
                if (posting.Account.Code == Chart.ReceivableAllowance) allowance -= posting.Amount.Minor;
            }
            var most = Math.Max(0, owed);
            if (allowance < 0 || allowance > most) return new AllowanceExceedsReceivable(agreement,
                new Money(allowance < 0 ? allowance : allowance - most, currency).ToString());
        }
        return null;
    }

    /// <summary>The agreements, each with its currency, whose claim an entry lowers or whose allowance it moves.</summary>
    public static IEnumerable<(string Agreement, Currency Currency)> AllowancesTouched(EntryPlan plan) => plan.Postings
        .Where(posting => !posting.Amount.IsZero && posting.Dimensions.Agreement is not null
            && (posting.Account.Code == Chart.ReceivableAllowance
            || (posting.Account.Code == Chart.Receivable && posting.Amount.IsNegative)))
        .Select(posting => (posting.Dimensions.Agreement!, posting.Amount.Currency)).Distinct();

    private static bool IsCounted(Account account) =>
        account.Code is Chart.Advances or Chart.FromPersons or Chart.DueFromFunds or Chart.Payables or Chart.PaymentsSent
            or Chart.DueToFunds
            or Chart.Unidentified;

    /// <summary>True of lines of accounts that are counted item by item, and of what came from a donor before its agreement: by
    /// receipt.</summary>
    public static bool IsCounted(in PlannedPosting posting) => IsCounted(posting.Account)
        || posting is { Account.Code: Chart.Deferred, Dimensions: { Agreement: null, Payment: not null } };

    /// <summary>True where an amount brings a counted account towards the wrong side: an asset down, a liability up.</summary>
    public static bool IsLowered(Account account, long change) => account.Kind == AccountKind.Asset ? change < 0 : change > 0;

    /// <summary>True of accounts whose items are claims: a payment is settled for itself, not against others of its commitment.</summary>
    public static bool IsByPayment(Account account) => account.Code is Chart.Payables or Chart.PaymentsSent;

    /// <summary>The item of a line. Unidentified receipts are counted together: the line that identifies them names the donor, the line
    /// that suspended them could not.</summary>
    public static string? KeyOf(in PlannedPosting posting) =>
        posting.Account.Code == Chart.Unidentified ? null
        : (IsByPayment(posting.Account) ? posting.Dimensions.Payment : null) ?? LineRules.ItemOf(posting.Dimensions) ?? "";

    private static long OpenOn(Account account, (long Lowest, long Highest) range) =>
        account.Kind == AccountKind.Asset ? range.Lowest : -range.Highest;
}
