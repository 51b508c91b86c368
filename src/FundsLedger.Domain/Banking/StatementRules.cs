namespace FundsLedger.Domain.Banking;

/// <summary>Why a valid statement is set aside: a closed list, in order of precedence.</summary>
public enum StatementFault
{
    /// <summary>No bank account of these books has this number.</summary>
    AccountIsUnknown,

    /// <summary>The bank account is kept in another currency.</summary>
    CurrencyIsNotTheAccounts,

    /// <summary>It has no booked opening or closing balance.</summary>
    BalanceIsMissing,

    /// <summary>Its balances or lines are in different currencies.</summary>
    CurrenciesDiffer,

    /// <summary>Opening and lines do not make the closing balance.</summary>
    DoesNotFoot,

    /// <summary>The details of an entry do not sum to the entry.</summary>
    DetailsDoNotSum,

    /// <summary>It covers what an accepted statement covers.</summary>
    Overlap,

    /// <summary>It does not open with the last accepted closing balance.</summary>
    Gap,

    /// <summary>A statement number is missing before it: only of statements set aside by earlier versions.</summary>
    NumberIsMissing,

    /// <summary>A line falls into a closed month.</summary>
    PeriodIsClosed,

    /// <summary>A line falls into a reconciled time.</summary>
    IsReconciled,

    /// <summary>No rate is entered for a day on which it has lines.</summary>
    RateIsMissing,
}

/// <summary>A fault, with the amount by which it is wrong where there is one.</summary>
/// <param name="Fault">Which.</param>
/// <param name="Difference">Minor units of the statement's currency; null where no amount says it.</param>
public sealed record FoundFault(StatementFault Fault, Int128? Difference = null);

/// <summary>Where a bank account's accepted statements end: where the next one begins.</summary>
/// <param name="Currency">The account's currency.</param>
/// <param name="ClosedOn">Day of the last accepted closing balance; of the starting balance before the first.</param>
/// <param name="ClosingMinor">That balance.</param>
public sealed record AccountEnd(Currency Currency, DateOnly ClosedOn, long ClosingMinor);

/// <summary>When a statement may be booked.</summary>
public static class StatementRules
{
    /// <summary>Every fault that needs no more than the statement and where the account stands.</summary>
    /// <param name="statement">Read to its end.</param>
    /// <param name="end">Where the account's statements end; null when no bank account has this number.</param>
    public static List<FoundFault> Judge(CountedStatement statement, AccountEnd? end)
    {
        var found = new List<FoundFault>();
        var head = statement.Head;
        if (end is null) found.Add(new(StatementFault.AccountIsUnknown));
        else if (end.Currency != head.Currency) found.Add(new(StatementFault.CurrencyIsNotTheAccounts));
        if (head.Opening is null || head.Closing is null) found.Add(new(StatementFault.BalanceIsMissing));
        else if (statement.Difference is not { } difference
            || statement.Lines.HasForeignLine) found.Add(new(StatementFault.CurrenciesDiffer));
        else if (difference != 0) found.Add(new(StatementFault.DoesNotFoot, difference));
        if (statement.Lines.DetailsDisagreeAt is not null) found.Add(new(StatementFault.DetailsDoNotSum));
        if (end is not null && end.Currency == head.Currency && head is { Opening: { } opening, Closing: { } closing }
            && opening.Amount.Currency == head.Currency)
            if (Continue(opening, closing, end) is { } broken) found.Add(broken);
        return found;
    }

    /// <summary>The balance tells whether it is the next one, and never the number: banks count by day of the year, by month, anew each
    /// year, always the same, or not at all.</summary>
    private static FoundFault? Continue(StatementBalance opening, StatementBalance closing, AccountEnd end)
    {
        var gap = (Int128)opening.Amount.Minor - end.ClosingMinor;
        if (closing.Date < end.ClosedOn || (gap != 0 && opening.Date < end.ClosedOn)) return new(StatementFault.Overlap, gap);
        return gap == 0 ? null : new(StatementFault.Gap, gap);
    }
}
