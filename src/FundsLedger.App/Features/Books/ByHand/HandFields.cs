using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Books.ByHand;

/// <summary>What an act is told besides its day, amount and words: one table for page, program and command line.</summary>
/// <param name="From">What the account it leaves is; null where it leaves none.</param>
/// <param name="To">What the account it reaches is; null likewise.</param>
/// <param name="Received">True where what arrives is told apart.</param>
/// <param name="Agreement">True where an agreement and its share are told.</param>
/// <param name="Item">True where what is owed back is named.</param>
/// <param name="Commitment">True where a commitment may be named.</param>
public sealed record HandFields(HandAccount? From, HandAccount? To, bool Received = false, bool Agreement = false, bool Item = false,
    bool Commitment = false)
{
    /// <summary>The fields of an act.</summary>
    public static HandFields Of(HandAct act) => act switch
    {
        HandAct.OwnTransfer or HandAct.FundTransfer => new(HandAccount.Bank, HandAccount.Bank),
        HandAct.FundTransferDecided => new(HandAccount.DueTo, HandAccount.DueFrom, Item: true),
        HandAct.FundTransferMoved => new(HandAccount.Bank, HandAccount.Bank, Item: true),
        HandAct.Exchange => new(HandAccount.Bank, HandAccount.Bank, Received: true),
        HandAct.Accrual => new(null, HandAccount.Expense, Commitment: true),
        HandAct.ProgrammeSupport => new(null, null, Agreement: true),
        HandAct.RecoveryDecided => new(HandAccount.ExpenseOrRecovery, null, Item: true),
        HandAct.RecoveryReceived => new(null, HandAccount.Bank, Item: true),
        HandAct.Interest => new(null, HandAccount.Bank),
        HandAct.Charge => new(HandAccount.Bank, null),
        _ => throw new ArgumentOutOfRangeException(nameof(act)),
    };
}

/// <summary>What an account of an act must be.</summary>
public enum HandAccount
{
    /// <summary>A bank account.</summary>
    Bank,

    /// <summary>An expense.</summary>
    Expense,

    /// <summary>An expense of this year, or recoveries of earlier years.</summary>
    ExpenseOrRecovery,

    /// <summary>What the giving fund owes to others.</summary>
    DueTo,

    /// <summary>What the receiving fund has to get from others.</summary>
    DueFrom,
}

/// <summary>Tells accounts apart.</summary>
public static class HandAccounts
{
    /// <summary>True where an account is what is needed.</summary>
    public static bool Takes(this HandAccount needed, Account account) => needed switch
    {
        HandAccount.Bank => account.Role == AccountRole.Cash,
        HandAccount.Expense => account.Kind == AccountKind.Expense,
        HandAccount.ExpenseOrRecovery => account.Kind == AccountKind.Expense || account.Code == Chart.Recoveries,
        HandAccount.DueTo => account.Code == Chart.DueToFunds,
        HandAccount.DueFrom => account.Code == Chart.DueFromFunds,
        _ => throw new ArgumentOutOfRangeException(nameof(needed)),
    };

    /// <summary>In words, for a refusal.</summary>
    internal static string Words(this HandAccount needed) => needed switch
    {
        HandAccount.Bank => "bank account",
        HandAccount.Expense => "expense",
        HandAccount.ExpenseOrRecovery => "expense or recoveries account",
        HandAccount.DueTo => $"account of what a fund owes to others ({Chart.DueToFunds})",
        HandAccount.DueFrom => $"account of what a fund gets from others ({Chart.DueFromFunds})",
        _ => throw new ArgumentOutOfRangeException(nameof(needed)),
    };
}
