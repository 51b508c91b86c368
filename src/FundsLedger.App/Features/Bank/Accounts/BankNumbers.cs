using System.Data.Common;
using FundsLedger.App.Storage;
using FundsLedger.Domain;
using FundsLedger.Domain.Banking;
using FundsLedger.Domain.Ledger;

namespace FundsLedger.App.Features.Bank.Accounts;

/// <summary>A further number of a bank account: an old one, the IBAN before a change, the national form.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Bank">Code of the bank account.</param>
/// <param name="Number">As it is compared.</param>
/// <param name="From">First closing day of statements that come under it.</param>
/// <param name="Through">Last such day, inclusive; null while it holds.</param>
/// <param name="Reason">Why the account has it.</param>
/// <param name="ActorName">Who gave it.</param>
/// <param name="RecordedAt">When.</param>
public sealed record BankNumber(
    long Id, string Bank, string Number, DateOnly From, DateOnly? Through, string Reason, string ActorName, DateTimeOffset RecordedAt)
{
    /// <summary>True where a statement of that day comes under it; of a day that is not known yet it may.</summary>
    public bool Holds(DateOnly? day) => day is null || (day >= From && (Through is null || day <= Through));
}

/// <summary>Reads further numbers: the newest row of account and number counts.</summary>
public static class BankNumbers
{
    public const string Question =
        """
        SELECT n.id, n.bank_account, n.number, n.from_on, n.through_on, n.reason, n.actor_name, n.recorded_at FROM bank_numbers n
        WHERE n.id = (SELECT MAX(o.id) FROM bank_numbers o WHERE o.bank_account = n.bank_account AND o.number = n.number)
            AND NOT n.is_withdrawn
        ORDER BY n.bank_account, n.from_on, n.id
        """;

    public static BankNumber Read(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.Date(3),
        row.IsDBNull(4) ? null : row.Date(4), row.GetString(5), row.GetString(6), row.Instant(7));

    public static Task<List<BankNumber>> ReadAsync(DbConnection connection, CancellationToken cancel = default) =>
        connection.Command(null, Question).RowsAsync(Read, cancel);
}

/// <summary>Gives a bank account a further number for a time, changes that time, or takes the number from it.</summary>
public sealed class GiveBankNumber(LedgerWriter writer)
{
    /// <param name="Bank">Code of the bank account.</param>
    /// <param name="Number">IBAN, or the number as the bank writes it.</param>
    /// <param name="From">First closing day of statements that come under it.</param>
    /// <param name="Through">Last such day, inclusive; null while it holds.</param>
    /// <param name="Reason">Why, in 1 to 200 characters.</param>
    /// <param name="IsWithdrawn">True to take it away: it was given by mistake.</param>
    public sealed record Command(string Bank, string Number, DateOnly From, DateOnly? Through, string Reason, bool IsWithdrawn = false);

    public Task<Outcome<GivenBankNumber>> RunAsync(Command command, Actor actor, CancellationToken cancel = default) =>
        writer.InOneTransactionAsync(actor, session => ApplyAsync(session, command, cancel), cancel);

    private static async Task<Outcome<GivenBankNumber>> ApplyAsync(LedgerSession session, Command command, CancellationToken cancel)
    {
        var catalog = await session.RefreshCatalogAsync(cancel);
        var accounts = await (await session.QuestionAsync(BankAccounts.Question, [], cancel))
            .RowsAsync(row => BankAccounts.Read(row, catalog), cancel);
        if (accounts.Find(one => one.Code == command.Bank) is not { } bank) return new BankAccountIsUnknown(command.Bank);
        var number = AccountNumber.Of(command.Number);
        if (!AddBankAccount.IsNumber(number)) return new BankNumberIsMalformed(command.Number);
        if (!ShortText.IsValid(command.Reason)) return new BankNumberReasonIsMalformed();
        if (command.From < LedgerRules.FirstDate || command.From > LedgerRules.LastDate) return new DateIsOutOfRange(command.From);
        if (command.Through is { } last && (last < command.From || last > LedgerRules.LastDate)) return new DateIsOutOfRange(last);
        var there = await (await session.QuestionAsync(BankNumbers.Question, [], cancel)).RowsAsync(BankNumbers.Read, cancel);
        var known = there.Find(one => one.Bank == bank.Code && one.Number == number);
        if (command.IsWithdrawn && known is null) return new GivenBankNumber(bank.Code, number, IsRepeat: true);
        if (known is not null && !command.IsWithdrawn && (known.From, known.Through) == (command.From, command.Through))
            return new GivenBankNumber(bank.Code, number, IsRepeat: true);
        if (!command.IsWithdrawn && await HolderAsync(session, bank.Code, bank.Currency, number, (command.From, command.Through),
            cancel) is { } holder)
            return new BankNumberIsTaken(number, accounts.Exists(one => one.Code == holder) ? holder : "another account");
        await session.RegisterAsync(new BankNumberRow
        {
            Id = await session.NextIdAsync(Registers.BankNumbers, cancel), BankAccount = bank.Code, Number = number, FromOn = command.From,
            ThroughOn = command.Through, IsWithdrawn = command.IsWithdrawn, Reason = command.Reason, RecordedAt = session.Instant,
            ActorId = session.Actor.Id, ActorName = session.Actor.Name,
        }, cancel);
        return new GivenBankNumber(bank.Code, number, IsRepeat: false);
    }

    /// <summary>The account that has a number in a currency already, at some time within the one given; null where none has. Asked of the
    /// whole books: a number of an account that the person may not know of must not lead its statements to another.</summary>
    internal static async Task<string?> HolderAsync(LedgerSession session, string bank, Currency currency, string number,
        (DateOnly From, DateOnly? Through) time, CancellationToken cancel)
    {
        var own = await (await session.WholeQuestionAsync("SELECT code, number FROM bank_accounts WHERE currency = @currency",
            [("@currency", currency.Code)], cancel)).RowsAsync(row => (Code: row.GetString(0), Number: row.GetString(1)), cancel);
        if (own.Find(one => AccountNumber.Of(one.Number) == number) is { Code: { } code }) return code;
        var further = await (await session.WholeQuestionAsync(BankNumbers.Question, [], cancel)).RowsAsync(BankNumbers.Read, cancel);
        // One number, one day, one account of a currency: or nobody knows whose the statement is.
        return further.Find(one => one.Number == number && one.Bank != bank && own.Exists(other => other.Code == one.Bank)
            && (time.Through is null || one.From <= time.Through) && (one.Through is null || time.From <= one.Through))?.Bank;
    }
}

/// <summary>The number that stands, or no longer does.</summary>
public sealed record GivenBankNumber(string Bank, string Number, bool IsRepeat) : IAnswer;
