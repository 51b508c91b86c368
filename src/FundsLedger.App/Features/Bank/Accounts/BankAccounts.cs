using System.Data.Common;
using System.Globalization;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Funds;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Accounts;

/// <summary>A bank account with the ledger account that shows it.</summary>
/// <param name="Code">Its own code.</param>
/// <param name="Fund">Whose money it holds.</param>
/// <param name="Ledger">The ledger account.</param>
/// <param name="Number">IBAN or other number, normal form.</param>
/// <param name="Currency">The one it is kept in.</param>
/// <param name="Name">For people.</param>
/// <param name="StartsOn">Day from which statements are imported; the balance is that of its evening.</param>
/// <param name="OpeningMinor">The bank's balance then.</param>
public sealed record BankAccount(string Code, Fund Fund, Account Ledger, string Number, Currency Currency, string Name, DateOnly StartsOn,
    long OpeningMinor)
{
    /// <summary>True when names and texts on its outgoing lines could give a person away.</summary>
    public bool KeepsPayees => Disclosure.For(Reader.Inside, Fund).KeepsPayees;
}

/// <summary>Reads bank accounts.</summary>
public static class BankAccounts
{
    public const string Question =
        "SELECT code, account_id, number, currency, name, starts_on, opening_minor FROM bank_accounts ORDER BY code";

    public static BankAccount Read(DbDataReader row, LedgerCatalog catalog)
    {
        var ledger = catalog.AccountById(row.GetInt32(1));
        return new BankAccount(row.GetString(0), catalog.FundById(ledger.FundId), ledger, row.GetString(2), Currency.Of(row.GetString(3)),
            row.GetString(4), row.Date(5), row.GetInt64(6));
    }

    public static Task<List<BankAccount>> ReadAsync(DbConnection connection, LedgerCatalog catalog, CancellationToken cancel = default) =>
        connection.Command(null, Question).RowsAsync(row => Read(row, catalog), cancel);
}

/// <summary>Registers a bank account. From then on its statements must follow one on the other from the given balance.</summary>
public sealed class AddBankAccount(LedgerWriter writer)
{
    /// <param name="Code">Its own key: the same code with the same content is a repeat.</param>
    /// <param name="Fund">Code of the fund.</param>
    /// <param name="Ledger">Code of the ledger account that shows it, of this currency alone.</param>
    /// <param name="Number">IBAN, or the number the bank uses.</param>
    /// <param name="Currency">As the account is kept.</param>
    /// <param name="Name">For people.</param>
    /// <param name="StartsOn">The day whose closing balance is <paramref name="Opening"/>; its statements begin after it.</param>
    /// <param name="Opening">The bank's closing balance of that day; the ledger must stand at the same.</param>
    public sealed record Command(string Code, string Fund, string Ledger, string Number, Currency Currency, string Name, DateOnly StartsOn,
        Money Opening);

    public Task<Outcome<AddedBankAccount>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    public static async Task<Outcome<AddedBankAccount>> ApplyAsync(LedgerSession session, Command command,
        CancellationToken cancel = default)
    {
        var catalog = await session.RefreshCatalogAsync(cancel);
        if (!IsCode(command.Code)) return new BankCodeIsMalformed(command.Code);
        var number = AccountNumber.Of(command.Number);
        if (!IsNumber(number)) return new BankNumberIsMalformed(command.Number);
        if (catalog.Fund(command.Fund) is not { } fund) return new FundIsUnknown(command.Fund);
        if (catalog.Account(fund.Id, command.Ledger) is not { Role: AccountRole.Cash } ledger
            || ledger.Currency != command.Currency) return new BankLedgerAccountIsWrong(command.Ledger, fund.Code, command.Currency.Code);
        if (!LedgerRules.IsName(command.Name) || command.Name.Length > LedgerRules.LongestReference) return new BankNameIsMalformed();
        var row = new BankAccountRow
        {
            Code = command.Code, AccountId = ledger.Id, Number = number, Currency = command.Currency.Code, Name = command.Name,
            StartsOn = command.StartsOn, OpeningMinor = command.Opening.Minor, RecordedAt = session.Instant,
            ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        };
        var accounts = await (await session.QuestionAsync(BankAccounts.Question, [], cancel))
            .RowsAsync(line => BankAccounts.Read(line, catalog), cancel);
        if (accounts.Any(account => account.Code == command.Code))
            return await session.HoldsAsync(0, row, cancel) ? new AddedBankAccount(command.Code, IsRepeat: true)
                : new BankCodeIsTaken(command.Code);
        if (accounts.FirstOrDefault(account => account.Number == number && account.Currency == command.Currency) is { } same)
            return new BankNumberIsTaken(number, same.Code);
        if (await GiveBankNumber.HolderAsync(session, "", command.Currency, number, (LedgerRules.FirstDate, null), cancel) is { } holder)
            return new BankNumberIsTaken(number, accounts.Exists(own => own.Code == holder) ? holder : "another account");
        if (accounts.FirstOrDefault(account => account.Ledger.Id == ledger.Id) is { } shown) return new BankLedgerAccountIsTaken(
            ledger.Code, shown.Code);
        if (command.StartsOn < LedgerRules.FirstDate || command.StartsOn > LedgerRules.LastDate) return new DateIsOutOfRange(
            command.StartsOn);
        var stands = await (await session.QuestionAsync(
            "SELECT COALESCE(SUM(amount_minor), 0) FROM postings WHERE account_id = @account AND effective_date <= @day",
            [("@account", ledger.Id), ("@day", DateNumber.Of(command.StartsOn))], cancel)).NumberAsync(cancel);
        if (stands != command.Opening.Minor) return new BankOpeningDiffers(ledger.Code, command.StartsOn,
            new Money(stands, command.Currency).ToString(), command.Opening.ToString());
        await session.RegisterAsync(row, cancel);
        return new AddedBankAccount(command.Code, IsRepeat: false);
    }

    internal static bool IsCode(string code) =>
        code.Length is > 0 and <= 20 && code.All(letter => letter is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-');

    internal static bool IsNumber(string number)
    {
        if (number.Length is < 4 or > 40 || !number.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter)
            || letter is '/' or '-')) return false;
        return !AccountNumber.LooksLikeIban(number) || AccountNumber.IsIban(number);
    }
}

/// <summary>The bank account that stands under the code.</summary>
public sealed record AddedBankAccount(string Code, bool IsRepeat) : IAnswer;
