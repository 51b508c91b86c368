using FundsLedger.App.Features.Bank.Accounts;
using FundsLedger.App.Storage;
using FundsLedger.Domain.Funds;

namespace FundsLedger.App.Features.Bank.Booking;

/// <summary>The numbers that the next statement and its first line get. What is on an account of a protected fund is numbered apart: the
/// numbers that others see do not tell how much it moves.</summary>
/// <param name="Statement">Number of the next statement.</param>
/// <param name="Line">Number of the next line.</param>
/// <param name="IsOfApart">True for those of a protected fund.</param>
internal readonly record struct BankNumbering(long Statement, long Line, bool IsOfApart)
{
    /// <summary>The next numbers of an account; of none where a statement names no account of ours.</summary>
    public static async Task<BankNumbering> ReadAsync(LedgerSession session, BankAccount? account, CancellationToken cancel)
    {
        var isApart = IsApart(account);
        return new BankNumbering(await session.NextNumberAsync("bank_statements", "id", isApart, cancel),
            await session.NextNumberAsync("bank_lines", "id", isApart, cancel), isApart);
    }

    /// <summary>True where what is on it is numbered apart.</summary>
    public static bool IsApart(BankAccount? account) => account is not null && Disclosure.For(Reader.Outside, account.Fund).IsMarked;

    /// <summary>Those after a statement with so many lines.</summary>
    public BankNumbering After(long lines) => this with { Statement = Statement + 1, Line = Line + lines };
}
