using FundsLedger.Domain.Contributions;

namespace FundsLedger.Domain.Ledger;

/// <summary>Foreign balances are valued anew at a month's end (IPSAS 4): EUR moves, the foreign amount does not.</summary>
public static class Revaluation
{
    /// <summary>True of balances that are owed or held in an amount of a currency: cash, receivable, recoverable, payable, to be
    /// returned, unidentified. What is deferred and not yet received is valued with its receivable: the fund has no claim to gain or lose
    /// by.</summary>
    public static bool IsMonetary(Account account) => account.Role == AccountRole.Cash || Codes.Contains(account.Code);

    /// <summary>The accounts besides cash.</summary>
    public static IReadOnlyList<string> Codes { get; } =
    [
        Chart.Receivable, Chart.ReceivableAllowance, Chart.FromPersons, Chart.Payables, Chart.PaymentsSent, Chart.DeferredUnpaid,
        Chart.ToReturn, Chart.Unidentified,
    ];

    /// <summary>True of accounts that are valued as one: the line that identifies unidentified money names the donor, the line that
    /// suspended it could not.</summary>
    public static bool IsWhole(Account account) => account.Role == AccountRole.Cash || account.Code == Chart.Unidentified;

    /// <summary>The lines that bring a balance to its value at a rate; none where it has it.</summary>
    /// <param name="account">Code of the account.</param>
    /// <param name="held">The balance, debit positive, and what the books carry for it.</param>
    /// <param name="rate">Of the day, to EUR; null where nothing is held.</param>
    /// <param name="about">Whose it is.</param>
    public static LineDraft[] Lines(string account, OpenAmount held, Rate? rate, Dimensions about)
    {
        var worth = held.Amount.IsZero ? 0 : held.Amount.At(rate ?? throw new ArgumentNullException(nameof(rate),
            "What is held needs a rate.")).Minor;
        var change = worth - held.EurMinor;
        return change == 0 ? []
            : [new LineDraft(account, Money.Zero(held.Amount.Currency), change, about),
                .. ContributionLines.ExchangeDifference(held.Amount.Currency, -change, about)];
    }
}
