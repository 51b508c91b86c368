using FundsLedger.Domain.Ledger;

namespace FundsLedger.Domain.Funds;

/// <summary>Money that a fund used over some days, by cause, in cents: what was used is positive, what came back of it negative. Used are
/// expenses paid or payable, advances, and the change of open commitments. Revenue plays no part: signing, revaluing, writing off, closing
/// a year and setting aside a contribution to be returned move no money and commit nothing, and so change nothing here.</summary>
/// <param name="Expenses">Paid or payable, less what persons paid back.</param>
/// <param name="Advances">Advances, prepayments and sums to recover: the change of what is out.</param>
/// <param name="Commitments">The change of open commitments: a payment of what was committed before takes off here what it adds
/// above.</param>
public sealed record MoneyUsed(long Expenses, long Advances, long Commitments)
{
    /// <summary>All of it.</summary>
    public long Total => Expenses + Advances + Commitments;

    /// <summary>Sums the movements of accounts, debit positive. The caller leaves out opening balances and year-end closings: they bring or
    /// move what was used before.</summary>
    public static MoneyUsed Of(IEnumerable<(Account Account, long Eur)> moved)
    {
        var used = moved.Where(move => CauseOf(move.Account) is not null).ToLookup(move => CauseOf(move.Account)!.Value, move => move.Eur);
        return new MoneyUsed(used[UseCause.Expense].Sum(), used[UseCause.Advance].Sum(), used[UseCause.Commitment].Sum());
    }

    /// <summary>What a movement of an account says about use; null where it says nothing.</summary>
    public static UseCause? CauseOf(Account account) => account switch
    {
        { Role: AccountRole.Commitments } => UseCause.Commitment,
        { Kind: AccountKind.Expense, Code: not (Chart.ExchangeLosses or Chart.WrittenOff or Chart.Impairment
            or Chart.EarlierYearsRefunded) }
            => UseCause.Expense,
        { Code: Chart.Recoveries } => UseCause.Expense,
        { Kind: AccountKind.Asset, Role: AccountRole.None,
            Code: not (Chart.Receivable or Chart.ReceivableAllowance or Chart.DueFromFunds) } => UseCause.Advance,
        _ => null,
    };
}

/// <summary>Why money counts as used.</summary>
public enum UseCause
{
    /// <summary>An expense paid or payable, or a recovery that lowers it.</summary>
    Expense,

    /// <summary>An advance, or a sum to recover from a person.</summary>
    Advance,

    /// <summary>A commitment made, used or set free.</summary>
    Commitment,
}
